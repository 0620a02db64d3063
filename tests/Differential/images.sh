#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What `kelf kheaders extract`, `config extract`, `image info` and `image extract` get out of a built kernel, byte for byte: from
# vmlinux with and without symbols, boot images in every compression, modules, a package, damaged files; the configuration also
# against the kernel's own script, and both against what the kernel gives when it runs.
#
# And from containers made by the programs that people make them with: mkbootimg, mkimage (FIT with dtc), objcopy and systemd's stub
# for UKI; what lies in them uncompressed, too.
#
#   images.sh [TREE...]     default small-gcc small-arm64-thinlto small-arm64-cfi; object trees with CONFIG_IKHEADERS=y and CONFIG_IKCONFIG_PROC=y.
#                           Of other machines than x86 the images that the build made, and those of Android
#
#   MKBOOTIMG   default mkbootimg; that of Debian 12 makes no boot.img of header version 4, that of Debian 13 does
#   KELF_TESTBED, TOOL, BOOT as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/tree-lib.sh"

need_tool
MKBOOTIMG=${MKBOOTIMG:-mkbootimg}
(($# > 0)) || set -- small-gcc small-arm64-thinlto small-arm64-cfi

# headers NAME FILE, config NAME FILE: what is in a file is what the build put into the kernel.
headers() {
    rm -f "$scratch/out"
    if ! "$kelf" kheaders extract -o "$scratch/out" "$2" 2> "$scratch/err"; then fail "$name: headers of $1" "$(head -n 1 "$scratch/err")"
    elif ! cmp -s "$scratch/out" "$archive"; then fail "$name: headers of $1" 'other bytes'
    else pass "$name: headers of $1"; fi
}
config() {
    if ! "$kelf" config extract "$2" > "$scratch/out" 2> "$scratch/err"; then fail "$name: configuration of $1" "$(head -n 1 "$scratch/err")"
    elif ! cmp -s "$scratch/out" "$tree/.config"; then fail "$name: configuration of $1" 'other bytes'
    else pass "$name: configuration of $1"; fi
}
both() { headers "$@" && config "$@"; }
# refused NAME CODE FILE: an error of this code in one line, and no output.
refused() {
    rm -f "$scratch/out"
    if "$kelf" kheaders extract -o "$scratch/out" "$3" 2> "$scratch/err"; then fail "$name: $1" 'it succeeds'
    elif [[ -e $scratch/out ]]; then fail "$name: $1" 'there is an output'
    elif [[ $(wc -l < "$scratch/err") == 1 ]] && grep -q "$2" "$scratch/err"; then pass "$name: $1 ($2)"
    else fail "$name: $1" "not $2: $(head -n 1 "$scratch/err")"; fi
}

number() { od -An -v -tu"$3" -j"$2" -N"$3" "$1" | tr -d ' '; } # FILE OFFSET BYTES
word() { printf '%b' "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255)))"; }

# The boot image with its kernel compressed as another configuration of the kernel would have it (scripts/Makefile.lib, at
# lower levels), the size behind it, and the payload's length in the header (Documentation/arch/x86/boot.rst).
boot_image() { # COMMAND
    sh -c "$1" < "$scratch/payload" > "$scratch/compressed" 2> "$scratch/err" || return
    [[ $1 == gzip* ]] || word "$(stat -c %s "$scratch/payload")" >> "$scratch/compressed"
    {
        head -c $((0x24c)) "$image"
        word "$(stat -c %s "$scratch/compressed")"
        head -c "$payload" "$image" | tail -c +$((0x250 + 1))
        cat "$scratch/compressed"
        tail -c +$((payload + length + 1)) "$image"
    } > "$scratch/image"
}
boot_images() {
    local format program command
    payload=$((($(number "$image" $((0x1f1)) 1) + 1) * 512 + $(number "$image" $((0x248)) 4)))
    length=$(number "$image" $((0x24c)) 4)
    head -c $((payload + length)) "$image" | tail -c +$((payload + 1)) | gzip -dc > "$scratch/payload" 2> "$scratch/err" ||
        { skip "$name: boot images" 'the kernel is not compressed with gzip'; return; }
    "$kelf" image extract -o "$scratch/kernel" "$image"
    if cmp -s "$scratch/kernel" "$scratch/payload"; then pass "$name: kernel of bzImage"; else fail "$name: kernel of bzImage" 'other bytes'; fi
    "$kelf" image extract --trim -o "$scratch/trimmed" "$image"
    if head -c "$(stat -c %s "$scratch/trimmed")" "$scratch/payload" | cmp -s - "$scratch/trimmed" &&
        [[ -z $(readelf -hlS "$scratch/trimmed" 2>&1 > "$scratch/readelf") ]] &&
        [[ $(stat -c %s "$scratch/trimmed") -lt $(stat -c %s "$scratch/payload") ]]; then
        pass "$name: kernel of bzImage without its relocations"
    else
        fail "$name: kernel of bzImage without its relocations" 'not the beginning of it, or no ELF file'
    fi
    while read -r format program command; do
        command -v "$program" > /dev/null || { skip "$name: $format" "no $program"; continue; }
        boot_image "$command" || { fail "$name: $format" "$(head -n 1 "$scratch/err")"; continue; }
        both "bzImage with $format" "$scratch/image"
        if "$kelf" image info "$scratch/image" | grep "^inside: .*of $format " > /dev/null; then
            pass "$name: image info, $format"
        else
            fail "$name: image info, $format" "$("$kelf" image info "$scratch/image" 2>&1 | sed -n 3p)"
        fi
        rm -f "$scratch/kernel"
        "$kelf" image extract -o "$scratch/kernel" "$scratch/image" 2> "$scratch/err"
        if cmp -s "$scratch/kernel" "$scratch/payload"; then pass "$name: kernel, $format"; else fail "$name: kernel, $format" 'other bytes'; fi
        # drivers/firmware/efi/libstub/zboot-header.S: where the payload is, its size, and the magic number of Linux.
        {
            printf 'MZ\0\0zimg'
            word 64
            word "$(stat -c %s "$scratch/compressed")"
            head -c 40 /dev/zero
            word $((0x818223cd))
            word 0
            cat "$scratch/compressed"
        } > "$scratch/image"
        rm -f "$scratch/kernel"
        "$kelf" image extract -o "$scratch/kernel" "$scratch/image" 2> "$scratch/err"
        if cmp -s "$scratch/kernel" "$scratch/payload" && "$kelf" image info "$scratch/image" | grep '^kind: *zboot ' > "$scratch/info"; then
            pass "$name: zboot, $format"
        else
            fail "$name: zboot, $format" "other bytes, or none: $(head -n 1 "$scratch/err")"
        fi
    done << END
gzip gzip gzip -n -1
xz xz xz --check=crc32 --x86 --lzma2=preset=0,dict=128MiB
lzma xz xz --format=lzma -0
bzip2 bzip2 bzip2 -1
lzop lzop lzop -1
lz4 lz4 lz4 -l -1 - -
zstd zstd zstd -1
END
    # Without its header the same by looking at all bytes.
    tail -c +1000 "$image" > "$scratch/image"
    both 'bzImage without its beginning' "$scratch/image"
}

# contained NAME KIND FILE KERNEL: the kernel, its configuration, and the container's name.
contained() {
    rm -f "$scratch/kernel"
    "$kelf" image extract -o "$scratch/kernel" "$3" 2> "$scratch/err"
    if cmp -s "$scratch/kernel" "$4"; then pass "$name: kernel of $1"; else fail "$name: kernel of $1" "other bytes, or none: $(head -n 1 "$scratch/err")"; fi
    config "$1" "$3"
    "$kelf" image info "$3" > "$scratch/info" 2>&1
    if grep -q "^kind: *$2[ ,]" "$scratch/info" && grep -q "^version:  Linux version [0-9].* #1 " "$scratch/info" &&
        grep -q "^build ID: $(readelf -n "$tree/vmlinux" 2> "$scratch/readelf" | sed -n 's/.*Build ID: //p')\$" "$scratch/info"; then
        pass "$name: image info of $1"
    else
        fail "$name: image info of $1" "$(grep -E '^(kind|version|build ID)' "$scratch/info" | tr '\n' ' ')"
    fi
}
containers() {
    local version compression type place stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub c=$scratch/container
    mkdir -p "$c"
    objcopy -O binary "$tree/vmlinux" "$c/flat"
    head -c 5000 /dev/urandom > "$c/ramdisk"
    # Without any container: the stream alone, with something behind it.
    while read -r type compression; do
        command -v "${compression%% *}" > /dev/null || { skip "$name: flat kernel, $type" "no ${compression%% *}"; continue; }
        $compression < "$c/flat" > "$c/flat.$type" 2> "$scratch/err"
        contained "a flat kernel, $type" data "$c/flat.$type" "$c/flat"
        { cat "$c/flat.$type" && head -c 3000 /dev/zero && printf '~Module signature appended~\n'; } > "$c/trailing"
        contained "a flat kernel, $type, and more" data "$c/trailing" "$c/flat"
    done << END
gz gzip -n -1
xz xz -0
zst zstd -q -1
lz4 lz4 -q -c
lz4-linked lz4 -q -c -BD -BX -B4 --content-size
END
    if command -v "$MKBOOTIMG" > /dev/null; then
        for version in 0 1 2 3 4; do
            if ! "$MKBOOTIMG" --kernel "$c/flat" --ramdisk "$c/ramdisk" --dtb "$c/ramdisk" --header_version $version --cmdline quiet -o "$c/boot.img" > "$scratch/err" 2>&1; then
                if grep -q 'version . not supported' "$scratch/err"; then skip "$name: boot.img $version" "this mkbootimg makes none"; else fail "$name: boot.img $version" "$(tail -n 1 "$scratch/err")"; fi
                continue
            fi
            contained "boot.img $version" boot.img "$c/boot.img" "$c/flat"
            ((version < 3)) || vendor_boot "$version"
        done
        "$MKBOOTIMG" --kernel "$c/flat.gz" --ramdisk "$c/ramdisk" --header_version 3 -o "$c/boot.img"
        contained 'boot.img, compressed' boot.img "$c/boot.img" "$c/flat"
    else
        skip "$name: boot.img" 'no mkbootimg'
    fi
    if command -v mkimage > /dev/null; then
        mkimage -A arm -O linux -T kernel -C none -n x -d "$c/flat" "$c/uImage" > "$scratch/err"
        contained uImage uImage "$c/uImage" "$c/flat"
        mkimage -A arm -O linux -T kernel -C gzip -n x -d "$c/flat.gz" "$c/uImage" > "$scratch/err"
        contained 'uImage, gzip' uImage "$c/uImage" "$c/flat"
        mkimage -A arm -O linux -T multi -C none -n x -d "$c/flat:$c/ramdisk" "$c/uImage" > "$scratch/err"
        contained 'uImage of several' uImage "$c/uImage" "$c/flat"
    else
        skip "$name: uImage" 'no mkimage'
    fi
    if command -v mkimage > /dev/null && command -v dtc > /dev/null; then
        for place in '' '-E' '-E -p 0x20000'; do
            for compression in none lz4; do
                fit_source "$compression" > "$c/fit.its"
                # shellcheck disable=SC2086
                mkimage $place -f "$c/fit.its" "$c/fit" > "$scratch/err" 2>&1 || { fail "$name: FIT $place" "$(tail -n 1 "$scratch/err")"; continue; }
                contained "FIT, $compression${place:+, $place}" FIT "$c/fit" "$c/flat"
            done
        done
    else
        skip "$name: FIT" 'no mkimage and dtc'
    fi
    if [[ -e $stub ]]; then
        printf 'ID=kelf\n' > "$c/osrel"
        printf 'quiet root=/dev/vda' > "$c/cmdline"
        objcopy --add-section .osrel="$c/osrel" --change-section-vma .osrel=0x20000 --add-section .cmdline="$c/cmdline" \
            --change-section-vma .cmdline=0x30000 --add-section .initrd="$c/ramdisk" --change-section-vma .initrd=0x3000000 \
            --add-section .linux="$image" --change-section-vma .linux=0x2000000 "$stub" "$c/uki"
        contained UKI UKI "$c/uki" "$scratch/payload"
        if grep -q '^cmdline:  quiet root=/dev/vda$' "$scratch/info" && grep -q '^osrel: *ID=kelf$' "$scratch/info"; then
            pass "$name: texts of UKI"
        else
            fail "$name: texts of UKI" "$(head -n 5 "$scratch/info" | tr '\n' ' ')"
        fi
    else
        skip "$name: UKI" "no $stub (systemd-boot-efi)"
    fi
    rm -rf "$c"
}
# What goes with a kernel, and is none: sizes and texts as they were given, and nothing to extract. As mkbootimg makes it of header
# version 4, it has two ramdisks, which count as one part.
vendor_boot() { # VERSION
    local fragments=() parts texts='cmdline:  vendor=1'
    parts=$(stat -c %s "$c/ramdisk")
    printf 'androidboot.hardware=kelf\n' > "$c/bootconfig"
    if (($1 == 4)); then
        fragments=(--vendor_bootconfig "$c/bootconfig" --ramdisk_type dlkm --ramdisk_name modules --vendor_ramdisk_fragment "$c/ramdisk")
        parts=$((2 * parts))
        texts="bootconfig: androidboot.hardware=kelf $texts"
    fi
    "$MKBOOTIMG" --vendor_boot "$c/vendor_boot.img" --vendor_ramdisk "$c/ramdisk" --dtb "$c/bootconfig" --vendor_cmdline vendor=1 --header_version "$1" \
        "${fragments[@]}" > "$scratch/err" 2>&1 || { fail "$name: vendor_boot $1" "$(tail -n 1 "$scratch/err")"; return; }
    "$kelf" image info "$c/vendor_boot.img" > "$scratch/info" 2>&1
    if grep -q "^kind: *vendor_boot.img (Android, header version $1)" "$scratch/info" && grep -q " $parts bytes (vendor ramdisk at 0x1000)" "$scratch/info" &&
        grep -q " $(stat -c %s "$c/bootconfig") bytes (device tree at " "$scratch/info" &&
        [[ "$(grep -E '^(bootconfig|cmdline): ' "$scratch/info" | tr '\n' ' ' | sed 's/ $//')" == "$texts" ]]; then
        pass "$name: image info of vendor_boot $1"
    else
        fail "$name: image info of vendor_boot $1" "$(tr '\n' ';' < "$scratch/info")"
    fi
    if "$kelf" image extract -o "$scratch/kernel" "$c/vendor_boot.img" 2> "$scratch/err" || ! grep -q 'no kernel found' "$scratch/err"; then
        fail "$name: kernel of vendor_boot $1" "none is there: $(head -n 1 "$scratch/err")"
    else
        pass "$name: kernel of vendor_boot $1, of which there is none"
    fi
}
fit_source() { # COMPRESSION
    local data=$c/flat
    [[ $1 == none ]] || data=$c/flat.$1
    cat << END
/dts-v1/;
/ {
    description = "x";
    #address-cells = <1>;
    images {
        kernel-1 { data = /incbin/("$data"); type = "kernel"; arch = "arm64"; os = "linux"; compression = "$1"; load = <0>; entry = <0>;
            hash-1 { algo = "sha256"; }; };
        ramdisk-1 { data = /incbin/("$c/ramdisk"); type = "ramdisk"; arch = "arm64"; os = "linux"; compression = "none"; };
    };
    configurations { default = "conf-1"; conf-1 { kernel = "kernel-1"; ramdisk = "ramdisk-1"; }; };
};
END
}

# kheaders.ko as CONFIG_IKHEADERS=m makes it, built against the kernel, and as packages have it.
modules() {
    local folder=$scratch/module suffix program command
    mkdir -p "$folder/kernel"
    cp "$(readlink -f "$tree/source")/kernel/kheaders.c" "$folder"
    cp "$archive" "$folder/kernel/"
    echo 'obj-m := kheaders.o' > "$folder/Kbuild"
    if ! make -C "$tree" M="$folder" modules > "$scratch/make.log" 2>&1; then
        skip "$name: modules" "cannot be built: $(grep -m 1 -i error "$scratch/make.log")"
        return
    fi
    headers kheaders.o "$folder/kheaders.o"
    headers kheaders.ko "$folder/kheaders.ko"
    strip --strip-all -o "$scratch/stripped.ko" "$folder/kheaders.ko"
    headers 'kheaders.ko without symbols' "$scratch/stripped.ko"
    { cat "$folder/kheaders.ko" && head -c 700 /dev/urandom && printf '~Module signature appended~\n'; } > "$scratch/signed.ko"
    headers 'signed kheaders.ko' "$scratch/signed.ko"
    # scripts/Makefile.modinst
    while read -r suffix program command; do
        command -v "$program" > /dev/null || { skip "$name: kheaders.ko.$suffix" "no $program"; continue; }
        $command < "$folder/kheaders.ko" > "$scratch/kheaders.ko.$suffix"
        headers "kheaders.ko.$suffix" "$scratch/kheaders.ko.$suffix"
        "$kelf" image extract -o "$scratch/kernel" "$scratch/kheaders.ko.$suffix" 2> "$scratch/err"
        if cmp -s "$scratch/kernel" "$folder/kheaders.ko"; then pass "$name: module of kheaders.ko.$suffix"; else fail "$name: module of kheaders.ko.$suffix" 'other bytes'; fi
    done << END
gz gzip gzip -n -f
xz xz xz --check=crc32 --lzma2=dict=1MiB -f
zst zstd zstd -q -c
END
    packages "$folder/kheaders.ko"
}

packages() { # MODULE
    local folder=$scratch/package
    mkdir -p "$folder/DEBIAN" "$folder/boot" "$folder/lib/modules/1/kernel/kernel"
    cp "$image" "$folder/boot/vmlinuz-1"
    cp "$tree/.config" "$folder/boot/config-1"
    xz --check=crc32 --lzma2=dict=1MiB -c "$1" > "$folder/lib/modules/1/kernel/kernel/kheaders.ko.xz"
    both "a package's files" "$folder"
    rm "$folder"/lib/modules/1/kernel/kernel/*
    both "a package's files, no module" "$folder"
    rm "$folder/boot/vmlinuz-1"
    config "a package's files, no image" "$folder"
    cp "$image" "$folder/boot/vmlinuz-1"
    command -v dpkg-deb > /dev/null || { skip "$name: Debian packages" 'no dpkg-deb'; return; }
    printf 'Package: k\nVersion: 1\nArchitecture: all\nMaintainer: k\nDescription: k\n' > "$folder/DEBIAN/control"
    for compression in xz gzip zstd none; do
        # Not all versions of it know zstd.
        dpkg-deb -Z$compression -z1 -b "$folder" "$scratch/k.deb" > "$scratch/dpkg.log" 2>&1 ||
            { skip "$name: Debian package, $compression" "$(head -n 1 "$scratch/dpkg.log")"; continue; }
        both "a Debian package, $compression" "$scratch/k.deb"
    done
}

damaged() {
    local size i wrong=0 status
    size=$(stat -c %s "$image")
    head -c $((size / 2)) "$image" > "$scratch/image"
    refused 'half a boot image' 'ends after the end of the file' "$scratch/image"
    head -c $((length / 2)) "$archive" > "$scratch/image"
    refused 'half an archive' 'ends early\|is damaged' "$scratch/image"
    : > "$scratch/image"
    refused 'an empty file' 'the file is empty' "$scratch/image"
    head -c 300000 /dev/urandom > "$scratch/image"
    refused 'noise' 'no kernel headers found' "$scratch/image"
    # A kernel whose archive was damaged, bit by bit: never another archive.
    for ((i = 0; i < 20; i++)); do
        cp "$archive" "$scratch/image"
        printf '%b' "$(printf '\\x%02x' $((RANDOM % 256)))" | dd of="$scratch/image" bs=1 seek=$((RANDOM * 97 % $(stat -c %s "$archive"))) conv=notrunc status=none
        rm -f "$scratch/out"
        "$kelf" kheaders extract -o "$scratch/out" "$scratch/image" 2> /dev/null
        status=$?
        if cmp -s "$scratch/image" "$archive"; then continue; fi
        if ((status != 1)) || [[ -e $scratch/out ]]; then wrong=$((wrong + 1)); fi
    done
    if ((wrong == 0)); then pass "$name: damaged archives"; else fail "$name: damaged archives" "$wrong of 20 taken for good ones"; fi
}

unpacked() {
    rm -rf "$scratch/headers" "$scratch/tar"
    mkdir "$scratch/tar"
    tar -xf "$archive" -C "$scratch/tar"
    "$kelf" kheaders extract -C "$scratch/headers" "$image" 2> "$scratch/err" || { fail "$name: unpacked" "$(head -n 1 "$scratch/err")"; return; }
    if diff -r --no-dereference --exclude=.kheaders-complete "$scratch/headers" "$scratch/tar" > "$scratch/diff" 2>&1; then
        pass "$name: unpacked as tar does it"
    else
        fail "$name: unpacked" "$(head -n 1 "$scratch/diff")"
    fi
    if "$kelf" kheaders extract -C "$scratch/headers" "$image" 2>&1 | grep "all there already" > /dev/null; then
        pass "$name: unpacked again"
    else
        fail "$name: unpacked again" 'not taken for whole'
    fi
    rm "$scratch/headers/include/linux/kernel.h"
    if "$kelf" kheaders extract -C "$scratch/headers" "$image" 2> "$scratch/err" || ! grep -q "does not hold exactly these headers" "$scratch/err"; then
        fail "$name: a header is missing" 'the folder is taken for whole'
    else
        pass "$name: a header is missing"
    fi
}

booted() {
    [[ -x $BOOT ]] || { skip "$name: booted" 'no script that boots a kernel (BOOT)'; return; }
    for program in qemu-system-x86_64 busybox cpio; do
        command -v "$program" > /dev/null || { skip "$name: booted" "no $program"; return; }
    done
    "$BOOT" "$image" -- 'echo; sha256sum /sys/kernel/kheaders.tar.xz; zcat /proc/config.gz | sha256sum; uname -r' > "$scratch/boot.log" 2>&1 ||
        { fail "$name: booted" "$(tail -n 1 "$scratch/boot.log")"; return; }
    "$kelf" kheaders extract -o "$scratch/out" "$image"
    if grep -aq "^$(sha256sum < "$scratch/out" | cut -c 1-64)  /sys/kernel/kheaders.tar.xz" "$scratch/boot.log"; then
        pass "$name: headers are those of /sys/kernel/kheaders.tar.xz"
    else
        fail "$name: headers of the booted kernel" "$(grep -a kheaders "$scratch/boot.log")"
    fi
    if grep -aq "^$("$kelf" config extract "$image" | sha256sum | cut -c 1-64)  -" "$scratch/boot.log"; then
        pass "$name: configuration is that of /proc/config.gz"
    else
        fail "$name: configuration of the booted kernel" "$(grep -a '  -' "$scratch/boot.log")"
    fi
}

# What the build of another machine left, Image and Image.gz, and what Android ships, with the kernel compressed as there. A zboot
# image is one of kbuild-configs.sh.
other_machine() {
    local boot image suffix program command version c=$scratch/container
    image=$tree/$(boot_image_of "$tree")
    boot=$(dirname "$image")
    archive=$tree/kernel/kheaders_data.tar.xz
    [[ -e $image && -e $archive && -e $tree/vmlinux ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; return; }
    both vmlinux "$tree/vmlinux"
    both vmlinux.o "$tree/vmlinux.o"
    "$(cross_of "$tree")strip" --strip-all -o "$scratch/stripped" "$tree/vmlinux"
    both 'vmlinux without symbols' "$scratch/stripped"
    headers Image "$image"
    # "ARM\x64" of arm64, "RISCV" of riscv (Documentation/arch/*/boot*.rst)
    contained Image Image "$image" "$image"
    mkdir -p "$c"
    head -c 5000 /dev/urandom > "$c/ramdisk"
    if [[ -e $boot/Image.gz ]]; then contained Image.gz data "$boot/Image.gz" "$image"; fi
    while read -r suffix program command; do
        command -v "$program" > /dev/null || { skip "$name: Image.$suffix" "no $program"; continue; }
        $command < "$image" > "$c/Image.$suffix"
        contained "Image.$suffix, made here" data "$c/Image.$suffix" "$image"
        command -v "$MKBOOTIMG" > /dev/null || { skip "$name: boot.img, Image.$suffix" 'no mkbootimg'; continue; }
        for version in 2 3; do
            "$MKBOOTIMG" --kernel "$c/Image.$suffix" --ramdisk "$c/ramdisk" --dtb "$c/ramdisk" --header_version $version -o "$c/boot.img" > "$scratch/err" 2>&1 ||
                { fail "$name: boot.img $version, Image.$suffix" "$(tail -n 1 "$scratch/err")"; continue; }
            contained "boot.img $version, Image.$suffix" boot.img "$c/boot.img" "$image"
        done
    done << END
gz gzip gzip -n -1
lz4 lz4 lz4 -l -1 -q -c
END
    rm -rf "$c" "$scratch/stripped"
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    if [[ -e $tree/.config && $(machine_of "$tree") != x86 ]]; then
        other_machine
        continue
    fi
    image=$tree/arch/x86/boot/bzImage
    archive=$tree/kernel/kheaders_data.tar.xz
    [[ -e $image && -e $archive && -e $tree/vmlinux ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; continue; }
    both vmlinux "$tree/vmlinux"
    both vmlinux.o "$tree/vmlinux.o"
    strip --strip-all -o "$scratch/stripped" "$tree/vmlinux"
    both 'vmlinux without symbols' "$scratch/stripped"
    objcopy -O binary "$tree/vmlinux" "$scratch/stripped"
    both 'Image' "$scratch/stripped"
    both bzImage "$image"
    headers 'the archive itself' "$archive"
    config 'the configuration itself' "$tree/.config"
    script=$(readlink -f "$tree/source")/scripts/extract-ikconfig
    if "$script" "$image" > "$scratch/expected" 2> /dev/null && "$kelf" config extract "$image" | cmp -s - "$scratch/expected"; then
        pass "$name: configuration as extract-ikconfig gives it"
    else
        fail "$name: configuration as extract-ikconfig gives it" 'other bytes'
    fi
    unpacked
    boot_images
    containers
    modules
    damaged
    booted
    rm -rf "${scratch:?}"/{package,module,headers,tar,image,payload,compressed,stripped,kernel}
done
