#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes the objects of this folder anew, with clang and llvm 14.0.6 and 19.1.7 of Debian 12.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
for version in 14 19; do
    for mode in thin full; do
        "clang-$version" -O2 -fcommon "-flto=$mode" -c calls.c -o "calls-$version-$mode.o"
    done
done
clang-19 -O2 -fcommon -c calls.c -o calls-elf.o
clang-19 -O2 -flto=thin -c one.c -o one.o
# Bitcode and machine code in one object.
clang-19 -O2 -fcommon -flto=thin -ffat-lto-objects -c calls.c -o calls-fat.o
# Without symbol table, as llvm-as writes it.
llvm-dis-19 < calls-19-full.o | llvm-as-19 > calls-no-table.o
# Several modules, and several tables of names.
llvm-cat-19 -b calls-19-full.o one.o -o joined.o
# Wrapped: magic, version, offset, size, CPU.
size=$(stat -c %s calls-19-thin.o)
word() { printf "\\x$(printf %02x $(($1 & 255)))\\x$(printf %02x $(($1 >> 8 & 255)))\\x$(printf %02x $(($1 >> 16 & 255)))\\x00"; }
{ printf '\xde\xc0\x17\x0b\0\0\0\0'; word 20; word "$size"; word 7; cat calls-19-thin.o; } > calls-wrapped.o
# What the kernel's script (7.3) makes of two of them.
if [[ -n ${INITCALL_SCRIPT:-} ]]; then
    NM=llvm-nm-19 objtree=. perl "$INITCALL_SCRIPT" one.o calls-19-thin.o > initcalls.lds
fi
