#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every exporting object of built kernels: the versions and the symtypes file of the tool are those
# of the original, byte for byte.
#
#   small-kernel.sh [TREE...]     folders, or names in KELF_TESTBED; default small-gcc small-clang small-arm64-cfi small-rust
#
# What the original printed is taken from the tree (`#SYMVER` lines in the .cmd files and X.symtypes,
# when it was built with CONFIG_GENDWARFKSYMS and KBUILD_SYMTYPES=1), and where it is not there, made
# with the original once. Symbol lists and such results are kept beside the tree, in TREE.symvers,
# and made anew for objects that changed.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/symvers-lib.sh"

# The names that an object exports, as Kbuild lists them for the original: by their markers, which crates of Rust have not (rust/Makefile).
exports_of() {
    local marked
    marked=$(nm "$1" 2> /dev/null | sed -n 's/.* __export_symbol_\(.*\)/\1/p')
    if [[ -n $marked ]]; then
        echo "$marked"
    elif [[ $1 == */rust/*.o ]]; then
        nm -p --defined-only "$1" | awk '$2 ~ /(T|R|D|B)/ && $3 !~ /__(pfx|cfi|odr_asan)/ { print $3 }'
    fi
}

# Prints for each exporting object of $1: number, time and size, path of the object, path of its
# symtypes file, path of the .cmd file (or -).
list_objects() {
    local tree=$1 command object folder name source
    find "$tree/" -name '.*.o.cmd' -exec grep -l '^#SYMVER ' {} + 2>/dev/null | sort > "$scratch/commands"
    if [[ -s $scratch/commands ]]; then
        while read -r command; do
            folder=${command%/*} name=${command##*/.}
            object=$folder/${name%.cmd}
            source=${object%.o}.symtypes
            # For assembler the original read an object made of prototypes.
            [[ -e ${object%.o}.gendwarfksyms.o ]] && object=${object%.o}.gendwarfksyms.o
            echo "$object $source $command"
        done < "$scratch/commands"
    else
        find "$tree/" -name '*.o' ! -name '*.gendwarfksyms.o' ! -name 'vmlinux*.o' ! -name '*.mod.o' \
            ! -path '*/tools/*' ! -path '*/scripts/*' -print0 | sort -z |
            xargs -0 grep -lF __export_symbol_ 2>/dev/null | while read -r object; do
            echo "$object ${object%.o}.symtypes -"
        done
    fi
}

# Fills $kept with the list, the versions and the symtypes of each object that changed.
prepare() {
    local tree=$1 object symtypes command key number=0
    mkdir -p "$kept"
    : > "$scratch/manifest"
    list_objects "$tree" > "$scratch/objects"
    while read -r object symtypes command; do
        [[ -e $object ]] || continue
        key=${object#"$tree"/}
        key=${key//\//+}
        number=$((number + 1))
        echo "$key $object $symtypes $command" >> "$scratch/manifest"
    done < "$scratch/objects"
    while read -r key object symtypes command; do
        if [[ -e $kept/$key.done && ! $object -nt $kept/$key.done ]]; then
            continue
        fi
        if [[ $command != - ]]; then
            grep '^#SYMVER ' "$command" > "$kept/$key.stdout"
            # In the order of the object's symbols, as the original got it.
            exports_of "${object/.gendwarfksyms/}" > "$kept/$key.list"
        else
            exports_of "$object" > "$kept/$key.list"
        fi
        if [[ $command != - && -e $symtypes ]]; then
            rm -f "$kept/$key.symtypes"
        else
            have_original || { echo "$key" >> "$scratch/unknown"; continue; }
            nice "$ORIGINAL" --symtypes "$kept/$key.symtypes" "$object" \
                < "$kept/$key.list" > "$kept/$key.original" 2> "$kept/$key.stderr" ||
                { echo "$key" >> "$scratch/unknown"; continue; }
            [[ $command == - ]] && cp "$kept/$key.original" "$kept/$key.stdout"
            if ! cmp -s "$kept/$key.original" "$kept/$key.stdout"; then
                echo "$key" >> "$scratch/unknown" # the tree was built by another version
                continue
            fi
        fi
        touch "$kept/$key.done"
    done < "$scratch/manifest"
}

# Runs the tool over every $jobs-th object, from the $1-th on.
compare() {
    local key object symtypes command out=$scratch/$1 status why
    awk -v first="$1" -v jobs="$jobs" 'NR % jobs == first' "$scratch/manifest" |
        while read -r key object symtypes command; do
            [[ -e $kept/$key.done ]] || continue
            [[ -e $kept/$key.symtypes ]] && symtypes=$kept/$key.symtypes
            rm -f "$out.symtypes"
            status=0
            "$tool" --symtypes "$out.symtypes" "$object" \
                < "$kept/$key.list" > "$out.stdout" 2> "$out.stderr" || status=$?
            why=$(difference "$status" "$out.stdout" "$out.stderr" "$out.symtypes" \
                "$kept/$key.stdout" "$symtypes")
            if [[ -z $why ]]; then
                echo "pass $key $(wc -l < "$kept/$key.stdout")"
            else
                echo "fail $key $why"
            fi
        done
}

check_tree() {
    local tree=$1 name object_count symbol_count failed job
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -d $tree ]] || { skip "$name" "no such kernel tree (KELF_TESTBED)"; return; }
    tree=$(realpath "$tree")
    kept=$tree.symvers
    : > "$scratch/unknown"
    prepare "$tree"
    if [[ ! -s $scratch/manifest ]]; then
        skip "$name" "no object there exports a symbol: is the kernel built?"
        return
    fi
    for ((job = 0; job < jobs; job++)); do
        compare "$job" > "$scratch/result.$job" &
    done
    wait
    cat "$scratch"/result.* | sort > "$scratch/results"
    rm "$scratch"/result.*
    object_count=$(grep -c '^pass' "$scratch/results")
    symbol_count=$(awk '/^pass/ { sum += $3 } END { print sum + 0 }' "$scratch/results")
    failed=$(grep -c '^fail' "$scratch/results")
    sed -n 's/^fail \([^ ]*\) \(.*\)/\1 \2/p' "$scratch/results" | head -n 20 |
        while read -r key why; do fail "$name/${key//+//}" "$why"; done
    ((failed > 20)) && fail "$name" "$((failed - 20)) more objects differ"
    [[ -s $scratch/unknown ]] &&
        skip "$name/unknown" "$(sort -u "$scratch/unknown" | wc -l) objects without results of the original, such as $(head -n 1 "$scratch/unknown")"
    if ((object_count > 0 && failed == 0)); then
        pass "$name: $object_count objects, $symbol_count symbols"
    elif ((object_count == 0 && failed == 0)); then
        skip "$name" 'nothing was compared'
    fi
}

need_tool gendwarfksyms
(($# > 0)) || set -- small-gcc small-clang small-arm64-cfi small-rust
for argument in "$@"; do
    check_tree "$argument"
done
