#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds of a kernel by the originals and by a tree that uses kelf (`kelf kbuild enable`), in turn: nothing touched, one .c file,
# one header, all linked anew. Of kelf the kernel is the originals' byte for byte; `fast` is the same with KELF_SINGLE_PASS=1,
# KELF_LAYOUT=reuse and KELF_KHEADERS='--compress fast'. Prints a table in Markdown.
#
#   kbuild.sh [--link | --full] [TREE...]   built kernels of 7.3; default defconfig
#
#   --link   `make vmlinux` in place of `make bzImage`, and only nothing touched and all linked anew
#   --full   `make all`, and only everything compiled, after `make clean`; without `fast`, which compiles as kelf does
#
#   TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh; JOBS: of make, default the number of processors
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
source "$root/tests/Differential/kbuild-lib.sh"
kelf=$(realpath "$TOOL")
jobs=${JOBS:-$(nproc)}
mode=
[[ ${1-} != --* ]] || { mode=$1; shift; }
goal=bzImage suffix='' sides=(original kelf fast)
case $mode in
    --link) goal=vmlinux suffix=-link ;;
    --full) goal=all suffix=-full sides=(original kelf) ;;
esac
(($# > 0)) || set -- defconfig

# on SIDE: what follows is done there.
on() {
    work_on "$tree" "$name-$1"
    [[ $1 == original ]] || variables+=(KELF="$kelf")
    [[ $1 != fast ]] || variables+=(KELF_SINGLE_PASS=1 KELF_LAYOUT=reuse KELF_KHEADERS='--compress fast')
}
build() { inside make -C "$obj" "${variables[@]}" -j"$jobs" "$goal" < /dev/null; }
# A build, and nothing of what the one before has left to write.
timed() { sync; measure "$side-$1" build; }
touch_file() { inside touch "$src/$1"; }
# What the last link made is gone; what it is made of is not.
unlink_image() { inside rm -f "$obj/.vmlinux.unstripped.cmd" "$obj/vmlinux.unstripped"; }

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    problem=$(overlay_problem "$tree")
    [[ -z $problem ]] || { echo "kbuild.sh: $name: $problem" >&2; continue; }
    rm -f "$scratch"/*.ms
    for side in "${sides[@]}"; do
        on "$side"
        [[ $side == original ]] || inside "$kelf" kbuild enable "$src" > /dev/null
        [[ $mode != --full ]] || continue
        # What is built of this tree for the first time, or by another command than before.
        build > "$scratch/log" 2>&1 || { echo "kbuild.sh: $name: $side: $(tail -n 1 "$scratch/log")" >&2; exit 1; }
    done
    for ((round = 0; round < rounds; round++)); do
        for side in "${sides[@]}"; do
            on "$side"
            if [[ $mode == --full ]]; then
                inside make -C "$obj" "${variables[@]}" clean >> "$scratch/log" 2>&1
                timed full
                continue
            fi
            timed nothing
            if [[ $mode != --link ]]; then
                touch_file kernel/fork.c
                timed source
                touch_file include/linux/futex.h
                timed header
            fi
            unlink_image
            timed link
            # The links and what comes behind them: what make needs to see that nothing else is to be done is not theirs.
            awk -v nothing="$(tail -n 1 "$scratch/$side-nothing.ms")" -v all="$(tail -n 1 "$scratch/$side-link.ms")" \
                'BEGIN { print all - nothing }' >> "$scratch/$side-stage.ms"
        done
    done
    finish
    echo
    versions_of_tree "$tree"
    versions[make]=$(version_of make)
    heading "kbuild$suffix-$name" "$name: \`make -j$jobs $goal\` by the originals, and in a tree that uses kelf"
    for side in "${sides[@]:1}"; do
        row_of() { [[ ! -e $scratch/$side-$1.ms ]] || row "$side: $2" "original-$1" "$side-$1"; }
        row_of nothing 'nothing touched'
        row_of source 'one .c file touched (kernel/fork.c)'
        row_of header 'one header touched (linux/futex.h)'
        row_of link 'all linked anew'
        row_of stage 'the same, less what make needs when nothing is touched'
        row_of full 'everything compiled'
    done
    keep
    rm -rf "${layers%-*}"-*
done
