#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Rebuilds the objects of the golden set and records what the original prints for them.
#
#   ORIGINAL=/path/to/gendwarfksyms ./regenerate.sh [--check] [--objects | --expectations] [FIXTURE...]
#
#   --check         change nothing: compare the recorded outputs with those of the original now
#   --objects       only run the compilers
#   --expectations  only run the original, on the objects that are committed
#
# README.md describes the files. A folder with a file `build` is a fixture, a folder in it with a
# file `symbols` is a case. A case with a file `differs` has expectations written by hand; what the
# original does there is recorded in its folder `original`. So is the original's stderr where a file
# `stderr-line` or `stderr-pattern` says what is expected.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")"

check=no objects=yes expectations=yes
while [[ ${1-} == --* ]]; do
    case $1 in
        --check) check=yes objects=no ;;
        --objects) expectations=no ;;
        --expectations) objects=no ;;
        *) echo "regenerate.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift
done
if [[ $expectations == yes && ! -x ${ORIGINAL-} ]]; then
    echo 'regenerate.sh: ORIGINAL must name the original gendwarfksyms' >&2
    exit 2
fi
fixtures=("$@")
if ((${#fixtures[@]} == 0)); then
    fixtures=(*/build)
    fixtures=("${fixtures[@]%/build}")
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The compilers write the folder that they run in into the object: replace it by a dot, so that
# an object does not tell where it was made.
define_compilers() {
    local name
    for name in gcc g++ aarch64-linux-gnu-gcc arm-linux-gnueabi-gcc i686-linux-gnu-gcc \
        mips-linux-gnu-gcc powerpc64-linux-gnu-gcc powerpc64le-linux-gnu-gcc \
        riscv64-linux-gnu-gcc s390x-linux-gnu-gcc clang-19 clang++-19; do
        eval "$name() { command $name -ffile-prefix-map=\"\$PWD\"=. \"\$@\"; }"
    done
    # shellcheck disable=SC2317
    rustc() { command rustc --remap-path-prefix "$PWD"=. "$@"; }
}

# For objects that are to be malformed: `poke FILE OFFSET HEX...` overwrites bytes, the others
# find the offset of a section's contents, of its header, and of the entry N of a symbol table.
poke() {
    local file=$1 offset=$2
    shift 2
    printf '%b' "$(printf '\\x%s' "$@")" |
        dd of="$file" bs=1 seek="$((offset))" conv=notrunc status=none
}
section_field() {
    readelf -SW "$1" | sed 's/^ *\[ *\([0-9]*\)\]/\1/' |
        awk -v name="$2" -v field="$3" '$2 == name { print $field; exit }'
}
section_index() { section_field "$1" "$2" 1; }
section_offset() { echo "0x$(section_field "$1" "$2" 5)"; }
section_size() { echo "0x$(section_field "$1" "$2" 6)"; }
section_header() { # ELF64
    local start
    start=$(readelf -hW "$1" | sed -n 's/.*Start of section headers: *\([0-9]*\).*/\1/p')
    echo $((start + 64 * $(section_index "$1" "$2")))
}

build() {
    (
        cd "$1"
        define_compilers
        # shellcheck disable=SC1091
        source ./build
    ) || { echo "regenerate.sh: $1: build failed" >&2; return 1; }
}

# Runs the original over case $2 of fixture $1; its outputs go to the folder $3.
run_original() {
    local fixture=$1 name=$2 out=$3 status=0 arguments line environment=()
    rm -rf "$out"
    mkdir -p "$out"
    line=$(cat "$fixture/$name/args")
    if [[ $line != *@symtypes@* && ! -e $fixture/$name/no-symtypes ]]; then
        line="--symtypes @symtypes@ $line"
    fi
    line=${line//@symtypes@/$out/symtypes}
    line=${line//@other@/$out/other}
    read -r -a arguments <<< "$line"
    if [[ -e $fixture/$name/environment ]]; then
        readarray -t environment < "$fixture/$name/environment"
    fi
    (
        cd "$fixture"
        ulimit -v 4000000 -c 0 -t 60
        exec env "${environment[@]}" "$ORIGINAL" "${arguments[@]}" \
            < "$name/symbols" > "$out/stdout" 2> "$out/stderr"
    ) 2> "$scratch/shell" || status=$?
    # Neither paths nor the text of the original's help.
    sed -i "s|$out/|@scratch@/|g; s|^$ORIGINAL: |gendwarfksyms: |; /^Usage: /,/--help/d" "$out/stderr"
    if [[ -e $fixture/$name/stderr-sorted ]]; then
        sort "$out/stderr" > "$out/stderr-sorted"
        rm "$out/stderr"
    fi
    [[ -s $out/stderr ]] || rm -f "$out/stderr"
    if ((status != 0)); then
        echo "$status" > "$out/exit"
        # The original leaves an unfinished file behind; nobody is to.
        rm -f "$out/symtypes"
    fi
}

failures=0 cases=0
run_case() {
    local fixture=$1 name=$2 recorded file
    run_original "$fixture" "$name" "$scratch/out"
    cases=$((cases + 1))
    for file in stdout symtypes other stderr stderr-sorted exit; do
        recorded=$fixture/$name
        if [[ -e $recorded/differs || ($file == stderr && -e $recorded/stderr-line) ||
            ($file == stderr && -e $recorded/stderr-pattern) ]]; then
            recorded=$recorded/original
        fi
        if [[ -e $fixture/$name/original/undefined-$file ]]; then
            rm -f "$scratch/out/$file" # by the behaviour of the original not the same in each run
        fi
        if cmp -s "$scratch/out/$file" "$recorded/$file" ||
            [[ ! -e $scratch/out/$file && ! -e $recorded/$file ]]; then
            continue
        fi
        if [[ $check == yes ]]; then
            echo "regenerate.sh: $recorded/$file is not what the original prints" >&2
            failures=$((failures + 1))
        elif [[ -e $scratch/out/$file ]]; then
            mkdir -p "$recorded"
            cp "$scratch/out/$file" "$recorded/$file"
        else
            rm -f "$recorded/$file"
        fi
    done
}

for fixture in "${fixtures[@]}"; do
    [[ $objects == yes ]] && build "$fixture"
    [[ $expectations == yes ]] || continue
    for symbols in "$fixture"/*/symbols; do
        run_case "$fixture" "$(basename "$(dirname "$symbols")")"
    done
done
echo "${#fixtures[@]} fixtures, $cases cases, $failures differences"
((failures == 0))
