#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# All exports of a whole image in one run, which takes the original minutes or hours and gigabytes.
# Its results are recorded once, beside the trees, under the hash of the image.
#
#   whole.sh [FILE...]            compares; default vmlinux.o of small-gcc and small-clang
#   whole.sh --record FILE...     runs the original and records what it prints, its time and memory
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/symvers-lib.sh"

records=$testbed/whole

# The exports of an image: from its markers, or for a linked one from Module.symvers.
list_of() {
    nm "$1" 2>/dev/null | sed -n 's/.* __export_symbol_\(.*\)/\1/p' > "$scratch/list"
    [[ -s $scratch/list ]] ||
        awk '$3 == "vmlinux" { print $2 }' "${1%/*}/Module.symvers" > "$scratch/list" 2>/dev/null
    cat "$scratch/list"
}
record_of() {
    local hash
    hash=$(sha256sum "$1" | cut -c 1-16)
    echo "$records/$(basename "$(dirname "$1")")-$(basename "$1")-$hash"
}

record() {
    local file=$1 folder
    folder=$(record_of "$file")
    mkdir -p "$folder"
    list_of "$file" > "$folder/list"
    echo "$(wc -l < "$folder/list") symbols of $file: recording in $folder" >&2
    # Its recursion follows the types: the usual stack may not do.
    ulimit -s unlimited
    if /usr/bin/time -f '%e %U %S %M' -o "$folder/time" "$ORIGINAL" --symtypes "$folder/symtypes" "$file" \
        < "$folder/list" > "$folder/stdout" 2> "$folder/stderr"; then
        touch "$folder/done"
        echo "done: $(cat "$folder/time") (seconds, user, system, KiB)" >&2
    else
        echo "the original failed: $(tail -n 1 "$folder/stderr")" >&2
        return 1
    fi
}

check_file() {
    local file=$1 name folder status=0 why
    [[ -e $file ]] || file=$testbed/$file
    name=$(basename "$(dirname "$file")")/$(basename "$file")
    [[ -e $file ]] || { skip "$name" 'no such image (KELF_TESTBED)'; return; }
    folder=$(record_of "$file")
    if [[ ! -e $folder/done ]]; then
        skip "$name" "the original's results are not recorded: whole.sh --record $name"
        return
    fi
    "$tool" --symtypes "$scratch/symtypes" "$file" < "$folder/list" > "$scratch/stdout" 2> "$scratch/stderr" || status=$?
    why=$(difference "$status" "$scratch/stdout" "$scratch/stderr" "$scratch/symtypes" "$folder/stdout" "$folder/symtypes")
    if [[ -z $why ]] && ! cmp -s <(messages "$scratch/stderr") <(messages "$folder/stderr"); then
        why="messages: $(first_difference <(messages "$folder/stderr") <(messages "$scratch/stderr"))"
    fi
    if [[ -z $why ]]; then
        pass "$name: $(wc -l < "$folder/stdout") symbols"
    else
        fail "$name" "$why"
    fi
}

if [[ ${1-} == --record ]]; then
    shift
    need_original
    for file in "$@"; do
        [[ -e $file ]] || file=$testbed/$file
        record "$file" || exit 1
    done
    exit 0
fi
need_tool gendwarfksyms
(($# > 0)) || set -- small-gcc/vmlinux.o small-clang/vmlinux.o
for file in "$@"; do
    check_file "$file"
done
