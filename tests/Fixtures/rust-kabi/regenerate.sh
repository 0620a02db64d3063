#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Compiles crate.rs as a kernel compiles a crate (rustc 1.85.1 of Debian 13), once as it is and once with each change, to base.o and
# CHANGE.o; and writes `versions`: what gendwarfksyms of Linux 7.3 makes of each, by the list of the kernel's rust/Makefile.
# image.o is base.o linked with C helpers and with the unit that exports for both, which are compiled by clang 19.1.7; the helpers by
# themselves are helpers.o.
#
#   regenerate.sh [ROOT]   ROOT: a root directory with rustc 1.85.1, as tests/Testbed makes one; none: the system's rustc
#
#   GENDWARFKSYMS   the original (tests/Differential/harness.sh builds one)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
original=${GENDWARFKSYMS:?the program to compare with}
root=${1-}
scratch=$(mktemp -d "$root/tmp/kabi.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
inside=${scratch#"$root"}
cp crate.rs "$scratch/crate.rs"

compile() { # compile OBJECT [FLAG...]
    local object=$1
    shift
    ${root:+chroot "$root"} env -C "$inside" RUSTC_BOOTSTRAP=1 rustc --edition=2021 --crate-name kabi --crate-type rlib --emit=obj=out.o \
        --target x86_64-unknown-linux-gnu -Cpanic=abort -Cembed-bitcode=n -Clto=n -Cforce-unwind-tables=n -Ccodegen-units=1 \
        -Csymbol-mangling-version=v0 -Crelocation-model=static -Zfunction-sections=n -Copt-level=2 -Cdebuginfo=2 -Zdwarf-version=5 \
        --remap-path-prefix "$inside=/kabi" "$@" crate.rs
    objcopy -R .comment -R .note.GNU-stack -R '.debug_gnu_pub*' "$scratch/out.o" "$object"
}

rm -f ./*.o
compile base.o
for change in field_type field_added field_order alignment private_field discriminant variant_added niche type_argument const_argument \
    method_added method_type trait_bound callback_type callback_abi mutability parameter_name safety lifetimes drop_added \
    inline_body constant static_type twin_type; do
    grep -qE "cfg(_attr)?!?\\((not\\()?$change\\b" crate.rs || { echo "crate.rs has no change $change" >&2; exit 1; }
    compile "$change.o" --cfg "$change"
done
list() { nm -p --defined-only "$1" | awk '$2 ~ /(T|R|D|B)/ && $3 !~ /__(pfx|cfi|odr_asan)/ { print $3 }'; }
clang() { clang-19 --target=x86_64-linux-gnu -ffile-prefix-map="$PWD"=. -g -O2 -ffunction-sections -c "$@"; }

clang rust/helpers.c -o helpers.o
{ list base.o; list helpers.o; } | sed 's/.*/EXPORT(&);/' > "$scratch/exports_generated.h"
clang -I"$scratch" rust/exports.c -o "$scratch/exports.o"
ld.lld-19 -r -o image.o "$scratch/exports.o" base.o helpers.o
for object in *.o; do
    [[ $object != image.o ]] || continue
    list "$object" | "$original" "$object" | sed "s/^#SYMVER/${object%.o}/"
done | LC_ALL=C sort > versions
