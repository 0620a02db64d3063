#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Source lines of the frames of a trace: `kelf decode` and `kelf lookup --line` against the kernel's scripts, GNU's, LLVM's and elfutils'
# programs, on the same addresses. Figures are processor time. Prints a table in Markdown.
#
#   lines.sh [IMAGE]     default Debian's debug vmlinux in KELF_TESTBED/debian-vmlinux, else small-gcc's vmlinux
#
#   TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh; ROUNDS_SLOW of what takes a minute, default 1. Frames are chosen by
#   choose-frames.pl: functions of 20 units, and of 300 for the long log
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scripts=$testbed/linux-source-7.3/scripts
image=${1:-$(find "$testbed/debian-vmlinux" -name 'vmlinux*' -type f -size +100M 2> /dev/null | sort | head -n 1)}
image=${image:-$testbed/small-gcc/vmlinux}
[[ -e $image ]] || { echo "lines.sh: no kernel at $image (KELF_TESTBED)" >&2; exit 1; }
first() { local name; for name in "$@"; do command -v "$name" > /dev/null && { echo "$name"; return; }; done; }
symbolizer=$(first llvm-symbolizer-19 llvm-symbolizer)
llvm=$(first llvm-addr2line-19 llvm-addr2line)

"$here/choose-frames.pl" "$image" 300 > "$scratch/chosen" || exit 1
head -n 20 "$scratch/chosen" > "$scratch/frames"
[[ $(wc -l < "$scratch/frames") == 20 ]] || { echo "lines.sh: only $(wc -l < "$scratch/frames") units in $image" >&2; exit 1; }
awk '{ print $1 "+" $2 "/" $3 }' "$scratch/frames" > "$scratch/queries"
# What the other programs are asked for is the call.
perl -ane 'printf "0x%x\n", hex($F[3]) - 1' "$scratch/frames" > "$scratch/addresses"
trace() { awk '{ printf "[   12.345680][  T123]  %s+%s/%s\n", $1, $2, $3 }' "$@"; }
trace "$scratch/frames" > "$scratch/log"
for ((i = 0; i < 34; i++)); do cat "$scratch/chosen"; done | head -n 10000 | trace > "$scratch/long"
[[ $(wc -l < "$scratch/chosen") == 300 && $(wc -l < "$scratch/long") == 10000 ]] || { echo "lines.sh: less than 300 units in $image" >&2; rm "$scratch/long"; }
awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "[%12.6f] usb 1-1: new high-speed USB device number %d using xhci_hcd\n", i / 1000, i % 127 }' > "$scratch/plain"
head -n 100 "$scratch/plain" > "$scratch/short"

TIMEFORMAT='%U %S'
# cpu NAME FUNCTION: as measure, the processor time of it and of what it starts.
cpu() {
    { time "$2" > "$scratch/$1.out" 2>> "$scratch/log.err" || echo "$2" >> "$scratch/failed"; } 2>&1 |
        awk '{ print ($1 + $2) * 1000 }' >> "$scratch/$1.ms"
}
decode() { "$TOOL" decode "$image" "$scratch/log"; }
json() { "$TOOL" decode --json "$image" "$scratch/log"; }
# shellcheck disable=SC2002 # a pipe, whose end kelf does not know
piped() { cat "$scratch/log" | "$TOOL" decode "$image"; }
side() { "$TOOL" decode --side "$scratch/lines" "$image" "$scratch/log"; }
long() { "$TOOL" decode "$image" "$scratch/long"; }
short() { "$TOOL" decode "$image" "$scratch/short"; }
plain() { "$TOOL" decode "$image" "$scratch/plain"; }
copy() { cat "$scratch/plain"; }
read_by_grep() { grep -c '+0x' "$scratch/plain" || true; }
one() { "$TOOL" lookup --line --return "$image" "$(head -n 1 "$scratch/queries")"; }
one_side() { "$TOOL" lookup --line --return --side "$scratch/lines" "$image" "$(head -n 1 "$scratch/queries")"; }
# shellcheck disable=SC2046 # a query, an address has no blank
all() { "$TOOL" lookup --line --return "$image" $(cat "$scratch/queries"); }
stacktrace() { "$scripts/decode_stacktrace.sh" "$image" auto < "$scratch/log"; }
# shellcheck disable=SC2046
faddr2line() { "$scripts/faddr2line" "$image" $(head -n 2 "$scratch/queries"); }
# shellcheck disable=SC2046
two() { "$TOOL" lookup --line "$image" $(head -n 2 "$scratch/queries"); }
gnu() { addr2line -fi -e "$image" < "$scratch/addresses"; }
gnu_one() { head -n 1 "$scratch/addresses" | addr2line -fi -e "$image"; }
llvm_symbolizer() { "$symbolizer" --obj="$image" < "$scratch/addresses"; }
llvm_one() { head -n 1 "$scratch/addresses" | "$symbolizer" --obj="$image"; }
llvm_addr2line() { "$llvm" -fi -e "$image" < "$scratch/addresses"; }
elfutils() { eu-addr2line -fi -e "$image" < "$scratch/addresses"; }

