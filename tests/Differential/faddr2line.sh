#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kelf under the names of faddr2line and decode_stacktrace.sh with the originals of 7.3, on places of built kernels and modules.
# The originals get lines from LLVM, of modules from elfutils, in the form of GNU addr2line: GNU's own (2.40) loses inlined functions
# and names wrong files, and faddr2line does not end with LLVM's, which knows nothing of sections either.
#
#   faddr2line.sh [TREE...]     default small-gcc small-clang
#
# What differs on purpose (docs/differences.md) is made equal in both before they are compared, and the number of lines in
# which it is seen is printed with each case:
#   names     LLVM prints the outermost function by its symbol (f.isra.0, f.cold, aliases), kelf by its name
#   no-line   LLVM prints 0, kelf and GNU a question mark; --list then shows the first lines of the file
#   ??        faddr2line has the shell take it for a pattern: in the tree's directory it is "fs mm"
#
#   COUNT         functions of each tree; default 24
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

count=${COUNT:-24}
source=$testbed/linux-source-7.3
need_tool faddr2line
need llvm-addr2line-19 eu-addr2line nm readelf busybox
[[ -x $source/scripts/faddr2line ]] || skip_all 'no sources of 7.3 (KELF_TESTBED)'
ln -sf "$kelf" "$scratch/bin/decode_stacktrace.sh"
(($# > 0)) || set -- small-gcc small-clang

# The originals' tools. What --list has awk do, GNU's alone can.
mkdir "$scratch/tools"
ln -s "$(command -v nm)" "$(command -v readelf)" "$scratch/tools"
cat > "$scratch/tools/awk" << 'EOF'
#!/bin/sh
case $1 in
    *strtonum*) program="$1 function strtonum(text) { return text + 0 }"; shift; exec busybox awk "$program" "$@" ;;
esac
exec busybox awk "$@"
EOF
cat > "$scratch/tools/addr2line" << 'EOF'
#!/bin/sh
case " $* " in
    *" --section="*) eu-addr2line "$@" | sed -E 's/:([0-9]+):[0-9]+$/:\1/' ;;
    *) llvm-addr2line-19 "$@" | sed -u 's/^?? at ??:0$/?? ??:0/' ;;
esac
EOF
chmod +x "$scratch/tools/"{addr2line,awk}
original() { PATH=$scratch/tools:$PATH CROSS_COMPILE=$scratch/tools/ "$source/scripts/$1" "${@:2}"; }

# sample IMAGE COUNT: functions and places in them: NAME OFFSET SIZE, a quarter with names of several symbols; always the same.
sample() {
    readelf -sW "$1" | awk '$7 ~ /^[0-9]+$/ && $8 !~ /^([.$]|L0)/ { print $7, $2, $3, $4, $8 }' | sort -k1,1n -k2,2 | awk -v count="$2" '
        { n++; section[n] = $1; address[n] = low($2); size[n] = $3; type[n] = $4; name[n] = $5; times[$5]++ }
        function low(text,   i, value) {
            for (i = length(text) - 7; i <= length(text); i++) value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
            return value
        }
        END {
            srand(1)
            for (i = 1; i < n; i++) if (type[i] == "FUNC" && size[i] > 16 && name[i] !~ /^__(pfx|cfi)_/) {
                for (j = i + 1; j <= n && section[j] == section[i] && address[j] - address[i] < size[i]; j++);
                if (j > n || section[j] != section[i]) continue
                whole[i] = address[j] - address[i]
                if (times[name[i]] > 1) several[++s] = i; else single[++o] = i
            }
            for (k = 0; k < count && o > 0; k++) {
                i = k % 4 == 3 && s > 0 ? several[1 + int(rand() * s)] : single[1 + int(rand() * o)]
                print name[i], int(rand() * size[i]), whole[i]
            }
        }'
}

# alike FILE: what differs on purpose made equal. The outermost function, the last one of a block, is named in its head.
alike() {
    sed -E 's/^((\(inlined by\) )?)fs mm( at |$| \?\?)/\1??\3/; s/:0$/:?/; s/\?\? at \?\?:\?/?? ??:0/; s/ \(discriminator [0-9]+\)//g' "$1" | awk '
        function flush(   i) {
            if (last) sub(/[^ ]+ at /, "* at ", line[last])
            for (i = 1; i <= n; i++) print line[i]
            n = last = 0
        }
        /^[ >][0-9]+[ <]\t/ { if (lineless) next }
        { lineless = / at [^ ]+:\?$/ }
        /\/0x[0-9a-f]+:$/ { flush() }
        { line[++n] = $0 }
        /^(\(inlined by\) )?[^ \t]+ at [^ ]+:[0-9?]+$/ { last = n }
        END { flush() }'
}

# compare NAME: original.out with kelf.out, and their messages and statuses.
compare() {
    local differing
    alike "$scratch/original.out" > "$scratch/original.alike"
    alike "$scratch/kelf.out" > "$scratch/kelf.alike"
    differing=$(diff "$scratch/original.out" "$scratch/kelf.out" | grep -c '^<')
    if [[ ! -s $scratch/original.out ]]; then
        fail "$1" 'the original printed nothing'
    elif ! cmp -s "$scratch/original.alike" "$scratch/kelf.alike"; then
        fail "$1" "$(first_difference "$scratch/original.alike" "$scratch/kelf.alike")"
    elif ! cmp -s "$scratch/original.err" "$scratch/kelf.err"; then
        fail "$1" "messages: $(first_difference "$scratch/original.err" "$scratch/kelf.err")"
    elif [[ $original_status != "$kelf_status" ]]; then
        fail "$1" "status $kelf_status, the original's is $original_status"
    else
        pass "$1: $(wc -l < "$scratch/original.out") lines, $differing spelled otherwise"
    fi
}

