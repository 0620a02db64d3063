#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tables of traced functions against recordmcount and objtool: objects of all compilers that are
# here, hand-written ones, objects of a kernel whose tables are taken out first, and the vmlinux.o of
# an LTO kernel as it was before objtool.
#
# For recordmcount the whole file has to be the same, but for the padding before its section headers:
# the original writes there what happens to be in its memory. For objtool, which lays the file out
# anew: the symbols, all relocations, and the bytes of the executable sections.
#
#   mcount.sh [OBJECTS]       objects of each kernel at most; default 300
#
#   RECORDMCOUNT  the original; default that of KELF_TESTBED
#   OBJTOOL       the original; default that of small-thinlto, else of small-gcc, in KELF_TESTBED
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/mcount-lib.sh"
source "$here/tree-lib.sh"

objects=${1:-300}
RECORDMCOUNT=${RECORDMCOUNT:-$testbed/linux-source-7.3-originals/bin/recordmcount}
[[ -n ${OBJTOOL-} ]] || for tree in small-thinlto small-gcc; do
    OBJTOOL=$testbed/$tree/tools/objtool/objtool
    [[ -x $OBJTOOL ]] && break
done

need_tool recordmcount

# ---- recordmcount

# Says why recordmcount and kelf under its name disagree on an object; nothing if they do not.
recordmcount_difference() {
    local object=$1 status=0 expected=0
    cp "$object" "$scratch/expected.o"
    cp "$object" "$scratch/actual.o"
    "$RECORDMCOUNT" -w "$scratch/expected.o" > "$scratch/expected.out" 2> "$scratch/expected.err" || expected=$?
    "$tool" -w "$scratch/actual.o" > "$scratch/actual.out" 2> "$scratch/actual.err" || status=$?
    clear_padding "$scratch/expected.o"
    if ((status != expected)); then
        echo "exit status $status instead of $expected: $(head -n 1 "$scratch/actual.err")"
    elif ! cmp -s "$scratch/expected.o" "$scratch/actual.o"; then
        echo "the file: $(cmp "$scratch/expected.o" "$scratch/actual.o" 2>&1)"
    elif ! cmp -s "$scratch/expected.out" "$scratch/actual.out"; then
        echo "standard output: $(first_difference "$scratch/expected.out" "$scratch/actual.out")"
    elif ! cmp -s <(grep -c warning "$scratch/expected.err") <(grep -c warning "$scratch/actual.err"); then
        echo "warnings: $(first_difference "$scratch/expected.err" "$scratch/actual.err")"
    fi
}
entries() { "$TOOL" mcount --list "$1" 2> /dev/null | wc -l; }

check_recordmcount() { # check_recordmcount NAME OBJECT
    local why
    [[ -x $RECORDMCOUNT ]] || { skip "recordmcount/$1" 'no original (RECORDMCOUNT)'; return; }
    why=$(recordmcount_difference "$2")
    if [[ -n $why ]]; then
        fail "recordmcount/$1" "$why"
        return
    fi
    # A second run has nothing to do.
    cp "$scratch/actual.o" "$scratch/twice.o"
    why=$(recordmcount_difference "$scratch/twice.o")
    if [[ -n $why ]]; then
        fail "recordmcount/$1" "run twice: $why"
    else
        pass "recordmcount/$1: $(entries "$scratch/actual.o") entries"
    fi
}

# ---- objtool

# What of an object must be the same, one fact in a line: symbols, relocations, the hash of all code.
facts() {
    readelf -sW "$1"
    readelf -rW "$1" | sed 's/at offset 0x[0-9a-f]* //'
    readelf -SW "$1" | sed -n 's/^ *\[ *[0-9]*\] *//p' |
        awk '$1 ~ /mcount_loc/ { print "section", $1, $2, $5, $6, $7, $8, $9, $10, $11 }
             $2 == "PROGBITS" && $7 ~ /X/ { print $1 > "'"$scratch/code"'" }'
    # One process for all: an image has thousands of such sections.
    [[ -e $scratch/code ]] && sort -u "$scratch/code" | sed 's/^/-j/' | xargs -x -s 2000000 objdump -s "$1" |
        grep -v 'file format' | sha256sum
    rm -f "$scratch/code"
}

