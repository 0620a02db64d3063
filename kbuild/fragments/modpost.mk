# Exports and imports of modules, and the sources that are linked to them.
#
#   KELF_MODPOST   options of kelf modpost: --explain, --by-type, --all-undefined, --check-imports, --strip-llvm-suffix, --compute-versions
#
# The kernel's own program is compiled all the same: packages carry it for those who build modules elsewhere. They may not have
# kelf, and then their modules are built with that.
ifneq ($(if $(KBUILD_EXTMOD),$(kelf-time),in the tree),)
# The release is told by the tree: what modpost makes is not the same in all. With lto-symvers, a module's versions are also with the
# object that was linked of its bitcode. With another kelf it is another command, which runs again.
%.symvers: private MODPOST = KELF_TIME=$(kelf-time) $(KELF) --as modpost --release $(KERNELVERSION)$(if $(filter lto-symvers,$(KELF_TOOLS)), --linked-versions)$(addprefix $(space),$(KELF_MODPOST))$(if $(filter --compute-versions,$(KELF_MODPOST)),$(if $(KBUILD_GENDWARFKSYMS_STABLE), --stable))
# With make's jobserver for more threads; not when make only prints (-n), which would run the command all the same.
%.symvers: private if_changed = $(if $(if-changed-cond),$(if $(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),,+)$(cmd_and_savecmd),@:)
endif
