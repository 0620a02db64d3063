#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf lto-check` on built kernels and all their modules: the configuration says whether LTO linked them, nm counts the
# promoted symbols, and the kernel's own script looks at the names of functions.
#
#   lto-check.sh [TREE...]     default small-thinlto, small-fulllto and small-gcc
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
(($# > 0)) || set -- small-thinlto small-fulllto small-gcc
names=$testbed/linux-source-7.3/scripts/check-function-names.sh

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/vmlinux.o ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; continue; }
    grep -q '^CONFIG_LTO=y' "$tree/.config" && linked='linked with LTO' || linked='linked without LTO'
    mapfile -t files < <(echo "$tree/vmlinux.o"; find -H "$tree" -name '*.ko' | sort)
    for file in "${files[@]}"; do
        printf '%s: %s, %d promoted symbols, 0 problems\n' "$file" "$linked" \
            "$(nm --defined-only "$file" | grep -c '\.llvm\.[0-9][0-9]*$')"
    done > "$scratch/expected"
    if ! "$TOOL" lto-check "${files[@]}" > "$scratch/found" 2>&1; then
        fail "$name" "$(grep -m 1 '^ ' "$scratch/found")"
    elif cmp -s "$scratch/expected" "$scratch/found"; then
        pass "$name: ${#files[@]} files, $(awk '{ n += $(NF - 4) } END { print n }' "$scratch/found") promoted symbols"
    else
        fail "$name" "$(first_difference "$scratch/expected" "$scratch/found")"
    fi
    [[ -e $names ]] || { skip "$name, names of functions" 'no source of 7.3 (KELF_TESTBED)'; continue; }
    for unit in plain hot; do
        cc -x c -c - -o "$scratch/function.o" <<< "int $unit(void) { return 0; }"
        sh "$names" "$scratch/function.o" 2> /dev/null; theirs=$?
        "$TOOL" lto-check "$scratch/function.o" > /dev/null; ours=$?
        ((ours == theirs)) && pass "$name, function $unit" || fail "$name, function $unit" "status $ours, not $theirs"
    done
done
