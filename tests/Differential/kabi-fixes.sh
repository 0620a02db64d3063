#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The fixes that `kelf kabi compare` proposes, compiled: of each kind an old source, a changed one, and the changed one with the fix
# pasted (kabi-fix.pl). Then the version is the old one and nothing is found, by the kABI rules of gendwarfksyms, or by what genksyms
# sees; types as they are have no break; the assertions hold, and fail when the layout is broken on purpose. The macros are ours, and
# mean what those of the kernel's examples, Red Hat and Android do.
#
#   KELF_TESTBED has the source whose genksyms is compiled: linux-source-7.3
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
need perl gcc
perl -MJSON::PP -e 1 2> /dev/null || skip_all 'no JSON::PP of perl'
cd "$scratch" || exit 1

cat > head.h << 'END'
#include <stddef.h>
#include <assert.h>
typedef unsigned int u32;
typedef unsigned long ulong_t;
typedef unsigned long u64;
#ifdef REAL_GENKSYMS
#define EXPORT_SYMBOL(x) __GENKSYMS_EXPORT_SYMBOL(x)
#else
#define EXPORT_SYMBOL(x) extern typeof(x) x; \
	asm(".section \".export_symbol\",\"a\"\n__export_symbol_" #x ": .asciz \"\"\n.asciz \"\"\n.balign 8\n.quad " #x "\n.previous")
#endif

/* What is in a union with a name that begins with __kabi_ gendwarfksyms takes for that name, or for nothing. */
#define JOINED_(a, b) a ## b
#define JOINED(a, b) JOINED_(a, b)
#define KEEP(old, new) union { new; struct { old; }; \
	union { _Static_assert(sizeof(struct { new; }) <= sizeof(struct { old; }), "too large"); \
		_Static_assert(_Alignof(struct { new; }) <= _Alignof(struct { old; }), "aligned too much"); }; }
#define RULE(rule, target, value) static const char JOINED(__gendwarfksyms_rule_, __COUNTER__)[] \
	__attribute__((used, aligned(1), section(".discard.gendwarfksyms.kabi_rules"))) = "1\0" rule "\0" target "\0" value
#define KABI_RESERVE(n) unsigned long __kabi_reserved ## n
#define KABI_RESERVE_ARRAY(n, bytes) unsigned char __attribute__((aligned(8))) __kabi_reserved ## n[bytes]
#define KABI_USE(n, new) KEEP(KABI_RESERVE(n), new)
#define KABI_USE2(n, one, two) KEEP(KABI_RESERVE(n), struct { one; two; })
#define KABI_USE_ARRAY(n, bytes, new) KEEP(KABI_RESERVE_ARRAY(n, bytes), new)
#define KABI_IGNORE(n, new) union { new; unsigned char __kabi_ignored ## n; }
#define KABI_REPLACE(type, name, new) KEEP(type __kabi_renamed ## name, struct { new; })
#define KABI_DECLONLY(type) RULE("declonly", #type, "")
#define KABI_ENUMERATOR_IGNORE(type, name) RULE("enumerator_ignore", #type " " #name, "")
#define KABI_ENUMERATOR_VALUE(type, name, value) RULE("enumerator_value", #type " " #name, #value)
#define KABI_BYTE_SIZE(type, bytes) RULE("byte_size", #type, #bytes)
#define KABI_TYPE_STRING(type, text) RULE("type_string", type, text)
#define ANDROID_KABI_IGNORE(n, new) KABI_IGNORE(n, new)
#define ANDROID_KABI_REPLACE(type, name, new) KABI_REPLACE(type, name, new)
#define ANDROID_KABI_DECLONLY(type) KABI_DECLONLY(type)
#define ANDROID_KABI_ENUMERATOR_IGNORE(type, name) KABI_ENUMERATOR_IGNORE(type, name)

