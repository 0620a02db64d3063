# SPDX-License-Identifier: GPL-2.0-only
#
# Module versions for a kernel that Clang links with LTO, computed by kelf (kbuild/README.md of kelf).
#
# A C file is bitcode until the link, so nothing can be said of its types before. Versions are computed where ELF files
# appear: of a module's object, of the object that describes an assembler file's exports, and of vmlinux.o. The lines
# go into the .cmd file of that object, where modpost looks for them.
#
# Included by Makefile.build, Makefile.vmlinux_o and Makefile.modpost behind their own definitions, which it replaces or
# extends. KELF is the program: scripts/Makefile.kelf.

ifdef CONFIG_LTO_CLANG
ifdef CONFIG_GENDWARFKSYMS

# --per-unit: the versions that the same files have without LTO.
# --omit-missing: what an assembler file exports is versioned with that file.
kelf-symvers = $(KELF) symvers --quiet --per-unit --omit-missing		\
	$(if $(KBUILD_SYMTYPES),--symtypes $(@:.o=.symtypes))			\
	$(if $(KBUILD_GENDWARFKSYMS_STABLE),--stable)

# With KELF_MODPOST=--compute-versions modpost itself computes them, in one run for all that was linked, unless types are to be written. That
# it does is a part of the commands that link: without it, these run again.
kelf-by-modpost := $(if $(KBUILD_SYMTYPES),,$(if $(filter modpost,$(KELF_TOOLS)),$(filter --compute-versions,$(KELF_MODPOST))))
ifneq ($(kelf-by-modpost),)
cmd_cc_o_c += $(if $(is-single-obj-m),; : versions by modpost)
cmd_ld_multi_m += ; : versions by modpost
cmd_ld_vmlinux.o += ; : versions by modpost
endif

quiet_cmd_kelf_symvers = SYMVERS $(quiet_modtag) $@
      cmd_kelf_symvers = $(kelf-symvers) $@ >> $(dot-target).cmd

define kelf-newline


endef

# Makefile.build: of all C files only a module of one file is ELF when its rule ends.
cmd_gensymtypes_c = $(kelf-symvers) $@
cmd_gen_symversions_c = $(if $(kelf-by-modpost),,$(if $(is-single-obj-m),$(call gen_symversions,c)))

# Makefile.build: the prototypes of an assembler file's exports are compiled to ELF.
cmd_gensymtypes_S =								\
	$(getasmexports) |							\
	$(CC) $(filter-out $(CC_FLAGS_LTO),$(c_flags)) -xc - -c -o $(@:.o=.gendwarfksyms.o); \
	$(kelf-symvers) $(@:.o=.gendwarfksyms.o)

# rust/Makefile: its rule for crates, which are ELF, versions the C helpers, too, and these are bitcode. vmlinux.o has their versions.
ifneq ($(filter rust,$(obj)),)
$(obj)/helpers/helpers.o: private skip_gendwarfksyms = 1
endif

# Makefile.build: a module of several files, behind link and objtool.
rule_ld_multi_m += $(if $(kelf-by-modpost),,$(kelf-newline)$(call cmd,kelf_symvers))

# Makefile.vmlinux_o: the same for vmlinux.o, with make's jobserver for the second thread.
rule_ld_vmlinux.o += $(if $(kelf-by-modpost),,$(kelf-newline)+$(call cmd,kelf_symvers))

# Makefile.modpost: vmlinux.o first, so that a version of a single file (assembler, Rust) replaces one of vmlinux.o.
cmd_vmlinux_objs += ; { echo vmlinux.o; cat $@; } > $(tmp-target); mv -f $(tmp-target) $@

endif # CONFIG_GENDWARFKSYMS
endif # CONFIG_LTO_CLANG
