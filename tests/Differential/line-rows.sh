#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Line tables against llvm-dwarfdump's: each directory, file and row with all its columns and flags, of whole kernels, of
# modules, whose sections are given addresses to tell them apart, and of objects of our own from all compilers at hand: DWARF 2
# to 5, 32 and 64 bits, compressed, of both byte orders, with and without addends, relaxed.
#
#   line-rows.sh [TREE...]     default small-gcc, of which the modules too, small-clang, small-thinlto, small-i386 and, if it
#                              is there, debian-vmlinux, Debian's with debugging information
#
# LineRows is a program of ours that uses nothing but the public API.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

trees=("$@")
(($# > 0)) || trees=(small-gcc small-clang small-thinlto small-i386 debian-vmlinux)
need llvm-dwarfdump-19
need_helper LineRows

# Tables without rows are left out on both sides: assemblers make some that no unit names.
with_rows() { awk '/^table/ { head = "" } /^0x/ { printf "%s", head; head = ""; print; next } { head = head $0 "\n" }'; }
theirs() { llvm-dwarfdump-19 --debug-line "$1" 2> "$scratch/llvm.err" | awk -f "$here/line-rows.awk" | with_rows; }
ours() { "${helper[@]}" print "$1" 2> "$scratch/ours.err" | with_rows; }

# same NAME FILE [LEAST]: all line tables are the same, and have at least so many rows (default 1), which are told apart by
# their addresses.
same() {
    local name=$1 file=$2 least=${3:-1} rows
    theirs "$file" > "$scratch/theirs"
    if grep -q error: "$scratch/llvm.err"; then
        fail "$name" "llvm-dwarfdump: $(grep -m 1 error: "$scratch/llvm.err")"
        return
    fi
    ours "$file" > "$scratch/ours"
    rows=$(grep -c '^0x' "$scratch/theirs")
    if [[ -s $scratch/ours.err ]]; then
        fail "$name" "$(head -n 1 "$scratch/ours.err")"
    elif ((rows < least)); then
        fail "$name" "only $rows rows: the case is wrong"
    elif cmp -s "$scratch/theirs" "$scratch/ours"; then
        pass "$name: $(grep -c '^table' "$scratch/ours") tables, $rows rows"
    else
        fail "$name" "$(first_difference "$scratch/theirs" "$scratch/ours")"
    fi
}

# spread FILE: gives each section of code in a relocatable file an address of its own, which symbols and so rows count from.
spread() {
    local options=() name at=65536
    while read -r name; do
        options+=(--change-section-address "$name=$at")
        ((at += 1048576))
    done < <(readelf -SW "$1" | sed -nE 's/^ *\[ *[0-9]+\] ([^ ]+) +PROGBITS .* AX .*/\1/p' | sort -u)
    ((${#options[@]} > 0)) && objcopy "${options[@]}" "$1"
}

for tree in "${trees[@]}"; do
    folder=$testbed/$tree
    if [[ ! -f $folder/vmlinux ]]; then skip "$tree" "no $folder/vmlinux"; continue; fi
    same "$tree/vmlinux" "$folder/vmlinux" 500000
    echo "# $tree/vmlinux: $("${helper[@]}" time "$folder/vmlinux")"
done

folder=$testbed/${trees[0]}
if [[ -f $folder/modules.order ]]; then
    while read -r module; do
        cp "$folder/${module%.o}.ko" "$scratch/m.ko"
        spread "$scratch/m.ko" || { fail "${trees[0]}/$(basename "$module" .o).ko" 'its sections cannot be moved'; continue; }
        same "${trees[0]}/$(basename "$module" .o).ko" "$scratch/m.ko" 2
    done < "$folder/modules.order"
fi

# A function in a section of its own, two in one, inlined ones, and a line that goes far down and up again.
cat > "$scratch/rows.c" << 'C'
extern int outside(int);
static inline int twice(int value)
{
	return outside(value) + outside(value + 1);
}
__attribute__((section(".init.text"))) int first(int value)
{
	for (int i = 0; i < value; i++)
		if (outside(i))
			value += twice(i);
	return value;
}
int second(int value)
{
	switch (value) {
	case 1: return twice(1);
	case 2: return outside(2);
	case 9: return first(9);
	default: return value;
	}
}
#line 70000 "far.h"
int third(int value) { return twice(value) + second(value); }
#line 25 "rows.c"
int fourth(int value) { return third(value) * 3; }
C
printf '\t.text\n\tnop\n\t.section .init.text, "ax"\n\tnop\n\tnop\n' > "$scratch/rows.s"

# compiled NAME COMMAND...: compiles rows.c; the objects' tables as they are and with addresses.
compiled() {
    local name=$1
    shift
    if ! command -v "$1" > /dev/null; then skip "$name" "no $1"; return; fi
    if ! (cd "$scratch" && "$@" -w -o e.o -c rows.c) 2> "$scratch/errors"; then
        skip "$name" "$1 cannot: $(grep -m 1 -E 'error|unsupported' "$scratch/errors")"
        return
    fi
    same "$name" "$scratch/e.o" 20
}

machines=(x86_64 i686 aarch64 arm riscv64 s390x powerpc powerpc64 powerpc64le mips mipsel mips64el sparc64)
for machine in "${machines[@]}"; do
    gcc=("$machine"-linux-gnu*-gcc-12)
    path=(/usr/bin/"$machine"-linux-gnu*-gcc-12)
    gcc=$(basename "${path[0]}")
    for version in 2 3 4 5; do
        compiled "gcc/$machine/dwarf$version" "$gcc" -O2 -g -gdwarf-$version
    done
    compiled "gcc/$machine/functions" "$gcc" -O2 -g -ffunction-sections
    compiled "gcc/$machine/gas" "$gcc" -O1 -g -gno-as-loc-support
done
for options in -gdwarf64 -gz=zlib -Wa,--compress-debug-sections=zstd -O0 '-O2 -ggdb3' '-gno-variable-location-views'; do
    # shellcheck disable=SC2086
    compiled "gcc/${options// /}" gcc -O2 -g $options
done
for machine in x86_64 i686; do
    # With an address for each section.
    command -v $machine-linux-gnu-gcc-12 > /dev/null || { skip "gcc/$machine/sections" "no $machine-linux-gnu-gcc-12"; continue; }
    (cd "$scratch" && $machine-linux-gnu-gcc-12 -O2 -g -w -ffunction-sections -o e.o -c rows.c) && spread "$scratch/e.o" &&
        same "gcc/$machine/sections" "$scratch/e.o" 20
done

targets=(x86_64 i686 aarch64 aarch64_be armv7 armebv7 riscv64 riscv32 s390x powerpc powerpc64 powerpc64le mips mipsel mips64
    mips64el loongarch64 sparcv9)
for target in "${targets[@]}"; do
    for version in 2 3 4 5; do
        compiled "clang/$target/dwarf$version" clang-19 "--target=$target-linux-gnu" -O2 -g -gdwarf-$version
    done
    compiled "clang/$target/functions" clang-19 "--target=$target-linux-gnu" -O2 -g -ffunction-sections
done
for target in riscv64 riscv32 loongarch64; do
    compiled "clang/$target/relaxed" clang-19 "--target=$target-linux-gnu" -O2 -g -mrelax
done
for options in -gdwarf64 -gz=zlib -gz=zstd -O0 -gembed-source; do
    compiled "clang/$options" clang-19 -O2 -g "$options"
done

for version in 3 4 5; do
    if as "--gdwarf-$version" -o "$scratch/s.o" "$scratch/rows.s" 2> "$scratch/errors"; then
        spread "$scratch/s.o" && same "as/dwarf$version" "$scratch/s.o" 4
    else
        skip "as/dwarf$version" "$(head -n 1 "$scratch/errors")"
    fi
done
