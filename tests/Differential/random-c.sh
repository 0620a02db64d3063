#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Random C sources (RandomC/), compiled with gcc and clang, random symbol lists, every fourth source
# with --stable: standard output, symtypes file, warnings and exit status are those of the original.
# Then the same objects joined by threes, where types of one name have several texts.
#
#   random-c.sh [COUNT [FIRST]]   default 40 inputs from number 0; an input depends on its number only
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/symvers-lib.sh"

count=${1:-40}
first=${2:-0}

# run PROGRAM OUT OBJECT LIST [OPTION]
run() {
    local program=$1 out=$2 object=$3 list=$4 status=0
    shift 4
    rm -f "$out".*
    # A relative path: it may stand in a message.
    (cd "${object%/*}" && cpu_limit 120 "$program" "$@" --symtypes "$out.symtypes" "${object##*/}") \
        < "$list" > "$out.stdout" 2> "$out.stderr" || status=$?
    echo "$status" > "$out.status"
}

# Why the tool's results ($2.*) are not those of the original ($1.*); nothing if they are.
compare() {
    local original=$1 actual=$2 status
    status=$(cat "$original.status")
    if ((status >= 128)); then
        [[ $tool -ef $ORIGINAL ]] && return
        # The original crashed: what it cannot say is an error with one line.
        [[ $(cat "$actual.status") == 1 && ! -s $actual.stdout && $(grep -c . "$actual.stderr") == 1 ]] ||
            echo "the original crashes; exit status $(cat "$actual.status"): $(head -n 1 "$actual.stderr")"
        return
    fi
    if [[ $(cat "$actual.status") != "$status" ]]; then
        echo "exit status $(cat "$actual.status") instead of $status: $(head -n 1 "$actual.stderr")"
        return
    fi
    if ((status != 0)); then
        local expected
        expected=$(messages "$original.stderr" | sed 's/^error: gendwarfksyms: //')
        [[ -s $actual.stdout ]] && echo 'output in spite of an error'
        grep -qF -- "$expected" "$actual.stderr" ||
            echo "message: expected \`$expected\`, got \`$(head -n 1 "$actual.stderr")\`"
        return
    fi
    if ! cmp -s <(messages "$original.stderr") <(messages "$actual.stderr"); then
        echo "messages: $(first_difference <(messages "$original.stderr") <(messages "$actual.stderr"))"
        return
    fi
    difference 0 "$actual.stdout" "$actual.stderr" "$actual.symtypes" "$original.stdout" "$original.symtypes"
}

# Checks every $jobs-th input, from the $1-th on; prints lines `run STATUS`, `quirk NUMBER` and FAIL.
check_inputs() {
    local number folder compiler object list options why expected=$scratch/$1.expected actual=$scratch/$1.actual
    for ((number = first + $1; number < first + count; number += jobs)); do
        folder=$scratch/inputs/$number
        options=()
        [[ -e $folder/stable ]] && options=(--stable)
        for compiler in "${compilers[@]}"; do
            object=$folder/$compiler.o
            if ! nice "$compiler" -w -g -c "$folder/input.c" -o "$object" 2> "$folder/errors"; then
                fail "$number/$compiler" "the source does not compile: $(grep -m 1 error "$folder/errors")"
                continue
            fi
            for list in "$folder"/list.*; do
                run "$ORIGINAL" "$expected" "$object" "$list" "${options[@]}"
                run "$tool" "$actual" "$object" "$list" "${options[@]}"
                why=$(compare "$expected" "$actual")
                echo "run $(cat "$expected.status")"
                grep -q '[^ ]formal_parameter' "$expected.symtypes" 2> /dev/null && echo "quirk $number"
                [[ -z $why ]] || fail "$number/$compiler/${list##*/}" "$why (again: random-c.sh 1 $number)"
            done
        done
    done
}

# Whether the types of two symtypes files differ in texts of equal length only: then the original
# took one of them by chance, and the versions say nothing.
is_tie() {
    awk 'NR == FNR { text[$1] = $0; names++; next }
         !($1 in text) { other = 1 }
         { names--; if (text[$1] != $0) { if (length(text[$1]) != length($0)) other = 1; ties++ } }
         END { exit !(ties > 0 && !other && names == 0) }' "$1" "$2"
}

# The same for objects joined by threes; symbols that are defined twice keep their first definition.
check_joined() {
    local number compiler part parts why expected=$scratch/$1.expected actual=$scratch/$1.actual joined=$scratch/joined.$1
    mkdir -p "$joined"
    for ((number = first + 3 * $1; number + 2 < first + count; number += 3 * jobs)); do
        for compiler in "${compilers[@]}"; do
            parts=()
            : > "$joined/list"
            for part in "$number" "$((number + 2))" "$((number + 1))"; do
                parts+=("$scratch/inputs/$part/$compiler.o")
                cat "$scratch/inputs/$part/list.$((part % 3))" >> "$joined/list"
            done
            ld -r -z muldefs -o "$joined/joined.o" "${parts[@]}" 2> "$joined/errors" || continue
            run "$ORIGINAL" "$expected" "$joined/joined.o" "$joined/list"
            run "$tool" "$actual" "$joined/joined.o" "$joined/list"
            why=$(compare "$expected" "$actual")
            echo "joined $(cat "$expected.status")"
            if [[ -n $why ]] && is_tie "$expected.symtypes" "$actual.symtypes"; then
                echo "tie $number"
            elif [[ -n $why ]]; then
                fail "joined-$number/$compiler" "$why (again: random-c.sh 3 $number)"
            fi
        done
    done
}

need_tool gendwarfksyms
need_original
compilers=()
for compiler in gcc clang-19 clang; do
    [[ ${compilers[*]} == *clang* && $compiler == clang ]] && continue
    command -v "$compiler" > /dev/null && compilers+=("$compiler")
done
((${#compilers[@]} > 0)) || skip_all 'no C compiler'
need_helper RandomC
"${helper[@]}" "$scratch/inputs" "$first" "$count" ||
    { fail generator 'does not run'; exit 0; }

for ((job = 0; job < jobs; job++)); do
    check_inputs "$job" > "$scratch/result.$job" 2> "$scratch/shell.$job" &
done
wait
for ((job = 0; job < jobs; job++)); do
    check_joined "$job" >> "$scratch/result.$job" 2>> "$scratch/shell.$job" &
done
wait
grep -h '^FAIL' "$scratch"/result.*
runs=$(cat "$scratch"/result.* | grep -c '^run 0')
errors=$(cat "$scratch"/result.* | grep -c '^run [^0]')
quirks=$(grep -h '^quirk' "$scratch"/result.* | sort -u | grep -c .)
if ((runs == 0)); then
    skip all 'nothing was compared'
else
    joined=$(cat "$scratch"/result.* | grep -c '^joined 0')
    ties=$(cat "$scratch"/result.* | grep -c '^tie')
    ((joined > 0)) || skip joined 'no objects were joined'
fi
if ((runs > 0)) && ! grep -q '^FAIL' "$scratch"/result.*; then
    pass "$first-$((first + count - 1)): $count inputs ($quirks with a lost separator), ${compilers[*]}, $runs runs, $errors errors, $joined joined ($ties by chance)"
fi
