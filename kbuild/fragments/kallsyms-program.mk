# The tables of the kernel's symbols.
$(eval $(call kelf-stand-in,scripts/kallsyms))
