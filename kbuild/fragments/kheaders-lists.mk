# The archive of headers for CONFIG_IKHEADERS.
#
#   KELF_KHEADERS   options of kelf kheaders create; by default the bytes of the kernel's own script
KELF_KHEADERS ?= --compress same
# kelf leaves an archive alone that has the right bytes already; make wants it to be newer than the headers.
override cmd_kheaders_data = \
	KELF_KHEADERS='$(KELF_KHEADERS)' $(KELF) --as gen_kheaders.sh "$@" "$(obj)/kheaders-srclist" "$(obj)/kheaders-objlist" "$(KBUILD_BUILD_TIMESTAMP)"; \
	touch $@
