#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes a root with the smallest Debian there is, in which a package is installed as on a new machine. A minute or two, 200 MB;
# as root. Tests put a file system over it that takes their changes.
#
#   clean-root.sh RELEASE [MACHINE]     RELEASE is bookworm or trixie; MACHINE is one of Debian, of which the files are unpacked
#                                       for qemu and nothing is run. Made is clean-RELEASE[-MACHINE] in KELF_TESTBED
set -euo pipefail
release=$1
machine=${2-}
folder=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}/clean-$release${machine:+-$machine}
[[ ! -e $folder/etc/debian_version ]] || exit 0
# The mirror that this machine uses.
mirror=$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/debian.sources | head -n 1)
foreign=()
[[ -z $machine ]] || foreign=(--foreign "--arch=$machine")
rm -rf "$folder.new"
mkdir -p "$folder.new"
debootstrap --variant=minbase "${foreign[@]}" "$release" "$folder.new" "$mirror"
rm -rf "$folder.new"/var/cache/apt/archives/*.deb
mv "$folder.new" "$folder"
