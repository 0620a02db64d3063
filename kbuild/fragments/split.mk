# The image without relocations, and their table.
#
#   KELF_LAYOUT   how the image is laid out (kelf split --help); by default byte for byte as objcopy does
$(eval $(call kelf-stand-in,arch/x86/tools/relocs))
# KELF_RELOCS=compat leaves out of the table what the original leaves out by mistake. As a part of the command it makes the table again.
ifeq ($(SRCARCH),x86)
override CMD_RELOCS = $(if $(KELF_RELOCS),KELF_RELOCS=$(KELF_RELOCS) )arch/x86/tools/relocs
endif

# Without relocations there is little to take out, and objcopy stays. kelf leaves a file alone that has the right bytes already;
# make wants it to be new.
ifeq ($(SRCARCH)$(CONFIG_ARCH_VMLINUX_NEEDS_RELOCS),x86y)
KELF_LAYOUT ?= $(if $(findstring llvm,$(notdir $(OBJCOPY))),llvm-objcopy,objcopy)

override quiet_cmd_strip_relocs = SPLIT   $@
override cmd_strip_relocs = $(KELF) split --quiet --layout $(KELF_LAYOUT) -o $@ $<; touch $@
override cmd_modules_builtin_modinfo = $(KELF) split --quiet --modinfo $@ $<; touch $@

ifeq ($(KELF_EARLY_RELOCS),1)
arch/x86/boot/compressed/vmlinux.relocs: private cmd_relocs = $(KELF) split --quiet $(addprefix --,$(KELF_RELOCS)) --relocs-from .tmp_vmlinux.early --relocs $@ $<
endif
endif
