#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What dwz does to debugging information changes no version: files of several units and random C, compressed by themselves (dwz) and
# together (dwz -m, with GNU's and with DWARF 5's references), and the image of a kernel; by default, canonical, unit by unit. Then the
# supplementary file is gone, or another, or no file.
#
#   dwz.sh [COUNT [TREE...]]    random C sources, default 24; trees default small-gcc
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

count=${1:-24}
trees=("${@:2}")
((${#trees[@]} > 0)) || trees=(small-gcc)
modes=('' --canonical --per-unit)

# outputs OUT FILE [OPTION...]: versions, type strings and status of all that the list names.
outputs() {
    local out=$1 file=$2 status=0
    shift 2
    rm -f "$out".*
    "$TOOL" symvers --quiet "$@" --symtypes "$out.symtypes" --output "$out.versions" "$file" 2> "$out.errors" || status=$?
    echo "$status" > "$out.status"
}

# same NAME BEFORE AFTER [OPTION...]: the outputs of two files are the same in every mode.
same() {
    local name=$1 before=$2 after=$3 mode part
    shift 3
    for mode in "${modes[@]}"; do
        outputs "$scratch/before" "$before" ${mode:+"$mode"} "$@"
        outputs "$scratch/after" "$after" ${mode:+"$mode"} "$@"
        if [[ $(cat "$scratch/before.status") != 0 || ! -s $scratch/before.versions ]]; then
            fail "$name" "${mode:-default}: no versions: $(head -n 1 "$scratch/before.errors")"
            return
        fi
        for part in status versions symtypes; do
            if ! cmp -s "$scratch/before.$part" "$scratch/after.$part"; then
                fail "$name" "${mode:-default}, $part: $(first_difference "$scratch/before.$part" "$scratch/after.$part") $(head -n 1 "$scratch/after.errors")"
                return
            fi
        done
    done
    pass "$name: $(wc -l < "$scratch/before.versions") symbols, $(printf '%s ' "${modes[@]/#--/}" | sed 's/^ /default /; s/ $//')"
}

shared_object() { # shared_object OUT OPTIONS SOURCE...
    local out=$1 options=$2
    shift 2
    # shellcheck disable=SC2086
    gcc -w -g -O1 $options -fPIC -shared -nostdlib -Wl,--unresolved-symbols=ignore-all,-z,muldefs -o "$out" "$@" 2> "$scratch/errors"
}

# compressed NAME LIST FILE...: each of the files before and after dwz and dwz -m.
compressed() {
    local name=$1 list=$2 folder=$scratch/files file kind packed
    shift 2
    for kind in single multi standard; do
        rm -rf "$folder"
        mkdir -p "$folder"
        cp "$@" "$folder"
        case $kind in
            single) for file in "$folder"/*; do dwz "$file" 2>> "$scratch/dwz.log"; done ;;
            multi) (cd "$folder" && dwz -m alt.debug -M alt.debug ./* 2>> "$scratch/dwz.log") ;;
            standard) (cd "$folder" && dwz --dwarf-5 -m alt.debug -M alt.debug ./* 2>> "$scratch/dwz.log") ;;
        esac
        packed=0
        for file in "$@"; do
            cmp -s "$file" "$folder/${file##*/}" && continue
            packed=$((packed + 1))
            same "$name/$kind/${file##*/}" "$file" "$folder/${file##*/}" --symbols "$list"
        done
        ((packed > 0)) || skip "$name/$kind" 'dwz leaves the files as they are'
    done
}

check_units() {
    local version part sources=("$root"/tests/Fixtures/symvers/partial-units/{one,two,three}.c)
    printf '%s\n' {one,two,three}_{alloc,walk,zone} > "$scratch/list"
    for version in 4 5; do
        mkdir -p "$scratch/units$version"
        for part in "${sources[@]}"; do
            shared_object "$scratch/units$version/$(basename "$part" .c).so" "-gdwarf-$version" "$part"
        done
        shared_object "$scratch/units$version/all.so" "-gdwarf-$version" "${sources[@]}"
        compressed "units-dwarf$version" "$scratch/list" "$scratch/units$version"/*.so
    done
}

# Random sources, joined by threes; types of one name have several type strings then.
check_random() {
    local number folder=$scratch/random
    need_helper RandomC
    "${helper[@]}" "$scratch/inputs" 0 "$count" || { fail generator 'does not run'; return; }
    mkdir -p "$folder"
    for ((number = 0; number + 2 < count; number += 3)); do
        shared_object "$folder/$number.so" -gdwarf-$((4 + number % 2)) "$scratch/inputs"/{$number,$((number + 1)),$((number + 2))}/input.c ||
            skip "random/$number" "$(grep -m 1 error "$scratch/errors")"
    done
    cat "$scratch/inputs"/*/list.0 | sort -u > "$scratch/list"
    compressed random "$scratch/list" "$folder"/*.so
}

check_tree() {
    local tree=$1 name
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/vmlinux ]] || { skip "$name" 'no built kernel (KELF_TESTBED)'; return; }
    cp "$tree/vmlinux" "$scratch/vmlinux"
    # Its canonical versions are for canonical.sh: unit by unit they are those of the same entries.
    modes=('' --per-unit)
    if dwz "$scratch/vmlinux" 2> "$scratch/errors"; then
        same "$name: $(stat -c %s "$tree/vmlinux") -> $(stat -c %s "$scratch/vmlinux") bytes" "$tree/vmlinux" "$scratch/vmlinux"
    else
        skip "$name" "dwz cannot: $(head -n 1 "$scratch/errors")"
    fi
}

# refused NAME TEXT [OPTION...]: status 1, no output, and one line with the text.
refused() {
    local name=$1 text=$2
    shift 2
    outputs "$scratch/out" "$scratch/missing/one.so" --symbols "$scratch/list" "$@"
    if [[ $(cat "$scratch/out.status") != 1 || -e $scratch/out.versions || $(grep -c . "$scratch/out.errors") != 1 ]]; then
        fail "$name" "status $(cat "$scratch/out.status"): $(head -n 2 "$scratch/out.errors" | tr '\n' ' ')"
    elif ! grep -qF -- "$text" "$scratch/out.errors"; then
        fail "$name" "says $(cat "$scratch/out.errors")"
    else
        pass "$name"
    fi
}

check_missing() {
    local folder=$scratch/missing
    mkdir -p "$folder"
    cp "$scratch"/units5/{one,two,three}.so "$folder"
    (cd "$folder" && dwz -m alt.debug -M gone.debug ./*.so) 2> "$scratch/errors" || { skip missing 'dwz cannot'; return; }
    printf '%s\n' one_{alloc,walk,zone} > "$scratch/list"
    refused missing/absent 'which is not there: name it with --alt-file'
    modes=('')
    same missing/named "$scratch/units5/one.so" "$folder/one.so" --symbols "$scratch/list" --alt-file "$folder/alt.debug"
    objcopy --compress-debug-sections=zlib "$folder/alt.debug" "$folder/zlib.debug" 2> "$scratch/errors" &&
        same missing/compressed-sections "$scratch/units5/one.so" "$folder/one.so" --symbols "$scratch/list" --alt-file "$folder/zlib.debug"
    xz -k "$folder/alt.debug" &&
        same missing/compressed-file "$scratch/units5/one.so" "$folder/one.so" --symbols "$scratch/list" --alt-file "$folder/alt.debug.xz"
    refused missing/other 'it has build ID' --alt-file "$scratch/other.debug"
    refused missing/itself 'it has ' --alt-file "$folder/one.so"
    head -c 700 "$folder/alt.debug" > "$folder/cut.debug"
    refused missing/cut "$folder/cut.debug: " --alt-file "$folder/cut.debug"
    mkfifo "$folder/pipe"
    refused missing/pipe "$folder/pipe: " --alt-file "$folder/pipe"
    refused missing/directory "$folder: " --alt-file "$folder"
    refused missing/device '/dev/zero: ' --alt-file /dev/zero
    cp "$folder/cut.debug" "$folder/gone.debug"
    refused missing/cut-in-its-place 'name the right one with --alt-file'
    rm "$folder/gone.debug"
    mkfifo "$folder/gone.debug"
    refused missing/pipe-in-its-place 'which is not there: name it with --alt-file'
}

need_tool
need dwz gcc objcopy xz
check_units
# The supplementary file of other objects.
(cd "$scratch/files" && cp alt.debug "$scratch/other.debug")
check_missing
modes=('' --canonical --per-unit)
check_random
for tree in "${trees[@]}"; do
    check_tree "$tree"
done
