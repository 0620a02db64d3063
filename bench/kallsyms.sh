#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# One pass of a kernel's symbol tables, from the linked image to the object for the next link: nm, sed, scripts/kallsyms and
# the compiler as assembler, against `kelf kallsyms`. Prints a table in Markdown.
#
#   kallsyms.sh [TREE...]     default small-gcc defconfig
#
#   TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh; ORIGINAL: the generator, default that of KELF_TESTBED
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
source "$root/tests/Differential/tree-lib.sh"
ORIGINAL=${ORIGINAL:-$testbed/linux-source-7.3-originals/bin/kallsyms}
filter=$testbed/linux-source-7.3/scripts/mksysmap
[[ -x $ORIGINAL && -e $filter ]] || { echo "kallsyms.sh: no originals (KELF_TESTBED)" >&2; exit 1; }
(($# > 0)) || set -- small-gcc defconfig
ln -s "$(realpath "$TOOL")" "$scratch/kallsyms"
options=(--all-symbols --pc-relative)

list() { "$(cross_of "$tree")nm" -n "$image" | sed -f "$filter" > "$scratch/original.syms"; }
generate() { "$ORIGINAL" "${options[@]}" "$scratch/original.syms" > "$scratch/original.S"; }
assemble() { "$(cross_of "$tree")gcc" -c -o "$scratch/original.o" "$scratch/original.S"; }
original() { list && generate && assemble; }
kelf() { "$TOOL" kallsyms --syms "$scratch/kelf.syms" -o "$scratch/kelf.o" "$image"; }
single() { "$TOOL" kallsyms -j 1 --syms "$scratch/kelf.syms" -o "$scratch/kelf.o" "$image"; }
later() { "$TOOL" kallsyms --syms "$scratch/kelf.syms" --previous "$previous" -o "$scratch/kelf.o" "$image"; }
sysmap() { "$TOOL" sysmap -o "$scratch/kelf.syms" "$image"; }
drop_in() { "$scratch/kallsyms" "${options[@]}" "$scratch/original.syms" > "$scratch/kelf.S"; }
# On other machines than this one assemblers lay an object out in another way; its table is the same.
same_objects() {
    local program
    [[ -n $(cross_of "$tree") ]] || { cmp "$scratch/original.o" "$scratch/kelf.o"; return; }
    for program in original kelf; do
        "$(cross_of "$tree")objcopy" -O binary -j .rodata "$scratch/$program.o" "$scratch/$program.rodata" || return
    done
    [[ -s $scratch/original.rodata ]] && cmp "$scratch/original.rodata" "$scratch/kelf.rodata"
}
# fresh NAME FUNCTION: as measure, without the outputs of the last round.
fresh() {
    rm -f "$scratch"/kelf.{o,S,syms} "$scratch"/original.{o,S}
    measure "$1" "$2"
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    image=$tree/.tmp_vmlinux2 previous=$tree/.tmp_vmlinux1.kallsyms.o
    [[ -e $image && -e $previous ]] || { echo "kallsyms.sh: no kernel at $tree (KELF_TESTBED)" >&2; continue; }
    rm -f "$scratch"/*.ms "$scratch"/*.MB
    for ((round = 0; round <= rounds; round++)); do
        fresh pass original
        fresh one kelf
        fresh single single
        fresh later later
        fresh listing list
        fresh sysmap sysmap
        fresh generator generate
        fresh drop-in drop_in
        # The first round fills the page cache.
        ((round > 0)) || rm -f "$scratch"/*.ms
    done
    original && later && same_objects && cmp "$scratch/original.syms" "$scratch/kelf.syms" ||
        { echo "kallsyms.sh: results differ" >&2; exit 1; }
    peak "$ORIGINAL" "${options[@]}" "$scratch/original.syms" > "$scratch/original.MB"
    peak "$(cross_of "$tree")gcc" -c -o "$scratch/original.o" "$scratch/original.S" > "$scratch/assembler.MB"
    peak "$TOOL" kallsyms -o "$scratch/kelf.o" "$image" > "$scratch/kelf.MB"
    finish
    echo
    versions_of_tree "$tree"
    versions[nm]=$(version_of "$(cross_of "$tree")nm")
    heading "kallsyms-$(basename "$tree")" "$(basename "$tree"): $(wc -l < "$scratch/original.syms") symbols"
    row 'one pass: nm, sed, kallsyms, gcc -c; `kelf kallsyms IMAGE -o OBJECT --syms LIST`' pass one
    row 'the same with `-j 1`' pass single
    row 'a later pass: the same; with `--previous OBJECT`' pass later
    row 'listing: nm and sed; `kelf sysmap`' listing sysmap
    row 'map to text: scripts/kallsyms; the drop-in' generator drop-in
    row 'peak memory: the generator; `kelf kallsyms`' original kelf MB
    row 'peak memory: the compiler as assembler; `kelf kallsyms`' assembler kelf MB
    keep
done
