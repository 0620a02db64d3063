#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Boots a kernel of another machine under QEMU (software emulation), does there what a plan says (init.c), and prints its
# console. Its status is 0 when the guest came to the end of the plan.
#
#   boot.sh arm64|riscv64|x86_64 IMAGE PLAN [FILE...]    the files are put into /m of the guest
#
#   BOOT_ARGS      more of the kernel's command line
#   BOOT_TIMEOUT   seconds after which a guest is taken to hang; default 3600
#
# Packages: qemu-system-arm or qemu-system-misc and opensbi, gcc-aarch64-linux-gnu or gcc-riscv64-linux-gnu, cpio
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
machine=$1 image=$2 plan=$3
shift 3
case $machine in
    arm64) compiler=aarch64-linux-gnu-gcc console=ttyAMA0
        qemu=(qemu-system-aarch64 -machine virt -cpu "max,pauth-impdef=on") ;;
    riscv64) compiler=riscv64-linux-gnu-gcc console=ttyS0 qemu=(qemu-system-riscv64 -machine virt -bios default) ;;
    x86_64) compiler=gcc console=ttyS0 qemu=(qemu-system-x86_64 -cpu max) ;;
    *) echo "boot.sh: no machine '$machine'" >&2; exit 2 ;;
esac
work=$(mktemp -d "${TMPDIR:-/tmp}/kelf-boot.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/root/{proc,sys,dev,m}
"$compiler" -O2 -static -o "$work/root/init" "$here/init.c"
cp "$plan" "$work/root/plan"
(($# == 0)) || cp "$@" "$work/root/m/"
(cd "$work/root" && find . | cpio -o -H newc --quiet | gzip -1) > "$work/initrd.gz"
timeout "${BOOT_TIMEOUT:-3600}" "${qemu[@]}" -accel tcg -m 1024 -smp 1 -nographic -no-reboot -nic none \
    -kernel "$image" -initrd "$work/initrd.gz" -append "console=$console panic=-1 rdinit=/init ${BOOT_ARGS:-}" > "$work/log" 2>&1 < /dev/null || true
cat "$work/log"
grep -q '^BOOT-OK' "$work/log"
