#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Planted changes of what a kernel exports, each found, called by its kind, and explained: two C sources each, compiled with gcc
# and -g, so that the types are those of DWARF. What the versions are is no matter; `kelf kabi` reads the objects themselves.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
need gcc
cd "$scratch" || exit 1

cat > head.h << 'END'
typedef unsigned int u32;
typedef unsigned long ulong_t;
#define EXPORT_SYMBOL(x) extern typeof(x) x; \
	asm(".section \".export_symbol\",\"a\"\n__export_symbol_" #x ": .asciz \"\"\n.asciz \"\"\n.balign 8\n.quad " #x "\n.previous")
END

# change KIND SEVERITY OLD NEW: the types of a structure, union or enumeration ring, which use() leads to.
change() {
    local kind=$1 severity=$2 name=$3 old=$4 new=$5 side
    for side in old new; do
        # In a header: of what a .c file defines itself, versions do not depend on the members.
        { echo '#include "head.h"'; echo "${!side}"; } > $side.h
        echo "#include \"$side.h\"" > $side.c
        gcc -g -c -o $side.o $side.c 2> gcc.err || { fail "$name" "$(head -n 1 gcc.err)"; return; }
    done
    check_found "$name" "$kind" "$severity"
}

# check_found NAME KIND SEVERITY: compares old.o with new.o.
check_found() {
    local name=$1 kind=$2 severity=$3 status=0 wanted=0 lines export
    [[ $severity != break ]] || wanted=1
    lines=$("$kelf" kabi compare --format short old.o new.o 2>&1) || status=$?
    if [[ $status != "$wanted" ]] || ! grep -q "^$severity $kind " <<< "$lines"; then
        fail "$name" "status $status, $(head -n 2 <<< "$lines" | tr '\n' ' ')"
        return
    fi
    export=$("$kelf" kabi compare --format symbols old.o new.o | head -n 1)
    # Word for word what the finding says, by way of the export that it concerns.
    if "$kelf" kabi explain old.o new.o "$export" > explained 2>&1 && grep -q "$kind" explained; then
        pass "$name"
    else
        fail "$name" "explain: $(head -n 1 explained)"
    fi
}

# members NAME KIND SEVERITY OLD NEW: members of a structure.
members() {
    local use='void use(struct ring *r) { (void)r; } EXPORT_SYMBOL(use);'
    change "$2" "$3" "$1" "struct ring { $4 }; $use" "struct ring { $5 }; $use"
}
enumerators() {
    local use='void use(enum ring r) { (void)r; } EXPORT_SYMBOL(use);'
    change "$2" "$3" "$1" "enum ring { $4 }; $use" "enum ring { $5 }; $use"
}
sources() { change "$2" "$3" "$1" "$4" "$5"; }
# shellcheck disable=SC2034
END_OF_F='EXPORT_SYMBOL(f);'

members 'member removed' member-removed break 'int a; int b;' 'int a;'
members 'member between others' member-added break 'int a; int c;' 'int a; int b; int c;'
members 'member first' member-added break 'int a;' 'long z; int a;'
members 'member of another size' member-type break 'int a; int b;' 'int a; long b;'
members 'pointer to another type' member-type break 'int *a;' 'struct other { int x; } *a;'
members 'pointer to a function with another argument' member-type break 'int (*cb)(int);' 'int (*cb)(long);'
members 'members swapped' member-moved break 'int a; int b;' 'int b; int a;'
members 'member aligned' struct-size break 'int a; int b; int c[4];' 'int a; int b __attribute__((aligned(8))); int c[4];'
members 'array longer' array-bound break 'char name[8]; long x;' 'char name[16]; long x;'
members 'array shorter' array-bound break 'char name[8];' 'char name[4];'
members 'bit-field wider' bit-field break 'unsigned a : 3; unsigned b : 5;' 'unsigned a : 4; unsigned b : 5;'
members 'bit-field to member' bit-field break 'unsigned a : 3;' 'unsigned a;'
members 'member at the end' member-added-at-end risk 'long a;' 'long a; long b;'
members 'member in a hole' member-added-in-hole info 'char a; long b;' 'char a; int c; long b;'
members 'member in padding' member-added-in-padding info 'long a; char b;' 'long a; char b; short c;'
members 'reserved member used, KABI_USE' reserved-used info 'long a; unsigned long __kabi_reserved_0;' \
    'long a; union { unsigned long b; struct { unsigned long __kabi_reserved_0; }; };'
members 'reserved member used, Red Hat' reserved-used info 'long a; unsigned long rh_reserved1;' 'long a; unsigned long b;'
members 'reserved member used, Android' reserved-used info 'long a; unsigned long android_kabi_reserved1;' 'long a; union { int b; unsigned long android_kabi_reserved1; };'
members 'padding used, SUSE' reserved-used info 'long a; char suse_kabi_padding[16];' 'long a; void *b; char suse_kabi_padding[8];'
members 'member renamed' member-renamed risk 'int a; int b;' 'int a; int c;'
members 'pointer to const' qualifier-only risk 'char *a;' 'const char *a;'
members 'volatile' qualifier-only risk 'int a;' 'volatile int a;'
members 'signed and unsigned' same-size-integer-sign risk 'int a;' 'unsigned int a;'
members 'another typedef' typedef-target-spelled-differently info 'unsigned long a;' 'ulong_t a;'
members 'anonymous structure' member-removed break 'struct { int x; int y; }; int z;' 'struct { int x; }; int z;'
members 'member of an anonymous union' member-added-in-padding info 'int a; union { long x; char y; }; int z;' 'int a; union { long x; char y; int w; }; int z;'
enumerators 'enumerator last' enumerator-added info 'A, B' 'A, B, C'
enumerators 'enumerator between, with values' enumerator-added info 'A = 1, B = 5' 'A = 1, C = 3, B = 5'
enumerators 'enumerator between, without' enumerator-value-changed break 'A, B' 'A, C, B'
enumerators 'enumerator removed' enumerator-removed break 'A, B, C' 'A, B'
sources 'union with a larger member' struct-size break \
    'union ring { int a; }; void f(union ring *r) { (void)r; } EXPORT_SYMBOL(f);' \
    'union ring { int a; long b; }; void f(union ring *r) { (void)r; } EXPORT_SYMBOL(f);'
sources 'alignment' struct-size break \
    'struct ring { int a; int b; }; void f(struct ring *r) { (void)r; } EXPORT_SYMBOL(f);' \
    'struct ring { int a; int b; } __attribute__((aligned(8))); void f(struct ring *r) { (void)r; } EXPORT_SYMBOL(f);'
sources 'member at the end of an embedded type' member-added-at-end break \
    'struct list { long n; }; struct ring { struct list l; long z; }; void f(struct ring *r) { (void)r; } EXPORT_SYMBOL(f);' \
    'struct list { long n; long m; }; struct ring { struct list l; long z; }; void f(struct ring *r) { (void)r; } EXPORT_SYMBOL(f);'
sources 'parameter added' prototype break "void f(int a) { (void)a; } $END_OF_F" "void f(int a, int b) { (void)a; (void)b; } $END_OF_F"
sources 'parameter removed' prototype break "void f(int a, int b) { (void)a; (void)b; } $END_OF_F" "void f(int a) { (void)a; } $END_OF_F"
sources 'parameter of another type' prototype break "void f(int a) { (void)a; } $END_OF_F" "void f(long a) { (void)a; } $END_OF_F"
sources 'return type' prototype break "void f(void) { } $END_OF_F" "int f(void) { return 0; } $END_OF_F"
sources 'parameter renamed' parameter-renamed info "void f(int a) { (void)a; } $END_OF_F" "void f(int b) { (void)b; } $END_OF_F"
sources 'variable of another type' variable-type break "int f; $END_OF_F" "long f; $END_OF_F"
sources 'typedef of another type' typedef-target break "typedef int t; void f(t *a) { (void)a; } $END_OF_F" "typedef long t; void f(t *a) { (void)a; } $END_OF_F"
sources 'type that became visible' became-defined risk \
    "struct ring; void f(struct ring *r) { (void)r; } $END_OF_F" "struct ring { int a; }; void f(struct ring *r) { (void)r; } $END_OF_F"
sources 'type that became hidden' became-declaration risk \
    "struct ring { int a; }; void f(struct ring *r) { (void)r; } $END_OF_F" "struct ring; void f(struct ring *r) { (void)r; } $END_OF_F"
sources 'export removed' export-removed break "void f(void) { } $END_OF_F void g(void) { } EXPORT_SYMBOL(g);" "void f(void) { } $END_OF_F"
sources 'export added' export-added info "void f(void) { } $END_OF_F" "void f(void) { } $END_OF_F void g(void) { } EXPORT_SYMBOL(g);"

# The same of BTF, as pahole makes it, without any other information.
btf() { # btf NAME KIND SEVERITY OLD NEW
    local name="BTF: $1" side old=$4 new=$5
    command -v pahole > /dev/null || { skip "$name" 'no pahole'; return; }
    for side in old new; do
        { echo '#include "head.h"'; echo "${!side} $END_OF_F"; } > $side.c
        { gcc -g -c -o $side.o $side.c && pahole -J $side.o && objcopy --strip-debug $side.o; } > btf.err 2>&1 ||
            { fail "$name" "$(head -n 1 btf.err)"; return; }
    done
    check_found "$name" "$2" "$3"
}
TAKE='void f(struct ring *r) { (void)r; }'
btf 'member removed' member-removed break "struct ring { int a; int b; }; $TAKE" "struct ring { int a; }; $TAKE"
btf 'member of another size' member-type break "struct ring { int a; int b; }; $TAKE" "struct ring { int a; long b; }; $TAKE"
btf 'bit-field wider' bit-field break "struct ring { unsigned a : 3; unsigned b : 5; }; $TAKE" "struct ring { unsigned a : 4; unsigned b : 5; }; $TAKE"
btf 'array shorter' array-bound break "struct ring { char name[8]; }; $TAKE" "struct ring { char name[4]; }; $TAKE"
btf 'value of an enumerator' enumerator-value-changed break 'enum e { A, B }; void f(enum e e) { (void)e; }' 'enum e { B, A }; void f(enum e e) { (void)e; }'
btf 'parameter of another type' prototype break 'void f(int a) { (void)a; }' 'void f(long a) { (void)a; }'

# A module's continues that of its kernel, which is beside it.
module_btf() { # module_btf NAME KIND SEVERITY OLD NEW: members of a structure of the module's, which has one of the kernel's
    local name="BTF: $1" side old=$4 new=$5
    command -v pahole > /dev/null || { skip "$name" 'no pahole'; return; }
    for side in old new; do
        rm -rf "$side.o"
        mkdir "$side.o"
        echo 'struct ring { int a; }; void kernel(struct ring *r) { (void)r; }' > kernel.c
        { echo '#include "head.h"'; echo "struct ring { int a; }; struct own { struct ring *r; ${!side} }; void f(struct own *o) { (void)o; } $END_OF_F"
            echo 'asm(".section .modinfo,\"a\"\n.asciz \"name=m\"\n.previous");'; } > m.c
        { gcc -g -nostdlib -Wl,-e,0 -o $side.o/vmlinux kernel.c && pahole -J $side.o/vmlinux && gcc -g -c -o $side.o/m.ko m.c &&
            pahole -J --btf_base $side.o/vmlinux $side.o/m.ko && objcopy --strip-debug $side.o/vmlinux && objcopy --strip-debug $side.o/m.ko
        } > btf.err 2>&1 || { fail "$name" "$(head -n 1 btf.err)"; return; }
    done
    check_found "$name" "$2" "$3"
    rm -rf old.o new.o
}
module_btf 'member removed from a structure of a module' member-removed break 'int x; int y;' 'int x;'

# What only Module.symvers shows.
lines() { # lines NAME KIND SEVERITY OLD NEW
    printf '0x00000001\tkeep\tvmlinux\tEXPORT_SYMBOL\t\n%b\n' "$4" > old.o
    printf '0x00000001\tkeep\tvmlinux\tEXPORT_SYMBOL\t\n%b\n' "$5" > new.o
    check_found "$1" "$2" "$3"
}
lines 'GPL only now' export-gpl-tightened break '0x2\tf\tvmlinux\tEXPORT_SYMBOL\t' '0x2\tf\tvmlinux\tEXPORT_SYMBOL_GPL\t'
lines 'for all modules now' export-gpl-relaxed info '0x2\tf\tvmlinux\tEXPORT_SYMBOL_GPL\t' '0x2\tf\tvmlinux\tEXPORT_SYMBOL\t'
lines 'moved' module-moved info '0x2\tf\tvmlinux\tEXPORT_SYMBOL\t' '0x2\tf\tlib/f\tEXPORT_SYMBOL\t'
lines 'namespace added' namespace-added break '0x2\tf\tvmlinux\tEXPORT_SYMBOL\t' '0x2\tf\tvmlinux\tEXPORT_SYMBOL\tNS'
lines 'namespace changed' namespace-changed break '0x2\tf\tvmlinux\tEXPORT_SYMBOL\tA' '0x2\tf\tvmlinux\tEXPORT_SYMBOL\tB'
lines 'namespace removed' namespace-removed info '0x2\tf\tvmlinux\tEXPORT_SYMBOL\tA' '0x2\tf\tvmlinux\tEXPORT_SYMBOL\t'
lines 'for some modules only' namespace-restricted break '0x2\tf\tvmlinux\tEXPORT_SYMBOL\t' '0x2\tf\tvmlinux\tEXPORT_SYMBOL\tmodule:kvm'
lines 'another version' crc-changed break '0x2\tf\tvmlinux\tEXPORT_SYMBOL\t' '0x3\tf\tvmlinux\tEXPORT_SYMBOL\t'
lines 'no version' version-lost risk '0x2\tf\tvmlinux\tEXPORT_SYMBOL\t' '0x0\tf\tvmlinux\tEXPORT_SYMBOL\t'

# What must not look like success (Debian's check was off for months).
status_of() { local status=0; "$@" > out 2> err || status=$?; echo "$status"; }
for reference in missing empty unversioned; do
    rm -f old.o
    case $reference in
        empty) : > old.o;;
        unversioned) printf '0x00000000\tf\tvmlinux\tEXPORT_SYMBOL\t\n' > old.o;;
    esac
    status=$(status_of "$kelf" kabi compare old.o new.o)
    if [[ $status == 2 && -s err && ! -s out ]]; then pass "$reference reference"; else fail "$reference reference" "status $status"; fi
done
