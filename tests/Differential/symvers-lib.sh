# SPDX-License-Identifier: GPL-2.0-only
#
# What the differential tests of `symvers` share; each sources this file.
#
#   TOOL      as in harness.sh; it runs under the name gendwarfksyms
#   ORIGINAL  the original gendwarfksyms; default that of KELF_TESTBED
# shellcheck shell=bash disable=SC2034 # the scripts use what is set here
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

ORIGINAL=${ORIGINAL:-$testbed/linux-source-7.3-originals/bin/gendwarfksyms}

have_original() { [[ -x $ORIGINAL ]]; }
need_original() { have_original || skip_all 'no original gendwarfksyms at KELF_TESTBED or ORIGINAL'; }

# Says why the output of the tool for one object is not what the original printed; nothing if it is.
#   difference STATUS STDOUT STDERR SYMTYPES EXPECTED_STDOUT EXPECTED_SYMTYPES
difference() {
    local status=$1 stdout=$2 stderr=$3 symtypes=$4 expected_stdout=$5 expected_symtypes=$6
    if ((status != 0)); then
        echo "exit status $status: $(head -n 1 "$stderr" 2>/dev/null)"
    elif ! cmp -s "$stdout" "$expected_stdout"; then
        echo "versions: $(first_difference "$expected_stdout" "$stdout")"
    elif ! cmp -s "$symtypes" "$expected_symtypes"; then
        echo "symtypes: $(first_difference "$expected_symtypes" "$symtypes")"
    fi
}
# A file of messages without the name of the C function that wrote one.
messages() { sed -E 's/^((error|warning): gendwarfksyms: )\w+: /\1/' "$1"; }
