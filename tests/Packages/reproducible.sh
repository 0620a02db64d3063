#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds all packages twice, from two copies of the last commit in directories with other names, and compares every byte.
# Some minutes.
#
#   reproducible.sh
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../Differential
source "$(dirname "${BASH_SOURCE[0]}")/../Differential/harness.sh"
root=$(cd "$here/../.." && pwd)
need git dpkg-deb objcopy rpmbuild

places=("$scratch/a" "$scratch/another/and-longer/directory")
build() { # build PLACE: as another user would, in another time zone and language
    git clone -q --no-hardlinks "$root" "$1" && cd "$1" && git config advice.detachedHead false &&
        git checkout -q "$(git -C "$root" rev-parse HEAD)" && TZ=Pacific/Auckland LC_ALL=C.UTF-8 packaging/packages.sh
}
for i in 0 1; do
    if ! (build "${places[i]}") > "$scratch/build.log" 2>&1; then
        fail "build in ${places[i]##*/}" "$(grep -m 1 -i error "$scratch/build.log" || tail -n 1 "$scratch/build.log")"
        exit 0
    fi
done
files=0
for file in "${places[0]}"/out/packages/*; do
    check "$(basename "$file")" cmp "$file" "${places[1]}/out/packages/$(basename "$file")"
    ((files += 1))
done
((files == 5)) || fail 'all of them' "there are $files files"
# What one package has in another order, or with another time, shows here first.
check kelf.dbg cmp "${places[0]}/out/packaging/program/kelf.dbg" "${places[1]}/out/packaging/program/kelf.dbg"
# No path of the building machine is in the program.
no_paths() { ! grep -aoE "${scratch}[^[:space:]]*" "${places[0]}/out/packaging/program/"{kelf,THIRD-PARTY-NOTICES,kelf.cdx.json}; }
check 'no path of the builder' no_paths
