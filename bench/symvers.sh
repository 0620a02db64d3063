#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `symvers` against the original, on a built kernel. Prints tables in Markdown.
#
#   symvers.sh [TREE [IMAGE...]]     default small-gcc, and its vmlinux.o
#
# For an image the original takes minutes to hours: its time is read from the record that
# tests/Differential/whole.sh --record left, and marked so.
#
#   ORIGINAL as in tests/Differential/symvers-lib.sh; TOOL, KELF_TESTBED, ROUNDS (default 3) as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
rounds=3
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
ORIGINAL=${ORIGINAL:-$testbed/linux-source-7.3-originals/bin/gendwarfksyms}
[[ -x $ORIGINAL ]] || { complain "no program at $ORIGINAL"; exit 1; }
tree=${1:-small-gcc}
(($# > 0)) && shift
[[ -d $tree ]] || tree=$testbed/$tree
[[ -d $tree ]] || { complain "no kernel at $tree (KELF_TESTBED)"; exit 1; }
(($# > 0)) || set -- "$tree/vmlinux.o"

mkdir "$scratch/kelf" "$scratch/original" "$scratch/none"
ln -s "$(realpath "$TOOL")" "$scratch/kelf/gendwarfksyms"
ln -s "$(realpath "$ORIGINAL")" "$scratch/original/gendwarfksyms"
ln -s /bin/true "$scratch/none/gendwarfksyms"

# ---- what is measured: each prints `CPU WALL` in seconds
TIMEFORMAT='%U %S %R'
timed() { { time "$@" > "$scratch/sink" 2>> "$scratch/log" || echo "$1" >> "$scratch/failed"; } 2>&1 | awk '{ print $1 + $2, $3 }'; }
each_object() { # FOLDER of the program
    local object list
    while read -r object list; do
        "$1/gendwarfksyms" --symtypes "$scratch/symtypes" "$object" < "$list" || echo "$object" >> "$scratch/failed"
    done < "$scratch/objects"
}
many_starts() {
    local i
    for ((i = 0; i < 500; i++)); do "$1/gendwarfksyms" x.o < /dev/null || true; done
}
all_objects_at_once() {
    # Each object gets versions for what it exports, as when it is alone.
    # shellcheck disable=SC2046
    "$TOOL" symvers -q -j"$(nproc)" --symtypes-dir "$scratch/texts" $(cat "$scratch/object-names")
}
image() { "$@" --symtypes "$scratch/symtypes" "$current_image" < "$scratch/image-list"; }

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
[[ -s $scratch/objects ]] || { complain "no object of $tree has versions"; exit 1; }
cut -d ' ' -f 1 "$scratch/objects" > "$scratch/object-names"
cut -d ' ' -f 2 "$scratch/objects" | xargs cat > "$scratch/all-symbols"
objects=$(wc -l < "$scratch/objects")

for ((round = 0; round < rounds; round++)); do
    for side in none original kelf; do
        timed each_object "$scratch/$side" > "$scratch/now"
        cut -d ' ' -f 1 "$scratch/now" >> "$scratch/$side-cpu.s"
        cut -d ' ' -f 2 "$scratch/now" >> "$scratch/$side-each.s"
        timed many_starts "$scratch/$side" | awk '{ print $2 / 500 * 1000 }' >> "$scratch/$side-start.ms"
    done
    timed all_objects_at_once | cut -d ' ' -f 2 >> "$scratch/kelf-once.s"
done
finish
# What the loop itself costs, with /bin/true in the programs' place.
for kind in cpu each; do
    idle=$(median "$scratch/none-$kind.s")
    for side in original kelf; do
        awk -v idle="$idle" '{ print $1 - idle }' "$scratch/$side-$kind.s" > "$scratch/now" && mv "$scratch/now" "$scratch/$side-$kind.s"
    done
done
largest=$(cut -d ' ' -f 1 "$scratch/objects" | xargs stat -c '%s %n' | sort -n | tail -n 1 | cut -d ' ' -f 2)
largest_list=$(awk -v object="$largest" '$1 == object { print $2 }' "$scratch/objects")
for side in original kelf; do
    peak "$scratch/$side/gendwarfksyms" "$largest" < "$largest_list" > "$scratch/$side.MB"
done

versions_of_tree "$tree"
# The libraries that the original reads DWARF with.
versions[elfutils]=$(version_of eu-readelf)
heading "symvers-$(basename "$tree")" "$(basename "$tree"): $objects objects with exports, $(wc -l < "$scratch/all-symbols") symbols"
row 'processor time, one process for each object' original-cpu kelf-cpu s
row 'elapsed time of the same, one after the other' original-each kelf-each s
row "elapsed time, all objects in one process of kelf with -j$(nproc)" original-each kelf-once s
row "start and end of a process (/bin/true: $(spread "$scratch/none-start.ms" ms))" original-start kelf-start
row "peak memory, largest object ($(($(stat -c %s "$largest") / 1000000)) MB)" original kelf MB
keep

for current_image in "$@"; do
    [[ -e $current_image ]] || current_image=$testbed/$current_image
    [[ -e $current_image ]] || { complain "no image $current_image"; continue; }
    name=$(basename "$(dirname "$current_image")")/$(basename "$current_image")
    record=$testbed/whole/${name/\//-}-$(sha256sum "$current_image" | cut -c 1-16)
    [[ -e $record/done ]] || { complain "no record of the original for $name: tests/Differential/whole.sh --record $name"; continue; }
    day=$(date -u -r "$record/done" +%F)
    cp "$record/list" "$scratch/image-list"
    cut -d ' ' -f 1 "$record/time" > "$scratch/image-original.s"
    awk '{ printf "%.0f\n", $4 / 1024 }' "$record/time" > "$scratch/image-original.MB"
    rm -f "$scratch"/image-{kelf,one}.s
    for ((round = 0; round < rounds; round++)); do
        timed image "$TOOL" symvers -q --symbols - -j"$(nproc)" | cut -d ' ' -f 2 >> "$scratch/image-kelf.s"
        timed image "$TOOL" symvers -q --symbols - -j1 | cut -d ' ' -f 2 >> "$scratch/image-one.s"
    done
    cmp -s "$scratch/sink" "$record/stdout" || { complain "$name: the versions are not those of the original"; exit 1; }
    peak "$TOOL" symvers -q --symbols - -j"$(nproc)" "$current_image" < "$scratch/image-list" > "$scratch/image-kelf.MB"
    echo
    versions_of_tree "$(dirname "$current_image")"
    heading "symvers-${name/\//-}" "$name, $(wc -l < "$scratch/image-list") symbols"
    row "elapsed time, -j$(nproc)" image-original image-kelf s "$day"
    row 'elapsed time, -j1' image-original image-one s "$day"
    row 'peak memory' image-original image-kelf MB "$day"
    keep
done
