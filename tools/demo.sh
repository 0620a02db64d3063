#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Shows what kelf does, on the driver in tests/Fixtures/demo. Ends with status 1 if a result is not that
# of the original tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
sample=tests/Fixtures/demo
mkdir -p out/demo
ln -sf ../kelf out/demo/gendwarfksyms

show() { # show COMMAND: prints it, then runs it
    printf '\n$ %s\n' "$1"
    bash -euo pipefail -c "$1"
}

echo "A driver exports functions; $sample/demo.c has for instance:"
echo
sed -n '/^int ring_push/,/^EXPORT/p' $sample/demo.c | sed 's/^/    /'

show "out/kelf symvers $sample/demo.o"
show "out/kelf symvers --explain ring_push $sample/demo.o"

printf '\nThe same under the name of the original tool, as a kernel build calls it:\n'
show "nm $sample/demo.o | sed -n 's/.* __export_symbol_//p' |
    out/demo/gendwarfksyms --symtypes out/demo/demo.symtypes $sample/demo.o > out/demo/versions"
show "grep '^s#ring_entry ' out/demo/demo.symtypes"

echo
if diff <(sort out/demo/versions) <(sort $sample/versions) && cmp out/demo/demo.symtypes $sample/demo.symtypes; then
    echo 'Versions and types are those of the original gendwarfksyms, byte for byte.'
else
    echo 'Versions or types are NOT those of the original gendwarfksyms.'
    exit 1
fi
