#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `symvers` against the original, on a built kernel. Prints a table in Markdown.
#
#   symvers.sh [TREE [IMAGE...]]     default small-gcc, and its vmlinux.o
#
# Both programs run in the same session, one after the other in every round, so that a change of the
# machine's speed hits both; a figure is the median of ROUNDS with the lowest and highest behind it.
# For an image the original takes minutes to hours: its time is read from the record that
# tests/Differential/whole.sh --record left, and marked so.
#
#   TOOL, ORIGINAL, KELF_TESTBED as in tests/Differential/symvers-lib.sh; ROUNDS (default 3)
set -uo pipefail
export LC_ALL=C
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
TOOL=${TOOL:-$root/out/kelf}
ORIGINAL=${ORIGINAL:-$testbed/linux-source-7.3-originals/bin/gendwarfksyms}
rounds=${ROUNDS:-3}
for program in "$TOOL" "$ORIGINAL"; do
    [[ -x $program ]] || { echo "symvers.sh: no program at $program" >&2; exit 1; }
done
tree=${1:-small-gcc}
(($# > 0)) && shift
[[ -d $tree ]] || tree=$testbed/$tree
[[ -d $tree ]] || { echo "symvers.sh: no kernel at $tree (KELF_TESTBED)" >&2; exit 1; }
(($# > 0)) || set -- "$tree/vmlinux.o"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/kelf-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/kelf" "$scratch/original" "$scratch/none"
ln -s "$(realpath "$TOOL")" "$scratch/kelf/gendwarfksyms"
ln -s "$(realpath "$ORIGINAL")" "$scratch/original/gendwarfksyms"
ln -s /bin/true "$scratch/none/gendwarfksyms"

# ---- what is measured: each prints `CPU WALL` in seconds for the program of folder $1
TIMEFORMAT='%U %S %R'
timed() { { time "$@" > "$scratch/sink" 2>> "$scratch/errors"; } 2>&1 | awk '{ print $1 + $2, $3 }'; }
each_object() {
    local object list
    while read -r object list; do
        "$1/gendwarfksyms" --symtypes "$scratch/symtypes" "$object" < "$list" || echo "$object" >> "$scratch/failed"
    done < "$scratch/objects"
}
many_starts() {
    local i
    for ((i = 0; i < 500; i++)); do "$1/gendwarfksyms" x.o < /dev/null; done
}
all_objects_at_once() {
    # Each object gets versions for what it exports, as when it is alone.
    # shellcheck disable=SC2046
    "$TOOL" symvers -q -j"$(nproc)" --symtypes-dir "$scratch/texts" $(cat "$scratch/object-names")
}
image() { "$@" --symtypes "$scratch/symtypes" "$current_image" < "$scratch/image-list"; }
peak() { # of one run, in MB
    /usr/bin/time -f '%M' -o "$scratch/peak" "$@" > /dev/null 2>> "$scratch/errors"
    awk '{ printf "%.0f\n", $1 / 1024 }' "$scratch/peak"
}

# ---- figures
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# `MEDIAN (LOW-HIGH)` of the numbers on standard input, with a unit
spread() {
    sort -n | awk -v unit="$1" '
        function figure(value) { return value >= 100 ? sprintf("%.0f", value) : sprintf("%.3g", value) }
        { v[NR] = $1 }
        END {
            printf "%s %s", figure(v[int((NR + 1) / 2)]), unit
            if (NR > 1) printf " (%s-%s)", figure(v[1]), figure(v[NR])
        }'
}
row() { # TITLE ORIGINAL-FILE KELF-FILE UNIT [MARK]
    local original kelf
    original=$(median < "$2") kelf=$(median < "$3")
    printf '| %s | %s%s | %s | %s |\n' "$1" "$(spread "$4" < "$2")" "${5-}" "$(spread "$4" < "$3")" \
        "$(awk -v a="$original" -v b="$kelf" 'BEGIN { printf(b > 0 ? "%.1f" : "-", a / b) }')"
}

# ---- the objects, with the lists that Kbuild would pipe in
number=0
find "$tree" -name '.*.o.cmd' -exec grep -l '^#SYMVER ' {} + | sort | while read -r command; do
    name=${command##*/.}
    object=${command%/*}/${name%.cmd}
    list=$scratch/list.$((++number))
    nm "$object" 2> /dev/null | sed -n 's/.* __export_symbol_\(.*\)/\1/p' > "$list"
    [[ -e ${object%.o}.gendwarfksyms.o ]] && object=${object%.o}.gendwarfksyms.o
    [[ -s $list ]] && echo "$object $list"
done > "$scratch/objects"
[[ -s $scratch/objects ]] || { echo "symvers.sh: no object of $tree has versions" >&2; exit 1; }
cut -d ' ' -f 1 "$scratch/objects" > "$scratch/object-names"
cut -d ' ' -f 2 "$scratch/objects" | xargs cat > "$scratch/all-symbols"
objects=$(wc -l < "$scratch/objects")

: > "$scratch/failed"
for ((round = 0; round < rounds; round++)); do
    for program in none original kelf; do
        timed each_object "$scratch/$program" > "$scratch/now"
        cut -d ' ' -f 1 "$scratch/now" >> "$scratch/cpu.$program"
        cut -d ' ' -f 2 "$scratch/now" >> "$scratch/wall.$program"
        timed many_starts "$scratch/$program" | awk '{ print $2 / 500 * 1000 }' >> "$scratch/start.$program"
    done
    timed all_objects_at_once | cut -d ' ' -f 2 >> "$scratch/once.kelf"
done
if [[ -s $scratch/failed ]]; then
    echo "symvers.sh: runs failed, such as for $(head -n 1 "$scratch/failed")" >&2
    exit 1
fi
# What the loop itself costs, with /bin/true in the programs' place.
for kind in cpu wall; do
    idle=$(median < "$scratch/$kind.none")
    for program in original kelf; do
        awk -v idle="$idle" '{ print $1 - idle }' "$scratch/$kind.$program" > "$scratch/net.$kind.$program"
    done
done
largest=$(cut -d ' ' -f 1 "$scratch/objects" | xargs stat -c '%s %n' | sort -n | tail -n 1 | cut -d ' ' -f 2)
largest_list=$(awk -v object="$largest" '$1 == object { print $2 }' "$scratch/objects")
for program in original kelf; do
    peak "$scratch/$program/gendwarfksyms" "$largest" < "$largest_list" > "$scratch/peak.$program"
done

cat << END
Objects of $(basename "$tree"): $objects with exports, $(wc -l < "$scratch/all-symbols") symbols. Median of $rounds rounds (lowest-highest).
Machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r | cut -d - -f 1). $("$TOOL" --version 2> /dev/null | head -n 1)

| measure | original | kelf | ratio |
|---|---|---|---|
END
row "processor time, one process for each object" "$scratch/net.cpu.original" "$scratch/net.cpu.kelf" s
row "elapsed time of the same, one after the other" "$scratch/net.wall.original" "$scratch/net.wall.kelf" s
row "elapsed time, all objects in one process of kelf with -j$(nproc)" "$scratch/net.wall.original" "$scratch/once.kelf" s
row "start and end of a process (/bin/true: $(spread ms < "$scratch/start.none"))" "$scratch/start.original" "$scratch/start.kelf" ms
row "peak memory, largest object ($(($(stat -c %s "$largest") / 1000000)) MB)" "$scratch/peak.original" "$scratch/peak.kelf" MB

for current_image in "$@"; do
    [[ -e $current_image ]] || current_image=$testbed/$current_image
    [[ -e $current_image ]] || { echo "symvers.sh: no image $current_image" >&2; continue; }
    name=$(basename "$(dirname "$current_image")")/$(basename "$current_image")
    record=$testbed/whole/${name/\//-}-$(sha256sum "$current_image" | cut -c 1-16)
    if [[ ! -e $record/done ]]; then
        echo "symvers.sh: no record of the original for $name: tests/Differential/whole.sh --record $name" >&2
        continue
    fi
    cp "$record/list" "$scratch/image-list"
    cut -d ' ' -f 1 "$record/time" > "$scratch/image.original"
    awk '{ printf "%.0f\n", $4 / 1024 }' "$record/time" > "$scratch/image-peak.original"
    rm -f "$scratch"/image{,-one}.kelf
    for ((round = 0; round < rounds; round++)); do
        timed image "$TOOL" symvers -q --symbols - -j"$(nproc)" | cut -d ' ' -f 2 >> "$scratch/image.kelf"
        timed image "$TOOL" symvers -q --symbols - -j1 | cut -d ' ' -f 2 >> "$scratch/image-one.kelf"
    done
    cmp -s "$scratch/sink" "$record/stdout" || echo "symvers.sh: $name: the versions are not those of the original" >&2
    peak "$TOOL" symvers -q --symbols - -j"$(nproc)" "$current_image" < "$scratch/image-list" > "$scratch/image-peak.kelf"
    row "$name, $(wc -l < "$scratch/image-list") symbols, elapsed, -j$(nproc)" "$scratch/image.original" "$scratch/image.kelf" s ' [recorded]'
    row "$name, elapsed, -j1" "$scratch/image.original" "$scratch/image-one.kelf" s ' [recorded]'
    row "$name, peak memory" "$scratch/image-peak.original" "$scratch/image-peak.kelf" MB ' [recorded]'
done
