# The sorted tables of exceptions, unwinding and traced functions.
scripts/sorttable: private kelf-variables = KELF_LOST_CALLS=$(KELF_LOST_CALLS)
$(eval $(call kelf-stand-in,scripts/sorttable))
