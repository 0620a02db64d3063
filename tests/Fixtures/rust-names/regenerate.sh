#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Writes `v0` and `legacy`: the names of symbols that rustc 1.95 makes of names.rs, each with what llvm-cxxfilt 19 (v0) or GNU
# c++filt 2.40 (legacy; it knows no escapes beyond ASCII, so these are left out) makes of it. Tests compare kelf with both.
set -euo pipefail
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# names FILE [OPTION...]
names() {
    rustc --edition 2021 -C opt-level=0 --emit=obj "${@:2}" -o "$scratch/object.o" names.rs
    nm "$scratch/object.o" | awk '$NF ~ /^_(R|ZN)/ { print $NF }' | LC_ALL=C sort -u > "$scratch/$1"
}

names v0 -C symbol-mangling-version=v0
paste "$scratch/v0" <(llvm-cxxfilt-19 < "$scratch/v0") > v0
names all
grep '^_ZN' "$scratch/all" | grep -v '\$u[a-f]*[0-9]*[89a-f][0-9a-f]\$' > "$scratch/legacy"
paste "$scratch/legacy" <(c++filt -s rust < "$scratch/legacy" | sed 's/::h[0-9a-f]\{16\}$//') > legacy
