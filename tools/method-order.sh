#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Which methods of the native program run in a kernel build: gendwarfksyms, which it starts for each object, and modpost. They lie
# beside each other in the program (src/Kelf.Cli/methods.order), since the system maps 64 KB around each page that is touched. A method
# that is named there and is gone, or is not named, costs only that. Prints the list, in the order of the program that was run.
#
#   method-order.sh TREE > src/Kelf.Cli/methods.order     a built kernel with versions from debugging information; needs valgrind
set -euo pipefail
export LC_ALL=C
program=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../out/build/native/kelf")
cd "$1"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Not beside its debugging information, which valgrind cannot read.
for name in modpost gendwarfksyms; do cp "$program" "$scratch/$name"; done

executed() { # executed NAME ARGUMENT...: adds the addresses of all instructions that a program executes, in 16 digits
    valgrind --tool=callgrind --dump-instr=yes --compress-pos=no --callgrind-out-file="$scratch/calls" \
        "$scratch/$1" "${@:2}" > "$scratch/log" 2>&1 || { tail -n 1 "$scratch/log" >&2; exit 1; }
    sed -n 's/^0x\([0-9a-f]*\) .*/000000000000000\1/p' "$scratch/calls" | sed 's/.*\(.\{16\}\)$/\1/' >> "$scratch/addresses"
}
# All sources of modules are as they are written again, so that nothing changes in the tree.
IFS=' ' read -ra arguments < <(sed -n '1s/.*scripts\/mod\/modpost//p' .Module.symvers.cmd)
executed modpost "${arguments[@]}" -o "$scratch/dump"
nm kernel/fork.o | sed -n 's/.* __export_symbol_//p' > "$scratch/names"
executed gendwarfksyms kernel/fork.o < "$scratch/names"

# A method is named when the next address that is executed, at or after its own, comes before its end.
read -r begin size < <(readelf -SW "$program" | sed -n 's/.* __managedcode *PROGBITS *\([0-9a-f]*\) *[0-9a-f]* *\([0-9a-f]*\) .*/\1 \2/p')
end=$(printf '%016x' $((16#$begin + 16#$size)))
{
    sort -u "$scratch/addresses" | sed 's/$/ ~/'
    nm "$program.dbg" | sed 's/ [tT] / /'
} | sort -r | awk -v begin="$begin" -v end="$end" '
    $1 < begin || $1 >= end { next }
    $2 == "~" { executed = 1; next }
    # Several names may be at one place.
    executed || $1 == place { print $2; place = $1 }
    { executed = 0 }' | tac
