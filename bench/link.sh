#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The last links of a built kernel of 7.3, from the first to System.map: scripts/link-vmlinux.sh, `kelf link`, and
# `kelf link --single-pass`; and to the image that stays, with the linker not seeing debugging sections (`--debug-apart`).
# Prints a table in Markdown.
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
whole() { original && "$TOOL" split -q vmlinux.unstripped -o vmlinux; }
apart() { "$TOOL" link --debug-apart vmlinux -- "${link[@]}"; }
single_apart() { "$TOOL" link --single-pass --debug-apart vmlinux -- "${link[@]}"; }
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
        for pass in original kelf single whole apart single_apart; do
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
    versions_of_tree "$tree"
    versions[ld]=$(version_of ld)
    heading "link-$(basename "$tree")" "$(basename "$tree"): links of the three: $(links)"
    row 'the script; `kelf link`' original kelf
    row 'the script; `kelf link --single-pass`' original single
    row 'the script and `kelf split`; `kelf link --debug-apart`' whole apart
    row 'the script and `kelf split`; `kelf link --single-pass --debug-apart`' whole single_apart
    keep
done
