#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Says what building kelf needs and is missing, and how to install it; ends with status 1 then. Says and does nothing when
# everything is there, but for --check, which says that.
#
#   setup.sh              says it
#   setup.sh --check      the same, and says when nothing is missing
#   setup.sh --install    says it and installs it, on Debian and its relatives, as root
#
# With a word after that, also what `make packages` (packages), its tests (test-packages), packages for arm64 (arm64), `make bench`
# (bench), the site (docs) or its tests (test-docs) need.
set -euo pipefail

mode=${1:-}
packages=()
missing=()

need() { # need WHAT PACKAGE: something that the package brings
    missing+=("$1")
    packages+=("$2")
}

say() { echo "setup: $*"; }

# Whether the C compiler can link with a library.
links_with() { echo 'int main(void) { return 0; }' | "$cc" -xc - "-l$1" -o /dev/null 2> /dev/null; }

# The native compiler hands its object to clang or gcc to be linked.
cc=
for candidate in clang gcc; do
    if command -v "$candidate" > /dev/null; then
        cc=$candidate
        break
    fi
done
if [[ -z $cc ]]; then
    need 'a C compiler, for linking' gcc
    need 'the headers and start files of the C library' libc6-dev
else
    links_with c || need 'the start files of the C library' libc6-dev
fi
command -v objcopy > /dev/null || need 'objcopy, to split off debugging symbols' binutils
# Zstandard is loaded when an object has compressed sections; zlib is compiled in.
libraries=$("$(command -v ldconfig || echo /sbin/ldconfig)" -p 2> /dev/null || true)
[[ $libraries == *libzstd.so.1* ]] || need libzstd.so.1 libzstd1

case ${2-} in
    packages | test-packages | arm64)
        command -v dpkg-deb > /dev/null || need 'dpkg-deb, for .deb' dpkg
        command -v rpmbuild > /dev/null || need 'rpmbuild, for .rpm' rpm
        ;;&
    test-packages)
        for program in lintian rpmlint debootstrap rpm2cpio cpio; do
            command -v "$program" > /dev/null || need "$program" "$program"
        done
        command -v qemu-x86_64-static > /dev/null || need 'qemu, for the oldest processor' qemu-user-static
        python3 -c 'import yaml' 2> /dev/null || need 'python3 with yaml, for the workflows of docs/ci.md' python3-yaml
        ;;
    bench)
        command -v jq > /dev/null || need 'jq, which writes the results' jq
        [[ -x /usr/bin/time ]] || need 'time, which tells the memory of a run' time
        ;;
    docs | test-docs)
        command -v mandoc > /dev/null || need 'mandoc, for man pages in HTML' mandoc
        ;;&
    test-docs)
        command -v chromium > /dev/null || need 'chromium, to open pages' chromium
        ;;
    arm64)
        compgen -c clang > /dev/null || need 'clang, to link for arm64' clang
        command -v aarch64-linux-gnu-gcc > /dev/null || need 'the libraries of the compiler for arm64' gcc-aarch64-linux-gnu
        [[ -e /usr/aarch64-linux-gnu/include/features.h ]] || need 'headers and start files of the C library for arm64' libc6-dev-arm64-cross
        command -v qemu-aarch64-static > /dev/null || need 'qemu, to run the program' qemu-user-static
        command -v debootstrap > /dev/null || need 'debootstrap, for the libraries that it loads' debootstrap
        ;;
esac

sdk=0
if command -v dotnet > /dev/null; then
    sdk=$(dotnet --list-sdks 2> /dev/null | sed -n 's/^\([0-9]*\)\..*/\1/p' | sort -n | tail -n 1)
fi
if ((${sdk:-0} < 10)); then
    {
        echo 'setup: kelf is built with the .NET SDK 10, and that is not here.'
        echo 'setup: Debian does not have it: see the installation pages of .NET, or run dotnet-install.sh from there'
        echo 'setup: with --channel 10.0, and put the folder of dotnet into PATH.'
    } >&2
    exit 1
fi

if ((${#packages[@]} == 0)); then
    [[ $mode != --check ]] || say 'nothing is missing'
    exit 0
fi

say "missing: $(printf '%s; ' "${missing[@]}")"
install=(apt-get install -y --no-install-recommends "${packages[@]}")
if ! command -v apt-get > /dev/null; then
    echo "setup: this is not Debian: please install what is missing; Debian calls it: ${packages[*]}" >&2
    exit 1
fi
if [[ $mode != --install ]] || ((EUID != 0)); then
    echo 'setup: to install it:' >&2
    echo "  $( ((EUID == 0)) || echo 'sudo ')${install[*]}" >&2
    exit 1
fi
say "now installing it: ${install[*]}"
export DEBIAN_FRONTEND=noninteractive
"${install[@]}" > /dev/null || { apt-get update > /dev/null && "${install[@]}" > /dev/null; }
say 'done'
