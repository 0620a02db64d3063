#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The number of threads changes no byte: an image with -j1 and with -jN, three runs each, and the
# same again with the list in another order (lines of equal place in the table apart).
#
#   threads.sh [FILE...]      default vmlinux.o of small-gcc and small-thinlto, and a few objects
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

list_of() {
    nm "$1" 2>/dev/null | sed -n 's/.* __export_symbol_\(.*\)/\1/p'
}

check_file() {
    local file=$1 name threads run status sum first=''
    [[ -e $file ]] || file=$testbed/$file
    name=${file#"$testbed"/}
    name=${name#"$root"/}
    [[ -e $file ]] || { skip "$name" 'no such file (KELF_TESTBED)'; return; }
    if [[ -n ${2-} ]]; then
        # shellcheck disable=SC2086
        printf '%s\n' $2 > "$scratch/list"
    else
        list_of "$file" > "$scratch/list"
    fi
    [[ -s $scratch/list ]] || { skip "$name" 'exports nothing'; return; }
    for threads in 1 1 1 "$many" "$many" "$many" 3 2; do
        rm -f "$scratch/symtypes"
        "$TOOL" symvers -q -j"$threads" --symbols - --symtypes "$scratch/symtypes" "$file" < "$scratch/list" \
            > "$scratch/stdout" 2> "$scratch/stderr" && status=0 || status=$?
        if ((status != 0)); then
            fail "$name" "-j$threads: exit status $status: $(head -n 1 "$scratch/stderr")"
            return
        fi
        sum=$(cat "$scratch/stdout" "$scratch/symtypes" "$scratch/stderr" | sha256sum)
        if [[ -z $first ]]; then
            first=$sum
            sort "$scratch/stdout" > "$scratch/sorted"
            mv "$scratch/symtypes" "$scratch/symtypes.first"
        elif [[ $sum != "$first" ]]; then
            fail "$name" "-j$threads gives other bytes than -j1"
            return
        fi
    done
    for run in 1 2 3; do
        shuf --random-source=<(yes "$run") "$scratch/list" > "$scratch/shuffled"
        "$TOOL" symvers -q -j"$many" --symbols - --symtypes "$scratch/symtypes" "$file" < "$scratch/shuffled" 2> /dev/null |
            sort > "$scratch/stdout"
        if ! cmp -s "$scratch/stdout" "$scratch/sorted" || ! cmp -s "$scratch/symtypes" "$scratch/symtypes.first"; then
            fail "$name" "the order of the list changes versions or types"
            return
        fi
    done
    pass "$name: $(wc -l < "$scratch/list") symbols, 8 runs, 3 orders of the list"
}

need_tool
# More than the machine has: what depends on timing shows sooner.
many=$(($(nproc) * 4))
if (($# > 0)); then
    for file in "$@"; do
        check_file "$file"
    done
    exit 0
fi
golden=$root/tests/Fixtures/symvers
check_file "$golden/w15-longest-text/joined.o" 'v1 v2 v3'
check_file "$golden/equal-length-texts/joined.o" 'from_a from_b'
check_file "$golden/rust-types/dwarf5.o" "$(cat "$golden/rust-types/dwarf5/symbols")"
check_file "$golden/partial-units/dwz5.so" "$(cat "$golden/partial-units/dwz5/symbols")"
check_file small-gcc/vmlinux.o
check_file small-thinlto/vmlinux.o