/* These genksyms sees without what is new. Those of Red Hat bring the semicolon along. */
#define RH_KABI_RESERVE(n) unsigned long rh_reserved ## n;
#ifdef __GENKSYMS__
#define RH_KABI_USE(n, new) RH_KABI_RESERVE(n)
#define RH_KABI_REPLACE(old, new) old;
#define RH_KABI_FILL_HOLE(new)
#define RH_KABI_EXTEND(new)
#define RH_KABI_EXTEND_ENUM(new)
#else
#define RH_KABI_USE(n, new) union { new; struct { RH_KABI_RESERVE(n) } JOINED(rh_kabi_hidden_, __LINE__); };
#define RH_KABI_REPLACE(old, new) union { new; struct { old; } JOINED(rh_kabi_hidden_, __LINE__); };
#define RH_KABI_FILL_HOLE(new) new;
#define RH_KABI_EXTEND(new) new;
#define RH_KABI_EXTEND_ENUM(new) new,
#endif
#ifdef OLD_ANDROID
#define ANDROID_KABI_RESERVE(n) u64 android_kabi_reserved ## n
#ifdef __GENKSYMS__
#define ANDROID_KABI_USE(n, new) ANDROID_KABI_RESERVE(n)
#define ANDROID_KABI_USE2(n, one, two) ANDROID_KABI_RESERVE(n)
#else
#define ANDROID_KABI_USE(n, new) union { new; struct { ANDROID_KABI_RESERVE(n); } JOINED(android_kabi_hide, __LINE__); }
#define ANDROID_KABI_USE2(n, one, two) ANDROID_KABI_USE(n, struct { one; two; })
#endif
#else
#define ANDROID_KABI_RESERVE(n) u64 __kabi_reserved ## n
#define ANDROID_KABI_USE(n, new) KEEP(ANDROID_KABI_RESERVE(n), new)
#define ANDROID_KABI_USE2(n, one, two) KEEP(ANDROID_KABI_RESERVE(n), struct { one; two; })
#endif
END

# The kernel's generator of versions from C, for what is hidden from it.
genksyms=
tree=$testbed/linux-source-7.3/scripts
if [[ -e $tree/genksyms/parse.y && -z $(missing flex bison) ]]; then
    mkdir genksyms
    { bison -o genksyms/parse.tab.c --defines=genksyms/parse.tab.h -t -l "$tree/genksyms/parse.y" && flex -o genksyms/lex.lex.c -L "$tree/genksyms/lex.l" &&
        gcc -O1 -w -D_GNU_SOURCE -I "$tree/include" -I "$tree/genksyms" -I genksyms -o genksyms/genksyms \
            "$tree/genksyms/genksyms.c" genksyms/parse.tab.c genksyms/lex.lex.c; } > genksyms.log 2>&1 && genksyms=$scratch/genksyms/genksyms
fi

# compiled SIDE OPTIONS...: SIDE.c to an object; what the compiler says is in cc.err.
compiled() { "$compiler" -std=gnu11 -g -w "${options[@]}" -c "$1.c" -o "${3-$1.o}" ${2:+"$2"} 2> cc.err; }
version() { "$kelf" symvers --stable "$1" 2> /dev/null | sed -n 's/^#SYMVER use //p'; }
genksyms_version() { "$compiler" -E -P -w "${options[@]}" -D__GENKSYMS__ -DREAL_GENKSYMS "$1.c" | "$genksyms" ${2:+-T "$2"} 2> /dev/null | sed -n 's/^#SYMVER use //p'; }

