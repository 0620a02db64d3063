#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes the objects of this folder anew, with clang and lld 19.1.7 of Debian 12: two files as ordinary objects, and the
# same two linked by `ld -r` in every way that matters to their versions.
#
#   a.o b.o               ordinary objects: the versions that all others must have
#   joined.o              both, linked
#   MODE.o                bitcode linked with LTO; MODE is thin or full
#   MODE-reversed.o       the same in the other order
#   MODE-changed.o        a.c sees another struct opaque (-DCHANGED)
#   MODE-alone-FILE.o     the bitcode of one file by itself
#   MODE-no-pointers.o    without the symbol pointers, as kernels without GENDWARFKSYMS are
#   MODE-rules.o          a.c has the kABI rule that struct node is only declared (-DRULE); also joined-rules.o, a-rules.o
#   twice.o               b.c linked with itself under other names: two units that export the same
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

compile() { # compile OBJECT SOURCE [FLAG...]
    local object=$1 source=$2
    shift 2
    clang-19 -ffile-prefix-map="$out"=. -g -O2 -ffunction-sections -fvisibility=hidden "$@" -c "$source" -o "$object"
}
link() { ld.lld-19 -r -mllvm -import-instr-limit=5 -o "$@"; }

compile a.o a.c
compile b.o b.c
compile a-rules.o a.c -DRULE
link joined.o a.o b.o
link joined-rules.o a-rules.o b.o
for mode in thin full; do
    flags=("-flto=$mode")
    [[ $mode == full ]] || flags+=(-fsplit-lto-unit)
    for file in a b; do
        compile "$scratch/$file.bc" $file.c "${flags[@]}"
        compile "$scratch/$file-changed.bc" $file.c "${flags[@]}" -DCHANGED
        compile "$scratch/$file-rules.bc" $file.c "${flags[@]}" -DRULE
        compile "$scratch/$file-no-pointers.bc" $file.c "${flags[@]}" -DNO_POINTERS
        link "$mode-alone-$file.o" "$scratch/$file.bc"
    done
    link "$mode.o" "$scratch"/{a,b}.bc
    link "$mode-reversed.o" "$scratch"/{b,a}.bc
    link "$mode-changed.o" "$scratch"/{a-changed,b}.bc
    link "$mode-rules.o" "$scratch"/{a-rules,b-rules}.bc
    link "$mode-no-pointers.o" "$scratch"/{a-no-pointers,b-no-pointers}.bc
done
compile "$scratch/c.o" b.c -Db_helper=c_helper -Db_user=c_user
link twice.o b.o "$scratch/c.o"

# For arm64, with control-flow integrity: arm64-a.o and arm64-b.o without LTO, arm64-thin.o and arm64-full.o with it and with a stub,
# whose mem_compare is not the one that an assembler file exports.
arm64() { compile "$@" --target=aarch64-linux-gnu -fsanitize=kcfi; }
arm64 arm64-a.o a.c
arm64 arm64-b.o b.c
compile "$scratch/stub.o" stub.c --target=aarch64-linux-gnu
llvm-objcopy-19 --prefix-symbols=__efistub_ "$scratch/stub.o"
compile "$scratch/asm.o" arm64.S --target=aarch64-linux-gnu
for mode in thin full; do
    arm64 "$scratch/a.bc" a.c "-flto=$mode"
    arm64 "$scratch/b.bc" b.c "-flto=$mode"
    link "arm64-$mode.o" "$scratch"/{a.bc,b.bc,stub.o,asm.o}
done
