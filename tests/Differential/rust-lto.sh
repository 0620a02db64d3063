#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Versions of C and of Rust from one image that Clang linked with ThinLTO, which the kernel's own build excludes: the image of a kernel with
# Rust, linked again, in which some C objects, all of Rust's C helpers and exports among them, are bitcode that was compiled by the tree's
# own commands with the options of LTO. A crate is ELF with LTO, too. Each export has the version that its object has without LTO.
#
#   rust-lto.sh [OBJECTS [TREE]]   objects that become bitcode; default 20 small-rust
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
count=${1:-20} tree=${2:-small-rust}
[[ -d $tree ]] || tree=$testbed/$tree
problem=$(overlay_problem "$tree")
[[ -n $problem ]] || has_rust "$tree" || problem='it has no Rust'
[[ -z $problem ]] || { skip "$(basename "$tree")" "$problem"; exit 0; }
work_on "$tree"
readonly most_exceptions=50

# As the kernel's makefile has them for CONFIG_LTO_CLANG_THIN.
compile_flags='-fno-lto -flto=thin -fsplit-lto-unit -fvisibility=hidden'
link_flags='-m elf_x86_64 -mllvm -import-instr-limit=5 -z noexecstack'

# The members of the kernel's archive that are C and were versioned, from all folders; exports.o is not, and is what this is about.
(cd "$obj" && ar t vmlinux.a) > "$scratch/archive"
sort "$scratch/archive" > "$scratch/members"
{
    printf '%s\n' rust/exports.o rust/helpers/helpers.o
    versioned_objects "$obj" 100000 | grep -xFf "$scratch/members" | grep -v '^rust/' | while read -r object; do
        sed -n '1{/^savedcmd_[^ ]* := clang[-0-9]* .* -c -o /p}' "$obj/$(dirname "$object")/.$(basename "$object").cmd" | grep -q '\.c *$' && echo "$object"
    done | awk -v most="$count" '{ line[NR] = $0 } END { step = NR > most ? NR / most : 1; for (i = 1; i <= NR; i += step) print line[int(i)] }'
} > "$scratch/objects"
{
    echo 'set -e; cd /out'
    while read -r object; do
        bitcode=$scratch/lto/${object//\//_}
        sed -n "1s/^savedcmd_[^ ]* := //p" "$obj/$(dirname "$object")/.$(basename "$object").cmd" |
            sed "s| -Wp,-MMD,[^ ]*| |; s|\(.*\) -c -o $object |\1 $compile_flags -c -o $bitcode |"
        echo "$object $bitcode" >> "$scratch/replaced"
    done < "$scratch/objects"
    awk 'NR == FNR { with[$1] = $2; next } { print ($1 in with ? with[$1] : $1) }' "$scratch/replaced" "$scratch/archive" > "$scratch/inputs"
    # Nothing outside wants what only modules call: an image to be linked again keeps all.
    echo "ld.lld-19 $link_flags -r -o $scratch/vmlinux.o --whole-archive @$scratch/inputs"
} > "$scratch/commands"
mkdir "$scratch/lto"
inside chroot "$debian13" bash "$scratch/commands" > "$scratch/make.log" 2>&1 < /dev/null || { fail "$name/link" "$(why_failed)"; exit 0; }
bitcodes=$(cut -d ' ' -f 2 "$scratch/replaced" | while read -r file; do [[ $(head -c 2 "$file") != BC ]] || echo "$file"; done | wc -l)
if ((bitcodes == $(wc -l < "$scratch/objects"))); then pass "$name/link: $bitcodes objects of bitcode"; else fail "$name/link" "only $bitcodes objects are bitcode"; fi

# The versions of all exports; where one symbol has several, the last counts, as in the build: an assembler file has its own.
versions() { awk '{ version[$2] = $3 } END { for (name in version) print name, version[name] }' | sort; }
mapfile -t assembler < <(find "$obj" -name '*.gendwarfksyms.o' | sort)
awk -F '\t' '$3 == "vmlinux" { print $2, $1 }' "$obj/Module.symvers" | sort > "$scratch/symvers"
"$kelf" symvers --per-unit --omit-missing "$scratch/vmlinux.o" "${assembler[@]}" 2> "$scratch/err" | versions > "$scratch/image"
comm -23 "$scratch/symvers" "$scratch/image" > "$scratch/differ"
all=$(wc -l < "$scratch/symvers") differ=$(wc -l < "$scratch/differ") rust=$(comm -12 "$scratch/symvers" "$scratch/image" | grep -c '^_R')
while read -r object _; do nm "$obj/$object"; done < "$scratch/replaced" | sed -n 's/.* __export_symbol_//p' | sort -u > "$scratch/linked"
if ((all < 8000 || rust < 2000 || differ > most_exceptions)); then
    fail "$name/versions" "$differ of $all differ, $rust of Rust are equal: $(head -n 3 "$scratch/differ" | tr '\n' ' ') $(head -n 1 "$scratch/err")"
else
    pass "$name/versions: $((all - differ)) of $all equal, $rust of Rust, $(cut -d ' ' -f 1 "$scratch/differ" | comm -13 - "$scratch/linked" | wc -l) exported by bitcode; others: $(cut -d ' ' -f 1 "$scratch/differ" | head -n 20 | tr '\n' ' ')"
fi
if grep -q 'share\|one version' "$scratch/err"; then fail "$name/warnings" "$(grep -m 1 'share\|one version' "$scratch/err")"; fi

# The same with the crates' own objects beside the image.
mapfile -t crates < <(for crate in core bindings kernel; do echo "$obj/rust/$crate.o"; done)
"$kelf" symvers -q --per-unit --omit-missing "$scratch/vmlinux.o" "${assembler[@]}" "${crates[@]}" 2> "$scratch/err" | versions > "$scratch/objects"
if cmp -s "$scratch/image" "$scratch/objects"; then
    pass "$name/crates: the same from the image and from the crates"
else
    fail "$name/crates" "$(first_difference "$scratch/objects" "$scratch/image") $(head -n 1 "$scratch/err")"
fi
