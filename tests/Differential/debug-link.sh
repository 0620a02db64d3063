#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A kernel whose debugging sections the linker never sees (`kelf link --debug-apart`) is, byte for byte, what the linker and `kelf split`
# make: the image with its build ID, the table of relocations, the map. Shown with the tree's own linker; where that is one whose layout
# is not known (or compiles objects itself, as with LTO), one line says so, and the image is the same all the same.
#
#   debug-link.sh [TREE...]     default small-gcc small-clang small-rust small-thinlto
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/link-lib.sh"

need_tool
(($# > 0)) || set -- small-gcc small-clang small-rust small-thinlto

# linked CASE OPTION...: a link in a directory of the case, by the tree's linker or by $linker.
linker=
linked() {
    local case=$1
    shift
    link_folder "$tree" "$scratch/$case"
    link[0]=${linker:-${link[0]}}
    (cd "$scratch/$case" && "$TOOL" link "$@" -- "${link[@]}") > "$scratch/$case.log" 2>&1 && return
    fail "$name/$case" "$(tail -n 1 "$scratch/$case.log")"
    return 1
}
# same CASE [WHOLE]: that all that stays of a kernel is the linker's.
same() {
    local file whole=$scratch/${2:-whole}
    "$TOOL" relocs "$scratch/$1/vmlinux.unstripped" -o "$scratch/$1/vmlinux.relocs"
    for file in vmlinux vmlinux.relocs System.map; do
        cmp -s "$whole/$file" "$scratch/$1/$file" || { fail "$name/$1" "$file differs"; return; }
    done
    pass "$name/$1: $(stat -c %s "$scratch/$1/vmlinux") bytes the same, linked $(stat -c %s "$scratch/$1/vmlinux.unstripped") \
instead of $(stat -c %s "$whole/vmlinux.unstripped")"
}

# The GNU ld of another release (2.44): that of the Debian 13 root.
check_other_release() {
    local guest=$testbed/debian13 prefix=usr/lib/x86_64-linux-gnu
    [[ -x $guest/usr/bin/x86_64-linux-gnu-ld.bfd ]] || { skip "$name/other-release" 'no Debian 13 root (KELF_TESTBED)'; return; }
    linker=$scratch/other-ld
    printf '#!/bin/sh\nexec %q --library-path %q %q "$@"\n' "$guest/lib64/ld-linux-x86-64.so.2" "$guest/$prefix" \
        "$guest/usr/bin/x86_64-linux-gnu-ld.bfd" > "$linker"
    chmod +x "$linker"
    linked other-whole || return
    "$TOOL" split -q "$scratch/other-whole/vmlinux.unstripped" -o "$scratch/other-whole/vmlinux" --relocs "$scratch/other-whole/vmlinux.relocs"
    linked other --debug-apart vmlinux || return
    if grep -q warning "$scratch/other.log"; then fail "$name/other-release" "$(grep warning "$scratch/other.log")"; return; fi
    same other other-whole
}

check_tree() {
    name=$1
    tree=$(realpath -m "$testbed/$1")
    local problem known=no
    problem=$(link_problem "$tree")
    [[ -z $problem ]] || { skip "$name" "$problem"; return; }
    linked whole || return
    "$TOOL" split -q "$scratch/whole/vmlinux.unstripped" -o "$scratch/whole/vmlinux" --relocs "$scratch/whole/vmlinux.relocs"
    case $("${link[0]}" --version | head -n 1) in 'GNU ld '*' '2.4[04] | *'LLD 19.'*) known=yes ;; esac
    # The linker compiles init/version-timestamp.o itself.
    ! grep -q '^CONFIG_LTO_CLANG=y' "$tree/.config" || known=no
    linked apart --debug-apart vmlinux && same apart
    if [[ $known == no ]]; then
        if grep -q "warning: .*: linked with debugging sections as before" "$scratch/apart.log"; then
            pass "$name/said"
        else
            fail "$name/said" "$(grep warning "$scratch/apart.log")"
        fi
        return
    fi
    if grep -q warning "$scratch/apart.log" || [[ -e $scratch/apart/.tmp_vmlinux.debug ]]; then
        fail "$name/quiet" "$(grep warning "$scratch/apart.log")"
    else
        pass "$name/quiet"
    fi
    linked threads --debug-apart vmlinux -j 1 && same threads
    # A link that fails leaves nothing, and says once why: the first link is the only one.
    link_folder "$tree" "$scratch/failing"
    if (cd "$scratch/failing" && "$TOOL" link --single-pass --debug-apart vmlinux -- "${link[0]}" "${link[1]}" "${link[2]} --undefined-option" "${link[3]}") \
        > "$scratch/failing.log" 2>&1; then
        fail "$name/failing" 'a link with a wrong option has succeeded'
    elif [[ -e $scratch/failing/vmlinux || -e $scratch/failing/.tmp_vmlinux.debug ]]; then
        fail "$name/failing" 'something is left'
    elif [[ $(grep -c -e undefined-option "$scratch/failing.log") != 1 ]]; then
        fail "$name/failing" "the linker's message is there $(grep -c -e undefined-option "$scratch/failing.log") times"
    else
        pass "$name/failing"
    fi
    rm -rf "${scratch:?}"/{apart,threads,failing}
    linked single --single-pass --debug-apart vmlinux || return
    linked single-whole --single-pass || return
    "$TOOL" split -q "$scratch/single-whole/vmlinux.unstripped" -o "$scratch/single-whole/vmlinux"
    if cmp -s "$scratch/single/vmlinux" "$scratch/single-whole/vmlinux"; then pass "$name/single-pass"; else fail "$name/single-pass" 'vmlinux differs'; fi
    rm -rf "${scratch:?}"/{whole,single,single-whole}
    [[ $("${link[0]}" --version | head -n 1) != 'GNU ld '* ]] || check_other_release
    linker=
}

for one in "$@"; do
    check_tree "$one"
    rm -rf "${scratch:?}"/{whole,apart,threads,failing,single,single-whole,other,other-whole}
done
