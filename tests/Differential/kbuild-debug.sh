#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernel trees whose links never see debugging information (`kelf kbuild enable --tools all`, tool `debug`): all that a build leaves is
# that of the same build with the originals, byte for byte, but vmlinux.o and vmlinux.unstripped, which are small. Then as a developer
# goes on: a changed file, a lost vmlinux, a link that was killed, and back to the originals.
#
#   kbuild-debug.sh [TREE...]   built kernels in KELF_TESTBED; default small-gcc small-clang
#
#   KELF_TESTBED, TOOL, JOBS as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
(($# > 0)) || set -- small-gcc small-clang

has_debug() { # has_debug FILE: more of it than stands in for it
    local size
    size=$(readelf -SW "$1" | sed -n 's/.* \.debug_info  *PROGBITS *[0-9a-f]* [0-9a-f]* \([0-9a-f]*\) .*/\1/p')
    ((0x${size:-0} > 1000000))
}
# What a link leaves, in a folder for each case.
keep() { # keep CASE
    local file
    mkdir -p "$scratch/kept-$name-$1"
    for file in vmlinux System.map Module.symvers arch/x86/boot/bzImage; do cp "$(built "$file")" "$scratch/kept-$name-$1/"; done
}
same() { # same CASE REFERENCE
    local file
    for file in "$scratch/kept-$name-$2"/*; do
        cmp -s "$file" "$(built "$( [[ $file == *bzImage ]] && echo arch/x86/boot/bzImage || basename "$file")")" ||
            { fail "$name/$1" "$(basename "$file") is not that of $2"; return; }
    done
    pass "$name/$1: as $2"
}
change() { inside sed -i "1i /* $1 */\\nint kelf_changed_$1 = ${#1};" "$src/kernel/fork.c"; }

check_tree() {
    local problem
    problem=$(overlay_problem "$1")
    [[ -z $problem ]] || { skip "$(basename "$1")" "$problem"; return; }
    work_on "$1" "$(basename "$1")-originals"
    # The originals, once as the tree is, and once with a changed file.
    if ! kmake vmlinux bzImage; then fail "$name/originals" "$(why_failed)"; return; fi
    keep originals
    change one
    if ! kmake vmlinux bzImage; then fail "$name/originals" "$(why_failed)"; return; fi
    keep originals-changed
    local whole
    whole=$(stat -c %s "$(built vmlinux.o)")
    rm -rf "$layers"
    work_on "$1"
    if ! inside "$kelf" kbuild enable "$src" --tools all --kelf "$scratch/kelf" > "$scratch/enabled" 2>&1; then
        fail "$name/enable" "$(head -n 1 "$scratch/enabled")"
        return
    fi
    if ! kmake vmlinux bzImage; then fail "$name/make" "$(why_failed)"; return; fi
    check_lines "$name/lines"
    same make originals
    if has_debug "$(built vmlinux.o)"; then
        fail "$name/small" "vmlinux.o has debugging information: $(stat -c %s "$(built vmlinux.o)") bytes"
    else
        pass "$name/small: vmlinux.o has $(stat -c %s "$(built vmlinux.o)") bytes instead of $whole"
    fi
    if ! kmake vmlinux bzImage; then fail "$name/again" "$(why_failed)"
    elif [[ -s $calls ]]; then fail "$name/again" "kelf was started: $(head -n 1 "$calls")"
    else pass "$name/again"; fi

    inside rm "$obj/vmlinux"
    if ! kmake vmlinux bzImage; then fail "$name/lost" "$(why_failed)"; else same lost originals; fi
    change one
    if ! kmake vmlinux bzImage; then fail "$name/changed" "$(why_failed)"; else same changed originals-changed; fi

    if kmake KELF_TOOLS='kallsyms split' vmlinux bzImage; then
        same off originals-changed
        if has_debug "$(built vmlinux.o)"; then pass "$name/off-whole"; else fail "$name/off-whole" 'vmlinux.o has no debugging information'; fi
    else
        fail "$name/off" "$(why_failed)"
    fi
    inside "$kelf" kbuild disable "$src" > /dev/null
    if kmake vmlinux bzImage; then same disabled originals-changed; else fail "$name/disabled" "$(why_failed)"; fi
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    check_tree "$tree"
    [[ -z ${layers-} ]] || rm -rf "$layers"
done