# judge NAME FINDING FIX PRESET DATA: old.h, new.h and their sources are there. DATA is what versions are made of, and the fix is proposed
# from: dwarf by rules of gendwarfksyms, hidden by what genksyms is to see (types are those of DWARF), genksyms of its own types.
judge() {
    local name="$compiler: $1" finding=$2 fix=$3 preset=$4 data=$5 old=old.o new=new.o hide='' status=0 before after lines
    { compiled old && compiled new; } || { fail "$name" "the sources: $(head -n 1 cc.err)"; return; }
    if [[ $data == genksyms ]]; then
        genksyms_version old old.symtypes > old.version; genksyms_version new new.symtypes > new.version
        old=old.symtypes new=new.symtypes
        cmp -s old.version new.version && { fail "$name" 'the version does not change'; return; }
    fi
    "$kelf" kabi compare ${preset:+--preset "$preset"} --json $old $new > report.json 2> err
    grep -q "\"kind\": *\"$finding\"" report.json || { fail "$name" "no $finding: $("$kelf" kabi compare --format short $old $new 2>&1 | head -n 1)"; return; }
    perl "$here/kabi-fix.pl" report.json "$fix" new.h new.c fixed.h fixed.c 2> err || { fail "$name" "no fix $fix: $(head -n 1 err)$(grep -o '"fixes":.*' report.json | head -c 300)"; return; }
    sed -i 's/"new\.h"/"fixed.h"/' fixed.c
    { "$kelf" kabi compare ${preset:+--preset "$preset"} $old $new; "$kelf" kabi explain ${preset:+--preset "$preset"} $old $new use; } > text 2>&1
    [[ $(grep -c "($fix)" text) -ge 2 ]] || { fail "$name" 'the text does not have the fix'; return; }
    compiled fixed || { fail "$name" "the fix: $(grep -m 1 error cc.err)"; return; }

    [[ $data == dwarf ]] || hide=-D__GENKSYMS__
    { compiled old "$hide" old-seen.o && compiled new "$hide" new-seen.o && compiled fixed "$hide" fixed-seen.o; } ||
        grep -q 'static assertion\|static_assert' cc.err || { fail "$name" "as versions see it: $(grep -m 1 error cc.err)"; return; }
    if [[ $data != dwarf ]]; then
        # Without what is hidden, what is asserted of it cannot be compiled.
        sed '/^static_assert/d' fixed.c > seen.c
        compiled seen "$hide" fixed-seen.o || { fail "$name" "as genksyms sees it: $(grep -m 1 error cc.err)"; return; }
    fi
    before=$(version old-seen.o) after=$(version fixed-seen.o)
    [[ -n $before && $before == "$after" ]] || { fail "$name" "the version is $after, was $before"; return; }
    [[ $(version new-seen.o) != "$before" ]] || { fail "$name" 'the version does not change without the fix'; return; }
    if [[ $data != dwarf && -n $genksyms ]]; then
        before=$(genksyms_version old) after=$(genksyms_version fixed)
        [[ -n $before && $before == "$after" ]] || { fail "$name" "the version of genksyms is $after, was $before"; return; }
    fi
    lines=$("$kelf" kabi compare --stable --format short old-seen.o fixed-seen.o 2>&1)
    [[ -z $lines ]] || { fail "$name" "still found: $(head -n 1 <<< "$lines")"; return; }
    # As it is in memory.
    if [[ $fix != enumerator-value ]]; then
        lines=$("$kelf" kabi compare --format short old.o fixed.o 2>&1) || status=$?
        [[ $status == 0 ]] || { fail "$name" "a break in memory: $(head -n 1 <<< "$lines")"; return; }
    fi

    if ! grep -q '^static_assert' fixed.c; then
        if [[ $fix == declaration-only || $fix == type-string || $data == genksyms ]]; then pass "$name: $fix"; else fail "$name" 'no assertion'; fi
        return
    fi
    # What moves all of them.
    sed -E 's/^((struct|union) ring \{)/\1 long broken[8];/; s/^(enum ring \{)/\1 BROKEN,/; s/= 5,/= 6,/' fixed.h > broken.h
    [[ ! -e seen.h ]] || sed -E 's/^(struct ring \{)/\1 long broken[8];/' seen.h > broken-seen.h
    sed 's/"fixed\.h"/"broken.h"/; s/"seen\.h"/"broken-seen.h"/' fixed.c > broken.c
    if compiled broken; then fail "$name" 'the assertions hold when the layout is broken'
    elif grep -q 'static assertion\|static_assert' cc.err; then pass "$name: $fix"
    else fail "$name" "broken on purpose: $(grep -m 1 error cc.err)"; fi
}

# case_of NAME FINDING FIX PRESET DATA OLD NEW USE: the type in a header, and the function that leads to it. Of what a .c file defines itself
# versions do not depend on the members.
case_of() {
    local side old=$6 new=$7 use=$8
    rm -f -- *.o *.h.gch old.* new.* fixed.* broken.* broken-seen.h seen.h seen.c
    for side in old new; do
        { echo '#include "head.h"'; echo "${!side}"; } > $side.h
        { echo "#include \"$side.h\""; echo "$use"; } > $side.c
    done
    judge "$1" "$2" "$3" "$4" "$5"
}
# Members, each on a line.
type_of() { echo "$1 ring {"; sed 's/; */;\n/g; s/\(RH_KABI_RESERVE(.)\) /\1\n/' <<< "$2"; echo '};'; }
members() { case_of "$1" "$2" "$3" "$4" "$5" "$(type_of struct "$6")" "$(type_of struct "$7")" 'void use(struct ring *r) { (void)r; } EXPORT_SYMBOL(use);'; }
enumerators() {
    case_of "$1" "$2" "$3" "$4" "$5" "$(type_of enum "$6" | sed 's/, */,\n/g')" "$(type_of enum "$7" | sed 's/, */,\n/g')" 'void use(enum ring r) { (void)r; } EXPORT_SYMBOL(use);'
}
functions() {
    local side old=$6 new=$7
    rm -f -- *.o old.* new.* fixed.* broken.* seen.h broken-seen.h seen.c
    for side in old new; do
        echo '#include "head.h"' > $side.h
        { echo "#include \"$side.h\""; echo "${!side}"; echo 'EXPORT_SYMBOL(use);'; } > $side.c
    done
    judge "$1" "$2" "$3" "$4" "$5"
}
# visible NAME PRESET DATA: an include more.
visible() {
    rm -f -- *.o old.* new.* fixed.* broken.* seen.c
    { echo '#include "head.h"'; echo 'struct ring;'; } > old.h
    cp old.h new.h
    { echo 'struct ring {'; echo 'int a;'; echo '};'; } > seen.h
    local use='void use(struct ring *r) { (void)r; } EXPORT_SYMBOL(use);'
    { echo '#include "old.h"'; echo "$use"; } > old.c
    { echo '#include "new.h"'; echo '#include "seen.h"'; echo "$use"; } > new.c
    judge "$1" became-defined declaration-only "$2" "$3"
}

