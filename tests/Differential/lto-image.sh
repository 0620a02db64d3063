#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Versions of a kernel from one image that Clang linked with LTO, which the kernel's own build excludes: the image of a kernel without LTO,
# linked again, in which some C objects are bitcode that was compiled by the tree's own commands with the options of LTO. Each export has
# the version that its object has without LTO. With Rust the C helpers and rust/exports.c are among them (a crate is ELF with LTO, too); of
# arm64 what one file defines and another one exports.
#
#   lto-image.sh [OBJECTS [TREE...]]   objects that become bitcode; default 20 small-rust small-arm64-cfi
#
#   KINDS   of LTO: thin full; default thin
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
count=${1:-20}
(($# == 0)) || shift
(($# > 0)) || set -- small-rust small-arm64-cfi
readonly most_exceptions=50

# As the kernel's makefile has them for CONFIG_LTO_CLANG_THIN and CONFIG_LTO_CLANG_FULL.
declare -A compile_flags=([thin]='-fno-lto -flto=thin -fsplit-lto-unit -fvisibility=hidden' [full]='-fno-lto -flto -fvisibility=hidden')
link_flags='-mllvm -import-instr-limit=5'
always=(rust/exports.o rust/helpers/helpers.o lib/zlib_inflate/{inflate,inflate_syms,infutil}.o kernel/ptrace.o arch/arm64/kernel/ptrace.o)

command_of() { sed -n '1s/^savedcmd_[^ ]* := //p' "$obj/$(dirname "$1")/.$(basename "$1").cmd"; }
# The members of the kernel's archive that are C and were versioned, from all folders, and what is always among them.
choose_objects() {
    {
        printf '%s\n' "${always[@]}" | grep -xFf "$scratch/archive"
        versioned_objects "$obj" 100000 | grep -xFf "$scratch/archive" | grep -v '^rust/' | while read -r object; do
            command_of "$object" | grep -q '^clang[-0-9]* .* -c -o .*\.c *$' && echo "$object"
        done | awk -v most="$count" '{ line[NR] = $0 } END { step = NR > most ? NR / most : 1; for (i = 1; i <= NR; i += step) print line[int(i)] }'
    } | awk '!seen[$0]++'
}
# What compiles them and links the image, for a shell in the object tree.
commands() { # commands KIND
    local object bitcode
    echo 'set -e'
    : > "$scratch/replaced"
    while read -r object; do
        bitcode=$scratch/$1/${object//\//_}
        command_of "$object" | sed "s| -Wp,-MMD,[^ ]*| |; s|\(.*\) -c -o $object |\1 ${compile_flags[$1]} -c -o $bitcode |"
        echo "$object $bitcode" >> "$scratch/replaced"
    done < "$scratch/objects"
    awk 'NR == FNR { with[$1] = $2; next } { print ($1 in with ? with[$1] : $1) }' "$scratch/replaced" "$scratch/archive" > "$scratch/inputs"
    echo "$(sed -n 's/^savedcmd_vmlinux.o := \(.*\) -r -o vmlinux.o .*/\1/p' "$obj/.vmlinux.o.cmd") $link_flags -r -o $scratch/vmlinux.o" \
        "--whole-archive @$scratch/inputs --no-whole-archive --start-group $(libraries_of "$obj") --end-group"
}
# In the root in which the tree was built, if that is another.
in_tree() { if [[ -n $chroot ]]; then inside chroot "$chroot" bash -c 'cd /out && . "$0"' "$1"; else inside bash -c 'cd "$1" && . "$0"' "$1" "$obj"; fi; }
# NAME VERSION of all exports; where one symbol has several, the last counts, as in the build: an assembler file has its own.
versions() { awk '{ version[$2] = $3 } END { for (name in version) print name, version[name] }' | sort; }

check_kind() { # check_kind KIND
    local case=$name/$1 bitcodes assembler crates all differ rust
    mkdir -p "$scratch/$1"
    commands "$1" > "$scratch/commands"
    in_tree "$scratch/commands" > "$scratch/make.log" 2>&1 < /dev/null || { fail "$case/link" "$(why_failed)"; return; }
    bitcodes=$(cut -d ' ' -f 2 "$scratch/replaced" | while read -r file; do [[ $(head -c 2 "$file") != BC ]] || echo "$file"; done | wc -l)
    if ((bitcodes == $(wc -l < "$scratch/objects"))); then pass "$case/link: $bitcodes objects of bitcode"; else fail "$case/link" "only $bitcodes objects are bitcode"; fi

    mapfile -t assembler < <(find "$obj" -name '*.gendwarfksyms.o' | sort)
    awk -F '\t' '$3 == "vmlinux" { print $2, $1 }' "$obj/Module.symvers" | sort > "$scratch/symvers"
    "$kelf" symvers --per-unit --omit-missing "$scratch/vmlinux.o" "${assembler[@]}" 2> "$scratch/err" | versions > "$scratch/image"
    comm -23 "$scratch/symvers" "$scratch/image" > "$scratch/differ"
    all=$(wc -l < "$scratch/symvers") differ=$(wc -l < "$scratch/differ") rust=$(comm -12 "$scratch/symvers" "$scratch/image" | grep -c '^_R')
    cut -d ' ' -f 1 "$scratch/replaced" | sed "s|^|$obj/|" | xargs nm 2> /dev/null | sed -n 's/.* __export_symbol_//p' | sort -u > "$scratch/linked"
    if ((all < 5000 || differ > most_exceptions)) || { has_rust "$obj" && ((rust < 2000)); }; then
        fail "$case/versions" "$differ of $all differ, $rust of Rust are equal: $(head -n 3 "$scratch/differ" | tr '\n' ' ') $(head -n 1 "$scratch/err")"
    else
        pass "$case/versions: $((all - differ)) of $all equal, $rust of Rust, $(cut -d ' ' -f 1 "$scratch/differ" | comm -13 - "$scratch/linked" | wc -l) exported by bitcode; others: $(cut -d ' ' -f 1 "$scratch/differ" | head -n 20 | tr '\n' ' ')"
    fi
    has_rust "$obj" || return
    # The same with the crates' own objects beside the image.
    mapfile -t crates < <(printf "$obj/rust/%s.o\n" core bindings kernel)
    "$kelf" symvers -q --per-unit --omit-missing "$scratch/vmlinux.o" "${assembler[@]}" "${crates[@]}" 2> "$scratch/err" | versions > "$scratch/with-crates"
    if cmp -s "$scratch/image" "$scratch/with-crates"; then
        pass "$case/crates: the same from the image and from the crates"
    else
        fail "$case/crates" "$(first_difference "$scratch/with-crates" "$scratch/image") $(head -n 1 "$scratch/err")"
    fi
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    problem=$(overlay_problem "$tree")
    [[ -n $problem ]] || is_clang "$tree" || problem='it was not compiled by clang'
    [[ -z $problem ]] || { skip "$(basename "$tree")" "$problem"; continue; }
    work_on "$tree"
    (cd "$obj" && ar t vmlinux.a) > "$scratch/archive"
    choose_objects > "$scratch/objects"
    for kind in ${KINDS:-thin}; do check_kind "$kind"; done
    rm -rf "${layers:?}"
done
