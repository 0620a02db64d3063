# SPDX-License-Identifier: GPL-2.0-only
#
# The tarball: a prefix, to be unpacked anywhere, also where there is no xz; sourced by packages.sh.
# shellcheck shell=bash disable=SC2154 # packages.sh sets what is used here

make_tarball() {
    local name=kelf-$version-linux-$machine
    stage "$work/tar-root"
    mv "$work/tar-root/usr" "$work/$name"
    tar -C "$work" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -cf - "$name" |
        gzip -9n > "$packages/$name.tar.gz"
}
