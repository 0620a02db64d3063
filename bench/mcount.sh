#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `mcount` against recordmcount and objtool. Prints tables in Markdown.
#
#   mcount.sh [OBJECTS]      objects of small-gcc for recordmcount; default 400
#
# Each run is on fresh copies of its inputs. objtool is given nothing but its mcount pass to do, though it decodes all code for that;
# the kernel build lets it do other work in the same run.
#
#   RECORDMCOUNT, OBJTOOL as in tests/Differential/mcount.sh; TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
RECORDMCOUNT=${RECORDMCOUNT:-$testbed/linux-source-7.3-originals/bin/recordmcount}
OBJTOOL=${OBJTOOL:-$testbed/small-thinlto/tools/objtool/objtool}
image=$testbed/small-thinlto-before-objtool/vmlinux.o
[[ -x $RECORDMCOUNT ]] || { complain "no program at $RECORDMCOUNT"; exit 1; }
mkdir "$scratch/kelf" "$scratch/original" "$scratch/objects" "$scratch/work"
ln -s "$(realpath "$TOOL")" "$scratch/kelf/recordmcount"
ln -s "$(realpath "$RECORDMCOUNT")" "$scratch/original/recordmcount"

number=0
while read -r object; do
    objcopy -R __mcount_loc -R .rela__mcount_loc "$object" "$scratch/objects/$((++number)).o"
done < <(find -H "$testbed/small-gcc" -name '*.o' ! -name vmlinux.o -size -2000k ! -path '*/tools/*' ! -path '*/scripts/*' |
    sort | head -n "${1:-400}")
((number > 0)) || { complain "no objects in $testbed/small-gcc"; exit 1; }

fresh() { cp "$scratch/objects"/*.o "$scratch/work"; }
# A process for each object, as in a build; and all in one.
each() { for object in "$scratch/work"/*.o; do "$1/recordmcount" "$object" || return; done; }
original_each() { each "$scratch/original"; }
kelf_each() { each "$scratch/kelf"; }
original_all() { "$scratch/original/recordmcount" "$scratch/work"/*.o; }
kelf_all() { "$scratch/kelf/recordmcount" "$scratch/work"/*.o; }
for ((round = 0; round < rounds; round++)); do
    for side in original kelf; do
        fresh; measure "$side-each" "${side}_each"
        fresh; measure "$side-all" "${side}_all"
    done
done
finish
for side in original kelf; do
    fresh; peak "$scratch/$side/recordmcount" "$scratch/work"/*.o > "$scratch/$side-all.MB"
done
versions_of_tree "$testbed/small-gcc"
heading mcount-small-gcc "small-gcc: recordmcount on $number objects"
row 'a process for each object' original-each kelf-each
row 'the same in one process' original-all kelf-all
row 'its peak memory' original-all kelf-all MB
keep

[[ -e $image && -x $OBJTOOL ]] || { complain "no objtool and vmlinux.o of small-thinlto (KELF_TESTBED)"; exit 0; }
now=$scratch/vmlinux.o
original() { "$OBJTOOL" --mcount --mnop --link "$now"; }
kelf() { "$TOOL" mcount --nop "$now"; }
for ((round = 0; round < rounds; round++)); do
    cp "$image" "$now"; measure original original
    cp "$image" "$now"; measure kelf kelf
done
finish
cp "$image" "$now"; peak "$OBJTOOL" --mcount --mnop --link "$now" > "$scratch/original.MB"
cp "$image" "$now"; peak "$TOOL" mcount --nop "$now" > "$scratch/kelf.MB"
echo
versions_of_tree "$testbed/small-thinlto"
heading mcount-small-thinlto "small-thinlto: objtool --mcount --mnop, vmlinux.o of $(($(stat -c %s "$image") / 1000000)) MB"
row 'elapsed time' original kelf
row 'peak memory' original kelf MB
keep
