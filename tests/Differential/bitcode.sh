#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The reader of bitcode against LLVM's own: the same symbols and letters as llvm-nm, of assembly too; the same flags and
# sections as `llvm-lto2 dump-symtab`. And with itself: the symbol table says what the modules say.
#
#   bitcode.sh [TREE...]      default small-thinlto, small-fulllto and, compiled by clang 14, small-6.1-clang14
#
# Also the objects of tests/Fixtures/bitcode and random C sources, of clang 14 and 19. An LLVM reads bitcode of its own
# version and older; a tree is read by the one that made it.
#
#   KELF_TESTBED as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

(($# > 0)) || set -- small-thinlto small-fulllto small-6.1-clang14
need_helper RandomC
random_c=("${helper[@]}")
need_helper BitcodeSymbols
reader() { "${helper[@]}" "$1"; }

# Lines `FILE TAB LETTER NAME` of llvm-nm's listing of several files.
nm_lines() {
    awk '/:$/ && !/^(-| )/ { file = substr($0, 1, length($0) - 1); next }
        NF { print file "\t" substr($0, 18, 1) " " substr($0, 20) }'
}

# lto2_lines VERSION: the same of llvm-lto2, for the files of standard input.
lto2_lines() {
    local file
    while read -r file; do
        "llvm-lto2-$1" dump-symtab "$file" | awk -v file="$file" '
            /^[DHP][-U][-C][-W][-I][-O][-T][-X] / { if (line) print line; line = file "\t" $0; next }
            /^ *section / { sub(/^ */, " "); line = line $0 }
            END { if (line) print line }'
    done
}

# check_bitcode NAME VERSION FOLDER: compares for the bitcode that $scratch/all names, relative to FOLDER.
check_bitcode() {
    local name=$1 version=$2 folder=$3 what
    command -v "llvm-nm-$version" > /dev/null || { skip "$name" "no llvm-nm-$version"; return; }
    # Assembly may include files of the tree.
    cd "$folder" || return
    reader describe < "$scratch/all" > "$scratch/described"
    cut -f 1 "$scratch/described" | sort -u > "$scratch/bitcode"
    [[ -s $scratch/bitcode ]] || { cd "$root" || exit; skip "$name" 'no bitcode there'; return; }
    reader nm < "$scratch/bitcode" | sort > "$scratch/nm.kelf"
    # One file alone has no heading; the second name makes two.
    xargs "llvm-nm-$version" --no-sort "$here/../Fixtures/bitcode/one.o" < "$scratch/bitcode" 2> "$scratch/nm.err" |
        nm_lines | grep -v "^$here" | sort > "$scratch/nm.llvm"
    # llvm-lto2 does not look into fat objects.
    grep -v fat "$scratch/bitcode" | reader lto | sort > "$scratch/lto2.kelf"
    lto2_lines "$version" < "$scratch/bitcode" 2> "$scratch/lto2.err" | sort > "$scratch/lto2.llvm"
    for what in nm lto2; do
        if grep -q '^error:' "$scratch/$what.err"; then
            fail "$name, llvm-$what-$version" "$(grep -m 1 '^error:' "$scratch/$what.err")"
        elif cmp -s "$scratch/$what.llvm" "$scratch/$what.kelf"; then
            pass "$name, llvm-$what-$version: $(wc -l < "$scratch/bitcode") files, $(wc -l < "$scratch/$what.kelf") symbols"
        else
            fail "$name, llvm-$what-$version" "$(first_difference "$scratch/$what.llvm" "$scratch/$what.kelf")"
        fi
    done
    reader modules < "$scratch/bitcode" > "$scratch/modules"
    if grep -q 'only in\|error:' "$scratch/modules"; then
        fail "$name, modules" "$(grep -m 1 'only in\|error:' "$scratch/modules")"
    else
        pass "$name, modules: as the symbol table"
    fi
    cd "$root" || exit
}

for version in 14 19; do
    (cd "$root/tests/Fixtures/bitcode" && ls calls-"$version"-*.o) > "$scratch/all"
    [[ $version == 14 ]] || printf '%s\n' calls-wrapped.o calls-fat.o >> "$scratch/all"
    check_bitcode "fixtures $version" "$version" "$root/tests/Fixtures/bitcode"
done

mkdir -p "$scratch/inputs"
if "${random_c[@]}" "$scratch/inputs" 0 40 > "$scratch/build.log" 2>&1; then
    for version in 14 19; do
        command -v "clang-$version" > /dev/null || { skip "random C $version" "no clang-$version"; continue; }
        mkdir -p "$scratch/random-$version"
        number=0
        while read -r source; do
            ((++number % 2)) && mode=thin || mode=full
            "clang-$version" -w "-O$((number % 3))" "-flto=$mode" -c "$source" -o "$scratch/random-$version/$number.o" \
                2> /dev/null
        done < <(find "$scratch/inputs" -name '*.c' | sort)
        (cd "$scratch/random-$version" && find . -name '*.o') > "$scratch/all"
        check_bitcode "random C $version" "$version" "$scratch/random-$version"
    done
else
    fail 'random C' "RandomC fails: $(tail -n 1 "$scratch/build.log")"
fi

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/.config ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; continue; }
    version=$(sed -n 's/^CONFIG_CLANG_VERSION=\([0-9]*\)[0-9]\{4\}$/\1/p' "$tree/.config")
    tree=$(realpath "$tree")
    (cd "$tree" && find . -name '*.o' ! -name 'vmlinux*' ! -path './tools/*' | sed 's:^\./::') > "$scratch/all"
    check_bitcode "$name" "$version" "$tree"
done
