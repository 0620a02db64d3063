# The table of relocations. The image keeps them in this kernel.
$(eval $(call kelf-stand-in,arch/x86/tools/relocs))
# KELF_RELOCS=compat leaves out of the table what the original leaves out by mistake. As a part of the command it makes the table again.
ifeq ($(SRCARCH),x86)
override CMD_RELOCS = $(if $(KELF_RELOCS),KELF_RELOCS=$(KELF_RELOCS) )arch/x86/tools/relocs
endif
