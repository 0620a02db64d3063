#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Random objects of every machine through the original modpost and through kelf: messages, exit status, the symbol dump and the
# source of each module are equal. 58 objects of each target have references between sections of all classes (806 of thirteen
# targets, 812 of fourteen), two have exports; x86-64 also as 6.12 and 6.1 judge them.
#
#   modpost-objects.sh [TARGET...]               default the fourteen below
#   modpost-objects.sh --originals [TARGET...]   makes the originals of 7.3 (minutes)
#
#   REFERENCES, EXPORTS   objects of each target; default 58 and 2
#   KELF_TESTBED, TOOL, JOBS as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/modpost-targets-lib.sh"

if [[ ${1-} == --originals ]]; then
    shift
    need make flex bison bc gcc
    # shellcheck disable=SC2046 # one word for each
    (($# > 0)) || set -- $(modpost_targets | cut -d ' ' -f 1)
    for target in "$@"; do make_original_modpost 7.3 "$target"; done
    exit
fi

need_tool modpost
need_helper ModpostObjects
(($# > 0)) || set -- x86_64 i386 arm64 arm mips mips64 powerpc powerpc64 s390x riscv64 sparc64 hppa hppa64 m68k

# run_in FOLDER RELEASE OBJECT COMMAND...: what it says, its status and what it writes are left in the folder.
run_in() {
    local folder=$1 release=$2 object=$3
    shift 3
    local -a options=(-M)
    # 6.1 has no -M.
    [[ $release != 6.1 ]] || options=()
    mkdir -p "$folder"
    cp "$scratch/objects/$object.o" "$folder/"
    (cd "$folder" && "$@" "${options[@]}" -E -o Module.symvers "$object.o" 2> messages; echo $? > status)
}

compare() { # compare TARGET RELEASE ORIGINAL NAME OBJECT
    rm -rf "$scratch/original" "$scratch/ours"
    run_in "$scratch/original" "$2" "$5" "$3"
    # Under its original's name kelf takes the release of the tree that it is in: here it is told.
    run_in "$scratch/ours" "$2" "$5" "$tool" --release "$2"
    if diff -r "$scratch/original" "$scratch/ours" > "$scratch/difference"; then
        pass "$4/$5"
    else
        fail "$4/$5" "$(head -n 4 "$scratch/difference" | tr '\n' ' ')"
    fi
}

check_target() { # check_target TARGET RELEASE NAME
    local original object
    original=$(original_modpost "$2" "$1")
    [[ -n $original ]] || { skip "$3" "no original of $2 for $1: modpost-objects.sh --originals"; return; }
    rm -rf "$scratch/objects"
    mkdir -p "$scratch/objects"
    "${helper[@]}" references "$1" "$scratch/objects" 0 "${REFERENCES:-58}"
    "${helper[@]}" exports "$1" "$scratch/objects" 0 "${EXPORTS:-2}"
    for object in "$scratch/objects"/*.o; do
        compare "$1" "$2" "$original" "$3" "$(basename "$object" .o)"
    done
}

for target in "$@"; do check_target "$target" 7.3 "$target"; done
if [[ " $* " == *' x86_64 '* ]]; then
    check_target x86_64 6.12 x86_64-6.12
    check_target x86_64 6.1 x86_64-6.1
fi
