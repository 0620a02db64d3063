#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes a root with the smallest Debian there is, in which a package is installed as on a new machine. A minute or two, 200 MB;
# as root. Tests put a file system over it that takes their changes.
#
#   clean-root.sh RELEASE [MACHINE]     RELEASE is bookworm or trixie; MACHINE is arm64, of which the programs are started by qemu
#                                       (foreign.sh); where they cannot, its files are there, and a folder debootstrap still.
#                                       Made is clean-RELEASE[-MACHINE] in KELF_TESTBED
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
release=$1
machine=${2-}
folder=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}/clean-$release${machine:+-$machine}
[[ ! -e $folder/etc/debian_version || -e $folder/debootstrap ]] || exit 0
# The mirror that this machine uses.
mirror=$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/debian.sources | head -n 1)
foreign=()
[[ -z $machine ]] || foreign=(--foreign "--arch=$machine")
rm -rf "$folder.new"
mkdir -p "$folder.new"
debootstrap --variant=minbase "${foreign[@]}" "$release" "$folder.new" "$mirror"
# What is there of another machine is unpacked; its own programs do the rest, where no devices can be made, as in lxc.
# shellcheck disable=SC2016 # the inner shell's variables
[[ -z $machine ]] || unshare --mount bash -c 'mount -t proc proc "$2/proc" && container=lxc exec "$1" "$2" chroot "$2" /debootstrap/debootstrap --second-stage' \
    - "$here/foreign.sh" "$folder.new" || echo "clean-root: $release for $machine is unpacked, but not set up" >&2
rm -rf "$folder.new"/var/cache/apt/archives/*.deb
mv "$folder.new" "$folder"
