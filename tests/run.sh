#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the test suites and adds up their results. The last line is exactly
#
#   N passed, N failed, N skipped
#
# and the exit status is 0 only if something passed and nothing failed.
#
#   run.sh [SUITE...]     default all; a suite is a test project (tests/NAME) or a script of
#                         tests/Differential (NAME.sh; with arguments: 'random-c.sh 600')
#
#   CONFIGURATION   of the test projects: Release (default) or Debug, which also checks assertions
#   SUITE_LIMIT     seconds that one suite may take; default 1200
#
# Test projects are programs. A script prints a line for each case (`PASS name`, `FAIL name: why`,
# `SKIP name: why`) and ends with status 0 unless it could not do its work.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

configuration=${CONFIGURATION:-Release}
limit=${SUITE_LIMIT:-1200}
log=$(mktemp "${TMPDIR:-/tmp}/kelf-tests.XXXXXX")
trap 'rm -f "$log"' EXIT

passed=0
failed=0
skipped=0

count() { # count SUITE PASSED FAILED SKIPPED
    printf '%-24s %6d passed, %d failed, %d skipped (%d s)\n' "$1" "$2" "$3" "$4" "$((SECONDS - started))"
    passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
}

run_project() { # run_project NAME
    local name=$1 program status=0 total errors fails skips
    program=out/build/bin/$name/${configuration,,}/$name.dll
    if ! dotnet build "tests/$name" -c "$configuration" -v quiet -nologo > "$log" 2>&1; then
        grep -E ': error ' "$log" | sort -u | head -n 20
        echo "$name: does not compile"
        count "$name" 0 1 0
        return
    fi
    timeout "$limit" dotnet "$program" -noLogo -noColor -noAutoReporters > "$log" 2>&1 || status=$?
    # "   NAME  Total: 5, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 0.1s"
    read -r total errors fails skips < <(sed -nE \
        's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+),.*/\1 \2 \3 \4/p' "$log" | tail -n 1)
    if [[ -z ${total:-} ]]; then
        tail -n 40 "$log"
        echo "$name: ended with status $status and no summary$( ((status == 124)) && echo " within $limit s")"
        count "$name" 0 1 0
        return
    fi
    if ((status != 0)); then
        # All but what xunit says about the run as a whole.
        grep -vE '^ *(Discovering|Discovered|Starting|Finished):' "$log"
        ((fails + errors > 0)) || errors=1
    else
        sed -nE 's/^ *(.*) \[SKIP\]$/  skipped: \1/p' "$log" | sort | uniq -c | sed 's/^ *1 //' | head -n 20
    fi
    count "$name" "$((total - fails - skips))" "$((fails + errors))" "$skips"
}

run_script() { # run_script FILE [ARGUMENT...]
    local name status=0 fails
    name=$(basename "$1" .sh)
    timeout "$limit" bash "$@" > "$log" 2>&1 || status=$?
    grep -vE '^PASS ' "$log"
    fails=$(grep -c '^FAIL ' "$log")
    if ((status != 0 && fails == 0)); then
        echo "FAIL $name: ended with status $status$( ((status == 124)) && echo " after $limit s")"
        fails=1
    fi
    count "$name" "$(grep -c '^PASS ' "$log")" "$fails" "$(grep -c '^SKIP ' "$log")"
}

suites=("$@")
if ((${#suites[@]} == 0)); then
    for project in tests/*.Tests; do
        compgen -G "$project/*.cs" > /dev/null || compgen -G "$project/*/*.cs" > /dev/null || continue
        suites+=("$(basename "$project")")
    done
    for script in tests/Differential/*.sh; do
        # What scripts share is sourced, not run.
        [[ $script == *-lib.sh ]] || suites+=("$(basename "$script")")
    done
fi

for suite in "${suites[@]}"; do
    started=$SECONDS
    # A script may have words after it: its arguments.
    read -ra words <<< "$suite"
    case ${words[0]} in
        *.sh) run_script "tests/Differential/${words[0]}" "${words[@]:1}" ;;
        *) run_project "$suite" ;;
    esac
done

echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && passed > 0))
