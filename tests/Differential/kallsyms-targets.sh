#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf kallsyms IMAGE` against assembler text and the assembler, for every machine that there is a compiler for: a little
# program is linked with the tables of either route, by GNU ld and by lld. The bytes of .rodata and the symbols have to be
# the same, for the tables of 7.3, 6.12 and 6.1; and after the links of a kernel, `--verify` has to find them right.
#
#   kallsyms-targets.sh [TARGET...]     default all; see `targets`
#
#   CLANG, LLD  default clang-19, ld.lld-19
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
need_tool kallsyms
CLANG=${CLANG:-clang-19}
LLD=${LLD:-ld.lld-19}

# Name; prefix of gcc and binutils, or the triple of clang; options of the compiler; options of ld; linkers.
targets='
x86-64     x86_64-linux-gnu-           ;                         ; gnu lld
i386       x86_64-linux-gnu-           -m32;          -m elf_i386; gnu lld
aarch64    aarch64-linux-gnu-          ;                         ; gnu lld
arm        arm-linux-gnueabi-          ;                         ; gnu lld
thumb      arm-linux-gnueabi-          -mthumb -march=armv7-a;  ; gnu lld
riscv64    riscv64-linux-gnu-          -mcmodel=medany;          ; gnu lld
s390x      s390x-linux-gnu-            ;                         ; gnu lld
ppc        powerpc-linux-gnu-          ;                         ; gnu lld
ppc64      powerpc64-linux-gnu-        ;                         ; gnu
ppc64le    powerpc64le-linux-gnu-      ;                         ; gnu lld
mips       mips-linux-gnu-             -mno-abicalls -G0;        ; gnu lld
mipsel     mipsel-linux-gnu-           -mno-abicalls -G0;        ; gnu lld
mips64     mips64el-linux-gnuabi64-    -EB -mno-abicalls -G0; -m elf64btsmip -EB; gnu lld
mips64el   mips64el-linux-gnuabi64-    -mno-abicalls -G0;        ; gnu lld
loongarch64 loongarch64-linux-gnu      ;                         ; lld
'

cat > "$scratch/program.c" << 'END'
extern char _text[];
static int counter = 3;
int shared[7];
const char message[] = "behind the tables";
static int __attribute__((noinline)) twice(int x) { return 2 * x + counter; }
int __attribute__((weak)) hook(int x) { return x; }
int same_name_as_in_the_other_table(int x) { return twice(x) + hook(x) + shared[x & 3]; }
const char *text(void) { return "a string of one byte alignment" + (long)(_text == 0); }
END
cat > "$scratch/link.lds" << 'END'
ENTRY(_stext)
SECTIONS
{
	. = 0x10000000;
	_text = .; _stext = .;
	.text : { *(.text .text.*) }
	_etext = .;
	.rodata : { *(.rodata) *(.rodata.*) }
	__start_data = .;
	.data : { *(.data .data.* .sdata*) }
	.bss : { *(.bss .bss.* .sbss* COMMON) }
	_end = .;
	/DISCARD/ : { *(.comment) *(.note*) *(.eh_frame*) *(.ARM.*) *(.riscv.attributes) *(.MIPS.*) *(.reginfo) *(.pdr) *(.gnu.attributes) }
}
END
mkdir -p "$scratch/include/asm"
echo '#define BITS_PER_LONG (__SIZEOF_LONG__ * 8)' > "$scratch/include/asm/bitsperlong.h"

# Every kind of symbol and section that has a letter, and names that nm hides somewhere.
cat > "$scratch/letters.s" << 'END'
	.text
local_text: .globl global_text
global_text: .weak weak_text
weak_text: .weak weak_object
	.type weak_object, %object
weak_object:
$a: $d: $d.3: $t: $x: $x.1: $m: $q: .Lkept.x:
	.byte 0, 0, 0, 0
	.section .odd, "awx", %progbits
	.globl in_odd
in_odd: .byte 0
	.section .sdata, "aw", %progbits
	.globl small_data
small_data: local_small_data: .byte 0
	.section .sbss, "aw", %nobits
	.globl small_zeros
small_zeros: local_small_zeros: .skip 4
	.section .rodata.x, "a", %progbits
constant: .byte 0
	.section .bss.x, "aw", %nobits
zeros: .skip 4
	.section .debug_x, "", %progbits
	.globl debug_global
debug: debug_global: .byte 0
	.section .line.x, "", %progbits
line: .byte 0
	.section .gdb_index, "", %progbits
index: .byte 0
	.section .zdebug_y, "", %progbits
zdebug: .byte 0
	.section .other, "", %progbits
	.globl other_global
other: other_global: .byte 0
	.section .other_writable, "w", %progbits
wild: .byte 0
	.section .zeros_only, "", %nobits
unloaded: .skip 1
	.data
	.type unique, %gnu_unique_object
unique: data: .byte 0
	.type indirect, %gnu_indirect_function
indirect: .byte 0
	.comm common, 4
absolute = 5
	.globl absolute_global
absolute_global = 7
	.weak undefined_weak
	.weak undefined_weak_object
	.type undefined_weak_object, %object
	.globl undefined
	.globl undefined_at_all
	.long undefined_weak, undefined_weak_object, undefined_at_all
END
# listing NAME FILE: as the machine's own nm has it.
listing() {
    "${nm[@]}" -n "$2" > "$scratch/nm" 2> "$scratch/log" || { fail "$1" "nm: $(head -n 1 "$scratch/log")"; return; }
    "$TOOL" sysmap --all "$2" > "$scratch/listing" 2> "$scratch/log" || { fail "$1" "$(head -n 1 "$scratch/log")"; return; }
    cmp -s "$scratch/nm" "$scratch/listing" && pass "$1: $(wc -l < "$scratch/nm") symbols" ||
        fail "$1" "$(first_difference "$scratch/nm" "$scratch/listing")"
}

