#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the small kernels of other machines and languages that the differential tests want, by the kernel's own tools, each
# in a folder of its name in KELF_TESTBED. A tree that is built already is left alone.
#
#   tree.sh NAME...     of the table below; --list prints it
#
#   KELF_TESTBED   default ~/.cache/kelf-testbed; it has linux-source-7.3
#   DEBIAN13       a root with rustc, bindgen and clang 19 (debian13-root.sh makes one), for trees with Rust, as root; default
#                  KELF_TESTBED/debian13
#   KELF           the program, for trees whose LINK ends with +versions: these are built from sources with `kelf kbuild enable --tools all`
#                  over them, as root; default out/kelf
#   EXTRA_CONFIG   more for scripts/config, such as '-e FOO -d BAR', and CONFIG_TREE, the name of the tree that this makes
#   JOBS           processes at a time; default the number of processors
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
source=$testbed/linux-source-7.3
debian13=${DEBIAN13:-$testbed/debian13}
kelf=$(realpath -m "${KELF:-$here/../../out/kelf}")
# To make it is the program that enabled the sources.
unset KELF

# NAME ARCHITECTURE COMPILER LINK LANGUAGES; tiny-* and riscv have tiny.config, all others small.config
trees='
small-arm64          arm64  clang  none  c
small-arm64-cfi      arm64  clang  cfi   c
small-arm64-thinlto  arm64  clang  thin  c
small-arm64-fulllto  arm64  clang  full  c
small-arm64-gcc      arm64  gcc    none  c
small-riscv64        riscv  gcc    none  c
small-rust           x86    clang  none  rust
small-rust-thinlto   x86    clang  thin+versions  rust
tiny-rust            x86    clang  none  rust
tiny-rust-thinlto    x86    clang  thin+versions  rust
small-arm64-rust     arm64  clang  cfi   rust
small-arm64-rust-thinlto  arm64  clang  thin+versions  rust
'

# What a machine needs to boot under QEMU, and what it has of its own that bears on the tools.
options_of() { # options_of ARCHITECTURE COMPILER LINK LANGUAGES
    case $1 in
        arm64) printf "%s " -e ARM_AMBA -e SERIAL_AMBA_PL011 -e SERIAL_AMBA_PL011_CONSOLE -e VIRTIO_MENU -e VIRTIO_MMIO -e KVM -e VIRTUALIZATION \
            -e RELOCATABLE -e RANDOMIZE_BASE -e COMPAT -e EFI -e EFI_ZBOOT ;;
        riscv) printf "%s " -e MMU -e SOC_VIRT -e ARCH_VIRT -e SERIAL_OF_PLATFORM -e OF -e RISCV_SBI -e RELOCATABLE -e RANDOMIZE_BASE -e FPU ;;
    esac
    case $3 in
        thin*) printf "%s " -d LTO_NONE -e LTO_CLANG_THIN ;;
        full*) printf "%s " -d LTO_NONE -e LTO_CLANG_FULL ;;
    esac
    # Kconfig excludes versions of modules with LTO; kelf does not.
    case $3 in thin | full) printf "%s " -d MODVERSIONS ;; esac
    # The kernels of Android have CFI with LTO.
    case $1-$3 in arm64-thin* | arm64-full* | arm64-cfi) printf "%s " -e CFI ;; esac
    [[ $4 != rust ]] || printf "%s " -e RUST -e SAMPLES_RUST -m SAMPLE_RUST_MINIMAL -m SAMPLE_RUST_PRINT -m SAMPLE_RUST_MISC_DEVICE \
        -e BLK_DEV_RUST_NULL -e ANDROID_BINDER_IPC_RUST
}

