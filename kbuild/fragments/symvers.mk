# Versions of exported symbols from debugging information.
$(eval $(call kelf-stand-in,scripts/gendwarfksyms/gendwarfksyms))
# Its parts want headers of elfutils.
scripts/gendwarfksyms/%.o: private quiet_cmd_host-cobjs =
scripts/gendwarfksyms/%.o: private cmd_host-cobjs = : > $@; echo '$@: $<' > $(depfile)

# make DIR/FILE.symtypes: the types behind the versions of one file. With LTO an object is bitcode: one is compiled without.
ifneq ($(and $(obj),$(CONFIG_GENDWARFKSYMS)),)
quiet_cmd_kelf_symtypes = SYM $(quiet_modtag) $@
      cmd_kelf_symtypes = $(if $(CONFIG_LTO_CLANG),$(CC) $(filter-out $(CC_FLAGS_LTO),$(c_flags)) -c -o $(@:.symtypes=.gendwarfksyms.o) $<;) \
	$(KELF) symvers --quiet --symtypes $@ $(if $(KBUILD_GENDWARFKSYMS_STABLE),--stable) \
		$(if $(CONFIG_LTO_CLANG),$(@:.symtypes=.gendwarfksyms.o),$(@:.symtypes=.o)) > /dev/null

$(obj)/%.symtypes: $(obj)/%.c $(obj)/%.o FORCE
	$(call cmd,kelf_symtypes)
endif