# What there is to compare with, and what this kelf can do.
others=()
[[ -z $(first addr2line) ]] || others+=(gnu gnu_one)
[[ -z $symbolizer ]] || others+=(llvm_symbolizer llvm_one)
[[ -z $llvm ]] || others+=(llvm_addr2line)
[[ -z $(first eu-addr2line) ]] || others+=(elfutils)
kelfs=(decode json piped short plain copy read_by_grep)
asks=no
! "$TOOL" lookup --help 2> /dev/null | grep -q -- --line || { kelfs+=(one all two); asks=yes; }
[[ ! -e $scratch/long ]] || kelfs+=(long)
if "$TOOL" lineinfo --format side -o "$scratch/lines" "$image" > /dev/null 2>&1; then
    kelfs+=(side)
    [[ $asks == no ]] || kelfs+=(one_side)
fi
slow=()
[[ ! -x $scripts/decode_stacktrace.sh ]] || slow+=(stacktrace)
[[ ! -x $scripts/faddr2line ]] || slow+=(faddr2line)

for ((round = 0; round <= rounds; round++)); do
    for name in "${kelfs[@]}" "${others[@]}"; do cpu "$name" "$name"; done
    # The first round fills the page cache.
    ((round > 0)) || rm -f "$scratch"/*.ms
done
for ((round = 0; round < ${ROUNDS_SLOW:-1}; round++)); do
    for name in "${slow[@]}"; do cpu "$name" "$name"; done
done
finish
# Nothing is fast that does not answer.
places=$(grep -cE '\+0x\w+/0x\w+ \([^ ]+:[0-9]+\)$' "$scratch/decode.out")
((places >= 19)) || { echo "lines.sh: kelf decode gives places for $places of 20 frames" >&2; exit 1; }
cmp -s "$scratch/plain.out" "$scratch/plain" || { echo "lines.sh: a log without frames is not what it was" >&2; exit 1; }

# The kernel, by a name that says nothing of this machine.
case $image in
    "$testbed"/debian-vmlinux/*) subject=debian ;;
    */vmlinux) subject=$(basename "$(dirname "$image")") ;;
    *) subject=$(basename "$image") ;;
esac
versions[symbolizer]=$([[ -z $symbolizer ]] || "$symbolizer" --version | sed -n 's/.*\(LLVM version\)/\1/p')
for name in addr2line eu-addr2line; do versions[$name]=$(version_of "$name"); done

echo
heading "lines-$subject" "$subject: $(basename "$image") of $(($(stat -c %s "$image") / 1000000)) MB; $places of the 20 frames have a place; processor time"
against() { [[ ! -e $scratch/$2.ms || ! -e $scratch/$3.ms ]] || row "$1" "$2" "$3"; }
against '20 frames: decode_stacktrace.sh; `kelf decode`' stacktrace decode
against '20 addresses: GNU addr2line -fi; `kelf decode`' gnu decode
against '20 addresses: llvm-symbolizer; `kelf decode`' llvm_symbolizer decode
against '20 addresses: llvm-addr2line -fi; `kelf decode`' llvm_addr2line decode
against '20 addresses: eu-addr2line -fi; `kelf decode`' elfutils decode
against '20 addresses: llvm-symbolizer; `kelf lookup --line`' llvm_symbolizer all
against '2 functions: faddr2line; `kelf lookup --line`' faddr2line two
against '1 address: GNU addr2line -fi; `kelf lookup --line`' gnu_one one
against '1 address: llvm-symbolizer; `kelf lookup --line`' llvm_one one
[[ ! -e $scratch/side.ms ]] || row '20 frames: `kelf decode`; with a side table' decode side
[[ ! -e $scratch/one_side.ms ]] || row '1 address: `kelf lookup --line`; with a side table' one one_side
row '20 frames: `kelf decode`; with `--json`' decode json
row '20 frames: `kelf decode` of a file; of a pipe' decode piped
[[ ! -e $scratch/long.ms ]] || row '20 frames; 10000 frames of 300 functions, `kelf decode`' decode long
row '100 lines without a frame: cat of a million; `kelf decode`' copy short
row 'a million lines without a frame: cat; `kelf decode`' copy plain
row 'a million lines without a frame: grep of one mark; `kelf decode`' read_by_grep plain
memory() { # TITLE NAME: most memory of another program on the 20 frames and of kelf.
    peak bash -c "$3" > "$scratch/$2.MB"
    row "$1" "$2" decode MB
}
peak "$TOOL" decode "$image" "$scratch/log" > "$scratch/decode.MB"
[[ -z $(first addr2line) ]] || memory 'peak memory: GNU addr2line; `kelf decode`' gnu "exec addr2line -fi -e '$image' < '$scratch/addresses'"
[[ -z $symbolizer ]] || memory 'peak memory: llvm-symbolizer; `kelf decode`' llvm_symbolizer "exec '$symbolizer' --obj='$image' < '$scratch/addresses'"
[[ -z $(first eu-addr2line) ]] || memory 'peak memory: eu-addr2line; `kelf decode`' elfutils "exec eu-addr2line -fi -e '$image' < '$scratch/addresses'"
keep
