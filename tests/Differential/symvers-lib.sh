# SPDX-License-Identifier: GPL-2.0-only
#
# What the differential tests of `symvers` share; each sources this file.
#
# A script prints one line per case: `PASS name`, `FAIL name: why` or `SKIP name: why`, and exits 0
# unless it could not do its work at all; tests/run.sh counts the lines.
#
#   TOOL          the program under test; default out/kelf. It runs under the name gendwarfksyms.
#   ORIGINAL      the original gendwarfksyms; default that of KELF_TESTBED
#   KELF_TESTBED  folder with built kernels and the original tools; default ~/.cache/kelf-testbed
#   JOBS          processes at a time; default the number of processors
# shellcheck shell=bash disable=SC2034 # the scripts use what is set here
set -uo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
suite=$(basename "$0" .sh)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
jobs=${JOBS:-$(nproc)}
TOOL=${TOOL:-$root/out/kelf}
ORIGINAL=${ORIGINAL:-$testbed/linux-source-7.3-originals/bin/gendwarfksyms}

scratch=$(mktemp -d "${TMPDIR:-/tmp}/kelf-$suite.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

pass() { echo "PASS $suite/$1"; }
fail() { echo "FAIL $suite/$1: $2"; }
skip() { echo "SKIP $suite/$1: $2"; }
# The rest of the script cannot run: says so and ends it.
skip_all() { skip "${1:-all}" "$2"; exit 0; }

need_tool() {
    [[ -x $TOOL ]] || { fail tool "no program at $TOOL: run \`make build\`"; exit 1; }
    mkdir -p "$scratch/bin"
    ln -sf "$(realpath "$TOOL")" "$scratch/bin/gendwarfksyms"
    tool=$scratch/bin/gendwarfksyms
}
have_original() { [[ -x $ORIGINAL ]]; }

# Says why the output of the tool for one object is not what the original printed; nothing if it is.
#   difference STATUS STDOUT STDERR SYMTYPES EXPECTED_STDOUT EXPECTED_SYMTYPES
difference() {
    local status=$1 stdout=$2 stderr=$3 symtypes=$4 expected_stdout=$5 expected_symtypes=$6
    if ((status != 0)); then
        echo "exit status $status: $(head -n 1 "$stderr" 2>/dev/null)"
    elif ! cmp -s "$stdout" "$expected_stdout"; then
        echo "versions: $(first_difference "$expected_stdout" "$stdout")"
    elif ! cmp -s "$symtypes" "$expected_symtypes"; then
        echo "symtypes: $(first_difference "$expected_symtypes" "$symtypes")"
    fi
}
# A file of messages without the name of the C function that wrote one.
messages() { sed -E 's/^((error|warning): gendwarfksyms: )\w+: /\1/' "$1"; }

first_difference() {
    diff "$1" "$2" | awk '
        /^</ && !expected { expected = substr($0, 3) }
        /^>/ && !actual { actual = substr($0, 3) }
        /^[<>]/ { lines++ }
        function clip(text) { return length(text) > 200 ? substr(text, 1, 200) "..." : text }
        END { printf "%d lines differ; expected `%s`, got `%s`\n", lines, clip(expected), clip(actual) }'
}
