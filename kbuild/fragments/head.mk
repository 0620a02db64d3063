# SPDX-License-Identifier: GPL-2.0-only
#
# Lets this kernel be built with kelf. Written by `kelf kbuild enable`; `kelf kbuild disable` takes it away again.
# Included by scripts/Kbuild.include, and so by every makefile of Kbuild, in front of the definitions that it replaces:
# what is defined here with `override` is not defined again.
#
#   KELF         the program
#   KELF_TOOLS   what it is used for; `make KELF_TOOLS=` builds with the kernel's own tools
#   KELF_LOST_CALLS   zero: as the kernel's sorttable, forget tracer calls of functions that it loses; keep: trace these too
#   KELF_RELOCS       compat: the table of relocations as the kernel's relocs makes it, without what lld relaxed to addresses

KELF ?= @KELF@
KELF_TOOLS ?= @TOOLS@
KELF_LOST_CALLS ?= zero
export KELF KELF_TOOLS KELF_LOST_CALLS

# When kelf was made: a part of commands, which run again with another one. Nothing where it is not there.
kelf-time = $(shell stat -L -c %Y "$$(command -v $(KELF))" 2> /dev/null)

# A program that Kbuild compiles for the machine of the build becomes a script that calls kelf under the program's name.
# The time of kelf is part of the command, as are variables that it looks at: with others it is made again, and what was made
# with it.
quiet_cmd_kelf_stand_in = KELF    $@
      cmd_kelf_stand_in = printf '%s\n' '\#!/bin/sh' 'exec $(KELF) --as $(@F)$(if $(kelf-arguments), $(kelf-arguments)) "$$@"' > $@; chmod +x $@; \
	: $(kelf-variables) $(kelf-time)
define kelf-stand-in
$1: private quiet_cmd_host-csingle = $$(quiet_cmd_kelf_stand_in)
$1: private cmd_host-csingle = $$(cmd_kelf_stand_in); echo '$$@: $$<' > $$(depfile)
$1: private quiet_cmd_host-cmulti = $$(quiet_cmd_kelf_stand_in)
$1: private cmd_host-cmulti = $$(cmd_kelf_stand_in)
endef
