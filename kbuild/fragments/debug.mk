# Links that never see debugging information: vmlinux.o and vmlinux.unstripped have none, and vmlinux gets it from the objects.
#
#   KELF_LAYOUT   how the image is laid out (kelf split --help); by default byte for byte as objcopy does
#
# Where something needs an image that was linked with it, the links are as before.
ifeq ($(SRCARCH)$(CONFIG_ARCH_VMLINUX_NEEDS_RELOCS)$(CONFIG_DEBUG_INFO),x86yy)
ifeq ($(CONFIG_DEBUG_INFO_BTF)$(CONFIG_LTO_CLANG)$(KLP_SYMIDS)$(KELF_PATHS)$(filter 1,$(KELF_EARLY_RELOCS)),)
override cmd_ld_vmlinux.o = $(KELF) link --relocatable \
	-- "$(LD)" "$(KBUILD_LDFLAGS)" "$(LDFLAGS_vmlinux) --emit-relocs" "$@" "$(vmlinux-o-ld-args-y)" \
	$(cmd_objtool)

KELF_LAYOUT ?= $(if $(findstring llvm,$(notdir $(OBJCOPY))),llvm-objcopy,objcopy)
kelf-link-apart = KELF_LOST_CALLS=$(KELF_LOST_CALLS) $(KELF) link --debug-apart vmlinux --layout $(KELF_LAYOUT) $(if $(filter 1,$(KELF_SINGLE_PASS)),--single-pass) \
	-- "$(LD)" "$(KBUILD_LDFLAGS)" "$(LDFLAGS_vmlinux)" vmlinux.unstripped
override cmd_link_vmlinux = $(kelf-link-apart); \
	$(if $(ARCH_POSTLINK), $(MAKE) -f $(ARCH_POSTLINK) $@, true)

# The link has made it; but a link that was killed has not.
override quiet_cmd_strip_relocs = DEBUG   $@
override cmd_strip_relocs = [ -s $@ ] || { $(kelf-link-apart); }; touch $@
endif
endif
