#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf initcalls` against the kernel's script, on the archives of built kernels. Prints tables in Markdown.
#
#   initcalls.sh [TREE...]     default small-thinlto
#
# The script runs the nm of the build: llvm-nm where clang compiled, which is the only one that knows bitcode, else nm.
#
#   ORIGINAL as in tests/Differential/initcalls.sh; LLVM_NM (default llvm-nm-19); TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
ORIGINAL=${ORIGINAL:-$testbed/linux-source-7.3/scripts/generate_initcall_order.pl}
LLVM_NM=${LLVM_NM:-llvm-nm-19}
[[ -e $ORIGINAL ]] || { echo "initcalls.sh: no script at $ORIGINAL" >&2; exit 1; }
(($# > 0)) || set -- small-thinlto
ln -s "$(realpath "$TOOL")" "$scratch/generate_initcall_order.pl"

original() { objtree=. perl "$ORIGINAL" vmlinux.a > "$scratch/original.lds"; }
original_llvm() { NM=$LLVM_NM original; }
kelf() { "$TOOL" initcalls vmlinux.a -o - > "$scratch/kelf.lds"; }
single() { "$TOOL" initcalls -j 1 vmlinux.a -o - > "$scratch/kelf.lds"; }
drop_in() { objtree=. "$scratch/generate_initcall_order.pl" vmlinux.a > "$scratch/kelf.lds"; }

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    [[ -e $tree/vmlinux.a ]] || { echo "initcalls.sh: no kernel at $tree (KELF_TESTBED)" >&2; continue; }
    cd "$tree" || exit 1
    rm -f "$scratch"/*.ms
    grep -q '^CONFIG_CC_IS_CLANG=y' .config && NM=$LLVM_NM || NM='nm'
    export NM
    kelf # into the page cache
    for ((round = 0; round < rounds; round++)); do
        measure original original
        measure kelf kelf
        measure single single
        measure drop-in drop_in
        [[ $NM == "$LLVM_NM" ]] || measure llvm original_llvm
    done
    finish
    original
    cmp -s "$scratch/original.lds" "$scratch/kelf.lds" || { echo "initcalls.sh: the scripts differ" >&2; exit 1; }
    objtree=. peak perl "$ORIGINAL" vmlinux.a > "$scratch/original.MB"
    peak "$TOOL" initcalls vmlinux.a > "$scratch/kelf.MB"
    versions_of_tree .
    versions[nm]=$(version_of "$NM") versions[perl]=$(perl -e 'print "perl $^V"')
    heading "initcalls-$(basename "$tree")" "$(basename "$tree"): $(grep -c ';' "$scratch/kelf.lds") initcalls; the script runs $NM"
    row 'elapsed time' original kelf
    row 'one thread' original single
    row 'under the name of the script' original drop-in
    [[ ! -e $scratch/llvm.ms ]] || row "the script with $LLVM_NM" llvm kelf
    row 'peak memory' original kelf MB
    keep
    echo
done
