# SPDX-License-Identifier: GPL-2.0-only
#
# What the benchmarks share; each sources this file. A figure is the median of ROUNDS, with the lowest and highest behind
# it; programs are run in turn within a round, so that a change of the machine's speed hits all of them.
#
#   TOOL          the program under test; default out/kelf
#   KELF_TESTBED  folder with built kernels and the original tools; default ~/.cache/kelf-testbed
#   ROUNDS        default 5
# shellcheck shell=bash disable=SC2034 # the scripts use what is set here
set -uo pipefail
export LC_ALL=C
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
TOOL=${TOOL:-$root/out/kelf}
rounds=${ROUNDS:-5}
[[ -x $TOOL ]] || { echo "$(basename "$0"): no program at $TOOL" >&2; exit 1; }

scratch=$(mktemp -d "${TMPDIR:-/tmp}/kelf-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

TIMEFORMAT=%R
# measure NAME FUNCTION: runs it, and adds its elapsed milliseconds to the figures of that name.
measure() {
    { time "$2" >> "$scratch/log" 2>&1 || echo "$2" >> "$scratch/failed"; } 2>&1 | awk '{ print $1 * 1000 }' >> "$scratch/$1.ms"
}
# Most memory of a run, in MB.
peak() {
    /usr/bin/time -f %M -o "$scratch/peak" "$@" > /dev/null 2>> "$scratch/log"
    awk '{ printf "%.0f\n", $1 / 1024 }' "$scratch/peak"
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
spread() { # FILE UNIT
    sort -n "$1" | awk -v unit="$2" '
        { v[NR] = $1 }
        END { printf "%d %s", v[int((NR + 1) / 2)], unit; if (NR > 1) printf " (%d-%d)", v[1], v[NR] }'
}
# row TITLE ORIGINAL KELF [UNIT]: figures of two names, and how many times more the original needs.
row() {
    local unit=${4:-ms}
    printf '| %s | %s | %s | %s |\n' "$1" "$(spread "$scratch/$2.$unit" "$unit")" "$(spread "$scratch/$3.$unit" "$unit")" \
        "$(awk -v a="$(median "$scratch/$2.$unit")" -v b="$(median "$scratch/$3.$unit")" 'BEGIN { printf(b > 0 ? "%.2f" : "-", a / b) }')"
}
heading() {
    cat << END
$1 Median of $rounds rounds (lowest-highest).
Machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r | cut -d - -f 1). $("$TOOL" --version 2> /dev/null | head -n 1)

| measure | original | kelf | ratio |
|---|---|---|---|
END
}
finish() {
    if [[ -s $scratch/failed ]]; then
        echo "$(basename "$0"): runs failed: $(sort -u "$scratch/failed" | tr '\n' ' ') $(tail -n 1 "$scratch/log")" >&2
        exit 1
    fi
}
