#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs the test suites and adds up their results. The last line is exactly
#
#   N passed, N failed, N skipped
#
# and the exit status is 0 only if something passed and nothing failed.
#
#   run.sh [--record] [SUITE...]   default all; a suite is a test project (tests/NAME) or a script of tests/Differential
#                                  (NAME.sh; with arguments: 'random-c.sh 600')
#
#   --record        writes into the file of expected cases how many there were, of what ran whole
#
#   CONFIGURATION   of the test projects: Release (default) or Debug, which also checks assertions
#   SUITE_LIMIT     seconds after which a suite is taken to hang; default 14400. It is no measure of speed: a busy machine
#                   may take an hour for what it does in minutes else
#   AT_ONCE         suites at a time; default 2, as the originals of most use one processor
#   SCRIPTS         the folder of scripts; default tests/Differential
#   EXPECTED        the file of expected cases; default tests/expected-cases, which explains itself
#   COMPILE         no: what is run are scripts that need no program of ours from tests/
#
# Test projects are programs. A script prints a line for each case (`PASS name`, `FAIL name: why`, `SKIP name: why`) and ends
# with status 0 unless it could not do its work. What was skipped is listed with its reasons before the last line. Who reports nothing, or less than is expected, fails; whoever skips a whole
# suite or tree skips each of its cases. What a suite prints is shown when it ends; when it begins, a line says so.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

configuration=${CONFIGURATION:-Release}
limit=${SUITE_LIMIT:-14400}
at_once=${AT_ONCE:-2}
scripts=${SCRIPTS:-tests/Differential}
expected=${EXPECTED:-tests/expected-cases}
record=no
[[ ${1-} != --record ]] || { record=yes; shift; }
# Helpers of scripts are compiled here, and not again.
export KELF_TESTS_BUILT=${configuration,,}
results=$(mktemp -d "${TMPDIR:-/tmp}/kelf-tests.XXXXXX")
trap 'rm -rf "$results"' EXIT
# shellcheck disable=SC2046 # one word for each
trap 'kill $(jobs -p); exit 130' INT TERM

say() { printf '[%02d:%02d] %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"; }

# Each suite has files in $results: NUMBER.log has what it printed, .out what is shown of it, .sum its counts, .cases those by group.
# The seconds are those of the clock, and of the processors, which tell more on a busy machine.
count() { # count SUITE PASSED FAILED SKIPPED
    local cpu
    times > "$results/$number.times"
    cpu=$(awk -F '[ms ]' 'NR == 2 { printf "%d", $1 * 60 + $2 + $4 * 60 + $5 }' "$results/$number.times")
    say "$(printf '%-24s %6d passed, %d failed, %d skipped (%d s, %d computing)' "$1" "$2" "$3" "$4" "$((SECONDS - started))" "$cpu")"
    echo "$2 $3 $4" > "$results/$number.sum"
}

# Runs a command, with its output in the log. It ends when we are told to.
bounded() { # bounded COMMAND...
    timeout "$limit" "$@" > "$log" 2>&1 &
    # shellcheck disable=SC2064 # this process
    trap "kill $!; exit 1" TERM
    wait $!
}

run_project() { # run_project NAME
    local name=$1 status=0 total errors fails skips wanted
    if [[ $compiled == no ]]; then
        echo "$name: not compiled"
        count "$name" 0 1 0
        return
    fi
    bounded dotnet "out/build/bin/$name/${configuration,,}/$name.dll" -noLogo -noColor -noAutoReporters || status=$?
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
        echo "CASES $name $total -" > "$results/$number.cases"
    fi
    wanted=$(awk -v suite="$name" '$1 == suite { print $2 }' "$expected")
    if [[ -z $wanted ]]; then
        echo "FAIL $name: $expected has no line for it"
        ((errors += 1))
    elif ((total < wanted)); then
        echo "FAIL $name: only $total cases of $wanted"
        ((errors += 1))
    fi
    count "$name" "$((total - fails - skips))" "$((fails + errors))" "$skips"
}

run_script() { # run_script FILE [ARGUMENT...]
    local name status=0 passes fails skips
    name=$(basename "$1" .sh)
    bounded bash "$@" || status=$?
    grep -vE '^PASS ' "$log"
    awk -v suite="$name" -v arguments="${*:2}" -f tests/count-cases.awk "$expected" "$log" > "$results/$number.cases"
    grep '^FAIL ' "$results/$number.cases"
    read -r _ passes fails skips < <(grep '^SUM ' "$results/$number.cases")
    if ((status != 0 && fails == 0)); then
        echo "FAIL $name: ended with status $status$( ((status == 124)) && echo " after $limit s")"
        fails=1
    fi
    count "$name" "$passes" "$fails" "$skips"
}

run_suite() { # run_suite NUMBER SUITE [ARGUMENT...]
    number=$1 log=$results/$1.log started=$SECONDS
    shift
    case $1 in
        *.sh) run_script "$scripts/$1" "${@:2}" ;;
        *) run_project "$1" ;;
    esac > "$results/$number.out" 2>&1
    flock "$results" cat "$results/$number.out"
}

