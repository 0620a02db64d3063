#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf split` and `kelf relocs` against what a kernel build runs, on built kernels. Prints tables in Markdown.
#
#   split.sh [TREE...]     default small-gcc
#
#   TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
(($# > 0)) || set -- small-gcc

removed=(--remove-section=.modinfo --remove-section=.rel\* --remove-section=!.rel\*.dyn --remove-section=.rel.\*)
noload=(--set-section-flags .modinfo=noload --set-section-flags .rel\*=noload --set-section-flags '!.rel*.dyn=noload'
    --set-section-flags .rel.\*=noload)
original_table() { "$original" "$image" > "$scratch/original.relocs"; }
original_check() { "$original" --abs-relocs "$image" > "$scratch/original.abs"; }
original_image() {
    objcopy "${noload[@]}" "$image" "$scratch/original.vmlinux" 2> /dev/null &&
        objcopy "${removed[@]}" -w --strip-unneeded-symbol='__mod_device_table__*' "$scratch/original.vmlinux"
}
original_chain() { rm -f "$scratch"/original.*[^s]; original_table && original_check && original_image; }
kelf_split() {
    rm -f "$scratch"/kelf.{vmlinux,relocs}
    "$TOOL" split -q "$image" -o "$scratch/kelf.vmlinux" --relocs "$scratch/kelf.relocs" --check-abs
}
kelf_plain() {
    rm -f "$scratch"/kelf.{vmlinux,relocs}
    "$TOOL" split -q "$image" -o "$scratch/kelf.vmlinux" --relocs "$scratch/kelf.relocs"
}
kelf_exact() {
    rm -f "$scratch"/kelf.{exact,relocs}
    "$TOOL" split -q --layout objcopy "$image" -o "$scratch/kelf.exact" --relocs "$scratch/kelf.relocs" --check-abs
}
kelf_second() { "$TOOL" split -q "$image" -o "$scratch/kelf.vmlinux" --relocs "$scratch/kelf.relocs"; }
kelf_in_place() { "$TOOL" split -q --in-place "$scratch/in-place" --relocs "$scratch/kelf.relocs"; }
kelf_table() { "$TOOL" relocs "$image" -o "$scratch/kelf.table"; }
copy() { rm -f "$scratch/copy"; cp --reflink=never "$scratch/original.vmlinux" "$scratch/copy"; }

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    image=$tree/vmlinux.unstripped
    original=$tree/arch/x86/tools/relocs
    [[ -e $image && -x $original ]] || { echo "split.sh: no built kernel of 7.3 at $tree (KELF_TESTBED)" >&2; continue; }
    rm -f "$scratch"/*.ms "$scratch"/*.MB
    cat "$image" > "$scratch/in-place" # into the page cache
    for ((round = 0; round < rounds; round++)); do
        measure chain original_chain
        measure split kelf_split
        measure exact kelf_exact
        measure copy copy
        measure plain kelf_plain
        measure second kelf_second
        measure table original_table
        measure kelf-table kelf_table
        cp "$image" "$scratch/in-place"
        measure in-place kelf_in_place
    done
    finish
    cmp -s "$scratch/original.relocs" "$scratch/kelf.relocs" || { echo "split.sh: the tables differ" >&2; exit 1; }
    cmp -s "$scratch/original.vmlinux" "$scratch/kelf.exact" || { echo "split.sh: the images of --layout objcopy differ" >&2; exit 1; }
    peak "$original" "$image" > "$scratch/table.MB"
    peak "$TOOL" relocs "$image" -o "$scratch/kelf.table" > "$scratch/kelf-table.MB"
    peak objcopy "${noload[@]}" "$image" "$scratch/copy" > "$scratch/chain.MB"
    rm -f "$scratch/kelf.vmlinux"
    peak "$TOOL" split -q "$image" -o "$scratch/kelf.vmlinux" --relocs "$scratch/kelf.relocs" > "$scratch/split.MB"

    versions_of_tree "$tree"
    versions[objcopy]=$(version_of objcopy)
    heading "split-$(basename "$tree")" "$(basename "$tree"): $(($(stat -c %s "$image") / 1000000)) MB, stripped $(($(stat -c %s "$scratch/original.vmlinux") / 1000000)) MB"
    row 'relocs twice, objcopy twice; `kelf split --check-abs`' chain split
    row 'relocs twice, objcopy twice; `kelf split --layout objcopy --check-abs`: the same bytes' chain exact
    row '`cp` of the stripped image; `kelf split`' copy plain
    row 'relocs twice, objcopy twice; `kelf split` when nothing changed' chain second
    row 'relocs twice, objcopy twice; `kelf split --in-place`' chain in-place
    row 'relocs; `kelf relocs`' table kelf-table
    row 'peak memory: objcopy; `kelf split`' chain split MB
    row 'peak memory: relocs; `kelf relocs`' table kelf-table MB
    keep
    echo
done
