# SPDX-License-Identifier: GPL-2.0-only
#
# What the benchmarks share; each sources this file. A figure is the median of ROUNDS, with the lowest and highest behind
# it; programs are run in turn within a round, so that a change of the machine's speed hits all of them. Figures of a name are the
# lines of $scratch/NAME.UNIT; a table is printed in Markdown, and is kept with all its rounds in RESULTS/NAME.json, of which
# `make figures` makes what documents and charts show. A benchmark that fails keeps nothing.
#
#   TOOL          the program under test; default out/kelf
#   KELF_TESTBED  folder with built kernels and the original tools; default ~/.cache/kelf-testbed
#   ROUNDS        default 5, or what the script says
#   RESULTS       folder of what is kept; default bench/results. Empty: nothing is kept
#   NOTE          what a reader of the figures has to know, such as 'with other work beside'
# shellcheck shell=bash disable=SC2034 # the scripts use what is set here
set -uo pipefail
export LC_ALL=C
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
TOOL=${TOOL:-$root/out/kelf}
rounds=${ROUNDS:-${rounds:-5}}
results=${RESULTS-$root/bench/results}
complain() { echo "$(basename "$0"): $*" >&2; }
[[ -x $TOOL ]] || { complain "no program at $TOOL"; exit 1; }
command -v jq > /dev/null || { complain 'jq is not installed, which writes the results'; exit 1; }
# kelf 0.2.0, commit 0123456789ab, 2026-11-30 (.NET 10.0.12)
kelf_version=$("$TOOL" --version 2> /dev/null | head -n 1)
# As it was called; what a path says of this machine is of no use to others.
called="bench/$(basename "$0")$(for argument; do printf ' %s' "$([[ $argument == /* ]] && basename "$argument" || echo "$argument")"; done)"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/kelf-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

TIMEFORMAT=%R
# measure NAME FUNCTION: runs it, and adds its elapsed milliseconds to the figures of that name.
measure() {
    { time "$2" >> "$scratch/log" 2>&1 || echo "$2" >> "$scratch/failed"; } 2>&1 | awk '{ print $1 * 1000 }' >> "$scratch/$1.ms"
}
# Most memory of a run, in MB.
peak() {
    /usr/bin/time -f %M -o "$scratch/peak" "$@" > /dev/null 2>> "$scratch/log" || echo "$1" >> "$scratch/failed"
    awk 'END { printf "%.3g\n", $1 / 1024 }' "$scratch/peak"
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
spread() { # FILE UNIT
    sort -n "$1" | awk -v unit="$2" '
        function figure(value) { return value >= 100 ? sprintf("%.0f", value) : sprintf("%.3g", value) }
        { v[NR] = $1 }
        END { printf "%s %s", figure(v[int((NR + 1) / 2)]), unit; if (NR > 1) printf " (%s-%s)", figure(v[1]), figure(v[NR]) }'
}

# Of what programs the figures are: a name, such as objcopy, and its version.
declare -A versions
version_of() { "$@" --version 2> /dev/null | head -n 1; } # PROGRAM
# The kernel of a tree, and what compiled it.
versions_of_tree() { # TREE
    versions[kernel]=$(cat "$1/include/config/kernel.release" 2> /dev/null)
    versions[compiler]=$(sed -n 's/^CONFIG_CC_VERSION_TEXT="\(.*\)"/\1/p' "$1/.config" 2> /dev/null)
}

# heading NAME TITLE: begins a table, and the result of that name.
heading() {
    result_name=$1 result_title=$2
    : > "$scratch/rows"
    cat << END
$result_title. Median of $rounds rounds (lowest-highest).
Machine: $(nproc) processors, $(model), Linux $(uname -r | cut -d - -f 1). $kelf_version

| measure | original | kelf | ratio |
|---|---|---|---|
END
}
model() { sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1; }

# row TITLE ORIGINAL KELF [UNIT [DAY]]: figures of two names, and how many times more the original needs. DAY: the original's are of
# that day, and not of this run.
row() {
    local unit=${4:-ms}
    printf '| %s | %s%s | %s | %s |\n' "$1" "$(spread "$scratch/$2.$unit" "$unit")" "${5:+ [recorded]}" "$(spread "$scratch/$3.$unit" "$unit")" \
        "$(awk -v a="$(median "$scratch/$2.$unit")" -v b="$(median "$scratch/$3.$unit")" 'BEGIN { printf(b > 0 ? "%.2f" : "-", a / b) }')"
    jq -n --arg id "$2/$3.$unit" --arg title "$1" --arg unit "$unit" --arg recorded "${5-}" \
        --slurpfile original "$scratch/$2.$unit" --slurpfile kelf "$scratch/$3.$unit" '
        { $id, $title, $unit, original: ({ rounds: $original } + if $recorded == "" then {} else { $recorded } end), kelf: { rounds: $kelf } }
        ' >> "$scratch/rows"
}

# After the last row: the table is kept.
keep() {
    local name
    finish
    [[ -n $results ]] || return 0
    # A difference of two times, where what else the machine does is larger than what is measured.
    jq -es 'all(.[]; all(.original.rounds[], .kelf.rounds[]; . >= 0))' "$scratch/rows" > /dev/null ||
        { complain "a figure is below zero, since the machine is busy: $result_name.json is not written"; exit 1; }
    [[ $kelf_version == *', commit '* ]] || { complain "the program does not say its commit ($kelf_version): $result_name.json is not written"; return 0; }
    for name in "${!versions[@]}"; do
        [[ -z ${versions[$name]} ]] || jq -n --arg name "$name" --arg version "${versions[$name]}" '{ ($name): $version }'
    done > "$scratch/versions"
    mkdir -p "$results" &&
        jq -n --arg name "$result_name" --arg title "$result_title" --arg command "$called" --arg date "$(date -u +%F)" \
            --arg program "$kelf_version" --arg note "${NOTE-}" \
            --argjson processors "$(nproc)" --arg model "$(model)" --arg linux "$(uname -r | cut -d - -f 1)" \
            --slurpfile versions "$scratch/versions" --slurpfile rows "$scratch/rows" '
            ($program | capture("^kelf (?<version>[^,]*), commit (?<commit>[^,]*)")) as $kelf
            | { $name, $title, $command, $date, commit: $kelf.commit, kelf: $kelf.version,
                machine: { $processors, $model, $linux },
                versions: ($versions | add // {} | to_entries | sort_by(.key) | from_entries) }
              + (if $note == "" then {} else { $note } end) + { $rows }' > "$scratch/$result_name.json" &&
        cp "$scratch/$result_name.json" "$results/$result_name.json.new" && mv "$results/$result_name.json.new" "$results/$result_name.json" ||
        { rm -f "$results/$result_name.json.new"; complain "$results/$result_name.json cannot be written"; exit 1; }
}
finish() {
    if [[ -s $scratch/failed ]]; then
        complain "runs failed: $(sort -u "$scratch/failed" | tr '\n' ' ') $(tail -n 1 "$scratch/log")"
        exit 1
    fi
}
