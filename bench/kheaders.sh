#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf kheaders create` against the kernel's script, on the headers of a built kernel, and what there is in an image against
# the kernel's scripts. Prints tables in Markdown.
#
#   kheaders.sh [TREE...]     default small-gcc
#
# When nothing changed, the original is not run by make; what kelf needs then is held against one lstat for each listed header
# by a perl that does nothing else.
#
#   ORIGINAL  the kernel's script; default that of each tree's source; TOOL, KELF_TESTBED, ROUNDS as in bench-lib.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/bench-lib.sh"
(($# > 0)) || set -- small-gcc
tool=$scratch/gen_kheaders.sh
ln -s "$(realpath "$TOOL")" "$tool"
export TAR=tar XZ=xz TZ=UTC
unset XZ_OPT XZ_DEFAULTS TAR_OPTIONS KELF_KHEADERS SOURCE_DATE_EPOCH

run() { "$1" "$2" kernel/kheaders-srclist kernel/kheaders-objlist '2026-01-01 UTC'; }
original() { run "$script" kernel/original.tar.xz; }
fresh() { rm -f kernel/kelf.tar.xz kernel/.kelf.tar.xz.state; }
kelf() { run "$tool" kernel/kelf.tar.xz; }
same() { KELF_KHEADERS='--compress same' run "$tool" kernel/same.tar.xz; }
dense() { KELF_KHEADERS='--compress dense --force' run "$tool" kernel/dense.tar.xz; }
edited() { run "$tool" kernel/kelf.tar.xz; }
lstat() { perl -ne 'chomp; lstat($_) or die $_' kernel/kheaders-srclist kernel/kheaders-objlist; }
original_config() { "$source/scripts/extract-ikconfig" "$image" > "$scratch/original.config"; }
config() { "$TOOL" config extract "$image" > "$scratch/kelf.config"; }
original_kernel() { "$source/scripts/extract-vmlinux" "$image" > "$scratch/original.vmlinux"; }
kernel() { "$TOOL" image extract -o "$scratch/kelf.vmlinux" "$image"; }

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    source=$(readlink -f "$tree/source")
    script=${ORIGINAL:-$source/kernel/gen_kheaders.sh}
    image=$tree/arch/x86/boot/bzImage
    [[ -e $tree/kernel/kheaders-srclist && -e $script ]] || { echo "kheaders.sh: no kernel with CONFIG_IKHEADERS at $tree (KELF_TESTBED)" >&2; continue; }
    rm -f "$scratch"/*.ms
    # A copy of the generated headers, to be edited.
    copy=$scratch/tree
    mkdir -p "$copy/kernel" "$copy/arch"
    cp -a "$tree/include" "$copy/"
    for arch in "$tree"/arch/*/include/generated; do
        arch=${arch#"$tree"/} && mkdir -p "$copy/${arch%/*}" && cp -a "$tree/$arch" "$copy/${arch%/*}/"
    done
    cp "$tree"/kernel/kheaders-{srclist,objlist} "$copy/kernel/"
    cd "$copy" || exit 1
    srctree=$(head -n 1 kernel/kheaders-srclist)
    export srctree=${srctree%%/include/*}
    fresh && kelf # into the page cache
    for ((round = 0; round < rounds; round++)); do
        measure original original
        fresh
        measure kelf kelf
        rm -f kernel/same.tar.xz kernel/.same.tar.xz.state
        measure same same
        measure dense dense
        # So long ago that no header can have changed within the clock's grain.
        touch -d '10 seconds' kernel/.kelf.tar.xz.state
        measure nothing kelf
        measure lstat lstat
        echo "#define EDIT $round" >> include/generated/autoconf.h
        measure edited edited
        measure original-config original_config
        measure config config
        measure original-kernel original_kernel
        measure kernel kernel
    done
    finish
    sed -i '/^#define EDIT/d' include/generated/autoconf.h
    original && kelf && same
    if ! cmp -s kernel/original.tar.xz kernel/same.tar.xz || ! cmp -s <(xz -dc kernel/original.tar.xz) <(xz -dc kernel/kelf.tar.xz); then
        echo "kheaders.sh: the archives differ" >&2
        exit 1
    fi
    cmp -s "$scratch/original.config" "$scratch/kelf.config" || { echo "kheaders.sh: the configurations differ" >&2; exit 1; }
    peak "$script" kernel/original.tar.xz kernel/kheaders-srclist kernel/kheaders-objlist @0 > "$scratch/original.MB"
    fresh
    peak "$tool" kernel/kelf.tar.xz kernel/kheaders-srclist kernel/kheaders-objlist @0 > "$scratch/kelf.MB"
    KELF_KHEADERS='--compress same' peak "$tool" kernel/same.tar.xz kernel/kheaders-srclist kernel/kheaders-objlist @0 > "$scratch/same.MB"
    for name in original kelf same dense; do stat -c %s "kernel/$name.tar.xz" | awk '{ printf "%d\n", $1 / 1024 }' > "$scratch/$name.KiB"; done
    versions_of_tree "$tree"
    versions[xz]=$(version_of xz) versions[tar]=$(version_of tar)
    heading "kheaders-$(basename "$tree")" "$(basename "$tree"): $(cat kernel/kheaders-{src,obj}list | wc -l) headers"
    row 'archive, default: all processors' original kelf
    row 'archive, `--compress dense`: all processors' original dense
    row 'archive, `--compress same`: the bytes of the original' original same
    row 'nothing changed; one lstat for each header' lstat nothing
    row 'the configuration changed' original edited
    row 'configuration of a bzImage; extract-ikconfig' original-config config
    row 'kernel of a bzImage; extract-vmlinux' original-kernel kernel
    row 'peak memory, default' original kelf MB
    row 'peak memory, `--compress same`' original same MB
    row 'size, default' original kelf KiB
    row 'size, `--compress dense`' original dense KiB
    keep
    echo
    cd "$root" || exit
    rm -rf "$copy"
done
