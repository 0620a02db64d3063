#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Mutation tests: what of the code can be changed without a test in the same process noticing?
#
#   mutation.sh [FOLDER...]    such as Kelf.Kernel/Relocs; without it the seven folders below, those without a result
#
# Of each folder files are taken in the order of the SHA-256 of their path until they have 60 mutants: a sample that
# nobody chose, and the same in every run. dotnet-stryker makes the mutants, and runs the tests of the folder on each: a
# fault is to be noticed where it is, not by what is built on top. Tests of hostile inputs are left out: they take too
# long when every step is counted. A mutant that no test reaches counts as one that survived, and so does one that the
# tests were too slow for: it may loop, or the machine was busy. Those that do not compile do not count.
#
# A folder that is done leaves a file in out/mutation, and is not done again: remove the file for that.
#
#   MUTATION_SECONDS   for all of it together; default 2400. What was not done then is done by the next run
#   MUTATION_AT_ONCE   test processes at a time; default 2
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

wanted=60
goal=80
end=$((SECONDS + ${MUTATION_SECONDS:-2400}))
at_once=${MUTATION_AT_ONCE:-2}
results=$PWD/out/mutation
# Mutated assemblies stay away from those of the ordinary tests; what analyzers say was said there.
export ArtifactsPath=$results/build RunAnalyzers=false

for program in jq sha256sum; do
    command -v "$program" > /dev/null || { echo "mutation.sh: $program is missing" >&2; exit 1; }
done

folders=("$@")
((${#folders[@]} > 0)) || folders=(
    Kelf.ObjectFiles/{Elf,Dwarf,Bitcode,Bytes}
    Kelf.Kernel/{Symvers,Relocs,Kallsyms}
)

# The C# files below a folder, in the order of the SHA-256 of their path from the root.
in_order() { # in_order FOLDER
    local path
    find "src/$1" -name '*.cs' | while read -r path; do
        echo "$(printf %s "$path" | sha256sum | cut -d' ' -f1) $path"
    done | sort | cut -d' ' -f2
}

# Lines that may have mutants, about: no comments, no lone braces.
code_lines() { grep -cvE '^[[:space:]]*(//.*|[{}]?)$' "$1" || true; }

# Mutates files, and adds a line for each mutant: STATUS, FILE:LINE, MUTATOR, what it puts there.
mutate() { # mutate FOLDER RESULT FILE...
    local project=${1%%/*} result=$2 file left=$((end - SECONDS))
    # Read by tests/Directory.Build.targets.
    export KelfTestFolder=${1#*/}
    shift 2
    ((left > 0)) || return 1
    local globs=()
    for file; do globs+=(--mutate "**/${file#src/"$project"/}"); done
    rm -rf "$result.stryker"
    # Half a minute more than the tests take: a busy machine is no loop.
    echo '{ "stryker-config": { "additional-timeout": 30000 } }' > "$result.json"
    (cd "tests/$project.Tests" && timeout "$left" dotnet stryker --config-file "$result.json" --test-runner mtp --project "$project.csproj" \
        --configuration Release --concurrency "$at_once" --reporter json --output "$result.stryker" \
        --verbosity warning --skip-version-check "${globs[@]}") > "$result.log" 2>&1 || return 1
    jq -r --arg root "$PWD/" '.files | to_entries[] | .key as $file | .value.mutants[]
        | select(.status | IN("Killed", "Survived", "Timeout", "RuntimeError", "NoCoverage"))
        | [.status, "\($file | ltrimstr($root)):\(.location.start.line)", .mutatorName, (.replacement // "" | gsub("\\s+"; " "))]
        | @tsv' "$result.stryker/reports/mutation-report.json" >> "$result.part" || return 1
}

# Until there are enough mutants, or no files.
do_folder() { # do_folder FOLDER RESULT
    local files lines taken=0 next
    mapfile -t files < <(in_order "$1")
    rm -f "$2.part"
    touch "$2.part"
    while (($(wc -l < "$2.part") < wanted && taken < ${#files[@]})); do
        # As many as look like enough: each run of stryker costs a build and a run of all tests.
        next=()
        lines=0
        while ((taken < ${#files[@]} && lines < 75)); do
            next+=("${files[taken]}")
            lines=$((lines + $(code_lines "${files[taken]}")))
            taken=$((taken + 1))
        done
        mutate "$1" "$2" "${next[@]}" || return 1
    done
    mv "$2.part" "$2"
    rm -rf "$2.stryker" "$2.log" "$2.json"
}

mkdir -p "$results"
status=0
for folder in "${folders[@]}"; do
    result=$results/${folder//\//.}.tsv
    if [[ ! -s $result ]] && ! do_folder "$folder" "$result"; then
        if ((SECONDS >= end)); then
            echo "$folder: no time left; run again to go on"
        else
            tail -n 20 "$result.log"
            echo "$folder: stryker failed"
        fi
        status=1
        continue
    fi
    awk -F'\t' -v folder="$folder" -v goal="$goal" '
        { n++; by[$1]++ }
        END {
            # RuntimeError: the test process crashed, which is noticed.
            killed = by["Killed"] + by["RuntimeError"]
            printf "%-26s %3d mutants, %3d killed: %.1f %%; %d survived, %d not reached, %d out of time\n",
                folder, n, killed, 100 * killed / n, by["Survived"], by["NoCoverage"], by["Timeout"]
            exit 100 * killed < goal * n
        }' "$result" || status=1
done
exit "$status"
