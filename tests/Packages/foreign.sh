#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs a command where the kernel starts programs for arm64, by qemu: as it is, where that is set up; else in a user namespace, which may
# tell the kernel so for itself (Linux 6.7). Nothing is set up for others. As root.
#
#   foreign.sh ROOT COMMAND...     ROOT has a system of that machine, in which programs are tried
#
# Ends with status 126 and a line that says why, if there is no such way.
set -euo pipefail
root=$1
shift
qemu=$(command -v qemu-aarch64-static) || { echo 'foreign: no qemu-aarch64-static' >&2; exit 126; }
if chroot "$root" /bin/true 2> /dev/null; then
    exec "$@"
fi
unshare --user true 2> /dev/null || { echo 'foreign: no user namespaces here' >&2; exit 126; }

pipes=$(mktemp -d "${TMPDIR:-/tmp}/kelf-foreign.XXXXXX")
child=
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    rm -rf "$pipes"
    [[ -z $child ]] || kill "$child" 2> /dev/null || true
}
trap clean_up EXIT
mkfifo "$pipes"/{begun,mapped}
# The header of an ELF file for this machine; F: qemu is opened now, and need not be in the root.
magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
# shellcheck disable=SC2016 # the inner shell's variables
unshare --user --mount bash -c '
    echo > "$1/begun"
    read -r < "$1/mapped"
    if ! { mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc && echo "$2" > /proc/sys/fs/binfmt_misc/register && chroot "$3" /bin/true; } 2> /dev/null; then
        echo "foreign: this kernel does not let a user namespace say what starts programs for arm64 (Linux 6.7)" >&2
        exit 126
    fi
    shift 3
    exec "$@"' - "$pipes" ":kelf-aarch64:M::$magic:$mask:$qemu:F" "$root" "$@" < /dev/stdin &
child=$!
# All users and groups of a system, each as itself: a package manager needs more than root.
read -r < "$pipes/begun"
echo 0 0 65536 > "/proc/$child/uid_map"
echo 0 0 65536 > "/proc/$child/gid_map"
echo > "$pipes/mapped"
wait "$child"