# Runs in the root of Debian 13 if the tree has Rust: there the sources are /src and the tree is /out, as its files then say.
configure_and_build() { # configure_and_build SOURCE TREE NAME ARCHITECTURE COMPILER OPTION...
    local source=$1 tree=$2 name=$3 config=small.config make=(make -C "$1" O="$2" KBUILD_BUILD_TIMESTAMP=2026-01-01 KBUILD_BUILD_USER=kelf KBUILD_BUILD_HOST=kelf)
    [[ $4 == x86 ]] || make+=(ARCH="$4")
    case $5-$4 in
        clang-*) make+=(LLVM=-19) ;;
        gcc-arm64) make+=(CROSS_COMPILE=aarch64-linux-gnu-) ;;
        gcc-riscv) make+=(CROSS_COMPILE=riscv64-linux-gnu-) ;;
    esac
    [[ $4 != riscv && $name != tiny-* ]] || config=tiny.config
    shift 5
    "${make[@]}" -s KCONFIG_ALLCONFIG="$here/$config" allnoconfig > /dev/null
    "$source/scripts/config" --file "$tree/.config" "$@"
    "${make[@]}" -s olddefconfig > /dev/null
    if [[ " $* " == *' RUST '* ]] && ! grep -q '^CONFIG_RUST=y' "$tree/.config"; then
        echo "$name: CONFIG_RUST cannot be had here (make LLVM=-19 rustavailable says why)" >&2
        return 1
    fi
    # Types of every file with exports beside it: the original's, which the tests read.
    "${make[@]}" -j"${JOBS:-$(nproc)}" KBUILD_SYMTYPES=1 > "$tree/build.log" 2>&1 || { tail -n 20 "$tree/build.log" >&2; return 1; }
}

mounted() { # mounted LINK LANGUAGES TREE NAME ARCHITECTURE COMPILER OPTION...
    local link=$1 languages=$2 tree=$3 layers
    shift 3
    if [[ $link == *+versions ]]; then
        layers=$tree.layers
        mkdir -p "$layers"
        mount -t tmpfs layers "$layers"
        mkdir "$layers"/{upper,work}
        mount -t overlay sources -o "lowerdir=$source,upperdir=$layers/upper,workdir=$layers/work" "$source"
        "$kelf" kbuild enable "$source" --tools all --kelf "$kelf"
    fi
    [[ $languages == rust ]] || { configure_and_build "$source" "$tree" "$@"; return; }
    mount --bind "$source" "$debian13/src"
    mount --bind "$tree" "$debian13/out"
    mount -t tmpfs tmp "$debian13/tmp"
    if [[ $link == *+versions ]]; then
        # By the same name as here, which is in makefiles.
        mkdir -p "$debian13/$(dirname "$kelf")"
        touch "$debian13/$kelf"
        mount --bind "$kelf" "$debian13/$kelf"
    fi
    mountpoint -q "$debian13/proc" || mount -t proc proc "$debian13/proc"
    cp "$here/tree.sh" "$here/"*.config "$debian13/tmp/"
    chroot "$debian13" env HOME=/root JOBS="${JOBS-}" bash /tmp/tree.sh --inside /src /out "$@"
}

build() { # build NAME ARCHITECTURE COMPILER LINK LANGUAGES
    local name=${CONFIG_TREE:-$1} tree options
    tree=$testbed/$name
    [[ ! -e $tree/vmlinux ]] || { echo "$name: there already"; return 0; }
    [[ -e $source/Makefile ]] || { echo "$name: no sources at $source" >&2; return 1; }
    mkdir -p "$tree"
    # shellcheck disable=SC2206,SC2207 # words
    options=($(options_of "$2" "$3" "$4" "$5") ${EXTRA_CONFIG:-})
    if [[ $5 == rust ]]; then
        [[ -x $debian13/usr/bin/rustc ]] || { echo "$name: no rustc in $debian13 (debian13-root.sh)" >&2; return 1; }
        mkdir -p "$debian13"/{src,out}
    fi
    if [[ $4 == *+versions && ! -x $kelf ]]; then
        echo "$name: no program at $kelf (make build)" >&2
        return 1
    fi
    if [[ $5 != rust && $4 != *+versions ]]; then
        configure_and_build "$source" "$tree" "$name" "$2" "$3" "${options[@]}"
    else
        # In mounts of its own: nothing is left when it ends, however that be, and the sources stay what they are.
        KELF=$kelf JOBS=${JOBS-} unshare --mount bash "$here/tree.sh" --mounted "$4" "$5" "$tree" "$name" "$2" "$3" "${options[@]}"
    fi
    [[ $4 != *+versions ]] || rmdir "$tree.layers"
    echo "$name: built in $tree"
}

case ${1-} in
    --list) echo "$trees" | sed '/^$/d'; exit ;;
    --inside) configure_and_build "${@:2}"; exit ;;
    --mounted) mounted "${@:2}"; exit ;;
    '') sed -n 's/^# \{0,1\}//; 4,8p' "$0" >&2; exit 2 ;;
esac
for name in "$@"; do
    read -ra row < <(awk -v name="$name" '$1 == name' <<< "$trees") || { echo "tree.sh: no tree '$name' (--list)" >&2; exit 2; }
    build "${row[@]}"
done
