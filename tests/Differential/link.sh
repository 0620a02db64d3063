#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The last links of built kernels: `kelf link`, and the drop-in, against scripts/link-vmlinux.sh. All files of all passes
# are the same, byte for byte. With --single-pass the image is another, as it has room to spare; it has the same symbols,
# the same sections but for that of the tables, and tables that are right.
#
#   link.sh [TREE...]     default small-gcc small-thinlto small-arm64-thinlto
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/link-lib.sh"

need_tool link-vmlinux.sh
(($# > 0)) || set -- small-gcc small-thinlto small-arm64-thinlto

# linked CASE COMMAND...: runs it in an empty folder of the case.
linked() {
    local case=$1
    shift
    link_folder "$tree" "$scratch/$case"
    (cd "$scratch/$case" && "$@" "${link[@]}") > "$scratch/$case.log" 2>&1 && return
    fail "$name/$case" "$(tail -n 1 "$scratch/$case.log")"
    return 1
}
# Steps of the passes: what the original does more is the way to the same object.
steps() { grep -E '^  (LD|BTF|BTFIDS|SORTTAB) |^  NM +System.map' "$1"; }
same_files() { # CASE: that all it made are the original's
    local file count=0 except=''
    for file in "$scratch/$1"/{.tmp_vmlinux*,System.map,vmlinux.unstripped,.vmlinux.unstripped.d}; do
        [[ -f $file ]] || continue
        # clang's assembler lays out the same tables another way; kelf asks it only for the name of their source.
        if [[ $CC == clang* && $file == *.@(kallsyms|source).o ]]; then
            except=', objects of tables not compared'
            continue
        fi
        if [[ $file != *.unstripped.d ]] && ! cmp -s "$file" "$scratch/original/${file##*/}"; then
            only_lost_calls "$file" || { fail "$name/$1" "${file##*/} is not the original's"; return; }
            except+=', but for tracer calls that the original loses'
        fi
        ((count += 1))
    done
    if ((count < 6)); then
        fail "$name/$1" "only $count files"
    elif ! diff <(steps "$scratch/original.log") <(steps "$scratch/$1.log") > "$scratch/diff"; then
        fail "$name/$1" "other steps: $(sed -n 2p "$scratch/diff")"
    else
        pass "$name/$1: $count files the same$except"
    fi
}
# Whether a linked image differs from the original's in the table of tracer calls alone: the original loses some functions
# that it has read from the text of nm, and zeroes their calls (README.md, differences).
only_lost_calls() {
    [[ $1 == *.unstripped ]] || return
    local original=$scratch/original/vmlinux.unstripped address offset start stop
    read -r address offset < <(readelf -SW "$original" | sed -nE 's/^.* \.init\.data +PROGBITS +(\S+) (\S+) .*/\1 \2/p')
    start=$(nm "$original" | sed -n 's/ . __start_mcount_loc$//p')
    stop=$(nm "$original" | sed -n 's/ . __stop_mcount_loc$//p')
    awk -v from=$((0x$start - 0x$address + 0x$offset)) -v to=$((0x$stop - 0x$address + 0x$offset)) '
        $1 <= from || $1 > to { exit bad = 1 }
        END { exit bad || NR == 0 }' <(cmp -l "$1" "$original")
}
# Letters and names: addresses behind the tables are others.
names() { cut -d ' ' -f 2- "$1" | sort; }
# Names of what is loaded. Sizes of sections with aligned parts depend on where they begin.
sections() { # IMAGE
    readelf -SW "$1" | sed -nE 's/^ *\[ *[0-9]*\] (\S+) +(PROGBITS|NOBITS|NOTE) +\S+ +\S+ \S+ +\S+ +W?A.*/\1/p'
}

check_tree() {
    name=$1
    tree=$(realpath -m "$testbed/$1")
    local problem script
    problem=$(link_problem "$tree")
    [[ -z $problem ]] || { skip "$name" "$problem"; return; }
    script=$(source_tree "$tree")/scripts/link-vmlinux.sh
    linked original bash "$script" || return
    # Elsewhere the calls stand in relocations; there both forget the same.
    [[ $SRCARCH == x86 ]] || export KELF_LOST_CALLS=zero
    linked kelf "$TOOL" link -- && same_files kelf
    linked drop-in "$tool" && same_files drop-in
    single
}

single() {
    linked single "$TOOL" link --single-pass -- || return
    local image=$scratch/single/vmlinux.unstripped links
    links=$(grep -c '^  LD ' "$scratch/single.log")
    if ((links == 1)); then
        pass "$name/single: 1 link instead of $(grep -c '^  LD ' "$scratch/original.log")"
    else
        fail "$name/single" "$links links: $(grep warning "$scratch/single.log")"
    fi
    if "$TOOL" kallsyms --verify "$image" > "$scratch/verify" 2>&1; then
        pass "$name/single-tables: $(cut -d ' ' -f 2-3 "$scratch/verify")"
    else
        fail "$name/single-tables" "$(cat "$scratch/verify")"
    fi
    if ! cmp -s "$scratch/single/System.map" <("$NM" -n "$image" | sed -f "$srctree/scripts/mksysmap"); then
        fail "$name/single-map" 'System.map is not the listing of the image'
    elif ! cmp -s <(names "$scratch/single/System.map") <(names "$scratch/original/System.map"); then
        fail "$name/single-map" "$(diff <(names "$scratch/original/System.map") <(names "$scratch/single/System.map") | sed -n 2p)"
    else
        pass "$name/single-map"
    fi
    sections "$image" > "$scratch/sections"
    if diff <(sections "$scratch/original/vmlinux.unstripped") "$scratch/sections" > "$scratch/diff"; then
        pass "$name/single-sections: $(wc -l < "$scratch/sections") that are loaded"
    else
        fail "$name/single-sections" "$(sed -n 2p "$scratch/diff")"
    fi
    local reserved needed
    reserved=$(room single/.tmp_vmlinux.kallsyms.o) needed=$(room original/.tmp_vmlinux2.kallsyms.o)
    if ((reserved < needed + needed / 10)); then
        pass "$name/single-room: $reserved bytes reserved, $needed needed"
    else
        fail "$name/single-room" "$reserved bytes reserved where $needed are needed"
    fi
}
# Bytes of the tables in an object.
room() { printf '%d' "0x$(readelf -SW "$scratch/$1" | sed -n 's/.* \.rodata *PROGBITS *\S* *\S* *\(\S*\) .*/\1/p')"; }

for one in "$@"; do
    check_tree "$one"
done
