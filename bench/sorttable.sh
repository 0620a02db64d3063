#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `sorttable` against the original, on built kernels whose tables were brought into disorder. Prints a table in Markdown.
#
#   sorttable.sh [TREE...]     default small-gcc
#
# A kernel build runs `nm -S` for the original, so its time is part of the original's. All are measured in the same
# session, one after the other in every round, each on a fresh copy; a figure is the median of ROUNDS with the lowest and
# highest behind it.
#
#   TOOL, ORIGINAL, KELF_TESTBED as in tests/Differential/sorttable.sh; ROUNDS (default 7)
set -uo pipefail
export LC_ALL=C
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
TOOL=${TOOL:-$root/out/kelf}
ORIGINAL=${ORIGINAL:-$testbed/linux-source-7.3-originals/bin/sorttable}
rounds=${ROUNDS:-7}
for program in "$TOOL" "$ORIGINAL"; do
    [[ -x $program ]] || { echo "sorttable.sh: no program at $program" >&2; exit 1; }
done
(($# > 0)) || set -- small-gcc

scratch=$(mktemp -d "${TMPDIR:-/tmp}/kelf-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
ln -s "$(realpath "$TOOL")" "$scratch/sorttable"
dotnet build "$root/tests/Differential/SortInputs" -c Release -v quiet -nologo > "$scratch/log" 2>&1 ||
    { echo "sorttable.sh: SortInputs does not compile" >&2; exit 1; }

list() { nm -S "$scratch/now" > "$scratch/nm"; }
original() { "$ORIGINAL" -s "$scratch/nm" "$scratch/now"; }
kelf() { "$TOOL" sorttable -q "$scratch/now"; }
drop_in() { "$scratch/sorttable" -s "$scratch/nm" "$scratch/now" 2> "$scratch/log"; }
TIMEFORMAT=%R
# measure NAME FUNCTION: appends the milliseconds to a file; the copy is in the page cache.
measure() {
    { time "$2" || echo "$2" >> "$scratch/failed"; } 2>&1 | awk '{ print $1 * 1000 }' >> "$scratch/$1"
}
fresh() { cp "$scratch/image" "$scratch/now"; }
peak() { # in MB, of a run on a fresh copy
    fresh
    /usr/bin/time -f %M -o "$scratch/peak" "$@" "$scratch/now" 2>> "$scratch/log"
    awk '{ printf "%.0f MB", $1 / 1024 }' "$scratch/peak"
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
spread() {
    sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%d ms (%d-%d)", v[int((NR + 1) / 2)], v[1], v[NR] }'
}
row() { # TITLE ORIGINAL-FILE KELF-FILE
    printf '| %s | %s | %s | %s |\n' "$1" "$(spread "$scratch/$2")" "$(spread "$scratch/$3")" \
        "$(awk -v a="$(median "$scratch/$2")" -v b="$(median "$scratch/$3")" 'BEGIN { printf "%.1f", a / b }')"
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    [[ -e $tree/vmlinux.unstripped ]] || { echo "sorttable.sh: no kernel at $tree (KELF_TESTBED)" >&2; continue; }
    cp "$tree/vmlinux.unstripped" "$scratch/image"
    entries=$(dotnet run --project "$root/tests/Differential/SortInputs" -c Release --no-build -- unsort "$scratch/image" 1) || exit 1
    rm -f "$scratch"/{nm-time,original,kelf,drop-in,idle,both}
    for ((round = 0; round < rounds; round++)); do
        fresh; measure nm-time list
        measure original original
        fresh; measure kelf kelf
        fresh; measure drop-in drop_in
        measure idle kelf
    done
    [[ ! -s $scratch/failed ]] || { echo "sorttable.sh: $(head -n 1 "$scratch/failed") failed" >&2; exit 1; }
    paste "$scratch/nm-time" "$scratch/original" | awk '{ print $1 + $2 }' > "$scratch/both"

    cat << END

$(basename "$tree"), $(($(stat -c %s "$scratch/image") / 1000000)) MB: $entries. Median of $rounds rounds (lowest-highest).
Machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r | cut -d - -f 1). $("$TOOL" --version 2> /dev/null | head -n 1)

| elapsed time | original | kelf | ratio |
|---|---|---|---|
END
    row 'what a build runs: `nm -S` and sorttable; `kelf sorttable`' both kelf
    row 'sorttable alone, the listing being there; the drop-in' original drop-in
    row 'an image that is sorted already' original idle
    printf '\nPeak memory: original %s, kelf %s.\n' "$(peak "$ORIGINAL" -s "$scratch/nm")" "$(peak "$TOOL" sorttable -q)"
done
