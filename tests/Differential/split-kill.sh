#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf split`, killed at random moments on a real kernel: its outputs are old or new, never
# mixed, and there is no image without its table. In place, a kill leaves the linked image or the stripped one.
#
#   split-kill.sh [RUNS [FILE]]      default 30 runs on vmlinux.unstripped of small-gcc
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
runs=${1:-30}
image=${2:-$testbed/small-gcc/vmlinux.unstripped}
[[ -e $image ]] || skip_all 'no such image (KELF_TESTBED)'
need=$(($(stat -Lc %s "$image") / 1024 * 3))
(($(df --output=avail -k "$scratch" | tail -n 1) > need)) || skip_all 'no room for three copies of the image'

cp "$image" "$scratch/linked"
"$TOOL" split -q "$scratch/linked" -o "$scratch/new" --relocs "$scratch/new.relocs" || { fail split 'failed'; exit 0; }
# Runs kelf and kills it after a random part of $1 milliseconds; true when it was killed.
killed() {
    local most=$1 process
    shift
    "$TOOL" "$@" 2> /dev/null &
    process=$!
    sleep "$(printf '0.%03d' $((RANDOM % most)))"
    kill -KILL "$process" 2> /dev/null
    wait "$process" 2> /dev/null
    (($? == 137))
}

start=$(date +%s%N)
"$TOOL" split -q "$scratch/linked" -o "$scratch/out" --relocs "$scratch/out.relocs"
most=$((($(date +%s%N) - start) / 1000000 + 20))
((most < 1000)) || most=999
kills=0 left=0 trouble=''
for ((run = 0; run < runs; run++)); do
    echo old > "$scratch/out"
    echo old > "$scratch/out.relocs"
    killed "$most" split -q "$scratch/linked" -o "$scratch/out" --relocs "$scratch/out.relocs" && kills=$((kills + 1))
    table=new
    if [[ $(head -c 3 "$scratch/out.relocs" | tr -d '\0') == old ]]; then
        table=old
    elif ! cmp -s "$scratch/out.relocs" "$scratch/new.relocs"; then
        trouble="run $run: the table is neither old nor new"
    fi
    if [[ $(head -c 3 "$scratch/out" | tr -d '\0') != old ]]; then
        cmp -s "$scratch/out" "$scratch/new" || trouble="run $run: the image is neither old nor new"
        [[ $table == new ]] || trouble="run $run: the image is new, and its table old"
    fi
    # A file has a name only for the microseconds before it takes that of another.
    for file in "$scratch"/.kelf-*; do
        [[ ! -e $file ]] || { left=$((left + 1)); rm "$file"; }
    done
done
((left <= 1)) || trouble="$left temporary files were left"
if [[ -n $trouble ]]; then fail outputs "$trouble"; else pass "outputs: $runs runs, $kills killed"; fi

kills=0 trouble=''
"$TOOL" split -q "$scratch/linked" --in-place --relocs "$scratch/out.relocs" || trouble='in place: failed'
mv "$scratch/linked" "$scratch/stripped"
for ((run = 0; run < (runs + 2) / 3; run++)); do
    cp "$image" "$scratch/linked"
    killed "$most" split -q "$scratch/linked" --in-place --relocs "$scratch/out.relocs" && kills=$((kills + 1))
    # Either way another run finishes the work or finds nothing to do, and what is loaded is that of the copy.
    sections=$(readelf -SW "$scratch/linked" | grep -cE ' (RELA|REL) ')
    if ((sections > 0)) && ! "$TOOL" split -q "$scratch/linked" --in-place; then
        trouble="run $run: the linked image is damaged"
    fi
    objcopy -O binary -S "$scratch/linked" "$scratch/one.bin"
    objcopy -O binary -S "$scratch/new" "$scratch/two.bin"
    cmp -s "$scratch/one.bin" "$scratch/two.bin" || trouble="run $run: what is loaded differs"
    [[ $(nm "$scratch/linked" | sha256sum) == "$(nm "$scratch/new" | sha256sum)" ]] || trouble="run $run: symbols differ"
done
if [[ -n $trouble ]]; then fail in-place "$trouble"; else pass "in-place: $(((runs + 2) / 3)) runs, $kills killed"; fi