objtool_difference() { # objtool_difference OBJECT OPTION-OF-OBJTOOL... -- OPTION-OF-KELF...
    local object=$1 theirs=() status=0
    shift
    while [[ $1 != -- ]]; do theirs+=("$1"); shift; done
    shift
    cp "$object" "$scratch/expected.o"
    cp "$object" "$scratch/actual.o"
    "$OBJTOOL" "${theirs[@]}" "$scratch/expected.o" > "$scratch/expected.err" 2>&1 || return 0
    "$TOOL" mcount "$@" "$scratch/actual.o" > /dev/null 2> "$scratch/actual.err" || status=$?
    if ((status != 0)); then
        echo "exit status $status: $(head -n 1 "$scratch/actual.err")"
        return
    fi
    facts "$scratch/expected.o" > "$scratch/expected.facts"
    facts "$scratch/actual.o" > "$scratch/actual.facts"
    cmp -s "$scratch/expected.facts" "$scratch/actual.facts" ||
        first_difference "$scratch/expected.facts" "$scratch/actual.facts"
}

check_objtool() { # check_objtool NAME OBJECT
    local why
    [[ -x $OBJTOOL ]] || { skip "objtool/$1" 'no original (OBJTOOL)'; return; }
    why=$(objtool_difference "$2" --mcount --link -- --style objtool)
    [[ -n $why ]] || why=$(objtool_difference "$2" --mcount --mnop --link -- --style objtool --nop)
    if [[ -n $why ]]; then
        fail "objtool/$1" "$why"
    else
        pass "objtool/$1: $(entries "$scratch/actual.o") entries"
    fi
}

# ---- compiled objects

cat > "$scratch/five.c" << 'END'
int sink;
int beta(int x) { sink += x; return sink; }
int alpha(int x) { sink -= x; return sink; }
__attribute__((weak)) int omega(int x) { sink ^= x; return sink; }
__attribute__((section(".sched.text"))) int gamma_(int x) { sink |= x; return sink; }
__attribute__((section(".noinstr.text"))) int delta(int x) { sink &= x; return sink; }
END

compile() { # compile NAME COMPILER OPTION...: an object, or a line that says why there is none
    local name=$1 compiler=$2
    shift 2
    object=$scratch/five-$name.o
    command -v "$compiler" > /dev/null || { skip "$name" "no $compiler"; return 1; }
    "$compiler" -O2 -w -c "$@" "$scratch/five.c" -o "$object" 2> "$scratch/compiler.err" && return 0
    skip "$name" "$compiler: $(head -n 1 "$scratch/compiler.err")"
    return 1
}

# NAME COMPILER OPTION...
while read -r name compiler options; do
    read -ra words <<< "$options"
    compile "$name" "$compiler" "${words[@]}" || continue
    check_recordmcount "$name" "$object"
    case $name in x86-64*) check_objtool "$name" "$object" ;; esac
done << 'END'
x86-64-fentry x86_64-linux-gnu-gcc -pg -mfentry -fno-pic
x86-64-mcount x86_64-linux-gnu-gcc -pg -fno-pic
x86-64-sections x86_64-linux-gnu-gcc -pg -mfentry -fno-pic -ffunction-sections -fcf-protection -g
x86-64-clang clang-19 -pg -mfentry -fno-pic
i386-mcount i686-linux-gnu-gcc -pg -fno-pic
i386-fentry i686-linux-gnu-gcc -pg -mfentry -fno-pic
i386-sections i686-linux-gnu-gcc -pg -mfentry -fno-pic -ffunction-sections
arm64 aarch64-linux-gnu-gcc -pg
arm64-big aarch64-linux-gnu-gcc -pg -mbig-endian
arm arm-linux-gnueabi-gcc -pg -marm
arm-thumb arm-linux-gnueabi-gcc -pg -mthumb -march=armv7-a
arm-big arm-linux-gnueabi-gcc -pg -marm -mbig-endian
arm-apcs arm-linux-gnueabi-gcc -pg -marm -mapcs-frame -fno-pic
s390x s390x-linux-gnu-gcc -pg
s390x-fentry s390x-linux-gnu-gcc -pg -mfentry
mips mips-linux-gnu-gcc -pg -mno-abicalls -fno-pic
mips-long mips-linux-gnu-gcc -pg -mno-abicalls -fno-pic -mlong-calls
mipsel-long mipsel-linux-gnu-gcc -pg -mno-abicalls -fno-pic -mlong-calls
mips64el mips64el-linux-gnuabi64-gcc -pg
mips64el-long mips64el-linux-gnuabi64-gcc -pg -mno-abicalls -fno-pic -mlong-calls
ppc powerpc-linux-gnu-gcc -pg
ppc64 powerpc64-linux-gnu-gcc -pg
ppc64le powerpc64le-linux-gnu-gcc -pg
sh sh4-linux-gnu-gcc -pg
sparc64 sparc64-linux-gnu-gcc -pg
loongarch loongarch64-linux-gnu-gcc -pg
riscv64 riscv64-linux-gnu-gcc -pg
END

# ---- hand-written objects: calls that are and are not as expected

cat > "$scratch/x86-odd.s" << 'END'
    .section .noinstr.text, "ax"
    call __fentry__
    jmp other
    call mcount
    call *__fentry__@GOTPCREL(%rip)
    .text
