# SPDX-License-Identifier: GPL-2.0-only
#
# What the tests of `kallsyms` share; each sources this file.
# shellcheck shell=bash
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

option() { grep -q "^CONFIG_$2=y" "$1"; } # CONFIGURATION NAME

# The options that link-vmlinux.sh of a version (6.1) gives to scripts/kallsyms, one a line.
generator_options() { # CONFIGURATION VERSION
    local newest=no
    [[ $2 != 6.* ]] && newest=yes
    option "$1" KALLSYMS_ALL && echo --all-symbols
    [[ $newest == yes ]] && { option "$1" 64BIT || option "$1" RELOCATABLE; } && echo --pc-relative
    [[ $newest == no ]] && option "$1" KALLSYMS_ABSOLUTE_PERCPU && echo --absolute-percpu
    [[ $2 == 6.1 ]] && option "$1" KALLSYMS_BASE_RELATIVE && echo --base-relative
    [[ $2 == 6.1 ]] && option "$1" LTO_CLANG && echo --lto-clang
    return 0
}
