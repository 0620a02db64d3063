# The sorted tables of exceptions, unwinding and traced functions.
$(eval $(call kelf-stand-in,scripts/sorttable))
