#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `generate_initcall_order.pl` against the kernel's script, byte for byte, on built kernels and on archives of each kind;
# and the order of the linked kernels.
#
#   initcalls.sh [TREE...]     default small-thinlto, small-fulllto, small-gcc, and small-i386
#
#   ORIGINAL  the kernel's script; NM its nm (default llvm-nm-19); KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
ORIGINAL=${ORIGINAL:-${KELF_TESTBED:-$HOME/.cache/kelf-testbed}/linux-source-7.3/scripts/generate_initcall_order.pl}
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool generate_initcall_order.pl
export NM=${NM:-llvm-nm-19}
(($# > 0)) || set -- small-thinlto small-fulllto small-gcc small-i386
[[ -e $ORIGINAL ]] || skip_all "no script at $ORIGINAL"
need perl "$NM"

# compare NAME FOLDER FILE...: both in that folder.
compare() {
    local name=$1 folder=$2 jobs
    shift 2
    (cd "$folder" && objtree=. perl "$ORIGINAL" "$@" > "$scratch/original" 2> "$scratch/original.err")
    [[ -s $scratch/original ]] || { fail "$name" "the original fails: $(head -n 1 "$scratch/original.err")"; return; }
    for jobs in 1 2 8; do
        if ! (cd "$folder" && objtree=. PARALLELISM=$jobs "$tool" "$@" > "$scratch/kelf" 2> "$scratch/kelf.err"); then
            fail "$name, $jobs threads" "$(head -n 1 "$scratch/kelf.err")"
            return
        fi
        cmp -s "$scratch/original" "$scratch/kelf" ||
            { fail "$name, $jobs threads" "$(first_difference "$scratch/original" "$scratch/kelf")"; return; }
    done
    pass "$name: $(grep -c ';' "$scratch/kelf") initcalls"
}

# The same initcalls in archives of each kind that the original can read; and in those that it cannot, against it all the same.
archives() {
    local folder=$scratch/archives ar
    mkdir -p "$folder/sub"
    cp "$root"/tests/Fixtures/bitcode/*.o "$folder/"
    cp "$folder/one.o" "$folder/sub/an-object-with-a-long-name.o"
    cd "$folder" || return
    compare 'bitcode of clang 14 and 19' . calls-14-thin.o calls-14-full.o calls-19-thin.o calls-19-full.o
    compare 'wrapped bitcode' . calls-wrapped.o
    compare 'ELF' . calls-elf.o
    compare 'fat object' . calls-fat.o
    compare 'joined bitcode' . joined.o
    for ar in ar llvm-ar-19; do
        command -v "$ar" > /dev/null || { skip "archives of $ar" "no $ar"; continue; }
        rm -f ./*.a
        "$ar" rcS ordinary.a one.o calls-elf.o sub/an-object-with-a-long-name.o calls-19-thin.o
        "$ar" rc indexed.a one.o calls-elf.o 2> /dev/null # it looks for a plug-in, and says so when that is too old
        "$ar" rcS --thin thin.a one.o sub/an-object-with-a-long-name.o calls-elf.o 2> /dev/null ||
            "$ar" rcST thin.a one.o sub/an-object-with-a-long-name.o calls-elf.o
        cp thin.a sub.a
        for archive in ordinary indexed thin; do
            compare "$archive archive of $ar" . "$archive.a"
        done
        compare "several archives of $ar" . thin.a ordinary.a calls-19-full.o
        # The original sees nothing in these; what it finds in the archive inside is right.
        rm -f outer.a
        "$ar" rcS --thin outer.a ordinary.a 2> /dev/null || "$ar" rcST outer.a ordinary.a
        objtree=. perl "$ORIGINAL" ordinary.a > "$scratch/original"
        if objtree=. "$tool" outer.a 2> "$scratch/kelf.err" | cmp -s - "$scratch/original"; then
            pass "nested archive of $ar"
        else
            fail "nested archive of $ar" "$(head -n 1 "$scratch/kelf.err")"
        fi
    done
    cd "$root" || exit
}
archives

# Distributed ThinLTO: native objects in place of bitcode give the script that the bitcode gives.
distributed() {
    local folder=$scratch/distributed unit mode
    if ! command -v clang-19 > /dev/null || ! command -v ld.lld-19 > /dev/null || ! command -v llvm-ar-19 > /dev/null; then
        skip 'distributed ThinLTO' 'no clang-19, lld-19 or llvm-19'
        return
    fi
    mkdir -p "$folder"
    cd "$folder" || return
    for unit in plain two one; do
        sed "s/one/$unit/g" "$root/tests/Fixtures/bitcode/one.c" > $unit.c
        [[ $unit == plain ]] && mode=-fno-lto || mode=-flto=thin
        clang-19 -O2 $mode -c $unit.c -o $unit.o
    done
    printf '%s\n' plain.o two.o one.o > builtin.order
    ld.lld-19 -r --thinlto-index-only=index @builtin.order -o none.o
    for unit in two one; do
        clang-19 -O2 -x ir -fno-lto -fthinlto-index=$unit.o.thinlto.bc -c $unit.o -o $unit.thinlto-native.o
    done
    llvm-ar-19 rcS --thin bitcode.a plain.o two.o one.o
    llvm-ar-19 rcS --thin native.a plain.o two.thinlto-native.o one.thinlto-native.o
    compare 'distributed ThinLTO, native objects' . native.a
    mv "$scratch/kelf" "$scratch/native"
    compare 'distributed ThinLTO, bitcode' . bitcode.a
    cmp -s "$scratch/kelf" "$scratch/native" && pass 'distributed ThinLTO: both give one script' ||
        fail 'distributed ThinLTO: both give one script' "$(first_difference "$scratch/native" "$scratch/kelf")"
    cd "$root" || exit
}
distributed

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/vmlinux.a ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; continue; }
    compare "$name" "$tree" vmlinux.a
    [[ ! -e $tree/.tmp_initcalls.lds ]] || { cmp -s "$tree/.tmp_initcalls.lds" "$scratch/kelf" &&
        pass "$name: as it was built" || fail "$name: as it was built" 'differs'; }
    # Without the archive: its members as arguments, which the original starts an nm for each.
    (cd "$tree" && "${NM%nm*}ar${NM##*nm}" t vmlinux.a | grep -E '^(kernel|lib)/' > "$scratch/members")
    mapfile -t members < "$scratch/members"
    ((${#members[@]} == 0)) || compare "$name, objects" "$tree" "${members[@]}"
    for image in vmlinux vmlinux.o; do
        [[ -e $tree/$image ]] || { skip "$name, $image" 'no such image'; continue; }
        if "$TOOL" initcalls --check "$tree/$image" "$tree/vmlinux.a" > "$scratch/check" 2>&1; then
            pass "$name, $image: $(sed 's/.*: //;q' "$scratch/check")"
        else
            fail "$name, $image" "$(head -n 2 "$scratch/check" | tail -n 1)"
        fi
    done
done
