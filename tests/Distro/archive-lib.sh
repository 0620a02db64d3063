# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's archive by HTTP, for any machine and without apt. Indices are checked against the signed Release file, packages against
# the indices; a package is unpacked while it comes, and only what is asked for is ever on the disk.
#
#   KELF_MIRROR   the archive; default http://deb.debian.org/debian
#   lists         folder for indices, which are taken anew after a day
#   folder        folder of one kernel: `packages` there has a line for each package that was unpacked
# shellcheck shell=bash disable=SC2154 # set by the script

mirror=${KELF_MIRROR:-http://deb.debian.org/debian}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fresh() { [[ -n $(find "$1" -mmin -1440 2> /dev/null) ]]; }

# signed_release SUITE: fetches the signed list of indices; says what is wrong, with status 1.
signed_release() {
    local file=$lists/$1.release
    fresh "$file" && return
    curl -fsS -o "$file.signed" "$mirror/dists/$1/InRelease" || { echo "no Release file of $1 at $mirror"; return 1; }
    if command -v gpgv > /dev/null && [[ -e $keyring ]]; then
        gpgv --quiet --keyring "$keyring" --output "$file.checked" "$file.signed" 2> "$scratch/gpgv" ||
            { echo "the signature of $1: $(tail -n 1 "$scratch/gpgv")"; return 1; }
        mv "$file.checked" "$file"
    else
        echo "the signature of $1 is not checked: no gpgv, or no $keyring" >&2
        cp "$file.signed" "$file"
    fi
    rm "$file.signed"
}

# open_index SUITE ARCHITECTURE: sets index, the list of packages; says what is wrong, with status 1.
open_index() {
    local name=main/binary-$2/Packages.xz sum
    index=$lists/$1-$2
    fresh "$index" && return
    signed_release "$1" || return
    sum=$(awk -v name="$name" '/^[^ ]/ { sums = $1 == "SHA256:" } sums && $3 == name { print $1 }' "$lists/$1.release")
    [[ -n $sum ]] || { echo "$1 has no packages for $2"; return 1; }
    # By its hash where the mirror has that: the file of that name may be newer than the list that was signed.
    curl -fs -o "$index.xz" "$mirror/dists/$1/${name%/*}/by-hash/SHA256/$sum" || curl -fsS -o "$index.xz" "$mirror/dists/$1/$name" ||
        { echo "no $name of $1 at $mirror"; return 1; }
    sha256sum --check --quiet --status <<< "$sum  $index.xz" || { echo "$name of $1 is not what its Release file says"; return 1; }
    # What is asked for of each package.
    xz -dc "$index.xz" | grep -E '^(Package|Version|SHA256|Filename): ' > "$index.new" && mv "$index.new" "$index" && rm "$index.xz"
}

# packages_of PATTERN: names in the index.
packages_of() { sed -nE 's/^Package: //p' "$index" | grep -xE "$1" | sort -Vu; }

# fields_of PACKAGE: its version, SHA-256 and file; of several versions those of the last.
fields_of() {
    awk -v package="$1" '
        /^Package: / { here = $2 == package }
        here && /^Version: / { version = $2 }
        here && /^SHA256: / { sum = $2 }
        here && /^Filename: / { file = $2 }
        END { if (file != "") print version, sum, file }' "$index"
}

# is_there PACKAGE: mirrors do not always have what their indices list.
is_there() {
    local file
    read -r _ _ file < <(fields_of "$1")
    curl -fsI -o "$scratch/head" "$mirror/$file" 2> "$scratch/curl"
}

# unpack PACKAGE DIRECTORY [TAR OPTION...]: says what is wrong, with status 1. That tar finds nothing is no error here.
unpack() {
    local package=$1 directory=$2 version sum file hash
    shift 2
    ! grep -qs "^$package " "$folder/packages" || return 0
    read -r version sum file < <(fields_of "$package")
    [[ -n ${file-} ]] || { echo "no package $package in the archive"; return 1; }
    mkdir -p "$directory"
    rm -f "$scratch/bytes"
    mkfifo "$scratch/bytes"
    sha256sum < "$scratch/bytes" > "$scratch/sum" &
    hash=$!
    curl -fsS "$mirror/$file" 2> "$scratch/curl" | tee "$scratch/bytes" | dpkg-deb --fsys-tarfile /dev/stdin 2> "$scratch/dpkg" |
        tar -x -C "$directory" "$@" 2> "$scratch/tar"
    wait "$hash"
    [[ $(cut -d ' ' -f 1 "$scratch/sum") == "$sum" ]] ||
        { echo "$package did not arrive: $(cat "$scratch/curl" "$scratch/dpkg" "$scratch/tar" | head -n 1)"; return 1; }
    echo "$package $version $sum ${file##*/}" >> "$folder/packages"
}
