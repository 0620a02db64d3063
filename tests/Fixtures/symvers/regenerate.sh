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
# original does there is recorded in its folder `original`.
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
    rustc() { command rustc --remap-path-prefix "$PWD"=. "$@"; }
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
    local fixture=$1 name=$2 out=$3 status=0 arguments
    rm -rf "$out"
    mkdir -p "$out"
    read -r -a arguments < "$fixture/$name/args" || true
    (
        cd "$fixture"
        ulimit -v 4000000 -c 0
        exec timeout 60 "$ORIGINAL" --symtypes "$out/symtypes" "${arguments[@]}" \
            < "$name/symbols" > "$out/stdout" 2> "$out/stderr"
    ) 2> "$scratch/shell" || status=$?
    if [[ -e $fixture/$name/stderr-sorted ]]; then
        sort "$out/stderr" > "$out/stderr-sorted"
        rm "$out/stderr"
    fi
    [[ -s $out/stderr ]] || rm -f "$out/stderr"
    if ((status != 0)); then
        echo "$status" > "$out/exit"
        # The original leaves an empty file behind; nobody is to.
        [[ -s $out/symtypes ]] || rm -f "$out/symtypes"
    fi
}

failures=0 cases=0
run_case() {
    local fixture=$1 name=$2 recorded=$1/$2 file
    [[ -e $recorded/differs ]] && recorded=$recorded/original
    run_original "$fixture" "$name" "$scratch/out"
    cases=$((cases + 1))
    mkdir -p "$recorded"
    for file in stdout symtypes stderr stderr-sorted exit; do
        if [[ -e $recorded/undefined-$file ]]; then
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
