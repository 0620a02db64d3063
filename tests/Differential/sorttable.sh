#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `sorttable` against the original: whole files, byte for byte, after both have sorted copies of an image.
#
#   sorttable.sh [COUNT [TREE...]]     default 190 random images; trees small-gcc, small-thinlto, small-arm64-cfi and small-arm64-thinlto
#
# Random images (SortInputs/) are of all machines. The original is told by its compiler which tables there are, so it is
# compiled in four variants from the kernel's sources; without them only its binary of the testbed can be asked.
# Real images are those of the trees with their tables in disorder.
#
#   ORIGINAL  the original sorttable, with ORC and mcount; KELF_TESTBED, TOOL as in harness.sh
#   CC        compiler of the variants; default gcc
# shellcheck source-path=SCRIPTDIR
ORIGINAL=${ORIGINAL:-${KELF_TESTBED:-$HOME/.cache/kelf-testbed}/linux-source-7.3-originals/bin/sorttable}
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/tree-lib.sh"

need_tool sorttable
count=${1-190}
(($# > 0)) && shift
(($# > 0)) || set -- small-gcc small-thinlto small-arm64-cfi small-arm64-thinlto

need_helper SortInputs
inputs() { "${helper[@]}" "$@"; }

# variant NAME: the path of the original that knows these tables.
sources=$testbed/linux-source-7.3
declare -A flags=([none]='' [orc]=-DUNWINDER_ORC_ENABLED [mcount]=-DMCOUNT_SORT_ENABLED
    [both]='-DUNWINDER_ORC_ENABLED -DMCOUNT_SORT_ENABLED')
if [[ -e $sources/scripts/sorttable.c ]]; then
    for variant in "${!flags[@]}"; do
        # shellcheck disable=SC2046,SC2086
        "${CC:-gcc}" -O2 -I"$sources/scripts/include" -I"$sources/tools/include" -I"$sources/tools/arch/x86/include" \
            ${flags[$variant]} -o "$scratch/original.$variant" "$sources/scripts/sorttable.c" \
            $(ls "$sources/scripts/elf-parse.c" 2> /dev/null) -lpthread 2> "$scratch/cc.log" ||
            { echo "cannot compile the original: $(head -n 1 "$scratch/cc.log")" >&2; rm -f "$scratch/original.$variant"; }
    done
fi
[[ -x $ORIGINAL && ! -x $scratch/original.both ]] && ln -s "$(realpath "$ORIGINAL")" "$scratch/original.both"

# sort_both VARIANT IMAGE [OPTION...]: sorts IMAGE.original and IMAGE.kelf; says why that went wrong.
sort_both() {
    local variant=$1 image=$2 program status=0
    shift 2
    cp --reflink=auto "$image" "$image.original"
    cp --reflink=auto "$image" "$image.kelf"
    "$scratch/original.$variant" "$@" "$image.original" 2> "$image.original.err" ||
        { echo "the original fails: $(head -n 1 "$image.original.err")"; return; }
    "$tool" "$@" "$image.kelf" 2> "$image.kelf.err" || status=$?
    ((status == 0)) || echo "exit status $status: $(head -n 1 "$image.kelf.err")"
}

check_random() {
    local number=$1 has why options=()
    has=$(cat "$scratch/$number.has")
    if [[ ! -x $scratch/original.$has ]]; then
        skip "random $number" "no original for tables: $has (KELF_TESTBED, $sources)"
        return
    fi
    ((number % 3 == 0)) || options=(-s "$scratch/$number.nm")
    why=$(sort_both "$has" "$scratch/$number.elf" "${options[@]}")
    [[ -n $why ]] || cmp -s "$scratch/$number.elf."{original,kelf} ||
        why="$(cmp -l "$scratch/$number.elf."{original,kelf} | wc -l) bytes differ"
    [[ -n $why ]] || [[ ! -s $scratch/$number.elf.kelf.err ]] || why="says $(head -n 1 "$scratch/$number.elf.kelf.err")"
    if [[ -z $why ]]; then pass "random $number: $has"; else fail "random $number" "$why"; fi
    rm -f "$scratch/$number".elf*
}

# The addresses of tracer calls in a file, one in a line, in order. On arm64 they are in the dynamic relocations.
calls() {
    local start stop
    start=0x$(awk '$3 == "__start_mcount_loc" { print $1 }' "$scratch/symbols")
    stop=0x$(awk '$3 == "__stop_mcount_loc" { print $1 }' "$scratch/symbols")
    if [[ $variant != both ]]; then
        readelf -rW "$1" | awk -v start="${start#0x}" -v stop="${stop#0x}" '$3 == "R_AARCH64_RELATIVE" && $1 >= start && $1 < stop' | sort |
            awk '{ printf "%16s\n", $4 }' | tr ' ' 0
        return
    fi
    readelf -SW "$1" | sed -n 's/.* \.init\.data  *PROGBITS  *\([0-9a-f]*\) \([0-9a-f]*\) .*/\1 \2/p' | {
        read -r address offset
        od -An -v -tx8 -w8 -j $((start - 0x$address + 0x$offset)) -N $((stop - start)) "$1"
    }
}

# check_real NAME IMAGE LISTING: equal but for the calls that kelf says to have kept.
check_real() {
    local name=$1 image=$2 listing=$3 why kept lost time
    why=$(sort_both "$variant" "$image" -s "$listing")
    kept=$(sed -n 's/.*: \([0-9]*\) kept that the original would zero$/\1/p' "$image.kelf.err")
    if [[ -z $why && -z $kept ]]; then
        cmp -s "$image.original" "$image.kelf" || why="$(cmp -l "$image.original" "$image.kelf" | wc -l) bytes differ"
    elif [[ -z $why ]]; then
        calls "$image.original" | sort -u > "$scratch/calls.original"
        calls "$image.kelf" | sort -u > "$scratch/calls.kelf"
        lost=$(comm -23 "$scratch/calls.original" "$scratch/calls.kelf" | grep -vc '^ *0*$')
        [[ $(comm -13 "$scratch/calls.original" "$scratch/calls.kelf" | wc -l) == "$kept" && $lost == 0 ]] ||
            why="not just the $kept calls that are kept differ"
        calls "$image.kelf" | sort -c || why='calls are not sorted'
    fi
    if [[ -z $why ]]; then
        time=$(stat -c %y "$image.kelf")
        "$tool" -s "$listing" "$image.kelf" 2> /dev/null && [[ $(stat -c %y "$image.kelf") == "$time" ]] ||
            why='the second run writes'
    fi
    if [[ -z $why ]]; then pass "$name${kept:+: all but $kept calls that the original zeroes}"; else fail "$name" "$why"; fi
}

inputs random "$scratch" 0 "$count" || { fail inputs 'SortInputs failed'; exit 1; }
for ((number = 0; number < count; number++)); do
    check_random "$number"
done

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/vmlinux.unstripped ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; continue; }
    # As the kernel's build tells its compiler.
    if [[ $(machine_of "$tree") == x86 ]]; then variant=both; else variant=mcount; fi
    [[ -x $scratch/original.$variant ]] || { skip "$name" "no original at $ORIGINAL"; continue; }
    nm "$tree/vmlinux.unstripped" > "$scratch/symbols"
    for seed in 1 2; do
        cp --reflink=auto "$tree/vmlinux.unstripped" "$scratch/image"
        entries=$(inputs unsort "$scratch/image" "$seed") || { fail "$name $seed" 'SortInputs failed'; continue; }
        for nm in nm llvm-nm; do
            command -v "$nm" > /dev/null || nm=$(compgen -c llvm-nm- | sort -V | tail -n 1)
            [[ -n $nm ]] || { skip "$name $seed, llvm-nm" 'no llvm-nm'; continue; }
            "$nm" -S "$scratch/image" > "$scratch/listing"
            check_real "$name $seed, $nm: $entries" "$scratch/image" "$scratch/listing"
        done
    done
    rm -f "$scratch"/image*
done
