# Exports and imports of modules, and the sources that are linked to them.
#
# The release is told by the tree: what modpost makes is not the same in all. With lto-symvers, a module's versions are also with the
# object that was linked of its bitcode.
scripts/mod/modpost: private kelf-arguments = --release $(KERNELVERSION)$(if $(filter lto-symvers,$(KELF_TOOLS)), --linked-versions)
$(eval $(call kelf-stand-in,scripts/mod/modpost))
# With make's jobserver for more threads; not when make only prints (-n), which would run the command all the same.
%.symvers: private if_changed = $(if $(if-changed-cond),$(if $(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),,+)$(cmd_and_savecmd),@:)
