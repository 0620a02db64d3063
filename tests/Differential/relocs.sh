#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `relocs` against the originals, byte for byte: tables and reports of built kernels, each with the tool of its own
# tree; real-mode images; small images for MIPS and s390, with tools that are compiled from the kernel's sources. Of what lld
# links the comparison is with KELF_RELOCS=compat, and how many places the default adds is printed; a program that was moved
# with either table shows which of them is right.
#
#   relocs.sh [TREE...]     default all of small-gcc small-thinlto small-i386 small-6.12 small-6.1 defconfig
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool relocs
(($# > 0)) || set -- small-gcc small-thinlto small-i386 small-6.12 small-6.1 defconfig

# same NAME ORIGINAL OPTION... IMAGE: both print the same and end with the same status.
same() {
    local name=$1 original=$2 expected=0 actual=0
    shift 2
    "$original" "$@" > "$scratch/expected" 2> "$scratch/expected.err" || expected=$?
    "$tool" "$@" > "$scratch/actual" 2> "$scratch/actual.err" || actual=$?
    if ((expected != actual)); then
        fail "$name" "status $actual instead of $expected: $(head -n 1 "$scratch/actual.err" "$scratch/expected.err" | tr '\n' ' ')"
    elif ! cmp -s "$scratch/expected" "$scratch/actual"; then
        fail "$name" "$(cmp "$scratch/expected" "$scratch/actual" 2>&1)"
    else
        pass "$name"
    fi
}

# How many places of an image the original leaves out of its table.
added() { # added NAME IMAGE
    KELF_RELOCS='' "$tool" "$2" > "$scratch/added" 2> /dev/null || return
    echo "$suite/$1: the default has $((($(stat -c %s "$scratch/added") - $("$tool" "$2" | wc -c)) / 4)) places more than the original"
}

# What lld relaxed, moved as boot code does it.
check_moved() {
    local linker table loader=$scratch/moved original=$testbed/linux-source-7.3-originals/bin/relocs
    linker=$(command -v ld.lld-19 || command -v ld.lld) || { skip moved 'no ld.lld'; return; }
    [[ $(uname -m) == x86_64 && -x $original ]] || { skip moved 'not x86-64, or no original relocs'; return; }
    if ! gcc -c -o "$scratch/moved.o" -x assembler - << 'END' ||
        .globl _start, target
_start: lea target(%rip), %rax
        cmp target@GOTPCREL(%rip), %rax
        sete %al
        movzbl %al, %eax
        ret
        .data
target: .quad target
END
        ! "$linker" --emit-relocs -Ttext=0x10001000 -Tdata=0x10003000 -o "$scratch/moved.elf" "$scratch/moved.o" ||
        ! gcc -O1 -o "$loader" "$here/moved.c"; then
        fail moved 'not compiled'
        return
    fi
    KELF_RELOCS='' "$tool" "$scratch/moved.elf" > "$scratch/moved.default" 2> /dev/null
    "$tool" "$scratch/moved.elf" > "$scratch/moved.compat"
    "$original" "$scratch/moved.elf" > "$scratch/moved.original"
    check moved/same-as-original cmp "$scratch/moved.original" "$scratch/moved.compat"
    for table in default=right compat=wrong original=wrong; do
        check "moved/${table/=/ is }" test "$("$loader" "$scratch/moved.elf" "$scratch/moved.${table%=*}" 0x20000000)" = "${table#*=}"
    done
    check moved/unmoved test "$("$loader" "$scratch/moved.elf" "$scratch/moved.original" 0)" = right
}

check_kernel() {
    local tree=$testbed/$1 name=$1 image original option realmode
    [[ -d $tree ]] || tree=$1
    [[ -d $tree ]] || { skip "$name" 'no such kernel tree (KELF_TESTBED)'; return; }
    original=$tree/arch/x86/tools/relocs
    image=$tree/vmlinux.unstripped
    # Before 7.3 the image that keeps its relocations has another name.
    [[ -e $image ]] || image=$tree/vmlinux
    [[ -x $original && -e $image ]] || { skip "$name" 'the tree is not built'; return; }
    if ! grep -q ' \.rela\?\.text ' <(readelf -SW "$image"); then
        # 6.12 strips the image where it lies. `make vmlinux ARCH_POSTLINK=` leaves them: call that vmlinux.unstripped.
        skip "$name" 'the image has no relocations any more'
    else
        for option in '' --text --abs-syms --abs-relocs --reloc-info; do
            # shellcheck disable=SC2086
            same "$name/table$option" "$original" $option "$image"
        done
        added "$name" "$image"
    fi
    realmode=$tree/arch/x86/realmode/rm/realmode.elf
    if [[ -e $realmode ]]; then
        for option in '' --text --abs-syms --abs-relocs --reloc-info; do
            # shellcheck disable=SC2086
            same "$name/realmode$option" "$original" --realmode $option "$realmode"
        done
    fi
}

# ---- machines whose kernels are not built here

sources=$testbed/linux-source-7.3
compile_original() { # compile_original NAME FILE...: prints its path
    local name=$1
    shift
    [[ -d $sources ]] || return 1
    (cd "$sources" && gcc -O1 -w -Itools/include -o "$scratch/original.$name" "$@" 2> "$scratch/cc.log") &&
        echo "$scratch/original.$name"
}

mips_source() { # mips_source POINTER
    cat << END
    .text
    .set noreorder
    .globl _start, table
_start: lui \$4, %hi(table)
    addiu \$4, \$4, %lo(table)
    jal far
    nop
    beqz \$4, near
    nop
near: jr \$31
    nop
far: jr \$31
    nop
    .data
    .weak nowhere
table: $1 _start, nowhere, far + 8
    .section __ex_table, "a"
    $1 _start, far
    .section .rodata, "a"
    .globl __crc_foo
    $1 __crc_foo, table
    .set __crc_foo, 0x1234
    .section .data.reloc, "aw"
    .word 0xffffffff
    .space 60
END
}

check_mips() {
    local original compiler target pointer format option
    original=$(compile_original mips arch/mips/boot/tools/relocs_{32,64,main}.c) ||
        { skip mips 'no kernel sources (KELF_TESTBED), or the original does not compile'; return; }
    while read -r target format pointer options; do
        compiler=$target-gcc
        command -v "$compiler" > /dev/null || { skip "mips/$target" "no $compiler"; continue; }
        mips_source "$pointer" > "$scratch/mips.s"
        # shellcheck disable=SC2086
        if ! "$compiler" $options -mno-abicalls -fno-pic -c -o "$scratch/mips.o" "$scratch/mips.s" 2> "$scratch/cc.log" ||
            ! "$target-ld" -m "$format" --emit-relocs -Ttext=0x80100000 -e _start -o "$scratch/mips" "$scratch/mips.o" 2>> "$scratch/cc.log"; then
            fail "mips/$target" "$(head -n 1 "$scratch/cc.log")"
            continue
        fi
        for option in --reloc-info '--text --keep' '--bin --keep' --text --bin --keep ''; do
            cp "$scratch/mips" "$scratch/mips.expected"
            cp "$scratch/mips" "$scratch/mips.actual"
            # shellcheck disable=SC2086
            "$original" $option "$scratch/mips.expected" > "$scratch/expected" 2> "$scratch/expected.err" || echo "status $?" >> "$scratch/expected"
            # shellcheck disable=SC2086
            "$tool" $option "$scratch/mips.actual" > "$scratch/actual" 2> "$scratch/actual.err" || echo "status $?" >> "$scratch/actual"
            if ! cmp -s "$scratch/expected" "$scratch/actual"; then
                fail "mips/$target/$option" "output: $(cmp "$scratch/expected" "$scratch/actual" 2>&1) $(head -n 1 "$scratch/actual.err" "$scratch/expected.err" | tr '\n' ' ')"
            elif ! cmp -s "$scratch/mips.expected" "$scratch/mips.actual"; then
                fail "mips/$target/$option" "image: $(cmp "$scratch/mips.expected" "$scratch/mips.actual" 2>&1)"
            else
                pass "mips/$target/$option"
            fi
        done
    done << 'END'
mips-linux-gnu elf32btsmip .word -mabi=32
mipsel-linux-gnu elf32ltsmip .word -mabi=32
mips64el-linux-gnuabi64 elf64ltsmip .dword -mabi=64 -msym32
END
}

check_s390() {
    local original
    original=$(compile_original s390 arch/s390/tools/relocs.c) ||
        { skip s390 'no kernel sources (KELF_TESTBED), or the original does not compile'; return; }
    command -v s390x-linux-gnu-gcc > /dev/null || { skip s390 'no s390x-linux-gnu-gcc'; return; }
    cat > "$scratch/s390.s" << 'END'
    .text
    .globl _start, data
_start: larl %r1, data
    brasl %r14, far
    brc 15, _start
    lgrl %r2, data@GOTENT
far: br %r14
    .data
    .balign 8
data: .quad _start, far + 4
    .section .notes, "a", @note
    .quad data
    .section .early, "a"
    .quad far
    .long __kcfi_typeid_f
    .globl __kcfi_typeid_f
    .set __kcfi_typeid_f, 0x1234
END
    if ! s390x-linux-gnu-gcc -c -o "$scratch/s390.o" "$scratch/s390.s" 2> "$scratch/cc.log" ||
        ! s390x-linux-gnu-ld --emit-relocs -Ttext=0x100000 -e _start -o "$scratch/s390" "$scratch/s390.o" 2>> "$scratch/cc.log"; then
        fail s390 "$(head -n 1 "$scratch/cc.log")"
        return
    fi
    same s390/text "$original" "$scratch/s390"
}

export KELF_RELOCS=compat
check_moved
for tree in "$@"; do
    check_kernel "$tree"
done
check_mips
check_s390
