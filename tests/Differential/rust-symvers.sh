#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Versions of a kernel with Rust. Its crates (rust/core.o and others) have no export markers: the list is that of rust/Makefile. What
# an image exports of them, rust/exports.c declares as int; the units that define it know the types.
#
#   crates   versions and symtypes of each crate and of the C helpers with the original's by the list of nm, and with those that the
#            build left in .NAME.o.cmd; bitcode (the helpers, with LTO) has its versions in the image
#   image    kelf symvers --per-unit vmlinux.o with Module.symvers, and the same with the crates' own objects in place of the image
#   without-lto  of a kernel with LTO: C objects of it, compiled without and versioned by the original, with Module.symvers
#   imports  what Rust modules want, long names too, with Module.symvers
#
#   rust-symvers.sh [TREE...]   default small-rust, small-rust-thinlto, small-arm64-rust-thinlto and tiny-rust-thinlto
#
#   KELF_TESTBED, TOOL as in harness.sh, ORIGINAL as in symvers-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/symvers-lib.sh"
source "$here/tree-lib.sh"

readonly most_exceptions=50

# rust/Makefile versions all objects of its directory but these (skip_gendwarfksyms); of those, LTO makes some bitcode.
crates_of() { # crates_of TREE
    local object
    for object in "$1"/rust/*.o "$1"/rust/helpers/helpers.o; do
        case ${object##*/} in exports.o | compiler_builtins.o | build_error.o | ffi.o | uapi.o | pin_init.o | zerocopy.o) continue ;; esac
        if is_elf "$object"; then echo "$object"; fi
    done
}
is_elf() { [[ $(head -c 4 "$1") == $'\177ELF' ]]; }
# NAME VERSION lines of #SYMVER ones, and of Module.symvers.
versions_of() { sed -n 's/^#SYMVER //p' | sort; }
module_symvers() { awk -F '\t' '{ print $2, $1 }' "$1/Module.symvers" | sort; }

check_crates() {
    local tree=$1 name=$2 object count why equal=0
    for object in $(crates_of "$tree"); do
        nm -p --defined-only "$object" | awk '$2 ~ /(T|R|D|B)/ && $3 !~ /__(pfx|cfi|odr_asan)/ { print $3 }' > "$scratch/list"
        count=$(wc -l < "$scratch/list")
        "$TOOL" symvers -q -T "$scratch/symtypes" "$object" > "$scratch/stdout" 2> "$scratch/stderr"
        why=
        if have_original; then
            "$ORIGINAL" -T "$scratch/expected.symtypes" "$object" < "$scratch/list" > "$scratch/expected" 2> /dev/null
            why=$(difference 0 "$scratch/stdout" "$scratch/stderr" "$scratch/symtypes" "$scratch/expected" "$scratch/expected.symtypes")
        fi
        if [[ -z $why ]] && ! cmp -s "$scratch/stdout" <(grep '^#SYMVER ' "$(dirname "$object")/.$(basename "$object").cmd"); then
            why='not the versions that the build left'
        fi
        [[ -s $scratch/stdout ]] || why='no versions'
        if [[ -z $why ]]; then
            pass "$name/crates/$(basename "$object" .o): $count exports"
            equal=$((equal + 1))
        else
            fail "$name/crates/$(basename "$object" .o)" "$why"
        fi
    done
    ((equal > 0)) || fail "$name/crates" 'nothing was compared'
}

# The versions of all exports by some objects; where one symbol has several, the last counts.
collect() { # collect TREE OBJECT...
    local tree=$1
    shift
    (cd "$tree" && "$TOOL" symvers -q --per-unit --omit-missing "$@") 2> "$scratch/errors" |
        awk '{ version[$2] = $3 } END { for (name in version) print name, version[name] }' | sort
}

