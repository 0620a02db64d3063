#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `mcount` against recordmcount and objtool. Prints a table in Markdown.
#
#   mcount.sh [OBJECTS]      objects of small-gcc for recordmcount; default 400
#
# Programs take turns in every round, on fresh copies of their inputs; a figure is the median of
# ROUNDS with the lowest and highest behind it. objtool is given nothing but its mcount pass to do,
# though it decodes all code for that; the kernel build lets it do other work in the same run.
#
#   TOOL, KELF_TESTBED as in tests/Differential/harness.sh; RECORDMCOUNT, OBJTOOL as in mcount.sh
#   there; ROUNDS (default 5)
set -uo pipefail
export LC_ALL=C
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
TOOL=${TOOL:-$root/out/kelf}
RECORDMCOUNT=${RECORDMCOUNT:-$testbed/linux-source-7.3-originals/bin/recordmcount}
OBJTOOL=${OBJTOOL:-$testbed/small-thinlto/tools/objtool/objtool}
rounds=${ROUNDS:-5}
objects=${1:-400}
image=$testbed/small-thinlto-before-objtool/vmlinux.o
for program in "$TOOL" "$RECORDMCOUNT" "$OBJTOOL"; do
    [[ -x $program ]] || { echo "mcount.sh: no program at $program" >&2; exit 1; }
done

scratch=$(mktemp -d "${TMPDIR:-/tmp}/kelf-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/kelf" "$scratch/original" "$scratch/objects" "$scratch/work"
ln -s "$(realpath "$TOOL")" "$scratch/kelf/recordmcount"
ln -s "$(realpath "$RECORDMCOUNT")" "$scratch/original/recordmcount"

median() { sort -n | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)] }'; }
spread() { sort -n | awk -v unit="$1" '{ v[NR] = $1 } END { printf "%.3g %s (%.3g-%.3g)", v[int((NR + 1) / 2)], unit, v[1], v[NR] }'; }
row() { # TITLE ORIGINAL KELF UNIT
    printf '| %s | %s | %s | %s |\n' "$1" "$(spread "$4" < "$2")" "$(spread "$4" < "$3")" \
        "$(awk -v a="$(median < "$2")" -v b="$(median < "$3")" 'BEGIN { printf(b > 0 ? "%.1f" : "-", a / b) }')"
}
# Elapsed seconds and peak megabytes of a command, added to FILE.time and FILE.memory.
measure() { # FILE COMMAND...
    local file=$1
    shift
    /usr/bin/time -f '%e %M' -o "$scratch/now" "$@" > /dev/null 2>&1 || { echo "mcount.sh: $* failed" >&2; exit 1; }
    tail -n 1 "$scratch/now" | cut -d ' ' -f 1 >> "$file.time"
    tail -n 1 "$scratch/now" | awk '{ print $2 / 1024 }' >> "$file.memory"
}

number=0
while read -r object; do
    objcopy -R __mcount_loc -R .rela__mcount_loc "$object" "$scratch/objects/$((++number)).o"
done < <(find -H "$testbed/small-gcc" -name '*.o' ! -name vmlinux.o -size -2000k ! -path '*/tools/*' ! -path '*/scripts/*' |
    sort | head -n "$objects")
((number > 0)) || { echo "mcount.sh: no objects in $testbed/small-gcc" >&2; exit 1; }

each() { # PROGRAM: a process for each object, as in a build
    local object
    for object in "$scratch/work"/*.o; do "$1" "$object"; done
}
export -f each
export scratch
for ((round = 0; round < rounds; round++)); do
    for program in original kelf; do
        cp "$scratch/objects"/*.o "$scratch/work"
        measure "$scratch/each.$program" bash -c "each $scratch/$program/recordmcount"
        cp "$scratch/objects"/*.o "$scratch/work"
        measure "$scratch/all.$program" "$scratch/$program/recordmcount" "$scratch/work"/*.o
    done
    [[ -e $image ]] || continue
    cp "$image" "$scratch/vmlinux.o"
    measure "$scratch/image.original" "$OBJTOOL" --mcount --mnop --link "$scratch/vmlinux.o"
    cp "$image" "$scratch/vmlinux.o"
    measure "$scratch/image.kelf" "$TOOL" mcount --nop "$scratch/vmlinux.o"
done

cat << END
Median of $rounds rounds (lowest-highest). Machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1). $("$TOOL" --version 2> /dev/null | head -n 1)

| measure | original | kelf | ratio |
|---|---|---|---|
END
row "recordmcount, $number objects, a process for each" "$scratch/each.original.time" "$scratch/each.kelf.time" s
row "recordmcount, the same in one process" "$scratch/all.original.time" "$scratch/all.kelf.time" s
row "its peak memory" "$scratch/all.original.memory" "$scratch/all.kelf.memory" MB
[[ -e $image ]] || exit 0
row "objtool --mcount --mnop, vmlinux.o of $(($(stat -c %s "$image") / 1000000)) MB" "$scratch/image.original.time" "$scratch/image.kelf.time" s
row "its peak memory" "$scratch/image.original.memory" "$scratch/image.kelf.memory" MB
