#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf decode` with scripts/decode_stacktrace.sh of Linux 7.3 and llvm-addr2line, on logs made of functions of built kernels: the
# text of the script byte for byte, with its faults, on the lines where it has them and on whole logs; and the places of kelf's own form,
# of which those of instructions that faulted and of calls are others than the script's.
#
#   decode.sh [TREE...]     default small-gcc small-clang small-thinlto small-arm64-thinlto small-arm64-cfi
#
#   FRAMES        functions of each tree; default 40
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
# shellcheck source=tree-lib.sh
source "$here/tree-lib.sh"

frames=${FRAMES:-40}
source=$testbed/linux-source-7.3
need_tool
need jq nm readelf llvm-addr2line-19 llvm-cxxfilt
[[ -x $source/scripts/decode_stacktrace.sh ]] || skip_all 'no sources of 7.3 (KELF_TESTBED)'
(($# > 0)) || set -- small-gcc small-clang small-thinlto small-arm64-thinlto small-arm64-cfi

# GNU addr2line (2.40) loses inlined functions of Clang's and names wrong files: the script is run with LLVM's.
mkdir "$scratch/tools"
ln -s "$(command -v nm)" "$(command -v readelf)" "$scratch/tools"
ln -s "$(command -v llvm-addr2line-19)" "$scratch/tools/addr2line"
original() { CROSS_COMPILE=$scratch/tools/ "$source/scripts/decode_stacktrace.sh" "$@"; }

# functions IMAGE: "ADDRESS NAME OFFSET SIZE ADDRESS+OFFSET" of functions with a name of their own, chosen by a fixed seed; decimal numbers
# where none is hexadecimal in the log. Sizes go to the next symbol, of which mapping symbols ($x) are none in a kernel.
functions() {
    nm -n "$1" | awk '$2 ~ /^[tTwW]$/ && $1 ~ /^ffff/ && $3 !~ /^(__kvm_nvhe_)?[$]/ { print }' > "$scratch/nm"
    awk '{ count[$3]++; address[NR] = $1; letter[NR] = $2; name[NR] = $3 }
        END { for (i = 1; i < NR; i++) if (letter[i] ~ /[tT]/ && count[name[i]] == 1 && name[i] !~ /^__(pfx|cfi)_|[.$]/ && address[i] != address[i + 1] &&
                  address[i] != address[i - 1]) print address[i], name[i], address[i + 1] }' "$scratch/nm" |
        shuf --random-source=<(yes 18) | while read -r address name next; do
            size=$((0x$next - 0x$address))
            ((size >= 64 && size < 65536)) || continue
            offset=$((17 + 0x${address:8:6} % (size - 32)))
            printf '%s %s %x %x %x\n' "$address" "$name" "$offset" "$size" $((0x$address + offset))
        done | head -n "$frames"
}

# The lines where the script does odd things: one for each row of its specification, and what a shell does to lines.
edges() {
    local name=$1 offset=$2 size=$3 other=$4 other_offset=$5 other_size=$6
    printf '[   12.345680][  T123]  %s+0x%s/0x%s\n' "$name" "$offset" "$size"
    printf '[   12.345681][  T123]  ? %s+0x%s/0x%s\n' "$name" "$offset" "$size"
    printf '[   12.345682][  T123] RIP: 0010:%s+0x%s/0x%s\n' "$name" "$offset" "$size"
    printf '[   12.345683] %s+0x%s/0x%s (P)\n' "$name" "$offset" "$size"
    printf '\t%s+0x%s/0x%s\n => %s+0x%s/0x%s\n' "$name" "$offset" "$size" "$name" "$offset" "$size"
    printf 'Nov 28 11:33:03 host kernel: [<ffffffff81234567>]   %s+0x%s/0x%s\n' "$name" "$offset" "$size"
    printf ' %s+0x%s/0x999\n %s+0x0/0x%s\n nosuch_function+0x10/0x30\n' "$name" "$offset" "$name" "$size"
    printf ' type_show+0x10/0x30\n x (0010:nosuch_function+0x10/0x30)\n'
    printf ' %s+0x%s/0x%s [nomod 0123456789abcdef0123456789abcdef01234567]\n' "$name" "$offset" "$size"
    printf ' (unwind from %s+0x%s/0x%s) from (%s+0x%s/0x%s)\n' "$name" "$offset" "$size" "$other" "$other_offset" "$other_size"
    printf ' %s+0x%s/0x%s\r\nx %s+0x%s/0x%s \r\n' "$name" "$offset" "$size" "$name" "$offset" "$size"
    printf 'WARNING: fs/read_write.c:12 at %s+0x%s/0x%s, CPU#0: swapper/1\n' "$name" "$offset" "$size"
    printf 'plain text   with   spaces  \t \n\n   \n-n\n-e\nback\\slash \\\nand on\n#a # b %s+0x%s/0x%s\n' "$name" "$offset" "$size"
    printf '[<%s>]\n([<%s>] %s+0x%s/0x%s) \n[<%s>] %s\n' ffffffff81234567 ffffffff81234567 "$name" "$offset" "$size" ffffffff81234567 "$name"
    printf '%s+0x%s/0x%s (CF)\n%s+0x%s/0x%s ()\nf() %s+0x%s/0x%s (p)\n' "$name" "$offset" "$size" "$name" "$offset" "$size" "$name" "$offset" "$size"
    printf '%s+0x%s\n%s+0X%s/0x%s\nbytes \xff\xfe %s+0x%s/0x%s\n' "$name" "$offset" "$name" "$offset" "$size" "$name" "$offset" "$size"
    printf 'the last line has no end %s+0x%s/0x%s' "$name" "$offset" "$size"
}

# log_of FUNCTIONS MACHINE: an oops, with the words of the machine.
log_of() {
    if [[ $2 == arm64 ]]; then
        echo '[    1.000000] Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000'
        awk 'NR == 1 { printf "[    1.000001] pc : %s+0x%s/0x%s\n", $2, $3, $4; next }
            NR == 2 { printf "[    1.000002] lr : %s+0x%s/0x%s\n[    1.000003] sp : ffff80008284bbc0\n[    1.000004] Call trace:\n", $2, $3, $4; next }
            { printf "[    1.%06d]  %s+0x%s/0x%s%s\n", NR, $2, $3, $4, NR == 3 ? " (P)" : NR % 7 == 0 ? " (F)" : "" }
            END { print "[    2.000000] ---[ end trace 0000000000000000 ]---" }' "$1"
        return
    fi
    echo '[    1.000000] BUG: kernel NULL pointer dereference, address: 0000000000000000'
    awk 'NR == 1 { printf "[    1.000001] RIP: 0010:%s+0x%s/0x%s\n[    1.000002] Call Trace:\n[    1.000003]  <TASK>\n", $2, $3, $4; next }
        { printf "[    1.%06d]  %s%s+0x%s/0x%s\n", NR, NR % 7 == 0 ? "? " : "", $2, $3, $4 }
        END { print "[    2.000000]  </TASK>\n[    2.000001] ---[ end trace 0000000000000000 ]---" }' "$1"
}

check_tree() {
    local tree=$1 image=$testbed/$1/vmlinux
    [[ -e $image ]] || { skip "$tree" 'no such kernel (KELF_TESTBED)'; return; }
    functions "$image" > "$scratch/functions"
    # shellcheck disable=SC2046 # words
    edges $(awk 'NR == 2 { print $2, $3, $4 } NR == 3 { print $2, $3, $4 }' "$scratch/functions" | tr '\n' ' ') > "$scratch/edges"
    log_of "$scratch/functions" "$(machine_of "$testbed/$tree")" > "$scratch/log"
    for log in edges log; do
        original "$image" < "$scratch/$log" > "$scratch/expected" 2> /dev/null
        "$kelf" decode --format=script "$image" "$scratch/$log" > "$scratch/printed" 2> "$scratch/err" ||
            { fail "$tree/script-$log" "$(head -n 1 "$scratch/err")"; continue; }
        if ! grep -q '(.*:[0-9]' "$scratch/expected"; then
            fail "$tree/script-$log" 'the script finds no line'
        elif cmp -s "$scratch/expected" "$scratch/printed"; then
            pass "$tree/script-$log: $(wc -l < "$scratch/printed") lines"
        else
            fail "$tree/script-$log" "$(first_difference "$scratch/expected" "$scratch/printed")"
        fi
        "$kelf" decode --format=script "$image" < "$scratch/$log" > "$scratch/piped" 2> /dev/null
        check "$tree/script-$log-stream" cmp "$scratch/printed" "$scratch/piped"
    done

    # The script with -R.
    original -R "$image" < "$scratch/log" > "$scratch/expected" 2> /dev/null
    "$kelf" decode --format=script -R "$image" "$scratch/log" > "$scratch/printed" 2> /dev/null
    if cmp -s "$scratch/expected" "$scratch/printed"; then
        pass "$tree/script-return"
    else
        fail "$tree/script-return" "$(first_difference "$scratch/expected" "$scratch/printed")"
    fi

    # Own form: where the processor was as it is, the others at the call before; the innermost and all outer places.
    paste -d ' ' <(awk '{ print $5 }' "$scratch/functions") <(grep '+0x' "$scratch/log") | while read -r address line; do
        [[ $line =~ RIP:|pc\ :|\(P\)$ ]] && echo "0x$address" || printf '0x%x\n' $((0x$address - 1))
    done | while read -r address; do
        llvm-addr2line-19 -i -e "$image" "$address" | sed 's/ (discriminator [0-9]*)//' | tr '\n' ' '
        echo
    done | sed -E "s, $,,; s,$(realpath "$source")/,,g; s,$source/,,g" > "$scratch/places"
    "$kelf" decode --json "$image" "$scratch/log" 2> "$scratch/err" |
        jq -r '.[].candidates[0].frames | map("\(.file // "??"):\(.line // 0)") | join(" ")' > "$scratch/decoded"
    # Paths below the tree, and folded.
    for file in places decoded; do
        sed -E -i "s,$(realpath "$testbed/$tree")/,,g; s,[^ /]+/\.\./,,g; s,(^| |/)\./,\1,g; s,\?\?:0,,g" "$scratch/$file"
    done
    if [[ ! -s $scratch/decoded ]]; then
        fail "$tree/places" "$(head -n 1 "$scratch/err")"
    elif cmp -s "$scratch/places" "$scratch/decoded"; then
        pass "$tree/places: $(wc -l < "$scratch/places") frames, $(grep -c ' ' "$scratch/places") with inlined functions"
    else
        fail "$tree/places" "$(first_difference "$scratch/places" "$scratch/decoded")"
    fi

    # The paths of functions in JSON, which are those of units where nothing else is beside the image, are those that all symbols have.
    mkdir -p "$scratch/alone"
    ln -sf "$image" "$scratch/alone/vmlinux"
    "$kelf" sympaths --paths all "$scratch/alone/vmlinux" 2> "$scratch/err" | awk '{ print "0x" $1, $3 }' > "$scratch/paths"
    awk '$2 ~ /^[tTwW]$/ { print " " $3 "+0x1/0x10" }' "$scratch/nm" > "$scratch/all"
    "$kelf" decode --force --json "$scratch/alone/vmlinux" "$scratch/all" 2> "$scratch/err" |
        jq -r '.[].candidates[] | if .path then "\(.address) \(.path):\(.name)" else "\(.address) \(.name)" end' | sort -u > "$scratch/decoded"
    if [[ $(wc -l < "$scratch/decoded") -lt 15000 ]]; then
        fail "$tree/json-paths" "only $(wc -l < "$scratch/decoded") functions: $(head -n 1 "$scratch/err")"
    elif sort -u "$scratch/paths" | comm -13 - "$scratch/decoded" | grep . > "$scratch/others"; then
        fail "$tree/json-paths" "$(wc -l < "$scratch/others") have another path, such as $(head -n 1 "$scratch/others")"
    else
        pass "$tree/json-paths: $(wc -l < "$scratch/decoded") functions, $(grep -c : "$scratch/decoded") with a path"
    fi

    # Nothing of a log is lost: without what is put in it is the log.
    "$kelf" decode --inline=none "$image" "$scratch/log" 2> /dev/null | sed -E 's, \(([^()]|\([^()]*\))*:([0-9]+|\?)( in [^)]*)?\)$,,' > "$scratch/without"
    check "$tree/whole" cmp "$scratch/log" "$scratch/without"
}

for tree in "$@"; do check_tree "$tree"; done
