#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Versions of kernels with CFI.
#
#   hashes  objects of a tree, compiled once more with the hashes of calls over normalised integers (CFI_ICALL_NORMALIZE_INTEGERS), and
#           without any: other hashes, and no version is another; the original says the same
#   image   kelf symvers --per-unit of the image of the same kernel with ThinLTO: an export has the version that its object has
#           without LTO. Who exports is not said in an image that was built without versions; what another file exports than defines
#           it has there the version of the one that defines it
#
#   cfi.sh [OBJECTS [TREE LTO-TREE]]   built kernels in KELF_TESTBED; default 8 small-arm64-cfi small-arm64-thinlto
#
#   KELF_TESTBED, TOOL as in harness.sh, ORIGINAL as in symvers-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/symvers-lib.sh"
source "$here/tree-lib.sh"

need_tool gendwarfksyms
need_original
count=${1:-8} tree=${2:-small-arm64-cfi} lto=${3:-small-arm64-thinlto}
[[ -d $tree ]] || tree=$testbed/$tree
[[ -d $lto ]] || lto=$testbed/$lto
name=$(basename "$tree")

# What the compiler left in an object for calls: the hash before each function, and those of functions that assembler has.
hashes() { readelf -sW "$1" | awk '$8 ~ /^__kcfi_typeid_/ { print $8, $2 }'; readelf -x .text "$1"; }
# versions KIND OBJECT: by the original, after kelf said the same
versions() {
    sed -n 's/.* __export_symbol_//p' <(nm "$2") | sort -u > "$scratch/list"
    "$ORIGINAL" "$2" < "$scratch/list" > "$scratch/$1.original" 2> "$scratch/err" && "$tool" "$2" < "$scratch/list" > "$scratch/$1" 2> "$scratch/err" &&
        [[ -s $scratch/$1 ]] && cmp "$scratch/$1.original" "$scratch/$1"
}

check_hashes() {
    local object exports=0 objects=0 others=0 kind
    declare -A change=([as-built]='' [normalised]='s/ -fsanitize=kcfi / -fsanitize=kcfi -fsanitize-cfi-icall-experimental-normalize-integers /'
        [without]='s/ -fsanitize=kcfi / /')
    [[ -z $(missing "$(cc_of "$tree")") ]] || { skip "$name/hashes" "no $(cc_of "$tree")"; return; }
    while read -r object; do
        for kind in "${!change[@]}"; do
            compile_again "$tree" "$object" "$scratch/object.o" "${change[$kind]}" > "$scratch/err" 2>&1 ||
                { fail "$name/hashes" "$object: $(head -n 1 "$scratch/err")"; return; }
            versions "$kind" "$scratch/object.o" > "$scratch/difference" 2>&1 ||
                { fail "$name/hashes" "$object, $kind: not the original's: $(cat "$scratch/difference" "$scratch/err")"; return; }
            hashes "$scratch/object.o" > "$scratch/$kind.hashes"
        done
        # Not just the options: the objects are others.
        ! cmp -s "$scratch"/{as-built,without}.hashes || { fail "$name/hashes" "$object has none"; return; }
        cmp -s "$scratch"/{as-built,normalised}.hashes || others=$((others + 1))
        cmp -s "$scratch/as-built" <(grep '^#SYMVER ' "$tree/$(dirname "$object")/.$(basename "$object").cmd") ||
            { fail "$name/hashes" "$object: not the versions that the build left"; return; }
        for kind in normalised without; do
            cmp -s "$scratch/as-built" "$scratch/$kind" || { fail "$name/hashes" "$object, $kind: $(first_difference "$scratch/as-built" "$scratch/$kind")"; return; }
        done
        objects=$((objects + 1)) exports=$((exports + $(wc -l < "$scratch/as-built")))
    done < <(versioned_objects "$tree" "$count")
    if ((objects < count || others == 0)); then
        fail "$name/hashes" "$objects objects, $others of them with other hashes"
    else
        pass "$name/hashes: $exports exports of $objects objects have one version; $others of them have other hashes with normalised integers"
    fi
}

# The objects of the tree without LTO that define some symbols: NAME OBJECT.
definers() { # definers NAME...
    printf '%s\n' "$@" > "$scratch/wanted"
    (cd "$tree" && find . -name '*.o' ! -name vmlinux.o ! -name 'built-in*' ! -name '*.gendwarfksyms.o' ! -path './.tmp*' ! -path './scripts/*' ! -path './tools/*' \
        -exec nm -A --defined-only {} + 2> /dev/null) | awk 'NR == FNR { wanted[$1]; next } ($NF in wanted) && $(NF - 1) ~ /[TDRBVW]/ { sub(/:.*/, "", $1); print $NF, $1 }' "$scratch/wanted" -
}

check_image() {
    local differ symbol object version wrong='' elsewhere=0
    [[ -e $lto/vmlinux.o ]] || { skip "$(basename "$lto")" 'no such kernel (KELF_TESTBED)'; return; }
    "$kelf" symvers -q --per-unit --omit-missing "$lto/vmlinux.o" 2> "$scratch/err" | awk '{ print $2, $3 }' | sort > "$scratch/image"
    awk -F '\t' '$3 == "vmlinux" { print $2, $1 }' "$tree/Module.symvers" | sort > "$scratch/symvers"
    join "$scratch/image" "$scratch/symvers" > "$scratch/both"
    awk '$2 != $3' "$scratch/both" > "$scratch/differ"
    mapfile -t differ < <(cut -d ' ' -f 1 "$scratch/differ")
    ((${#differ[@]} == 0)) || definers "${differ[@]}" > "$scratch/definers"
    while read -r symbol version _; do
        object=$(awk -v name="$symbol" '$1 == name { print $2; exit }' "$scratch/definers")
        if [[ -n $object ]] && ! nm "$tree/$object" | grep -q " __export_symbol_$symbol\$" &&
            [[ $("$ORIGINAL" "$tree/$object" <<< "$symbol" 2> /dev/null) == "#SYMVER $symbol $version" ]]; then
            elsewhere=$((elsewhere + 1))
        else
            wrong=$symbol
        fi
    done < "$scratch/differ"
    if [[ -n $wrong ]]; then
        fail "$(basename "$lto")/image" "${#differ[@]} differ, such as $wrong, and not as its object says"
    elif (($(wc -l < "$scratch/both") < 5000)); then
        fail "$(basename "$lto")/image" "only $(wc -l < "$scratch/both") exports: $(head -n 1 "$scratch/err")"
    else
        pass "$(basename "$lto")/image: $(($(wc -l < "$scratch/both") - elsewhere)) of $(wc -l < "$scratch/both") equal; $elsewhere exported elsewhere have the version of the object that defines them: ${differ[*]}"
    fi
}

if [[ ! -e $tree/Module.symvers ]]; then
    skip "$name" 'no such kernel (KELF_TESTBED)'
    skip "$(basename "$lto")" "no kernel to hold it against, $name"
    exit 0
fi
check_hashes
check_image
