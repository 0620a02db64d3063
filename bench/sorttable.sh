#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `sorttable` against the original, on built kernels whose tables were brought into disorder. Prints a table in Markdown.
#
#   sorttable.sh [TREE...]     default small-gcc
#
# A kernel build runs `nm -S` for the original, so its time is part of the original's. Each run is on a fresh copy.
#
#   ORIGINAL, KELF_TESTS_BUILT as in tests/Differential/sorttable.sh; TOOL, KELF_TESTBED, ROUNDS (default 7) as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
rounds=7
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
ORIGINAL=${ORIGINAL:-$testbed/linux-source-7.3-originals/bin/sorttable}
[[ -x $ORIGINAL ]] || { complain "no program at $ORIGINAL"; exit 1; }
(($# > 0)) || set -- small-gcc
ln -s "$(realpath "$TOOL")" "$scratch/sorttable"
helper=(dotnet "$root/out/build/bin/SortInputs/release/SortInputs.dll")
[[ -n ${KELF_TESTS_BUILT-} ]] || dotnet build "$root/tests/Differential/SortInputs" -c Release -v quiet -nologo > "$scratch/log" 2>&1 ||
    { complain 'SortInputs does not compile'; exit 1; }

list() { nm -S "$scratch/now" > "$scratch/nm"; }
original() { "$ORIGINAL" -s "$scratch/nm" "$scratch/now"; }
kelf() { "$TOOL" sorttable -q "$scratch/now"; }
drop_in() { "$scratch/sorttable" -s "$scratch/nm" "$scratch/now"; }
# The copy is in the page cache.
fresh() { cp "$scratch/image" "$scratch/now"; }

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    [[ -e $tree/vmlinux.unstripped ]] || { complain "no kernel at $tree (KELF_TESTBED)"; continue; }
    cp "$tree/vmlinux.unstripped" "$scratch/image"
    entries=$("${helper[@]}" unsort "$scratch/image" 1) || exit 1
    rm -f "$scratch"/*.ms
    for ((round = 0; round < rounds; round++)); do
        fresh; measure list list
        measure original original
        fresh; measure kelf kelf
        fresh; measure drop-in drop_in
        measure idle kelf
    done
    finish
    paste "$scratch/list.ms" "$scratch/original.ms" | awk '{ print $1 + $2 }' > "$scratch/both.ms"
    fresh; peak "$ORIGINAL" -s "$scratch/nm" "$scratch/now" > "$scratch/original.MB"
    fresh; peak "$TOOL" sorttable -q "$scratch/now" > "$scratch/kelf.MB"

    echo
    versions_of_tree "$tree"
    versions[nm]=$(version_of nm)
    heading "sorttable-$(basename "$tree")" "$(basename "$tree"), $(($(stat -c %s "$scratch/image") / 1000000)) MB: $entries"
    row 'what a build runs: `nm -S` and sorttable; `kelf sorttable`' both kelf
    row 'sorttable alone, the listing being there; the drop-in' original drop-in
    row 'an image that is sorted already' original idle
    row 'peak memory' original kelf MB
    keep
done
