#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Rebuilds the linked images of this set and records what the original tools print for them.
#
#   ORIGINALS=/path/with/relocs,relocs-mips,relocs-s390 ./regenerate.sh [--check] [--images | --expectations] [IMAGE...]
#
# With ORIGINAL_612 (relocs of Linux 6.12) its tables are recorded too, as `table-6.12`.
#
#   --check         change nothing: compare the recorded outputs with those of the originals now
#   --images        only run assembler and linker
#   --expectations  only run the originals, on the images that are committed
#
# The images were made with gcc 12.2.0 and GNU binutils 2.40 (the cross binutils are 2.40 too), the
# outputs by the tools of Linux 7.3. In a folder, a file `table`, `text`, `reloc-info`, `abs-syms`, `abs-relocs`,
# `realmode`, `bin` is what the original prints with that option; NAME.error holds its message when it fails.
# `objcopy` and `llvm-objcopy` are the images that these programs (2.40 and 19.1.7) leave of it.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")"

check=no images=yes expectations=yes
while [[ ${1-} == --* ]]; do
    case $1 in
        --check) check=yes images=no ;;
        --images) expectations=no ;;
        --expectations) images=no ;;
        *) echo "regenerate.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift
done
if [[ $expectations == yes && ! -x ${ORIGINALS-}/relocs ]]; then
    echo 'regenerate.sh: ORIGINALS must name the folder of the original relocs, relocs-mips and relocs-s390' >&2
    exit 2
fi
folders=("$@")
if ((${#folders[@]} == 0)); then
    folders=(*/build)
    folders=("${folders[@]%/build}")
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
differences=0

record() { # record FOLDER OUTPUT TOOL [OPTION...]: what the tool prints for the folder's image
    local folder=$1 output=$1/$2 tool=$ORIGINALS/$3 name result=$scratch/result
    shift 3
    # Some edit their input.
    cp "$folder/$folder.elf" "$scratch/$folder.elf"
    name=$output
    if ! (cd "$scratch" && "$tool" "$@" "$folder.elf" > result 2> message); then
        name=$output.error result=$scratch/message
    fi
    if [[ $check == no ]]; then
        rm -f "$output" "$output.error"
        cp "$result" "$name"
        chmod 644 "$name"
    elif ! cmp -s "$result" "$name"; then
        echo "regenerate.sh: $name is not what the original prints" >&2
        differences=$((differences + 1))
    fi
}

stripped() { # stripped FOLDER OUTPUT OBJCOPY: the image that a build of 7.3 makes with it
    cp "$1/$1.elf" "$scratch/stripped"
    "$3" --remove-section=.modinfo --remove-section='.rel*' --remove-section='!.rel*.dyn' --remove-section='.rel.*' \
        -w --strip-unneeded-symbol='__mod_device_table__*' "$scratch/stripped"
    if [[ $check == no ]]; then
        cp "$scratch/stripped" "$1/$2"
        chmod 644 "$1/$2"
    elif ! cmp -s "$scratch/stripped" "$1/$2"; then
        echo "regenerate.sh: $1/$2 is not what $3 makes" >&2
        differences=$((differences + 1))
    fi
}

for folder in "${folders[@]}"; do
    if [[ $images == yes ]]; then
        # shellcheck disable=SC1091
        (cd "$folder" && source ./build && rm -f b.o && chmod 644 "$folder.elf")
    fi
    [[ $expectations == yes ]] || continue
    case $folder in
        kernel | i386 | percpu)
            stripped "$folder" objcopy objcopy
            stripped "$folder" llvm-objcopy llvm-objcopy-19 ;;
    esac
    case $folder in
        mips*)
            record "$folder" text relocs-mips --text
            record "$folder" bin relocs-mips --bin
            record "$folder" reloc-info relocs-mips --reloc-info ;;
        s390) record "$folder" table relocs-s390 ;;
        *)
            record "$folder" table relocs
            for option in text abs-syms abs-relocs reloc-info realmode; do
                record "$folder" "$option" relocs "--$option"
            done
            if [[ -x ${ORIGINAL_612-} ]]; then
                ORIGINALS=$(dirname "$ORIGINAL_612") record "$folder" table-6.12 relocs
            fi ;;
    esac
done
echo "${#folders[@]} images, $differences differences"
((differences == 0))