all_cases() {
    members 'reserved member, far' member-added-at-end use-reserved '' dwarf 'long a; KABI_RESERVE(1); long z;' 'long a; KABI_RESERVE(1); long z; u32 owner;'
    members 'two in one reserved member' member-added-at-end use-reserved '' dwarf 'long a; KABI_RESERVE(1); long z;' 'long a; KABI_RESERVE(1); long z; u32 owner; u32 group;'
    members 'two in two reserved members' member-added use-reserved '' dwarf 'long a; long z; KABI_RESERVE(1); KABI_RESERVE(2);' 'long a; void *data; long z; u32 group; KABI_RESERVE(1); KABI_RESERVE(2);'
    members 'reserved array' member-added-at-end use-reserved '' dwarf 'long a; KABI_RESERVE_ARRAY(1, 32); long z;' 'long a; KABI_RESERVE_ARRAY(1, 32); long z; void *one; void *two;'
    members 'function pointer' member-added use-reserved '' dwarf 'long a; long z; KABI_RESERVE(1);' 'long a; int (*cb)(int, long); long z; KABI_RESERVE(1);'
    members 'reserved member used without the macro' reserved-used use-reserved '' dwarf 'long a; KABI_RESERVE(1); long z;' 'long a; void *data; long z;'
    members 'hole' member-added-at-end fill-hole '' dwarf 'char a; long z;' 'char a; long z; u32 owner;'
    members 'hole beside a reserved member' member-added-at-end fill-hole '' dwarf 'char a; long z; KABI_RESERVE(1);' 'char a; long z; KABI_RESERVE(1); u32 owner;'
    members 'two in a hole' member-added fill-hole '' dwarf 'char a; long z;' 'char a; short b; long z; u32 owner;'
    members 'padding' member-added fill-hole '' dwarf 'long a; char z;' 'u32 owner; long a; char z;'
    members 'in a hole already' member-added-in-hole hide-member '' dwarf 'char a; long z;' 'char a; u32 owner; long z;'
    members 'in padding already' member-added-in-padding hide-member '' dwarf 'long a; char z;' 'long a; char z; short owner;'
    members 'in a union' member-added-in-padding hide-member '' dwarf 'int a; union { long x; char y; }; int z;' 'int a; union { long x; char y; int w; }; int z;'
    members 'bit-field in a hole' member-added-in-hole hide-member '' dwarf 'char a; long z;' 'char a; unsigned owner : 3; long z;'
    members 'pointer to another type' member-type replace-member '' dwarf 'int *a; long z;' 'struct other *a; long z;'
    members 'renamed' member-renamed replace-member '' dwarf 'int a; int z;' 'int b; int z;'
    members 'other sign' same-size-integer-sign replace-member '' dwarf 'int a; int z;' 'unsigned a; int z;'
    members 'const' qualifier-only replace-member '' dwarf 'char *a; int z;' 'const char *a; int z;'
    members 'end' member-added-at-end append-member '' dwarf 'long a; long z;' 'long a; long z; u32 owner;'
    enumerators 'enumerator last' enumerator-added ignore-enumerator '' dwarf 'A, B,' 'A, B, C,'
    enumerators 'enumerator between, with values' enumerator-added ignore-enumerator '' dwarf 'A = 1, B = 5,' 'A = 1, C = 3, B = 5,'
    enumerators 'enumerator before the one that counts' enumerator-value-changed enumerator-value '' dwarf 'A, B, COUNT,' 'A, B, C, COUNT,'
    enumerators 'enumerator between, without values' enumerator-value-changed move-enumerator '' dwarf 'A, B, D, E,' 'A, C, B, D, E,'
    visible 'type that became visible' '' dwarf
    functions 'parameter renamed' parameter-renamed type-string '' dwarf 'void use(int a) { (void)a; }' 'void use(int b) { (void)b; }'
    functions 'parameter of another typedef' typedef-target-spelled-differently type-string '' dwarf 'void use(unsigned long a) { (void)a; }' 'void use(ulong_t a) { (void)a; }'

    members 'Android: reserved member' member-added-at-end use-reserved android dwarf 'long a; ANDROID_KABI_RESERVE(1); long z;' 'long a; ANDROID_KABI_RESERVE(1); long z; u32 owner; u32 group;'
    members 'Android: hole' member-added-at-end fill-hole android dwarf 'char a; long z;' 'char a; long z; u32 owner;'
    members 'Android: another type' same-size-integer-sign replace-member android dwarf 'int a; int z;' 'unsigned a; int z;'
    enumerators 'Android: enumerator' enumerator-added ignore-enumerator android dwarf 'A, B,' 'A, B, C,'
    visible 'Android: type that became visible' android dwarf
    options=(-DOLD_ANDROID)
    members 'Android with genksyms: reserved member' member-added-at-end use-reserved android hidden 'long a; ANDROID_KABI_RESERVE(1); long z;' 'long a; ANDROID_KABI_RESERVE(1); long z; u32 owner; u32 group;'
    options=()

    members 'Red Hat: reserved member' member-added-at-end use-reserved redhat hidden 'long a; RH_KABI_RESERVE(1) long z;' 'long a; RH_KABI_RESERVE(1) long z; u32 owner; u32 group;'
    members 'Red Hat: by the names of the type' member-added-at-end use-reserved '' hidden 'long a; RH_KABI_RESERVE(1) long z;' 'long a; RH_KABI_RESERVE(1) long z; u32 owner;'
    members 'Red Hat: hole' member-added-at-end fill-hole redhat hidden 'char a; long z;' 'char a; long z; u32 owner;'
    members 'Red Hat: end' member-added-at-end append-member redhat hidden 'long a; long z;' 'long a; long z; u32 owner;'
    members 'Red Hat: another type' same-size-integer-sign replace-member redhat hidden 'int a; int z;' 'unsigned a; int z;'
    enumerators 'Red Hat: enumerator' enumerator-added ignore-enumerator redhat hidden 'A, B,' 'A, B, C,'
    visible 'Red Hat: type that became visible' redhat hidden

    members 'SUSE: padding, a pointer' member-added-at-end use-reserved suse hidden 'long a; void *suse_kabi_padding; int z;' 'long a; void *suse_kabi_padding; int z; long owner;'
    members 'SUSE: padding, used' reserved-used use-reserved suse hidden 'long a; unsigned long suse_kabi_padding[4]; int z;' 'long a; void *data; unsigned long suse_kabi_padding[3]; int z;'
    members 'SUSE: padding, an array' member-added use-reserved suse hidden 'long a; unsigned long suse_kabi_padding[4]; int z;' 'void *one; void *two; long a; unsigned long suse_kabi_padding[4]; int z;'
    members 'SUSE: hole' member-added-at-end fill-hole suse hidden 'char a; long z;' 'char a; long z; u32 owner;'
    members 'SUSE: another type' same-size-integer-sign replace-member suse hidden 'int a; int z;' 'unsigned a; int z;'
    enumerators 'SUSE: enumerator between' enumerator-added ignore-enumerator suse hidden 'A = 1, B = 5,' 'A = 1, C = 3, B = 5,'
    visible 'SUSE: type that became visible' suse hidden

    if [[ -z $genksyms ]]; then skip "$compiler: genksyms" 'no genksyms can be compiled (linux-source-7.3 in KELF_TESTBED, flex, bison)'; return; fi
    members 'genksyms: in a hole' member-added hide-member '' genksyms 'char a; long z;' 'char a; u32 owner; long z;'
    members 'genksyms, Red Hat: in a hole' member-added hide-member redhat genksyms 'char a; long z;' 'char a; u32 owner; long z;'
    members 'genksyms: renamed' member-renamed replace-member suse genksyms 'int a; int z;' 'int b; int z;'
    enumerators 'genksyms: enumerator' enumerator-added ignore-enumerator '' genksyms 'A, B,' 'A, B, C,'
    visible 'genksyms: type that became visible' '' genksyms
}

options=()
for compiler in gcc clang-19; do
    [[ -z $(missing "$compiler") ]] || { skip "$compiler" "no $compiler"; continue; }
    all_cases
done

# Nothing fits, and that is said.
compiler=gcc
printf '#include "head.h"\nstruct ring { long a; long z; }; struct holder { struct ring r; long end; };\n' > old.h
sed 's/long z; }/long z; char name[64]; }/' old.h > new.h
for side in old new; do printf '#include "%s.h"\nvoid use(struct holder *r) { (void)r; } EXPORT_SYMBOL(use);\n' $side > $side.c; compiled $side; done
"$kelf" kabi compare old.o new.o > text 2>&1
check no-room grep -q 'fix: .*64 bytes are needed.*(no-room)' text
