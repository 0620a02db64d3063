#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds all packages of kelf into out/packages: kelf_VERSION-1_amd64.deb, kelf-dbgsym, kelf-VERSION-1.x86_64.rpm, a tarball, and
# SHA256SUMS. The same commit gives the same bytes, whoever builds it where: README.md in this folder says how.
#
#   packages.sh [PACKAGES]     default out/packages
#
#   MACHINE   x86_64 or aarch64; default this machine. For another one clang links, and qemu runs the program, which
#             prints its completions
#   RELEASE   the number of the package of this version; default 1
#   PROGRAM   a folder with kelf, kelf.dbg and what components.sh wrote, to be packed instead of a program that is compiled for this
set -euo pipefail
packaging=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$packaging")
packages=$(realpath -m "${1:-$root/out/packages}")
cd "$root"
umask 022

version=$(tools/version.sh version)
release=${RELEASE:-1}
SOURCE_DATE_EPOCH=$(tools/version.sh epoch)
machine=${MACHINE:-$(uname -m)}
objcopy=objcopy
run=''
cross=()
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
work=$root/out/packaging
if [[ $machine == aarch64 && $(uname -m) != aarch64 ]]; then
    work+=-$machine
    objcopy=aarch64-linux-gnu-objcopy
    run='qemu-aarch64-static -L /usr/aarch64-linux-gnu'
    for clang in clang clang-19 clang-14; do ! command -v "$clang" > /dev/null || break; done
    cross=(-r linux-arm64 -p:CppCompilerAndLinker="$clang" -p:ObjCopyName="$objcopy")
fi
rm -rf "$work"
mkdir -p "$work" "$packages"

# Position-independent, as distributions want it; README says what that costs.
program=${PROGRAM:-$work/program}
if [[ -z ${PROGRAM-} ]]; then
    echo 'packages: compiling the program'
    # Analyzers have seen the code in the ordinary build.
    dotnet publish src/Kelf.Cli "${cross[@]}" -c Release -nologo -v quiet -p:KelfPie=true -p:KelfOldLibc=true -p:RunAnalyzers=false \
        -p:KelfCommit="$(tools/version.sh commit)" -p:KelfDate="$(tools/version.sh date)" -p:ArtifactsPath="$work/build" -o "$program"
    "$packaging/components.sh" "$work"/build/obj/Kelf.Cli/release*/native "$program"
fi

# stage FOLDER [VARIABLE=VALUE...]: what `make install` installs, with man pages that are compressed and times of the commit.
stage() {
    local folder=$1
    shift
    make --no-print-directory -s install PROGRAM="$program/kelf" RUN="$run" DESTDIR="$folder" PREFIX=/usr "$@"
    gzip -9n "$folder"/usr/share/man/man1/*.1
}
# settle FOLDER: nothing in it is younger than the commit.
settle() { find "$1" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

# shellcheck source-path=SCRIPTDIR
source "$packaging/deb.sh"
source "$packaging/rpm.sh"
source "$packaging/tarball.sh"

rm -f "$packages"/kelf*["_."]"$(deb_machine "$machine")".deb "$packages"/kelf-*."$machine".rpm "$packages"/kelf-*"-$machine".tar.gz "$packages/SHA256SUMS"
make_deb
make_tarball
if command -v rpmbuild > /dev/null; then
    make_rpm
else
    echo 'packages: no rpmbuild here (Debian: rpm): there will be no .rpm' >&2
fi
cd "$packages"
sha256sum kelf[-_]* > SHA256SUMS
cat SHA256SUMS
