#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The `srcversion` of modules whose sources are random (ModpostInputs/), by the original modpost and by kelf's: what is generated,
# what is said and the exit status are the same, for the original of each release.
#
#   srcversion.sh [COUNT [SEED]]   sources, default 400, of seed 1
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/modpost-targets-lib.sh"

count=${1:-400}
seed=${2:-1}
need_tool modpost
need_helper ModpostInputs
"${helper[@]}" sources "$scratch/sources" "$seed" "$count" || { fail sources 'no sources'; exit 1; }
mkdir -p "$scratch/sources/include/config"

# run PROGRAM FOLDER RELEASE
run() {
    local status=0 flag=-M
    [[ $3 != 6.1 ]] || flag=-w
    cp -r "$scratch/sources" "$2"
    echo "$3.0" > "$2/include/config/kernel.release"
    (cd "$2" && cpu_limit 120 "$1" $flag -a -o Module.symvers -T list > said 2>&1) || status=$?
    echo "$status" > "$2/status"
}

for release in 7.3 6.12 6.1; do
    original=$(original_modpost "$release" x86_64)
    [[ -n $original ]] || { skip "$release" "no original"; continue; }
    run "$original" "$scratch/original" "$release"
    run "$tool" "$scratch/kelf" "$release"
    if diff -r "$scratch/original" "$scratch/kelf" > "$scratch/difference"; then
        pass "$release: $(find "$scratch/sources" -name '*.c' -o -name '*.h' -o -name '*.S' -o -name '*.rs' | wc -l) sources in $(cat \
            "$scratch"/original/{,*/,*/*/,*/*/*/}*.mod.c 2> /dev/null | grep -c srcversion) modules"
    else
        fail "$release" "$(head -n 4 "$scratch/difference" | tr '\n' ' ')$(grep -c '^diff' "$scratch/difference") files differ"
    fi
    rm -rf "$scratch/original" "$scratch/kelf"
done
