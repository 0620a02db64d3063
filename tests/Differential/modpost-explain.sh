#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The lines and chains of inlining that `kelf modpost --explain` gives, against addr2line's for the same offset of the same section.
# Kernels have hardly any section mismatch; here objects of a tree get hundreds: their strings become init data, and code that uses them
# stays. And --by-type on vmlinux.o: what a kernel's own variables refer to is accepted as by their names.
#
#   modpost-explain.sh [TREE...]   names of trees in KELF_TESTBED; default those below
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
need objcopy addr2line
# shellcheck disable=SC2119 # its argument is a name
need_tool
(($# > 0)) || set -- small-gcc small-clang

# What kelf says, a line for each reference: OFFSET of the section, then FILE:LINE of the inlined functions, the innermost first. The
# offset in the message is that in a function, so the functions are looked up.
ours() { # ours OBJECT
    local -A start=()
    local address name offset places
    # Static functions of one name would not be told apart.
    while read -r address name; do start[$name]=$address; done < <(
        nm --defined-only "$1" | awk '{ count[$3]++; at[$3] = $1 } END { for (name in at) if (count[name] == 1) print at[name], name }')
    awk '
        /section mismatch in reference: .*\(section: \.text\) -> / {
            match($0, /reference: [^ ]+/); place = substr($0, RSTART + 11, RLENGTH - 11); sub(/\+0x/, " ", place); line = ""; next }
        /section mismatch in reference: / { place = "" }
        place && (line || /^    from: /) && / at / {
            match($0, / at [^ ,]+/); where = substr($0, RSTART + 4, RLENGTH - 4); sub(/^.*\//, "", where)
            line = line " " where
            if ($0 !~ /inlined into$/) { print place line; place = "" } }
    ' "$scratch/messages" | while read -r name offset places; do
        [[ -n ${start[$name]-} ]] || continue
        printf '0x%x %s\n' $((0x${start[$name]} + 0x$offset)) "$places"
    done | sort -u
}

# GNU addr2line knows no inlined functions of Clang; LLVM's takes the first section that has the offset, here the same one.
theirs() { # theirs COMPILER OBJECT < OFFSETS
    local -a other=(addr2line -j .text)
    [[ $1 != clang ]] || other=(llvm-addr2line-19)
    "${other[@]}" -a -i -e "$2" | awk '
        /^0x/ { if (line) print line; sub(/^0x0*/, "0x"); line = $0; next }
        { sub(/ \(discriminator.*/, ""); sub(/^.*\//, ""); sub(/:0$/, ":?"); line = line " " $0 }
        END { if (line) print line }' | sort -u
}

explain() { # explain OBJECT
    local count compiler=gcc
    grep -q '^CONFIG_CC_IS_CLANG=y' "$testbed/${1%%/*}/.config" && compiler=clang
    [[ $compiler == gcc || -z $(missing llvm-addr2line-19) ]] || { skip "$1" 'no llvm-addr2line-19'; return; }
    mkdir -p "$scratch/o"
    objcopy --rename-section .rodata.str1.1=.init.rodata "$testbed/$1" "$scratch/o/m.o" 2> /dev/null ||
        { skip "$1" 'objcopy cannot rename its sections'; return; }
    (cd "$scratch/o" && "$kelf" modpost --explain m.o 2> "$scratch/messages")
    ours "$scratch/o/m.o" > "$scratch/ours"
    cut -d ' ' -f 1 "$scratch/ours" | theirs $compiler "$scratch/o/m.o" > "$scratch/theirs"
    count=$(wc -l < "$scratch/ours")
    if ((count == 0)); then
        fail "$1" 'no reference was explained: this compares nothing'
    elif cmp -s "$scratch/ours" "$scratch/theirs"; then
        pass "$1: $count references, $(awk 'NF > 2' "$scratch/ours" | wc -l) of them inlined"
    else
        fail "$1" "$(first_difference "$scratch/theirs" "$scratch/ours")"
    fi
}

for tree; do
    [[ -e $testbed/$tree/vmlinux.o ]] || { skip "$tree" 'not built (KELF_TESTBED)'; continue; }
    for object in fs/namei.o fs/ext4/ext4.o mm/page_alloc.o kernel/sched/core.o net/core/dev.o; do
        [[ -e $testbed/$tree/$object ]] || { skip "$tree/$object" 'not built'; continue; }
        explain "$tree/$object"
    done
    mkdir -p "$scratch/types"
    ln -sf "$testbed/$tree/vmlinux.o" "$scratch/types/vmlinux.o"
    check "$tree/types" bash -c "cd '$scratch/types' && '$kelf' modpost --by-type -E vmlinux.o 2>&1 | diff /dev/null -"
done
