# SPDX-License-Identifier: GPL-2.0-only
#
# What all differential tests share; each sources this file, by itself or through a *-lib.sh.
#
# A script prints one line per case, `PASS name`, `FAIL name: why` or `SKIP name: why`, and exits 0 unless it could not do its
# work at all. tests/run.sh counts the lines. A name may have details behind a colon, `PASS name: details`, and begins with
# what tests/expected-cases counts it under: the tree, mostly. One SKIP of just that stands for all its cases, and one of
# `all` for those of the suite.
#
#   TOOL          the program under test; default out/kelf
#   KELF_TESTBED  folder with built kernels and the original tools; default ~/.cache/kelf-testbed
#   JOBS          processes at a time; default the number of processors
#   BOOT          the script that boots a kernel; default testbed/boot.sh in the folder `shared` beside the project
#
# Nothing here, nor in a script, ends by the clock of the wall what only a busy machine makes slow: see cpu_limit.
# shellcheck shell=bash disable=SC2034 # the scripts use what is set here
set -uo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
suite=$(basename "$0" .sh)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
jobs=${JOBS:-$(nproc)}
TOOL=${TOOL:-$root/out/kelf}
BOOT=${BOOT:-$root/../shared/testbed/boot.sh}
# Of the script that boots, which ends a guest that hangs; emulated on a busy machine one may take minutes.
export BOOT_TIMEOUT=${BOOT_TIMEOUT:-3600}

scratch=$(mktemp -d "${TMPDIR:-/tmp}/kelf-$suite.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

pass() { echo "PASS $suite/$1"; }
fail() { echo "FAIL $suite/$1: $2"; }
skip() { echo "SKIP $suite/$1: $2"; }
# The rest of the script cannot run: says so and ends it.
skip_all() { skip all "$1"; exit 0; }

# check NAME COMMAND...: one case, which passes if the command succeeds; else what it said first is why not.
check() {
    local name=$1
    shift
    if "$@" > "$scratch/check.log" 2>&1; then pass "$name"; else fail "$name" "$(head -n 2 "$scratch/check.log" | tr '\n' ' ')($*)"; fi
}

# cpu_limit SECONDS COMMAND...: a command that computes longer is killed (status 137).
cpu_limit() (
    ulimit -t "$1"
    shift
    exec "$@"
)

# The first of these programs that is not there; nothing if all are.
missing() {
    local program
    for program in "$@"; do
        command -v "$program" > /dev/null || { echo "$program"; return; }
    done
}
# need PROGRAM...: without one of them the script cannot run.
need() {
    local program
    program=$(missing "$@")
    [[ -z $program ]] || skip_all "no $program"
}
need_boot() {
    [[ -x $BOOT ]] || skip_all 'no script that boots a kernel (BOOT)'
    need qemu-system-x86_64 busybox cpio
}

# need_tool [NAME]: there is a program to test; sets kelf, its path, and with a name tool, a link to it of that name.
need_tool() {
    [[ -x $TOOL ]] || { fail tool "no program at $TOOL: run \`make build\`"; exit 1; }
    kelf=$(realpath "$TOOL")
    [[ -n ${1-} ]] || return 0
    mkdir -p "$scratch/bin"
    tool=$scratch/bin/$1
    ln -sf "$kelf" "$tool"
}

# need_helper PROJECT: sets helper, the command that runs a program of ours beside this file. tests/run.sh compiled them all,
# in the configuration that it says.
need_helper() {
    local configuration=${KELF_TESTS_BUILT:-release}
    helper=(dotnet "$root/out/build/bin/$1/$configuration/$1.dll")
    [[ -z ${KELF_TESTS_BUILT-} ]] || return 0
    dotnet build "$here/$1" -c Release -v quiet -nologo > "$scratch/build.log" 2>&1 ||
        { fail "$1" "does not compile: $(grep -m 1 error "$scratch/build.log")"; exit 1; }
}

# first_difference EXPECTED ACTUAL, of two text files.
first_difference() {
    diff "$1" "$2" | awk '
        /^</ && !expected { expected = substr($0, 3) }
        /^>/ && !actual { actual = substr($0, 3) }
        /^[<>]/ { lines++ }
        function clip(text) { return length(text) > 200 ? substr(text, 1, 200) "..." : text }
        END { printf "%d lines differ; expected `%s`, got `%s`\n", lines, clip(expected), clip(actual) }'
}
