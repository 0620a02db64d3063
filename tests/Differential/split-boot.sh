#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Boots a kernel whose vmlinux and vmlinux.relocs are kelf's, in QEMU: with KASLR each time at another address, with
# nokaslr where it was linked. The boot image is made by the kernel's own build in a copy of the object tree.
#
#   split-boot.sh [BOOTS [TREE]]     default 2 boots of small-gcc
#
#   KELF_TESTBED, TOOL, BOOT as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
boots=${1:-2}
tree=$testbed/${2:-small-gcc}
[[ -e $tree/vmlinux.unstripped ]] || skip_all "no built kernel at ${tree##*/} (KELF_TESTBED)"
need_boot

build() {
    make -C "$(readlink -f "$copy/source")" O="$copy" KBUILD_BUILD_TIMESTAMP=2026-01-01 KBUILD_BUILD_USER=kelf \
        KBUILD_BUILD_HOST=kelf KBUILD_BUILD_VERSION=1 bzImage > "$scratch/make.log" 2>&1 ||
        { fail bzImage "$(tail -n 2 "$scratch/make.log" | tr '\n' ' ')"; exit; }
}

copy=$scratch/tree
cp -a "$(realpath "$tree")" "$copy"
compressed=$copy/arch/x86/boot/compressed
# In its new place everything is linked once more, by the originals.
build
mv "$copy/arch/x86/boot/bzImage" "$scratch/original.bzImage"
rm -f "$copy"/vmlinux "$copy"/arch/x86/boot/vmlinux.bin "$compressed"/vmlinux{,.bin,.bin.*,.relocs}
if ! "$TOOL" split -q "$copy/vmlinux.unstripped" -o "$copy/vmlinux" --relocs "$compressed/vmlinux.relocs" 2> "$scratch/err"; then
    fail split "$(head -n 1 "$scratch/err")"
    exit
fi
ours=$(stat -c %i "$copy/vmlinux" "$compressed/vmlinux.relocs")
build
if [[ $ours != "$(stat -c %i "$copy/vmlinux" "$compressed/vmlinux.relocs")" ]]; then
    fail bzImage 'the build made vmlinux or vmlinux.relocs again: it would boot another kernel'
    exit
fi
pass bzImage
if cmp -s "$copy/arch/x86/boot/bzImage" "$scratch/original.bzImage"; then
    pass same-bzImage
else
    fail same-bzImage 'the boot image is not that of the originals'
fi

text_address() { # text_address BOOT_ARGUMENT: where a booted kernel has its text
    BOOT_ARGS=$1 "$BOOT" "$copy/arch/x86/boot/bzImage" -- 'grep -m 1 " _text$" /proc/kallsyms' 2> "$scratch/boot.err" > "$scratch/boot.log" &&
        grep -a -o '[0-9a-f]\{16\} . _text' "$scratch/boot.log" | cut -c 1-16
}
: > "$scratch/addresses"
for ((i = 1; i <= boots; i++)); do
    address=$(text_address '')
    if [[ -n $address ]]; then pass "boot-$i-at-$address"; else fail "boot-$i" "$(tail -n 1 "$scratch/boot.log")"; fi
    echo "$address" >> "$scratch/addresses"
done
different=$(sort -u "$scratch/addresses" | wc -l)
if ((different == boots)); then
    pass "kaslr: $boots boots, $different addresses"
else
    fail kaslr "$boots boots at $different addresses: $(tr '\n' ' ' < "$scratch/addresses")"
fi
linked=$(nm "$copy/vmlinux" | awk '$3 == "_text" { print $1 }')
address=$(text_address nokaslr)
if [[ $address == "$linked" ]]; then pass nokaslr; else fail nokaslr "text at '$address' instead of $linked"; fi
