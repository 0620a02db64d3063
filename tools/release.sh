#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Says whether the last commit can be released as a version, and lays out in out/release what is published: packages for x86-64 and arm64,
# each with its bill of materials and notices, libraries, sources, the packages that an offline build needs, and the sums of all.
#
#   release.sh VERSION            builds it
#   release.sh --check VERSION    only says what is missing
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
check=no
[[ ${1-} != --check ]] || { check=yes; shift; }
version=${1-}
problems=()
problem() { problems+=("$*"); }

[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo 'usage: release.sh [--check] VERSION, such as 0.2.0' >&2; exit 2; }
[[ $(tools/version.sh version) == "$version" ]] || problem "Directory.Build.props has the version $(tools/version.sh version)"
newest=$(sed -n 's/^## \([0-9].*\)/\1/p' CHANGELOG.md | head -n 1)
[[ $newest =~ ^$version\ -\ 20[0-9]{2}-[0-9]{2}-[0-9]{2}$ ]] || problem "the newest section of CHANGELOG.md is '$newest', not '$version - DAY'"
! grep -qi '^## unreleased' CHANGELOG.md || problem 'CHANGELOG.md has a section Unreleased'
# Each file that a reader would install has the version in its name.
for document in README.md docs/ci.md; do
    while read -r other; do
        [[ $other == "$version" ]] || problem "$document names the package $other"
    done < <(grep -oE 'kelf[_-][0-9]+\.[0-9]+\.[0-9]+' "$document" | sed 's/^kelf[_-]//' | sort -u)
done
[[ -z $(git status --porcelain) ]] || problem 'there are changes that are not committed'
if tagged=$(git rev-parse -q --verify "v$version^{commit}"); then
    [[ $tagged == $(git rev-parse HEAD) ]] || problem "the tag v$version is another commit"
else
    problem "no tag v$version: git tag -a v$version -m 'kelf $version'"
fi
if ((${#problems[@]} > 0)); then
    printf 'release: %s\n' "${problems[@]}" >&2
    exit 1
fi
echo "release: $version can be released"
[[ $check == no ]] || exit 0

# Nothing of an earlier build.
rm -rf out/packages out/release
make --no-print-directory packages nuget vendor
folders=("$(uname -m):out/packaging/program")
if [[ $(uname -m) == x86_64 ]]; then
    tools/setup.sh --install arm64
    MACHINE=aarch64 packaging/packages.sh
    folders+=(aarch64:out/packaging-aarch64/program)
fi
mkdir -p out/release
cp out/packages/kelf[-_]* out/packages/Kelf.*nupkg CHANGELOG.md out/release/
for folder in "${folders[@]}"; do
    for file in kelf.cdx.json THIRD-PARTY-NOTICES; do
        cp "${folder#*:}/$file" "out/release/kelf-$version-linux-${folder%%:*}.${file#kelf.}"
    done
done
git archive --format=tar --prefix="kelf-$version/" "v$version" | gzip -9n > "out/release/kelf-$version-source.tar.gz"
tar -C out --sort=name --mtime="@$(tools/version.sh epoch)" --owner=0 --group=0 --numeric-owner -cf "out/release/kelf-$version-vendor.tar" vendor
(cd out/release && sha256sum -- * > SHA256SUMS)
ls -l out/release
