#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes a root of Debian 13, in which a kernel with Rust can be built: rustc 1.85 with its library's source, bindgen, clang 19,
# gcc 14 also for arm64, pahole. Some minutes, 3 GB; as root.
#
#   debian13-root.sh [FOLDER]     default debian13 in KELF_TESTBED
set -euo pipefail
folder=${1:-${KELF_TESTBED:-$HOME/.cache/kelf-testbed}/debian13}
command -v debootstrap > /dev/null || { apt-get update -qq; apt-get install -y -qq debootstrap > /dev/null; }
mkdir -p "$folder"
if [[ ! -x $folder/usr/bin/rustc ]]; then
    # The mirror that this machine uses.
    mirror=$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/debian.sources | head -n 1)
    [[ -e $folder/etc/debian_version ]] || debootstrap --variant=minbase --include=ca-certificates trixie "$folder" "$mirror"
    packages='make gcc g++ flex bison bc libelf-dev libssl-dev libdw-dev zlib1g-dev libc6-dev cpio kmod python3 perl rsync xz-utils
        clang-19 lld-19 llvm-19 libclang-19-dev rustc rust-src rustfmt bindgen dwarves gcc-aarch64-linux-gnu'
    # shellcheck disable=SC2086 # words
    chroot "$folder" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"' sh $packages
fi
chroot "$folder" rustc --version