# faddr ARGUMENT...: both, in the tree's sources, where --list finds them.
faddr() {
    (cd "$source" && original faddr2line "$@") > "$scratch/original.out" 2> "$scratch/original.err"
    original_status=$?
    (cd "$source" && "$scratch/bin/faddr2line" "$@") > "$scratch/kelf.out" 2> "$scratch/kelf.err"
    kelf_status=$?
}

check_faddr() { # check_faddr NAME OBJECT COUNT
    local name=$1 object=$2 function offset size with=() without=()
    while read -r function offset size; do
        with+=("$(printf '%s+0x%x/0x%x' "$function" "$offset" "$size")")
        without+=("$function+$offset")
    done < <(sample "$object" "$3")
    ((${#with[@]} > 0)) || { fail "$name/sizes" 'no functions'; return; }
    faddr "$object" "${with[@]}"
    compare "$name/sizes"
    faddr "$object" "${without[@]:0:8}"
    compare "$name/no-sizes"
    faddr --list "$object" "${with[@]:0:4}"
    compare "$name/list"
    faddr "$object" "${with[0]}" no_such_function+0x1/0x2 "${with[0]%/*}/0x1" "${with[0]%%+*}+0x1000000" bad +0x1/0x2 "${with[1]}"
    compare "$name/bad"
}

# script NAME ARGUMENT...: both decode_stacktrace.sh on $scratch/log; bytes and status.
script() {
    local name=$1
    shift
    original decode_stacktrace.sh "$@" < "$scratch/log" > "$scratch/original.out" 2> "$scratch/original.err"
    original_status=$?
    "$scratch/bin/decode_stacktrace.sh" "$@" < "$scratch/log" > "$scratch/kelf.out" 2> "$scratch/kelf.err"
    kelf_status=$?
    # The usage has the path of the program.
    sed -i "s,$source/scripts/,," "$scratch/original.out"
    sed -i "s,$scratch/bin/,," "$scratch/kelf.out"
    if ! cmp -s "$scratch/original.out" "$scratch/kelf.out"; then
        fail "$name" "$(first_difference "$scratch/original.out" "$scratch/kelf.out")"
    elif ! cmp -s "$scratch/original.err" "$scratch/kelf.err"; then
        fail "$name" "messages: $(first_difference "$scratch/original.err" "$scratch/kelf.err")"
    elif [[ $original_status != "$kelf_status" ]]; then
        fail "$name" "status $kelf_status, the original's is $original_status"
    else
        pass "$name: $(wc -l < "$scratch/original.out") lines, $(grep -cE '\([^ ]+:[0-9]+' "$scratch/original.out") with places"
    fi
}

check_script() { # check_script NAME IMAGE MODULE
    local name=$1 image=$2 module=$3 function offset size
    {
        while read -r function offset size; do printf '[   12.345680][  T123]  %s+0x%x/0x%x\n' "$function" "$offset" "$size"; done < <(sample "$image" 10)
        while read -r function offset size; do
            printf ' %s+0x%x/0x%x [%s]\n' "$function" "$offset" "$size" "$(basename "$module" .ko)"
        done < <(sample "$module" 3)
        echo 'plain text   with   spaces'
    } > "$scratch/log"
    script "$name/script" "$image"
    script "$name/script-return" -R "$image"
    script "$name/script-base" "$image" "$source"
    script "$name/script-modules" "$image" auto "$(dirname "$module")"
}

check_usage() {
    : > "$scratch/log"
    script 'usage/script'
    script 'usage/script help' -h
    script 'usage/script release' -r no.such.release
    script 'usage/script return' -R
    local arguments
    for arguments in '' vmlinux '/nonexistent f+0x1'; do
        # shellcheck disable=SC2086 # words
        faddr $arguments
        if [[ ! -s $scratch/original.out && $original_status == "$kelf_status" ]] && cmp -s "$scratch/original.err" "$scratch/kelf.err"; then
            pass "usage/faddr2line $arguments"
        else
            fail "usage/faddr2line $arguments" "status $kelf_status, $(cat "$scratch/kelf.err"); the original: $original_status, $(cat "$scratch/original.err")"
        fi
    done
}

check_tree() {
    local tree=$1 image=$testbed/$1/vmlinux module
    [[ -e $image ]] || { skip "$tree" 'no such kernel (KELF_TESTBED)'; return; }
    check_faddr "$tree/vmlinux" "$image" "$count"
    for module in fs/isofs/isofs.ko drivers/net/veth.ko; do
        # Of Clang's modules elfutils 0.188 has no lines.
        if [[ $(eu-addr2line -e "$testbed/$tree/$module" -j .text 0x40) == '??:0' ]]; then
            skip "$tree/$(basename "$module")" 'eu-addr2line has no lines of it'
        else
            check_faddr "$tree/$(basename "$module")" "$testbed/$tree/$module" 8
        fi
    done
    check_script "$tree" "$image" "$testbed/$tree/fs/isofs/isofs.ko"
}

check_usage
for tree in "$@"; do
    check_tree "$tree"
done
