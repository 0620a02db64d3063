# SPDX-License-Identifier: GPL-2.0-only
#
# The packages of Debian and its relatives, kelf and kelf-dbgsym; sourced by packages.sh.
# shellcheck shell=bash disable=SC2154 # packages.sh sets what is used here

deb_machine() { case $1 in x86_64) echo amd64 ;; aarch64) echo arm64 ;; *) echo "$1" ;; esac; }

# build_deb FOLDER FILE: DEBIAN/control has the fields but for the size.
build_deb() {
    local folder=$1 size
    size=$(find "$folder/usr" -type f -printf '%s\n' | awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }')
    sed -i "s/^Maintainer: /Installed-Size: $size\n&/" "$folder/DEBIAN/control"
    (cd "$folder" && find usr -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums)
    settle "$folder"
    # One thread: with more, xz cuts its stream in another way.
    dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$folder" "$2" > /dev/null
}

make_deb() {
    local folder=$work/deb architecture docs build_id debug full=$version-$release
    architecture=$(deb_machine "$machine")
    stage "$folder" ZSH_FUNCTIONS=share/zsh/vendor-completions
    docs=$folder/usr/share/doc/kelf
    # The licence is in /usr/share/common-licenses, and copyright names it.
    rm "$docs/LICENSE"
    cat "$packaging/debian/copyright" > "$docs/copyright"
    gzip -9n < "$docs/CHANGELOG.md" > "$docs/changelog.gz"
    rm "$docs/CHANGELOG.md"
    "$packaging/debian/changelog.sh" "$release" | gzip -9n > "$docs/changelog.Debian.gz"
    install -D -m 644 "$packaging/debian/lintian-overrides" "$folder/usr/share/lintian/overrides/kelf"
    mkdir -p "$folder/DEBIAN"
    sed "s/@VERSION@/$full/; s/@ARCHITECTURE@/$architecture/" "$packaging/debian/control" > "$folder/DEBIAN/control"
    build_deb "$folder" "$packages/kelf_${full}_$architecture.deb"

    # Debuggers find symbols by the build ID.
    folder=$work/dbgsym
    build_id=$(readelf -n "$program/kelf" | sed -n 's/.*Build ID: //p')
    debug=$folder/usr/lib/debug/.build-id/${build_id:0:2}/${build_id:2}.debug
    mkdir -p "$(dirname "$debug")" "$folder/usr/share/doc" "$folder/DEBIAN"
    "$objcopy" --compress-debug-sections "$program/kelf.dbg" "$debug"
    chmod 644 "$debug"
    ln -s kelf "$folder/usr/share/doc/kelf-dbgsym"
    sed "s/@VERSION@/$full/; s/@ARCHITECTURE@/$architecture/; s/@BUILD_ID@/$build_id/" "$packaging/debian/control-dbgsym" > "$folder/DEBIAN/control"
    build_deb "$folder" "$packages/kelf-dbgsym_${full}_$architecture.deb"
}
