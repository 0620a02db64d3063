#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf initcalls` against the kernel's script, on built kernels. Prints a table in Markdown.
#
#   initcalls.sh [TREE...]     default small-thinlto small-gcc
#
# All are measured in the same session, one after the other in every round; a figure is the median of ROUNDS with the
# lowest and highest behind it. Files are in the page cache.
#
#   TOOL, ORIGINAL, NM, KELF_TESTBED as in tests/Differential/initcalls.sh; ROUNDS (default 15)
set -uo pipefail
export LC_ALL=C
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
TOOL=${TOOL:-$root/out/kelf}
ORIGINAL=${ORIGINAL:-$testbed/linux-source-7.3/scripts/generate_initcall_order.pl}
export NM=${NM:-llvm-nm-19}
rounds=${ROUNDS:-15}
[[ -x $TOOL ]] || { echo "initcalls.sh: no program at $TOOL" >&2; exit 1; }
[[ -e $ORIGINAL ]] || { echo "initcalls.sh: no script at $ORIGINAL" >&2; exit 1; }
(($# > 0)) || set -- small-thinlto small-gcc

scratch=$(mktemp -d "${TMPDIR:-/tmp}/kelf-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
ln -s "$(realpath "$TOOL")" "$scratch/generate_initcall_order.pl"

original() { objtree=. perl "$ORIGINAL" vmlinux.a > "$scratch/out"; }
kelf() { "$TOOL" initcalls vmlinux.a > "$scratch/out"; }
single() { "$TOOL" initcalls -j 1 vmlinux.a > "$scratch/out"; }
drop_in() { objtree=. "$scratch/generate_initcall_order.pl" vmlinux.a > "$scratch/out"; }
TIMEFORMAT='%R %U %S'
# measure FUNCTION: appends elapsed and processor time in milliseconds to a file.
measure() {
    { time "$1" || echo "$1" >> "$scratch/failed"; } 2>&1 | awk '{ print $1 * 1000, ($2 + $3) * 1000 }' >> "$scratch/$1"
}
median() { cut -d ' ' -f "$2" "$scratch/$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
spread() {
    cut -d ' ' -f "$2" "$scratch/$1" | sort -n |
        awk '{ v[NR] = $1 } END { printf "%d ms (%d-%d)", v[int((NR + 1) / 2)], v[1], v[NR] }'
}
row() { # TITLE FUNCTION FIELD
    printf '| %s | %s | %s | %s |\n' "$1" "$(spread original "$3")" "$(spread "$2" "$3")" \
        "$(awk -v a="$(median original "$3")" -v b="$(median "$2" "$3")" 'BEGIN { printf "%.1f", a / b }')"
}
peak() {
    /usr/bin/time -f %M -o "$scratch/peak" "$@" vmlinux.a > "$scratch/out"
    awk '{ printf "%.0f MB", $1 / 1024 }' "$scratch/peak"
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    [[ -e $tree/vmlinux.a ]] || { echo "initcalls.sh: no kernel at $tree (KELF_TESTBED)" >&2; continue; }
    cd "$tree" || exit 1
    rm -f "$scratch"/{original,kelf,single,drop_in}
    for ((round = 0; round <= rounds; round++)); do
        measure original; measure kelf; measure single; measure drop_in
        # The first fills the page cache.
        ((round > 0)) || rm -f "$scratch"/{original,kelf,single,drop_in}
    done
    [[ ! -s $scratch/failed ]] || { echo "initcalls.sh: $(head -n 1 "$scratch/failed") failed" >&2; exit 1; }
    kelf
    cat << END

$(basename "$tree"): $(grep -c ';' "$scratch/out") initcalls. Median of $rounds rounds (lowest-highest).
Machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r | cut -d - -f 1). $("$TOOL" --version | head -n 1), $("$NM" --version | sed -n 's/.*\(LLVM version [0-9.]*\).*/\1/p;s/^GNU nm.* /GNU nm /p' | head -n 1)

| | original | kelf | ratio |
|---|---|---|---|
END
    row 'elapsed time' kelf 1
    row 'elapsed time, one thread' single 1
    row 'elapsed time, the drop-in' drop_in 1
    row 'processor time' kelf 2
    printf '\nPeak memory: original %s, kelf %s.\n' "$(peak perl "$ORIGINAL")" "$(peak "$TOOL" initcalls)"
done
