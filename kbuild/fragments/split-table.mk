# The table of relocations. The image keeps them in this kernel.
$(eval $(call kelf-stand-in,arch/x86/tools/relocs))