# Text and assembler, and straight to the object.
original() { # IMAGE OBJECT
    "$TOOL" sysmap --layout "$layout" "$1" > "$scratch/map"
    # shellcheck disable=SC2086
    "$tool" --layout "$layout" $generator "$scratch/map" > "$scratch/table.S" &&
        "${compile[@]}" -I "$scratch/include" -c -o "$2" "$scratch/table.S"
}
direct() { # IMAGE OBJECT
    # shellcheck disable=SC2086
    "$TOOL" kallsyms --layout "$layout" $wishes --like "$scratch/program.o" -o "$2.o" "$1" && mv "$2.o" "$2"
}
link() { # OUTPUT OBJECT
    "${ld[@]}" -T "$scratch/link.lds" -o "$1" "$scratch/program.o" "$2"
}
# What a kernel's loader and its readers see.
contents() {
    "${objcopy[@]}" -O binary --only-section=.rodata "$1" "$1.rodata" && "$TOOL" sysmap --all "$1" > "$1.symbols"
}

# both NAME: the links of a kernel by either route.
both() {
    local name=$1 route pass
    for route in original direct; do
        : > "$scratch/empty.S"
        "${compile[@]}" -c -o "$scratch/table.o" "$scratch/empty.S" || { fail "$name" 'no empty object'; return; }
        for pass in 1 2 3 4; do
            link "$scratch/$route.$pass" "$scratch/table.o" > "$scratch/log" 2>&1 ||
                { fail "$name" "$route, link $pass: $(grep -m 1 -iE 'error|:' "$scratch/log")"; return; }
            [[ $pass == 4 ]] || $route "$scratch/$route.$pass" "$scratch/table.o" > "$scratch/log" 2>&1 ||
                { fail "$name" "$route, tables $pass: $(head -n 1 "$scratch/log")"; return; }
        done
        contents "$scratch/$route.4" > "$scratch/log" 2>&1 || { fail "$name" "$(head -n 1 "$scratch/log")"; return; }
    done
    cmp -s "$scratch/original.4.rodata" "$scratch/direct.4.rodata" || { fail "$name" '.rodata differs'; return; }
    cmp -s "$scratch/original.4.symbols" "$scratch/direct.4.symbols" ||
        { fail "$name" "$(first_difference "$scratch/original.4.symbols" "$scratch/direct.4.symbols")"; return; }
    "$TOOL" kallsyms --verify "$scratch/direct.4" > "$scratch/log" 2>&1 || { fail "$name" "$(head -n 1 "$scratch/log")"; return; }
    pass "$name: $(sed 's/.*: \([0-9]* entries\).*/\1/' "$scratch/log")"
}

while read -r target prefix rest; do
    [[ -n $target ]] || continue
    (($# == 0)) || [[ " $* " == *" $target "* ]] || continue
    IFS=';' read -r flags ldflags linkers <<< "$rest"
    read -ra flags <<< "$flags"
    read -ra ldflags <<< "$ldflags"
    if [[ $prefix == *- ]]; then
        command -v "${prefix}gcc" > /dev/null || { skip "$target" "no ${prefix}gcc"; continue; }
        compile=("${prefix}gcc" -fno-pic "${flags[@]}") objcopy=("${prefix}objcopy") nm=("${prefix}nm")
    else
        command -v "$CLANG" > /dev/null || { skip "$target" "no $CLANG"; continue; }
        compile=("$CLANG" "--target=$prefix" -fno-pic "${flags[@]}") objcopy=("${OBJCOPY:-llvm-objcopy-19}") nm=("${NM:-llvm-nm-19}")
    fi
    "${compile[@]}" -O1 -ffreestanding -fno-pie -fno-asynchronous-unwind-tables -c -o "$scratch/program.o" "$scratch/program.c" \
        2> "$scratch/log" || { fail "$target" "$(head -n 1 "$scratch/log")"; continue; }
    # MIPS has no such symbols.
    [[ $target == mips* ]] && hidden=gnu_indirect_function || hidden='^$'
    grep -v "$hidden" "$scratch/letters.s" > "$scratch/target.s"
    if [[ ${nm[*]} == *llvm* ]]; then
        skip "$target, letters" 'llvm-nm has other letters for sections such as .gdb_index, where kernels have no symbols'
    elif "${compile[@]}" -c -o "$scratch/letters.o" "$scratch/target.s" 2> "$scratch/log"; then
        listing "$target, letters" "$scratch/letters.o"
    else
        fail "$target, letters" "$(grep -m 1 Error "$scratch/log")"
    fi
    listing "$target, listing of an object" "$scratch/program.o"
    # shellcheck disable=SC2086
    for linker in $linkers; do
        if [[ $linker == gnu ]]; then
            ld=("${prefix}ld" "${ldflags[@]}" -z noexecstack)
        else
            command -v "$LLD" > /dev/null || { skip "$target, lld" "no $LLD"; continue; }
            ld=("$LLD" -z noexecstack)
        fi
        while read -r layout generator; do
            wishes=
            for option in all-symbols pc-relative base-relative; do
                [[ $generator == *$option* ]] && wishes+=" --$option=true" || wishes+=" --$option=false"
            done
            both "$target, $linker, $layout${generator:+ $generator}"
        done << 'END'
7.3 --all-symbols --pc-relative
7.3 --all-symbols
6.12 --all-symbols
6.1 --all-symbols --base-relative
6.1 --all-symbols
END
    done
done <<< "$targets"
