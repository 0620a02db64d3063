#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What people type in a kernel tree that uses kelf: single targets, modules outside of the tree, verbose builds, variables, texts
# of types (also straight after `make mrproper defconfig`, before anything is built), a second object tree, `make clean` and `make
# mrproper`. Where the originals can do the same, the results are theirs.
#
#   kbuild-targets.sh [TREE]   a built kernel of 7.3 in KELF_TESTBED; default small-gcc
#
#   KELF_TESTBED, TOOL, JOBS as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
(($# > 0)) || set -- small-gcc
[[ -d $1 ]] || set -- "$testbed/$1"
problem=$(overlay_problem "$1")
[[ -z $problem ]] || skip_all "$problem"
work_on "$1"

# run NAME ARGUMENT...: make has to succeed.
run() {
    local what=$1
    shift
    kmake "$@" && return
    fail "$what" "$(why_failed)"
    return 1
}
was_called() { grep -q -- "$1" "$calls"; }

external() { # external FOLDER: two modules outside of the tree
    cp -a "$root/tests/Fixtures/lto/modules" "$1"
    run modules-outside M="$1" modules
}
# What is left of an object tree.
files_left() { inside find "$obj" -printf '%y %P\n' | sort; }

check_originals() {
    external "$scratch/outside" || return
    mv "$scratch/outside" "$scratch/outside-originals"
    run mrproper-originals mrproper || return
    files_left > "$scratch/left-originals"
    rm -rf "${layers:?}"
    work_on "$tree"
}

check_modules() {
    local module
    external "$scratch/outside" || return
    if was_called '--as gendwarfksyms'; then pass modules-outside/kelf; else fail modules-outside/kelf 'it was not started'; fi
    for module in kelf_supplier kelf_consumer kelf_inflate; do
        if cmp -s "$scratch/outside-originals/$module.ko" "$scratch/outside/$module.ko"; then
            pass "modules-outside/$module.ko"
        else
            fail "modules-outside/$module.ko" 'is not that of the originals'
        fi
    done
}

check_verbose() {
    inside touch "$obj/vmlinux.o"
    run verbose V=1 vmlinux || return
    if grep -q "kelf link  *-- \"ld\"" "$scratch/make.log" && grep -q 'kelf split ' "$scratch/make.log"; then
        pass verbose
    else
        fail verbose 'V=1 does not show the calls of kelf'
    fi
    if grep -qi 'jobserver' "$scratch/make.log"; then fail jobserver "$(grep -i -m 1 jobserver "$scratch/make.log")"; else pass jobserver; fi
}

# A variable that kelf reads is part of a command: with another value that runs again, and once.
check_variables() {
    run variables KELF_LOST_CALLS=keep vmlinux || return
    if was_called '^link' && grep -q '^  KELF  *scripts/sorttable$' "$scratch/make.log"; then pass variables; else fail variables 'another value changes nothing'; fi
    run variables KELF_LOST_CALLS=keep vmlinux || return
    if [[ -s $calls ]]; then fail variables-again "kelf was started: $(head -n 1 "$calls")"; else pass variables-again; fi
}

check_single_targets() {
    inside touch "$src/fs/ext4/super.c"
    run modules modules || return
    if was_called '^link' ; then fail modules 'the kernel was linked'; else pass modules; fi
    inside touch "$obj/vmlinux.o"
    run bzImage bzImage || return
    if was_called '^link' && was_called '^split'; then pass bzImage; else fail bzImage 'the kernel was not linked'; fi
    inside rm -f "$obj/kernel/fork.symtypes"
    run symtypes kernel/fork.symtypes || return
    cp "$(built kernel/fork.symtypes)" "$scratch/symtypes"
    inside rm -f "$obj/kernel/fork.symtypes" "$obj/kernel/fork.o"
    run KBUILD_SYMTYPES KBUILD_SYMTYPES=1 kernel/fork.o || return
    if [[ -s $scratch/symtypes ]] && cmp -s "$scratch/symtypes" "$(built kernel/fork.symtypes)"; then
        pass "symtypes: $(wc -l < "$scratch/symtypes") types"
    else
        fail symtypes 'the texts are not those that KBUILD_SYMTYPES=1 writes'
    fi
}

# Nothing is built, not even the tools: the object has to be compiled first, with debugging information.
check_first_symtypes() {
    local other=$scratch/other
    mkdir "$other"
    variables+=("O=$other")
    inside make -C "$src" "${variables[@]}" mrproper defconfig > "$scratch/make.log" 2>&1 &&
        inside "$src/scripts/config" --file "$other/.config" -d DEBUG_INFO_NONE -e DEBUG_INFO_DWARF5 -e MODVERSIONS -e GENDWARFKSYMS &&
        inside make -C "$src" "${variables[@]}" olddefconfig >> "$scratch/make.log" 2>&1 ||
        { fail first-symtypes "$(why_failed)"; return; }
    : > "$calls"
    if ! inside make -C "$src" "${variables[@]}" -j"$jobs" kernel/fork.symtypes > "$scratch/make.log" 2>&1; then
        fail first-symtypes "$(why_failed)"
    elif ! grep -q '^mmput ' "$other/kernel/fork.symtypes" || [[ ! -s $other/kernel/fork.o ]]; then
        fail first-symtypes 'no text of mmput in it'
    elif ! grep -q '^  SYM  *kernel/fork.symtypes$' "$scratch/make.log"; then
        fail first-symtypes 'make does not say so'
    else
        pass "first-symtypes: $(wc -l < "$other/kernel/fork.symtypes") types, in a second object tree"
    fi
    unset 'variables[-1]'
}

check_clean() {
    run clean clean || return
    run mrproper mrproper || return
    files_left > "$scratch/left"
    if cmp -s "$scratch/left-originals" "$scratch/left"; then
        pass mrproper
    else
        fail mrproper "$(diff "$scratch/left-originals" "$scratch/left" | sed -n 2p)"
    fi
}

check_originals
inside "$kelf" kbuild enable "$src" --kelf "$scratch/kelf" > /dev/null || fail enable 'failed'
run all all || exit 0
check_modules
check_verbose
check_variables
check_single_targets
check_first_symtypes
check_clean
