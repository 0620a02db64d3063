#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds all packages twice, from two copies of the last commit in directories with other names, and compares every byte. The second
# time they are released there: `make release`, with the tag that it wants. Some minutes.
#
#   reproducible.sh
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../Differential
source "$(dirname "${BASH_SOURCE[0]}")/../Differential/harness.sh"
root=$(cd "$here/../.." && pwd)
need git dpkg-deb objcopy rpmbuild
version=$("$root/tools/version.sh" version)

places=("$scratch/a" "$scratch/another/and-longer/directory")
build() { # build PLACE: as another user would, in another time zone and language
    git clone -q --no-hardlinks "$root" "$1" && cd "$1" && git config advice.detachedHead false &&
        git checkout -q "$(git -C "$root" rev-parse HEAD)" && TZ=Pacific/Auckland LC_ALL=C.UTF-8 "${@:2}"
}
# A commit in the midst of work is none that can be released.
release() {
    git tag -f "v$version" > /dev/null
    if ! tools/release.sh --check "$version" > "$scratch/problems" 2>&1; then
        packaging/packages.sh
    elif make --no-print-directory release VERSION="$version"; then
        touch "$scratch/is-released"
    else
        return 1
    fi
}
commands=(packaging/packages.sh release)
for i in 0 1; do
    if ! (build "${places[i]}" "${commands[i]}") > "$scratch/build.log" 2>&1; then
        fail "build in ${places[i]##*/}" "$(grep -m 1 -i error "$scratch/build.log" || tail -n 1 "$scratch/build.log")"
        exit 0
    fi
done
files=0
for file in "${places[0]}"/out/packages/*; do
    # What is released is for other machines, too.
    if [[ $file == */SHA256SUMS ]]; then
        check SHA256SUMS test -z "$(comm -23 <(sort "$file") <(sort "${places[1]}/out/packages/SHA256SUMS"))"
    else
        check "$(basename "$file")" cmp "$file" "${places[1]}/out/packages/$(basename "$file")"
    fi
    ((files += 1))
done
((files == 5)) || fail 'all of them' "there are $files files"
# What one package has in another order, or with another time, shows here first.
check kelf.dbg cmp "${places[0]}/out/packaging/program/kelf.dbg" "${places[1]}/out/packaging/program/kelf.dbg"
# No path of the building machine is in the program.
no_paths() { ! grep -aoE "${scratch}[^[:space:]]*" "${places[0]}/out/packaging/program/"{kelf,THIRD-PARTY-NOTICES,kelf.cdx.json}; }
check 'no path of the builder' no_paths

# What is published.
if [[ ! -e $scratch/is-released ]]; then
    skip release "$(head -n 1 "$scratch/problems")"
    exit 0
fi
cd "${places[1]}/out/release" || exit
machines=("$(uname -m)")
[[ ${machines[0]} != x86_64 ]] || machines+=(aarch64)
laid_out() {
    local machine deb
    {
        printf '%s\n' CHANGELOG.md SHA256SUMS "kelf-$version-"{source.tar.gz,vendor.tar} Kelf.{Archives,ObjectFiles}."$version".{nupkg,snupkg}
        for machine in "${machines[@]}"; do
            case $machine in x86_64) deb=amd64 ;; aarch64) deb=arm64 ;; *) deb=$machine ;; esac
            printf '%s\n' "kelf-$version-1.$machine.rpm" "kelf-$version-linux-$machine".{tar.gz,cdx.json,THIRD-PARTY-NOTICES} {kelf,kelf-dbgsym}_"$version-1_$deb".deb
        done
    } | sort | diff - <(ls)
}
check 'release: every file, and no other' laid_out
sums() { sha256sum --strict --quiet -c SHA256SUMS && [[ $(wc -l < SHA256SUMS) == $(($(find . -type f | wc -l) - 1)) ]]; }
check 'release: sums' sums
# Who has the sources alone knows their commit, and all files of it.
sources() {
    tar -C "$scratch" -xf "kelf-$version-source.tar.gz" && [[ $("$scratch/kelf-$version/tools/version.sh" commit) == "$(git -C "$root" rev-parse HEAD | cut -c 1-12)" ]] &&
        diff <(git -C "$root" ls-tree -r --name-only HEAD | sort) <(cd "$scratch/kelf-$version" && find . ! -type d -printf '%P\n' | sort)
}
check 'release: sources' sources
vendored() { tar -tf "kelf-$version-vendor.tar" | grep -c '^vendor/.*\.nupkg$'; }
check 'release: packages for an offline build' vendored
bill_of_materials() { grep -F "\"timestamp\": \"$(date -u -d "@$("$root/tools/version.sh" epoch)" +%FT%TZ)\"" "kelf-$version-linux-$1.cdx.json" && grep -F '.NET runtime' "kelf-$version-linux-$1.THIRD-PARTY-NOTICES"; }
for machine in "${machines[@]}"; do check "release: bill of materials and notices, $machine" bill_of_materials "$machine"; done
