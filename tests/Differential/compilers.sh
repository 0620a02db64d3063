#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# One C source through every compiler at hand, for every machine, version and encoding of the
# debugging information that the original can read: standard output and symtypes file are those of
# the original. With KELF_TESTBED also the examples that come with the original, with all its dumps.
#
#   compilers.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/symvers-lib.sh"

sources=$root/tests/Fixtures/symvers
symbols='item_find item_wide item_sort items matrix'

# same CASE OBJECT SYMBOLS [OPTION...]: the tool's outputs for an object are those of the original.
same() {
    local name=$1 object=$2 list=$3 why status=0
    shift 3
    # shellcheck disable=SC2086
    printf '%s\n' $list > "$scratch/list"
    rm -f "$scratch"/expected.* "$scratch"/actual.*
    if ! "$ORIGINAL" "$@" --symtypes "$scratch/expected.symtypes" "$object" < "$scratch/list" \
        > "$scratch/expected.stdout" 2> "$scratch/expected.stderr"; then
        skip "$name" "the original cannot read it: $(head -n 1 "$scratch/expected.stderr")"
        return
    fi
    if grep -q ' 0x00000000$' "$scratch/expected.stdout"; then
        fail "$name" "a symbol without information: the case is wrong"
        return
    fi
    "$tool" "$@" --symtypes "$scratch/actual.symtypes" "$object" < "$scratch/list" \
        > "$scratch/actual.stdout" 2> "$scratch/actual.stderr" || status=$?
    why=$(difference "$status" "$scratch/actual.stdout" "$scratch/actual.stderr" "$scratch/actual.symtypes" \
        "$scratch/expected.stdout" "$scratch/expected.symtypes")
    if [[ -z $why && "$*" == *--dump* ]] && ! cmp -s "$scratch/actual.stderr" "$scratch/expected.stderr"; then
        why="dump: $(first_difference "$scratch/expected.stderr" "$scratch/actual.stderr")"
    fi
    if [[ -z $why ]]; then pass "$name"; else fail "$name" "$why"; fi
}

# built CASE COMMAND...: compiles into $scratch/e.o; skips the case when the compiler cannot.
built() {
    local name=$1
    shift
    if ! command -v "$1" > /dev/null; then
        skip "$name" "no $1"
        return 1
    fi
    local quiet=-w
    [[ $1 == rustc ]] && quiet=-Awarnings
    if ! "$@" $quiet -o "$scratch/e.o" 2> "$scratch/errors"; then
        skip "$name" "$1 cannot: $(grep -m 1 -E 'error|unsupported' "$scratch/errors")"
        return 1
    fi
}

c_case() {
    local name=$1
    shift
    built "$name" "$@" -c "$sources/c-dwarf-versions/types.c" && same "$name" "$scratch/e.o" "$symbols"
}

# An object with more sections than a 16-bit number counts: the symbol's section is in a table of its own.
many_sections() {
    {
        echo '    .text'
        for ((i = 0; i < 65300; i++)); do echo "    .section .t$i, \"a\""; done
        sed '1,/\.text/d' "$scratch/e.s"
    } > "$scratch/many.s"
    as -o "$scratch/many.o" "$scratch/many.s" 2> "$scratch/errors" &&
        readelf -SW "$scratch/many.o" | grep -q symtab_shndx
}

need_tool gendwarfksyms
need_original

machines=(x86_64-linux-gnu i686-linux-gnu aarch64-linux-gnu arm-linux-gnueabi riscv64-linux-gnu
    s390x-linux-gnu powerpc64-linux-gnu powerpc64le-linux-gnu)
for machine in "${machines[@]}"; do
    for version in 4 5; do
        for level in -O0 -O2; do
            built "$machine-gcc$level-dwarf$version" "$machine-gcc" $level -gdwarf-$version -c "$sources/machines/exports.c" &&
                same "$machine-gcc$level-dwarf$version" "$scratch/e.o" 'dev_first dev_ops dev_register dev_state dev_read dev_scale'
        done
    done
done
for target in x86_64 i686 aarch64 aarch64_be riscv32 riscv64 s390x powerpc64 powerpc64le arm armeb sparcv9; do
    built "clang-$target" clang-19 --target="$target-linux-gnu" -O1 -g -c "$sources/machines/exports.c" &&
        same "clang-$target" "$scratch/e.o" 'dev_first dev_ops dev_register dev_state dev_read dev_scale'
done
# Besides the two that the golden set was made with, whatever else is installed.
others=()
for compiler in gcc-{11,13,14,15,16} clang-{13,14,15,16,17,18,20,21,22}; do
    command -v "$compiler" > /dev/null && others+=("$compiler")
done
for compiler in gcc clang-19 "${others[@]}"; do
    for version in 2 3 4 5; do
        c_case "$compiler-dwarf$version" "$compiler" -gdwarf-$version
        c_case "$compiler-strict-dwarf$version" "$compiler" -gdwarf-$version -gstrict-dwarf
    done
    for option in -g1 -g3 -gdwarf64 -gz=zlib -ffunction-sections -fdebug-types-section -O3 -fcommon; do
        [[ $option == -g1 || $compiler$option == gcc*-fdebug-types-section ]] && continue # see the golden set
        c_case "$compiler$option" "$compiler" -g $option
    done
done
c_case gcc-lto gcc -g -flto
c_case gcc-split-nothing gcc -g -gno-split-dwarf
built compressed-zlib-gnu gcc -g -Wa,--compress-debug-sections=zlib-gnu -c "$sources/c-dwarf-versions/types.c" &&
    same compressed-zlib-gnu "$scratch/e.o" "$symbols"

for compiler in g++ clang++-19; do
    for version in 4 5; do
        built "$compiler-dwarf$version" "$compiler" -std=c++17 -gdwarf-$version -c "$sources/cxx-types/types.cc" &&
            same "$compiler-dwarf$version" "$scratch/e.o" 'take hold flag _ZN5outer6Closed6methodERNS_6HolderE'
    done
done
for version in 4 5; do
    for level in 0 2 s; do
        name=rustc-dwarf$version-O$level
        built "$name" rustc --crate-type lib --emit obj -g -C panic=abort -C dwarf-version=$version \
            -C opt-level=$level -C codegen-units=1 "$sources/rust-types/types.rs" &&
            same "$name" "$scratch/e.o" 'enums wide niches tuples slices generics layouts pointers functions objects list TABLE STATE OBJECT'
    done
done

if gcc -g -S -o "$scratch/e.s" "$sources/w12-lost-separator/e.c" 2> /dev/null && many_sections; then
    same many-sections "$scratch/many.o" 'g h'
else
    skip many-sections 'cannot assemble it'
fi

# The original's own examples, from the kernel's sources: never copied, only compiled.
examples=$testbed/linux-source-7.3/scripts/gendwarfksyms/examples
if [[ -e $examples/kabi_ex.c ]]; then
    for compiler in gcc clang-19; do
        list=$(sed -n 's/^[a-z0-9 ]* \**\([a-z0-9_]*\);$/\1/p' "$examples/kabi_ex.c")
        for dump in --dump-dies --dump-versions; do
            built "examples-kabi-$compiler$dump" "$compiler" -g -c "$examples/kabi_ex.c" &&
                same "examples-kabi-$compiler$dump" "$scratch/e.o" "$list" --stable $dump
        done
        built "examples-symbolptr-$compiler" "$compiler" -g -c "$examples/symbolptr.c" &&
            same "examples-symbolptr-$compiler" "$scratch/e.o" 'f g p' --dump-versions
    done
else
    skip examples 'no kernel sources at KELF_TESTBED'
fi
