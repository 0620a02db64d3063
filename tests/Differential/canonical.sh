#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Canonical versions (docs/canonical.md) on built kernels: joined objects have the same versions in
# any order and for any list of symbols; and how many versions are those of the default, of the whole
# image, and of the same kernel linked with LTO. Before that: the same source as DWARF 2 to 5.
#
#   canonical.sh [TREE...]      default small-gcc small-clang
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
versions() { "$TOOL" symvers -q "$@" 2> "$scratch/errors"; }
equal() { comm -12 "$1" "$2" | wc -l; }

check_orders() { # the first 40 objects of $scratch/objects joined, in two orders
    local name=$1 part=$scratch/part
    head -n 40 "$scratch/objects" > "$part"
    ld -r -z muldefs -o "$scratch/forward.o" "@$part" 2> "$scratch/errors" && tac "$part" > "$part.tac" &&
        ld -r -z muldefs -o "$scratch/backward.o" "@$part.tac" 2> "$scratch/errors" || { fail "$name/orders" 'ld -r fails'; return; }
    versions --canonical "$scratch/forward.o" | sort > "$scratch/forward"
    versions --canonical "$scratch/backward.o" | sort > "$scratch/backward"
    if [[ ! -s $scratch/forward ]] || ! cmp -s "$scratch/forward" "$scratch/backward"; then
        fail "$name/orders" "$(first_difference "$scratch/forward" "$scratch/backward")"
        return
    fi
    # Every tenth symbol, without the others.
    awk 'NR % 10 == 0 { print $2 }' "$scratch/forward" > "$scratch/list"
    versions --canonical --symbols "$scratch/list" "$scratch/backward.o" | sort > "$scratch/some"
    if ! cmp -s <(awk 'NR % 10 == 0' "$scratch/forward") "$scratch/some"; then
        fail "$name/list" "$(first_difference <(awk 'NR % 10 == 0' "$scratch/forward") "$scratch/some")"
        return
    fi
    pass "$name: $(wc -l < "$scratch/forward") symbols of 40 joined objects, two orders, two lists"
}

check_tree() {
    local tree=$1 name other
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    find "$tree/" -name '.*.o.cmd' -exec grep -l '^#SYMVER ' {} + 2> /dev/null |
        sed 's,/\.\([^/]*\)\.cmd$,/\1,' | sort > "$scratch/objects"
    [[ -s $scratch/objects ]] || { skip "$name" 'no built kernel with symbol versions (KELF_TESTBED)'; return; }
    check_orders "$name"
    versions "@$scratch/objects" | sort > "$scratch/default"
    versions --canonical "@$scratch/objects" | sort > "$scratch/canonical"
    echo "# $name, object by object: $(equal "$scratch/default" "$scratch/canonical") of" \
        "$(wc -l < "$scratch/default") canonical versions are the default ones"
    for other in "$tree" "$testbed/small-thinlto" "$testbed/small-fulllto"; do
        [[ -e $other/vmlinux.o && ($other == "$tree" || $name == small-clang) ]] || continue
        versions "$other/vmlinux.o" | sort > "$scratch/image.default"
        versions --canonical "$other/vmlinux.o" | sort > "$scratch/image.canonical"
        echo "# $(basename "$other")/vmlinux.o, $(wc -l < "$scratch/image.default") symbols, as in the objects of $name:" \
            "$(equal "$scratch/default" "$scratch/image.default") by default," \
            "$(equal "$scratch/canonical" "$scratch/image.canonical") canonical"
    done
}

# The same types have the same versions in each version of DWARF: bit-fields and places are encoded in three ways (docs/canonical.md).
check_dwarf() {
    local compiler source version object=$scratch/dwarf.o compared differ
    need_helper RandomC
    "${helper[@]}" "$scratch/inputs" 0 20 || { fail generator 'does not run'; return; }
    for compiler in gcc clang-19; do
        command -v "$compiler" > /dev/null || { skip "dwarf/$compiler" "no $compiler"; continue; }
        compared=0 differ=
        for source in "$root"/tests/Fixtures/symvers/{machines/exports,w03-bitfields-packing/e,c-dwarf-versions/types}.c "$scratch"/inputs/*/input.c; do
            for version in 5 4 3 2; do
                # DWARF 2 knows no restrict, and only DWARF 5 knows _Atomic.
                "$compiler" -w -Drestrict= -D_Atomic= -gdwarf-$version -c "$source" -o "$object" 2> "$scratch/errors" || continue 2
                nm -g --defined-only "$object" | awk '{ print $3 }' > "$scratch/list"
                versions --canonical --symbols "$scratch/list" "$object" > "$scratch/dwarf$version"
                [[ $version == 5 ]] && continue
                cmp -s "$scratch/dwarf5" "$scratch/dwarf$version" ||
                    differ="$source, DWARF $version: $(first_difference "$scratch/dwarf5" "$scratch/dwarf$version")"
            done
            compared=$((compared + $(wc -l < "$scratch/dwarf5")))
        done
        if [[ -n $differ || $compared == 0 ]]; then
            fail "dwarf/$compiler" "${differ:-nothing was compared}"
        else
            pass "dwarf/$compiler: $compared symbols in DWARF 2 to 5"
        fi
    done
}

check_dwarf
(($# > 0)) || set -- small-gcc small-clang
for tree in "$@"; do
    check_tree "$tree"
done
