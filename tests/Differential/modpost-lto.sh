#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The step of modpost in trees that Clang links with LTO, with each combination of two tools of `kelf kbuild`: modpost, and lto-symvers,
# which has versions where the kernel's own modpost does not look. Who does the step makes no difference: with lto-symvers the dump
# has all versions and is that of the tree, and without there are those of assembler files alone.
# The kernel's modpost is changed for lto-symvers, and only where kelf does not do its work.
#
#   modpost-lto.sh [TREE...]   kernels in KELF_TESTBED; default small-thinlto small-thinlto-versions small-fulllto-versions
#
#   KELF_TESTBED, TOOL, JOBS as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
(($# > 0)) || set -- small-thinlto small-thinlto-versions small-fulllto-versions

# step NAME TOOLS: leaves what modpost writes, and says, in $scratch/NAME.
step() {
    local file
    if [[ -n $2 ]]; then
        inside "$kelf" kbuild enable "$src" --tools "$2" --kelf "$scratch/kelf" > "$scratch/enabled" 2>&1
    else
        inside "$kelf" kbuild disable "$src" > "$scratch/enabled" 2>&1
    fi || { fail "$name/$1" "$(head -n 1 "$scratch/enabled")"; return 1; }
    grep -q 'linked\[PATH_MAX\]' "$([[ -e $layers/src/scripts/mod/modpost.c ]] && echo "$layers/src" || echo "$src")/scripts/mod/modpost.c" &&
        echo yes > "$scratch/$1.edited" || echo no > "$scratch/$1.edited"
    # shellcheck disable=SC2046 # a name a word
    (cd "$obj" && inside rm -f Module.symvers .vmlinux.export.c $(sed 's/\.o$/.mod.c/' modules.order))
    # Without lto-symvers the configuration would be another one: make does not look, and nothing is compiled again.
    [[ ! -e $layers/src/kernel/module/Kconfig ]] || inside touch -d 2020-01-01 "$src/kernel/module/Kconfig"
    # shellcheck disable=SC2016 # make's variables
    { kmake prepare0 && kmake run-command KBUILD_RUN_COMMAND='+$(MAKE) KBUILD_MODULES=y -f $(srctree)/scripts/Makefile.modpost'; } ||
        { fail "$name/$1" "$(why_failed)"; return 1; }
    mkdir -p "$scratch/$1"
    # shellcheck disable=SC2046 # a name a word
    for file in Module.symvers .vmlinux.export.c $(sed 's/\.o$/.mod.c/' "$obj/modules.order"); do
        cp "$layers/obj/$file" "$scratch/$1/${file//\//:}" || { fail "$name/$1" "$file was not made"; return 1; }
    done
    sed -E '/^  |^make/d' "$scratch/make.log" > "$scratch/$1/said"
    sed -n '/^--as modpost/p' "$calls" | wc -l > "$scratch/$1.calls"
}

same_files() { # same_files A B
    local problem
    problem=$(diff -rq "$scratch/$1" "$scratch/$2" | head -n 1)
    if [[ -n $problem ]]; then fail "$name/$1-$2" "$problem"; else pass "$name/$1-$2: $(find "$scratch/$1" -type f | wc -l) files"; fi
}

# same A B MORE
same() {
    local problem
    problem=$(diff -rq "$scratch/$1" "$scratch/$2" | head -n 1)
    if [[ -n $problem ]]; then
        fail "$name/$1-$2" "$problem"
    elif [[ $(cat "$scratch/$1.calls" "$scratch/$2.calls") != $'0\n1' ]]; then
        fail "$name/$1-$2" "kelf was started $(tr '\n' ' ' < "$scratch/$1.calls")and $(< "$scratch/$2.calls") times"
    else
        pass "$name/$1-$2: $(find "$scratch/$1" -type f | wc -l) files$3"
    fi
}

# With KELF_MODPOST=--compute-versions nothing is beside the linked objects: modpost computes their versions, and who links computes none.
# Without it, what has none is linked again. Continues with both tools.
check_computed() {
    local file linked=(fs/jbd2/jbd2 fs/mbcache)
    # shellcheck disable=SC2046 # a name a word
    (cd "$obj" && inside sed -i '/^#SYMVER /d' .vmlinux.o.cmd $(sed 's#\([^/]*\)$#.\1.cmd#' modules.order))
    variables+=(KELF_MODPOST=--compute-versions)
    step computed modpost,lto-symvers && same_files both computed
    for file in "${linked[@]}"; do inside rm "$obj/$file.o"; done
    kmake "${linked[@]/%/.o}" && lines_of "${linked[@]}" > "$scratch/without"
    unset 'variables[-1]'
    kmake "${linked[@]/%/.o}" && lines_of "${linked[@]}" > "$scratch/with"
    if [[ $(tr '\n' ' ' < "$scratch/without") != '0 0 ' ]]; then
        fail "$name/linked" "versions beside objects that were linked with KELF_MODPOST=--compute-versions: $(tr '\n' ' ' < "$scratch/without")$(why_failed)"
    elif ! cmp -s <(for file in "${linked[@]}"; do grep -c '^#SYMVER ' "$(command_file "$obj" "$file")"; done) "$scratch/with"; then
        fail "$name/linked" "versions beside objects that were linked again: $(tr '\n' ' ' < "$scratch/with")$(why_failed)"
    else
        pass "$name/linked: $(tr '\n' ' ' < "$scratch/with")versions, and none"
    fi
}
command_file() { echo "$1/$(dirname "$2")/.$(basename "$2").o.cmd"; }
lines_of() { for file; do grep -c '^#SYMVER ' "$(command_file "$layers/obj" "$file")"; done; }

versions_in() { grep -vc '^0x00000000' "$1/Module.symvers"; }

check_tree() {
    local problem
    problem=$(overlay_problem "$1")
    [[ -z $problem ]] || { skip "$(basename "$1")" "$problem"; return; }
    work_on "$1"
    step none '' && step modpost modpost && step lto lto-symvers && step both modpost,lto-symvers || return
    same none modpost ", $(versions_in "$scratch/none") versions"
    same lto both ", $(versions_in "$scratch/lto") versions"
    if cmp -s "$obj/Module.symvers" "$scratch/both/Module.symvers"; then
        pass "$name/tree: $(wc -l < "$obj/Module.symvers") exports"
    else
        fail "$name/tree" "$(first_difference "$obj/Module.symvers" "$scratch/both/Module.symvers")"
    fi
    if [[ $(cat "$scratch"/{none,modpost,lto,both}.edited) == $'no\nno\nyes\nno' ]]; then
        pass "$name/edit"
    else
        fail "$name/edit" "modpost.c with neither tool, modpost, lto-symvers, both: $(tr '\n' ' ' < <(cat "$scratch"/{none,modpost,lto,both}.edited))"
    fi
    ! grep -q CONFIG_MODVERSIONS=y "$obj/.config" || check_computed
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    check_tree "$tree"
    [[ -z ${layers-} ]] || rm -rf "$layers"
done
