#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernel trees that are built with kelf in place of the originals (`kelf kbuild enable`): every file that the build leaves is
# that of the same build with the originals, byte for byte. The image, its map, versions, relocations, modules, the headers,
# the boot image. A second make starts kelf no more; each step says one line, as Kbuild does; after `kelf kbuild disable` the
# sources are what they were.
#
#   kbuild.sh [--full] [TREE...]   built kernels in KELF_TESTBED; default small-gcc small-thinlto small-6.12 small-6.1
#                                  small-arm64-cfi small-arm64-thinlto small-rust
#
#   --full   compile all again; else the library (without LTO), all modules, and what comes after compiling.
#            Also of each tree without LTO: the build by the originals after `disable`; else of the first tree
#
#   KELF_TESTBED, TOOL, JOBS as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
full=no
[[ ${1-} != --full ]] || { full=yes; shift; }
(($# > 0)) || set -- small-gcc small-thinlto small-6.12 small-6.1 small-arm64-cfi small-arm64-thinlto small-rust
first=$1

# What is to be made again, in the layers that are worked on.
forget() {
    if [[ $full == yes ]]; then
        kmake clean
    else
        # With LTO no version comes from a single object.
        grep -q CONFIG_LTO_CLANG=y "$obj/.config" || inside find "$obj/lib" -name '*.o' -delete
        inside find "$obj" -name '*.ko' -delete
        ! has_rust "$obj" || inside rm -f "$obj"/rust/{kernel,exports}.o
        # Made once; that another program would make them is not noticed.
        inside rm -f "$obj/arch/x86/realmode/rm/realmode.relocs" "$obj/kernel/kheaders_data.tar.xz"
    fi
}

# A file that is not as the tree has it: was it made by the same build as now? The originals make all once more, from the same start.
is_as_originals_make_it() { # is_as_originals_make_it FILE
    local made=$layers/obj/$1
    if [[ ! -e $scratch/$name-originals ]]; then
        work_on "$tree" "$name-originals"
        forget && kmake all || { fail "$name/originals" "$(why_failed)"; }
        work_on "$tree"
    fi
    cmp -s "$scratch/$name-originals/obj/$1" "$made"
}

check_tree() {
    local problem file wrong=0 count=0 remade=0 calls_made
    problem=$(overlay_problem "$1")
    [[ -z $problem ]] || { skip "$(basename "$1")" "$problem"; return; }
    work_on "$1"
    if ! inside "$kelf" kbuild enable "$src" --kelf "$scratch/kelf" > "$scratch/enabled" 2>&1; then
        fail "$name/enable" "$(head -n 1 "$scratch/enabled")"
        return
    fi
    pass "$name/enable: $(grep -c ' on  ' "$scratch/enabled") tools"

    if ! forget || ! kmake all; then
        fail "$name/make" "$(why_failed)"
        return
    fi
    calls_made=$(wc -l < "$calls")
    pass "$name/make: kelf was started $calls_made times"
    check_lines "$name/lines"
    while read -r file; do
        ((count += 1))
        if [[ ! -e $layers/obj/$file ]]; then
            fail "$name/$file" 'it was not made again'
            ((wrong += 1))
        elif cmp -s "$obj/$file" "$layers/obj/$file"; then
            :
        elif is_as_originals_make_it "$file"; then
            ((remade += 1))
        else
            fail "$name/$file" "$(cmp "$obj/$file" "$layers/obj/$file" 2>&1 | sed 's/.*: //; s/.* differ: //')"
            ((wrong += 1))
        fi
    done < <(products)
    file=$(built vmlinux.unstripped)
    if [[ ${variables[*]} == *KELF_RELOCS=compat* && -e $file ]]; then
        echo "$suite/$name: the default has $((($("$kelf" relocs "$file" 2> /dev/null | wc -c) - $("$kelf" relocs --compat "$file" | wc -c)) / 4)) places more than the original"
    fi
    ((wrong > 0)) || pass "$name/products: $count files, byte for byte$( ((remade == 0)) || echo ", $remade of them as the originals make them now")"

    if ! kmake all; then
        fail "$name/again" "$(why_failed)"
    elif grep -vqE '^--as gen_kheaders.sh kernel/kheaders_data.tar.xz$' "$calls"; then
        # 6.1 and 6.12 call the script on every make.
        fail "$name/again" "kelf was started: $(head -n 1 "$calls")"
    elif grep -v '^  GEN     Makefile$' "$scratch/make.log" | grep -E '^  (LD|KSYMS|NM|SPLIT|SORTTAB|RELOCS|GEN|KELF) ' > "$scratch/again"; then
        fail "$name/again" "$(head -n 1 "$scratch/again")"
    else
        pass "$name/again"
    fi

    inside "$kelf" kbuild disable "$src" > /dev/null
    check_sources
    # The originals are built, and give the same once more. LTO would take its minutes again to tell the same.
    if grep -q CONFIG_LTO_CLANG=y "$obj/.config" || [[ $full == no && $1 != "$first" ]]; then
        return
    elif ! kmake all || [[ -s $calls ]]; then
        fail "$name/disabled" "$(why_failed)"
    elif ! cmp -s "$obj/vmlinux" "$(built vmlinux)" && ! is_as_originals_make_it vmlinux; then
        fail "$name/disabled" 'another vmlinux'
    elif ! grep -qE 'HOST(CC|LD)  *scripts/' "$scratch/make.log"; then
        fail "$name/disabled" 'the originals were not compiled'
    else
        pass "$name/disabled"
    fi
}

# Nothing that kelf wrote into the sources is left: what was copied up is what is below.
check_sources() {
    local file other=''
    while read -r file; do
        if [[ -d $src/$file && -d $layers/src/$file ]]; then continue; fi
        cmp -s "$src/$file" "$layers/src/$file" && [[ $(stat -c %a "$src/$file") == "$(stat -c %a "$layers/src/$file")" ]] && continue
        # A file that was added and removed again leaves nothing, or a mark that hides nothing.
        [[ -c $layers/src/$file && ! -e $src/$file ]] || other=$file
    done < <(cd "$layers/src" && find . -mindepth 1 -printf '%P\n')
    if [[ -z $other ]]; then pass "$name/disable"; else fail "$name/disable" "$other is not what it was"; fi
}

[[ -d $first ]] || first=$testbed/$first
for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    check_tree "$tree"
    # None of a tree that is not there.
    [[ -z ${layers-} ]] || rm -rf "$layers" "$layers-originals"
done
