# The last links, with the tables of the kernel's symbols.
#
#   KELF_SINGLE_PASS=1   link once, with room for the tables
#   KELF_PATHS=MODE      paths of source files in the tables: none, side, alias, dup or all (kelf link --help)
#   KELF_EARLY_RELOCS=1  keep relocations in the link before the last, and not in the last one
override cmd_link_vmlinux = \
	KELF_LOST_CALLS=$(KELF_LOST_CALLS) $(KELF) link $(if $(filter 1,$(KELF_SINGLE_PASS)),--single-pass) $(addprefix --paths ,$(KELF_PATHS)) \
		$(if $(filter 1,$(KELF_EARLY_RELOCS)),--early-relocs) \
		-- "$(LD)" "$(KBUILD_LDFLAGS)" "$(LDFLAGS_vmlinux)" "$@"; \
	$(if $(ARCH_POSTLINK), $(MAKE) -f $(ARCH_POSTLINK) $@, true)
