# The image without relocations, and their table.
#
#   KELF_LAYOUT   how the image is laid out (kelf split --help); by default byte for byte as objcopy does
$(eval $(call kelf-stand-in,arch/x86/tools/relocs))
# KELF_RELOCS=compat leaves out of the table what the original leaves out by mistake. As a part of the command it makes the table again.
ifeq ($(SRCARCH),x86)
override CMD_RELOCS = $(if $(KELF_RELOCS),KELF_RELOCS=$(KELF_RELOCS) )arch/x86/tools/relocs
endif
ifeq ($(SRCARCH),x86)
KELF_LAYOUT ?= $(if $(findstring llvm,$(notdir $(OBJCOPY))),llvm-objcopy,objcopy)

override cmd_strip_relocs = $(KELF) split --quiet --layout $(KELF_LAYOUT) --in-place $@
endif