suites=("$@")
if ((${#suites[@]} == 0)); then
    for project in tests/*.Tests; do
        # That of the browser is `make test-docs`, and not compiled here.
        grep -qF "\"$project/" tests/Tests.slnf || continue
        compgen -G "$project/*.cs" > /dev/null || compgen -G "$project/*/*.cs" > /dev/null || continue
        suites+=("$(basename "$project")")
    done
    for script in "$scripts"/*.sh; do
        # What scripts share is sourced, not run.
        [[ $script == *-lib.sh || $script == */harness.sh ]] || suites+=("$(basename "$script")")
    done
    # In the order of the file, which has the long ones first: so none runs alone at the end.
    mapfile -t suites < <(printf '%s\n' "${suites[@]}" | awk '
        NR == FNR { if (!/^#/ && NF && !($1 in place)) place[$1] = FNR; next }
        { name = $0; sub(/\.sh$/, "", name); print (name in place ? place[name] : 99999) " " $0 }' "$expected" - | sort -n | cut -d ' ' -f 2-)
fi

compiled=yes
[[ ${COMPILE-} == no ]] || say "compiling the test projects, $configuration: begins"
if [[ ${COMPILE-} != no ]] && ! dotnet build tests/Tests.slnf -c "$configuration" -v quiet -nologo > "$results/build" 2>&1; then
    { grep -E ': error ' "$results/build" || cat "$results/build"; } | sort -u | head -n 20
    compiled=no
fi
[[ ${COMPILE-} == no ]] || say "compiling the test projects: done ($SECONDS s)"

for i in "${!suites[@]}"; do
    while (($(jobs -rp | wc -l) >= at_once)); do wait -n; done
    # A script may have words after it: its arguments.
    read -ra words <<< "${suites[i]}"
    say "${suites[i]}: begins"
    run_suite "$i" "${words[@]}" &
done
wait

passed=0
failed=0
skipped=0
for i in "${!suites[@]}"; do
    # A suite that came to no end has no sum.
    read -r p f s < "$results/$i.sum" || { echo "${suites[i]}: no result"; p=0 f=1 s=0; }
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
if [[ $record == yes ]]; then
    cat "$results"/*.cases | sed -n 's/^CASES //p' > "$results/cases"
    awk 'function key(count) { count = $0; sub(/^[^ ]+ +[^ ]+ +/, "", count); return $1 " " count }
        NR == FNR { found[key()] = $0; next }
        /^#/ || !NF || !(key() in found) { print; next }
        { print found[key()] }' "$results/cases" "$expected" > "$results/expected" && cp "$results/expected" "$expected"
fi
if ((skipped > 0)); then
    # Once more, together: what did not run, and why. Cases of one reason in one suite are one line.
    echo "skipped, $skipped cases:"
    for i in "${!suites[@]}"; do
        # A script says SKIP name: why; xunit prints the name, and the reason in the next line.
        awk '/^SKIP / { why = $0; sub(/^SKIP /, "", why); name = why; sub(/:.*/, "", name); sub(/^[^:]*: */, "", why); sub(/\/.*/, "", name); print name ": " why }
            / \[SKIP\]$/ { name = $1; sub(/\(.*/, "", name); getline; sub(/^ */, ""); print name ": " $0 }' "$results/$i.log"
    done 2> /dev/null | sort | uniq -c | sed 's/^ *\([0-9]*\) /  \1 × /'
fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && passed > 0))
