#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernel trees whose modpost is kelf (`kelf kbuild enable --tools modpost`), and nothing else of them is: what the step makes, and all that
# depends on it up to modules and boot image, is that of the originals byte for byte. Then the same changes are made in two views of a
# tree, one with kelf and one without, and make does the same steps in both: none when nothing changed; the step alone when its
# result is gone, as sources with the right bytes keep their times; what a module needs that exports one symbol more; what it
# needs when that is taken back together with kelf. Under `make -j2` kelf takes the one token there is, and gives it back.
#
#   kbuild-modpost.sh [TREE...]   built kernels in KELF_TESTBED; default small-gcc small-6.12 small-6.1
#
#   KELF_TESTBED, TOOL, JOBS as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
(($# > 0)) || set -- small-gcc small-6.12 small-6.1
changed=fs/mbcache

# What make starts as kelf: where $scratch/traced is, what it reads and writes is left in $scratch/trace.*.
cp "$kelf" "$scratch/program"
cat > "$scratch/kelf" << END
#!/bin/sh
echo "\$*" >> '$calls'
[ ! -e '$scratch/traced' ] || exec strace -qq -ff -y -e trace=read,write -o '$scratch/trace' '$scratch/program' "\$@"
exec '$scratch/program' "\$@"
END
chmod +x "$scratch/kelf"

sources_made() { echo .vmlinux.export.c; sed 's/\.k\{0,1\}o$/.mod.c/' "$obj/modules.order"; }
products() { printf '%s\n' Module.symvers vmlinux System.map arch/x86/boot/bzImage; sources_made; sed 's/\.k\{0,1\}o$/.ko/' "$obj/modules.order"; }

# The steps that make said, but for those that compile scripts/mod/modpost or make a makefile of Kbuild's.
steps() { grep -E '^  [A-Z]' "$scratch/make.log" | grep -vE '^  (HOST(CC|LD) +scripts/mod/|GEN +Makefile$)' | sort; }

# made VIEW STEP: makes all, and leaves the steps in $scratch/VIEW.STEP.
made() {
    if ! kmake all; then
        fail "$name/$2" "$1: $(why_failed)"
        return 1
    fi
    steps > "$scratch/$1.$2"
}
same_steps() { # same_steps STEP MORE
    if cmp -s "$scratch/originals.$1" "$scratch/kelf.$1"; then
        pass "$name/$1: $(wc -l < "$scratch/kelf.$1") steps$2"
    else
        fail "$name/$1" "steps: $(first_difference "$scratch/originals.$1" "$scratch/kelf.$1")"
    fi
}

add_export() { inside sh -c "printf '\nint kelf_added;\nEXPORT_SYMBOL_GPL(kelf_added);\n' >> '$src/$changed.c'"; }
take_export() { cp "$src/$changed.c" "$scratch/changed.c" && inside cp "$scratch/changed.c" "$src/$changed.c"; }

# The same in a view without kelf.
make_originals() {
    local tree_of_kelf=$layers
    work_on "$tree" "$name-originals"
    made originals first && made originals again || return
    inside rm "$obj/Module.symvers"
    made originals dump && add_export && made originals export || return
    # To compare with later.
    mkdir -p "$scratch/exported"
    local file
    while read -r file; do
        mkdir -p "$scratch/exported/$(dirname "$file")"
        cp "$(built "$file")" "$scratch/exported/$file"
    done < <(products)
    take_export && made originals disabled || return
    work_on "$tree" "$(basename "$tree_of_kelf")"
}

check_products() { # check_products CASE DIRECTORY [MADE]: all that is there; with MADE each was made again
    local file count=0
    while read -r file; do
        ((count += 1))
        if [[ -n ${3-} && ! -e $layers/obj/$file ]]; then
            fail "$name/$1" "$file was not made again"
            return
        elif ! cmp -s "$2/$file" "$(built "$file")"; then
            fail "$name/$1" "$file: $(cmp "$2/$file" "$(built "$file")" 2>&1 | sed 's/.*: //; s/.* differ: //')"
            return
        fi
    done < <(products)
    pass "$name/$1: $count files, byte for byte"
}

check_jobserver() {
    local taken given
    if [[ -n $(missing strace) ]]; then skip "$name/jobserver" 'no strace'; return; fi
    rm -f "$scratch"/trace.*
    touch "$scratch/traced"
    inside rm "$obj/Module.symvers"
    jobs=2 kmake all || { fail "$name/jobserver" "$(why_failed)"; rm "$scratch/traced"; return; }
    rm "$scratch/traced"
    # A file for each thread.
    taken=$(cat "$scratch"/trace.* | grep -cE '^read\([0-9]+<pipe:\[[0-9]+\]>, "\+", 1\) += 1$')
    given=$(cat "$scratch"/trace.* | grep -cE '^write\([0-9]+<pipe:\[[0-9]+\]>, "\+", 1\) += 1$')
    if ((taken == 0)); then
        fail "$name/jobserver" 'no token was taken'
    elif ((taken != given)) || grep -q 'INTERNAL: Exiting' "$scratch/make.log"; then
        fail "$name/jobserver" "$taken tokens were taken, $given given back"
    else
        pass "$name/jobserver: $taken tokens were taken and given back"
    fi
}

check_tree() {
    local problem started
    problem=$(overlay_problem "$1")
    [[ -z $problem ]] || { skip "$(basename "$1")" "$problem"; return; }
    work_on "$1"
    make_originals || return
    if ! inside "$kelf" kbuild enable "$src" --tools modpost --kelf "$scratch/kelf" > "$scratch/enabled" 2>&1; then
        fail "$name/enable" "$(head -n 1 "$scratch/enabled")"
        return
    fi
    # shellcheck disable=SC2046 # a name a word
    (cd "$obj" && inside rm Module.symvers $(sources_made))
    made kelf first || return
    started=$(grep -c '^--as modpost --release' "$calls")
    if ((started == 1)); then pass "$name/started"; else fail "$name/started" "$started times"; fi
    check_lines "$name/lines"
    check_products first "$obj" made

    made kelf again || return
    if [[ -s $calls ]]; then fail "$name/again" "kelf was started: $(head -n 1 "$calls")"; else same_steps again ''; fi
    check_jobserver
    inside rm "$obj/Module.symvers"
    made kelf dump && same_steps dump ", $(grep -c '^--as modpost' "$calls") start of kelf"
    add_export && made kelf export && same_steps export ''
    check_products export-products "$scratch/exported"

    inside "$kelf" kbuild disable "$src" > /dev/null
    take_export
    made kelf disabled || return
    if [[ -s $calls ]]; then fail "$name/disabled" 'kelf was started'; else same_steps disabled ''; fi
    check_products disabled-products "$obj"
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    check_tree "$tree"
    [[ -z ${layers-} ]] || rm -rf "$layers" "$scratch/$name-originals"
done