h:  nop
    .globl g
g:  lea other(%rip), %rax
    call __fentry__
    call mcount
    call __fentry__
    call .__fentry__
    .quad __fentry__
    .weak w
    .section .text.weak, "ax"
w:  .nops 4
    call __fentry__
x:  ret
END
cat > "$scratch/x86-nothing.s" << 'END'
    .section .noinstr.text, "ax"
    call __fentry__
    .text
f:  ret
END
cat > "$scratch/arm-odd.s" << 'END'
    .syntax unified
    .section .noinstr.text, "ax", %progbits
    .arm
    bl __gnu_mcount_nc
    push {lr}
    bl __gnu_mcount_nc
    .word 0xe92d4000
    bl __gnu_mcount_nc
    .thumb
    .thumb_func
t:  push {lr}
    bl __gnu_mcount_nc
    mov r1, r1
    bl __gnu_mcount_nc
    .section .text.w, "ax", %progbits
    .arm
    .weak w
w:  bl __gnu_mcount_nc
END
awk 'BEGIN {
    for (i = 0; i < 33000; i++) printf ".section .text.f%d,\"ax\"\nf%d: call __fentry__\n", i, i
    print ".section .noinstr.text,\"ax\"\ncall __fentry__" }' > "$scratch/x86-many-sections.s"

while read -r name assembler options; do
    read -ra words <<< "$options"
    command -v "$assembler" > /dev/null || { skip "$name" "no $assembler"; continue; }
    "$assembler" "${words[@]}" "$scratch/${name%.*}.s" -o "$scratch/$name.o" || { fail "$name" 'does not assemble'; continue; }
    check_recordmcount "$name" "$scratch/$name.o"
    # The original takes minutes for so many sections.
    [[ $name == x86-odd || $name == x86-nothing ]] && check_objtool "$name" "$scratch/$name.o"
done << 'END'
x86-odd x86_64-linux-gnu-as
x86-nothing x86_64-linux-gnu-as
x86-many-sections x86_64-linux-gnu-as
arm-odd.little arm-linux-gnueabi-as -march=armv7-a -EL
arm-odd.big arm-linux-gnueabi-as -march=armv7-a -EB
END

# ---- weak functions only, in a section that no symbol stands for: the original refuses the object; kelf adds the symbol. Linked,
# its table is that which the original makes of the same functions when they are not weak.

cat > "$scratch/strong.c" << 'END'
#ifndef WEAK
#define WEAK
#endif
WEAK int one(int x) { return x + 1; }
WEAK int two(int x) { return x * 2; }
END

linked_table() { # linked_table OBJECT TRACER OUTPUT
    ld.lld-19 -Ttext=0x100000 --section-start=__mcount_loc=0x200000 --defsym="$2"=0x100000 -e 0 "$1" -o "$scratch/linked" &&
        llvm-objcopy-19 --dump-section=__mcount_loc="$3" "$scratch/linked"
}

check_weak() { # check_weak TRACER COMPILER OPTION...
    local tracer=$1
    shift
    "$@" -O2 -pg -fno-asynchronous-unwind-tables -c "$scratch/strong.c" -o "$scratch/strong.o"
    "$@" -O2 -pg -fno-asynchronous-unwind-tables -DWEAK='__attribute__((weak))' -c "$scratch/strong.c" -o "$scratch/weak.o"
    cp "$scratch/weak.o" "$scratch/refused.o"
    "$RECORDMCOUNT" "$scratch/strong.o"
    if "$RECORDMCOUNT" "$scratch/refused.o" 2> /dev/null; then
        echo 'the original takes the object'
        return 1
    fi
    "$kelf" mcount --style recordmcount "$scratch/weak.o"
    linked_table "$scratch/strong.o" "$tracer" "$scratch/expected.table"
    linked_table "$scratch/weak.o" "$tracer" "$scratch/actual.table"
    [[ -s $scratch/expected.table ]] && cmp "$scratch/expected.table" "$scratch/actual.table"
}

program=$(missing clang-19 ld.lld-19 llvm-objcopy-19)
if [[ -n $program || ! -x $RECORDMCOUNT ]]; then
    skip recordmcount/weak "no ${program:-original (RECORDMCOUNT)}"
else
    check recordmcount/weak-x86-64 check_weak __fentry__ clang-19 --target=x86_64-linux-gnu -mfentry -fno-pic
    check recordmcount/weak-i386 check_weak __fentry__ clang-19 --target=i686-linux-gnu -mfentry -fno-pic
    check recordmcount/weak-s390x check_weak __fentry__ clang-19 --target=s390x-linux-gnu -mfentry
    check recordmcount/weak-mips64el check_weak _mcount clang-19 --target=mips64el-linux-gnuabi64 -mno-abicalls -fno-pic