check_image() {
    local tree=$1 name=$2 all differ rust objects crates
    module_symvers "$tree" > "$scratch/symvers"
    all=$(wc -l < "$scratch/symvers")
    # Assembler files have their prototypes beside them, modules are objects of their own.
    mapfile -t objects < <(cd "$tree" && find . -name '*.gendwarfksyms.o' | sort && sed 's/\.ko$/.o/' modules.order)
    collect "$tree" vmlinux.o "${objects[@]}" > "$scratch/image"
    differ=$(comm -23 "$scratch/symvers" "$scratch/image" | wc -l)
    rust=$(grep -c '^_R' "$scratch/symvers" || true)
    comm -23 "$scratch/symvers" "$scratch/image" > "$scratch/exceptions"
    if ((rust == 0)); then
        fail "$name/image" 'Module.symvers has no Rust'
    elif ((differ > most_exceptions)); then
        fail "$name/image" "$differ of $all differ: $(head -n 1 "$scratch/exceptions") $(head -n 1 "$scratch/errors")"
    else
        pass "$name/image: $((all - differ)) of $all equal, $rust of them of Rust; others: $(cut -d ' ' -f 1 "$scratch/exceptions" | head -n 20 | tr '\n' ' ')"
    fi
    mapfile -t crates < <(cd "$tree" && crates_of .)
    collect "$tree" vmlinux.o "${objects[@]}" "${crates[@]}" > "$scratch/objects"
    if [[ ! -s $scratch/objects ]]; then
        fail "$name/image/objects" "$(head -n 1 "$scratch/errors")"
    elif cmp -s "$scratch/image" "$scratch/objects"; then
        pass "$name/image/objects: the same from the image and from the crates"
    else
        fail "$name/image/objects" "$(first_difference "$scratch/objects" "$scratch/image")"
    fi
}

check_without_lto() {
    local tree=$1 name=$2 object checked=0 equal=0
    grep -q '^CONFIG_LTO_CLANG=y' "$tree/.config" || return
    if ! have_original || [[ -n $(missing "$(cc_of "$tree")") ]]; then
        skip "$name/without-lto" "no original, or no $(cc_of "$tree")"
        return
    fi
    module_symvers "$tree" > "$scratch/symvers"
    while read -r object; do
        # Where the tree was built its sources are /src.
        compile_again "$tree" "$object" "$scratch/object.o" "s/ -flto[^ ]*//; s/ -fsplit-lto-unit -fvisibility=hidden//; s| \(-I\)\?/src/| \1$testbed/linux-source-7.3/|g" \
            > "$scratch/errors" 2>&1 || { fail "$name/without-lto" "$object: $(head -n 1 "$scratch/errors")"; return; }
        sed -n 's/.* __export_symbol_//p' <(nm "$scratch/object.o") | sort -u > "$scratch/list"
        [[ -s $scratch/list ]] || continue
        "$ORIGINAL" "$scratch/object.o" < "$scratch/list" 2> "$scratch/errors" | versions_of > "$scratch/versions"
        [[ -s $scratch/versions && -z $(comm -23 "$scratch/versions" "$scratch/symvers") ]] ||
            { fail "$name/without-lto" "$object: $(comm -23 "$scratch/versions" "$scratch/symvers" | head -n 1) $(head -n 1 "$scratch/errors")"; return; }
        checked=$((checked + 1)) equal=$((equal + $(wc -l < "$scratch/versions")))
    done < <(c_members "$tree" 40)
    if ((checked > 10)); then pass "$name/without-lto: $equal exports of $checked objects"; else fail "$name/without-lto" "only $checked objects export"; fi
}

check_imports() {
    local tree=$1 name=$2 long
    mapfile -t modules < <(cd "$tree" && find samples/rust -name '*.ko' | sort)
    ((${#modules[@]} > 0)) || { skip "$name/imports" 'no Rust module'; return; }
    (cd "$tree" && "$TOOL" symvers --imports "${modules[@]}") | grep -oE '0x[0-9a-f]{8}[[:space:]]+[^[:space:]]+' | awk '{ print $2, $1 }' | sort -u > "$scratch/imports"
    long=$(awk 'length($1) > 55' "$scratch/imports" | wc -l)
    grep -v '^module_layout ' "$scratch/imports" | comm -23 - <(module_symvers "$tree") > "$scratch/strange"
    if [[ -s $scratch/imports && ! -s $scratch/strange ]]; then
        pass "$name/imports: $(wc -l < "$scratch/imports") of ${#modules[@]} modules, $long with names of more than 55 bytes"
    else
        fail "$name/imports" "$(head -n 1 "$scratch/strange")"
    fi
}

need_tool
TOOL=$(realpath "$TOOL")
trees=("$@")
((${#trees[@]} > 0)) || trees=(small-rust small-rust-thinlto small-arm64-rust-thinlto tiny-rust-thinlto)
for tree in "${trees[@]}"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/vmlinux.o && -e $tree/Module.symvers ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; continue; }
    check_crates "$tree" "$name"
    check_image "$tree" "$name"
    check_without_lto "$tree" "$name"
    check_imports "$tree" "$name"
done
