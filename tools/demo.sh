#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Shows what kelf does, on the driver in tests/Fixtures/demo. Ends with status 1 if a result is not that
# of the original tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
sample=tests/Fixtures/demo
mkdir -p out/demo

run() {
    printf '\n$ %s\n' "$*"
    "$@"
}

cat $sample/demo.c | sed -n '/^int ring_push/,/^EXPORT/p'
run out/kelf symvers --symtypes out/demo/demo.symtypes $sample/demo.o | tee out/demo/versions
run grep 's#ring_entry ' out/demo/demo.symtypes
run out/kelf symvers --explain ring_push $sample/demo.o

echo
# The first line of what run prints is the command itself.
if diff <(sed '1,2d' out/demo/versions | sort) <(sort $sample/versions) &&
    cmp out/demo/demo.symtypes $sample/demo.symtypes; then
    echo 'Versions and types are those of the original gendwarfksyms, byte for byte.'
else
    echo 'Versions or types are NOT those of the original gendwarfksyms.'
    exit 1
fi
