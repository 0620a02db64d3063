#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Aliases of device tables: random objects of all types (ModpostInputs/), of every target and release, are read by the original
# modpost and by kelf's. The generated sources, the messages and the exit status are the same; so are those of as many objects
# with a faulty table each. And what the tool knows of the structures is what the compiler of each target makes of the headers of
# each release.
#
#   device-tables.sh [COUNT [FIRST]]   objects of each target, default 19, from number 0; an object depends on its number only
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/modpost-targets-lib.sh"

count=${1:-19}
first=${2:-0}
targets=(x86_64 i386 arm64 arm mips mips64 powerpc powerpc64 s390x riscv64 sparc64 hppa hppa64 m68k)
need_tool modpost
need_helper ModpostInputs

layout_of() {
    case $1 in
        m68k) echo m68k ;;
        x86_64 | arm64 | mips64 | powerpc64 | s390x | riscv64 | sparc64 | hppa64) echo lp64 ;;
        *) echo ilp32 ;;
    esac
}

order_of() {
    case $1 in
        x86_64 | i386 | arm64 | arm | riscv64) echo little ;;
        *) echo big ;;
    esac
}

# The original of a target, or of another one with its layout: since 6.12 it has the byte order of the file that it reads.
original_of() { # original_of RELEASE TARGET
    local other
    for other in "$2" "${targets[@]}"; do
        [[ $(layout_of "$other") == "$(layout_of "$2")" ]] || continue
        [[ $1 != 6.1 || $(order_of "$other") == "$(order_of "$2")" ]] || continue
        original_modpost "$1" "$other" | grep . && return
    done
}

# run PROGRAM FOLDER OUT ARGUMENT...: beside the outputs it leaves what was said, and the exit status.
run() {
    local program=$1 folder=$2 out=$3 status=0
    shift 3
    (cd "$folder" && cpu_limit 120 "$program" "$@" > "$out.said" 2>&1) || status=$?
    echo "$status" > "$out.status"
}

check_objects() { # check_objects RELEASE TARGET
    local name=$1/$2 original offsets folder=$scratch/$1.$2 object flag=-M bad=0
    original=$(original_of "$1" "$2")
    [[ -n $original ]] || { skip "$name" "no original (modpost-objects.sh --originals)"; return; }
    [[ $1 != 6.1 ]] || flag=-w # it has no -M
    offsets=${original%/*}/devicetable-offsets.h
    "${helper[@]}" tables "$offsets" "$1" "$2" "$folder/original" "$first" "$count" || { fail "$name" 'no objects'; return; }
    for object in "$folder"/original{,/bad}; do
        mkdir -p "$object/include/config"
        echo "$1.0" > "$object/include/config/kernel.release"
    done
    cp -r "$folder/original" "$folder/kelf"
    run "$original" "$folder/original" "$folder/original/good" $flag -o Module.symvers -T list
    run "$tool" "$folder/kelf" "$folder/kelf/good" $flag -o Module.symvers -T list
    for object in "$folder"/original/bad/*.o; do
        object=${object##*/}
        run "$original" "$folder/original/bad" "$folder/original/bad/$object" $flag -o "$object.symvers" "$object"
        run "$tool" "$folder/kelf/bad" "$folder/kelf/bad/$object" $flag -o "$object.symvers" "$object"
        grep -qx 0 "$folder/original/bad/$object.status" || bad=$((bad + 1))
    done
    if diff -r "$folder/original" "$folder/kelf" > "$folder/difference"; then
        pass "$name: $count objects with $(cat "$folder"/original/*.mod.c "$folder"/original/.vmlinux.export.c |
            grep -cE 'MODULE_ALIAS|[.]alias') aliases, $count faulty ones of which $bad are refused"
    else
        fail "$name" "$(grep -v '^Only\|^Binary' "$folder/difference" | head -n 4 | tr '\n' ' ')$(grep -c '^diff' "$folder/difference") files differ"
    fi
    rm -rf "$folder"
}

check_layouts() { # check_layouts RELEASE TARGET
    local name=$1/layout/$2 sources=$testbed/linux-source-$1 words
    read -ra words <<< "$(modpost_target "$2")"
    [[ -d $sources ]] || { skip "$name" "no linux-source-$1 (KELF_TESTBED)"; return; }
    command -v "${words[0]}gcc" > /dev/null || { skip "$name" "no ${words[0]}gcc"; return; }
    "${helper[@]}" layouts "$1" "$(layout_of "$2")" > "$scratch/layout.c"
    check "$name: $(grep -c _Static_assert "$scratch/layout.c") sizes and offsets" "${words[0]}gcc" -D__KERNEL__ -fsyntax-only -nostdinc \
        -I"$here/ModpostInputs/headers" -I"$sources/include" -I"$sources/include/uapi" "$scratch/layout.c"
}

for release in 7.3 6.12 6.1; do
    for target in "${targets[@]}"; do
        check_objects "$release" "$target"
        check_layouts "$release" "$target"
    done
done
