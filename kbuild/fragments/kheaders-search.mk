# The archive of headers for CONFIG_IKHEADERS.
#
#   KELF_KHEADERS   options of kelf kheaders create; by default the bytes of the kernel's own script
KELF_KHEADERS ?= --compress same
override cmd_genikh = KELF_KHEADERS='$(KELF_KHEADERS)' $(KELF) --as gen_kheaders.sh $@