fi

# ---- objects of a kernel, without their tables

check_kernel() { # check_kernel TREE CHECK: CHECK says why an object differs
    local tree=$1 check=$2 name=$3 object count=0 why
    [[ -d $testbed/$tree ]] || { skip "$name/$tree" 'no such kernel (KELF_TESTBED)'; return; }
    while read -r object; do
        objcopy -R __mcount_loc -R .rela__mcount_loc -R .rel__mcount_loc "$object" "$scratch/object.o" 2> /dev/null || continue
        why=$("$check" "$scratch/object.o")
        if [[ -n $why ]]; then
            fail "$name/$tree/${object#"$testbed/$tree/"}" "$why"
        fi
        count=$((count + 1))
    # What ld joined says nothing new; every Nth, so that all folders have their share.
    done < <(find -H "$testbed/$tree" -name '*.o' ! -name vmlinux.o ! -name 'built-in*' ! -path '*/tools/*' ! -path '*/scripts/*' \
        -size -2000k | sort | awk -v most="$objects" '{ line[NR] = $0 }
        END { step = NR > most ? NR / most : 1; for (i = 1; i <= NR; i += step) print line[int(i)] }')
    if ((count > 0)); then
        pass "$name/$tree: $count objects"
    else
        skip "$name/$tree" 'no objects'
    fi
}
# arm64 has patchable entries where other machines call a tracer: objects of a tree are compiled once more as for one that does.
check_patchable() { # check_patchable TREE COUNT
    local tree=$testbed/$1 object why count=0 calls=0
    [[ -e $tree/.config ]] || { skip "recordmcount/$1" 'no such kernel (KELF_TESTBED)'; return; }
    [[ -z $(missing "$(cc_of "$tree")") ]] || { skip "recordmcount/$1" "no $(cc_of "$tree")"; return; }
    while read -r object; do
        compile_again "$tree" "$object" "$scratch/object.o" 's/ -fpatchable-function-entry=[0-9,]*/ -pg/; s/ -DCC_USING_PATCHABLE_FUNCTION_ENTRY//' \
            2> "$scratch/compiler.err" || { fail "recordmcount/$1/$object" "$(head -n 1 "$scratch/compiler.err")"; continue; }
        why=$(recordmcount_difference "$scratch/object.o")
        [[ -z $why ]] || fail "recordmcount/$1/$object" "$why"
        count=$((count + 1)) calls=$((calls + $(entries "$scratch/actual.o")))
    done < <(versioned_objects "$tree" "$2")
    if ((calls > 0)); then
        pass "recordmcount/$1: $count objects, $calls entries"
    else
        fail "recordmcount/$1" "no entries in $count objects"
    fi
}
# Real-mode objects are of i386, which objtool takes and does nothing to.
both_objtool() {
    grep -q 'Class: *ELF64' <(readelf -hW "$1") || return 0
    objtool_difference "$1" --mcount --mnop -- --style objtool --nop
}

if [[ -x $RECORDMCOUNT ]]; then
    check_kernel small-gcc recordmcount_difference recordmcount
    check_kernel small-i386 recordmcount_difference recordmcount
    check_patchable small-arm64-cfi $((objects / 20))
else
    skip recordmcount/small-gcc 'no original (RECORDMCOUNT)'
    skip recordmcount/small-i386 'no original (RECORDMCOUNT)'
    skip recordmcount/small-arm64-cfi 'no original (RECORDMCOUNT)'
fi
if [[ -x $OBJTOOL ]]; then
    check_kernel small-gcc both_objtool objtool
else
    skip objtool/small-gcc 'no original (OBJTOOL)'
fi

# ---- a kernel linked by Clang LTO; the object before objtool is kept beside the tree, in
# small-thinlto-before-objtool, by the link command that its .vmlinux.o.cmd begins with

image=$testbed/small-thinlto-before-objtool/vmlinux.o
final=$testbed/small-thinlto/vmlinux.o
if [[ ! -e $image ]]; then
    skip objtool/vmlinux.o 'no small-thinlto-before-objtool/vmlinux.o (KELF_TESTBED)'
else
    why=$(objtool_difference "$image" --mcount --mnop --link -- --nop)
    count=$(entries "$scratch/actual.o")
    if [[ -n $why ]]; then
        fail objtool/vmlinux.o "$why"
    elif [[ -e $final ]] && ! cmp -s <("$TOOL" mcount --list "$scratch/actual.o") <("$TOOL" mcount --list "$final"); then
        fail objtool/vmlinux.o 'not the functions of the finished vmlinux.o'
    else
        pass "objtool/vmlinux.o: $count entries, of all that the kernel's build has"
    fi
fi
