#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The last links of a built kernel of 7.3, from the first to System.map: scripts/link-vmlinux.sh, `kelf link`, and
# `kelf link --single-pass`. Prints a table in Markdown.
#
#   link.sh [TREE...]     default small-gcc defconfig
#
#   TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
source "$root/tests/Differential/link-lib.sh"
(($# > 0)) || set -- small-gcc defconfig

original() { bash "$srctree/scripts/link-vmlinux.sh" "${link[@]}"; }
kelf() { "$TOOL" link -- "${link[@]}"; }
single() { "$TOOL" link --single-pass -- "${link[@]}"; }
# How often each calls the linker.
links() {
    local pass
    for pass in original kelf single; do grep -c '^  LD ' "$scratch/$pass.log"; done | paste -s -d ' '
}

for tree in "$@"; do
    tree=$(realpath -m "$testbed/$tree")
    problem=$(link_problem "$tree")
    [[ -z $problem ]] || { echo "link.sh: ${tree##*/}: $problem" >&2; continue; }
    rm -f "$scratch"/*.ms
    for ((round = 0; round <= rounds; round++)); do
        for pass in original kelf single; do
            link_folder "$tree" "$scratch/folder"
            cd "$scratch/folder" || exit 1
            : > "$scratch/log"
            measure "$pass" "$pass"
            cp "$scratch/log" "$scratch/$pass.log"
            cd / || exit 1
        done
        # The first round fills the page cache.
        ((round > 0)) || rm -f "$scratch"/*.ms
    done
    finish
    echo
    heading "$(basename "$tree"), links of the three: $(links)."
    row 'the script; `kelf link`' original kelf
    row 'the script; `kelf link --single-pass`' original single
done
