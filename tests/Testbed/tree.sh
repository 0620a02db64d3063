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
#   EXTRA_CONFIG   more for scripts/config, such as '-e FOO -d BAR', and CONFIG_TREE, the name of the tree that this makes
#   JOBS           processes at a time; default the number of processors
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
testbed=${KELF_TESTBED:-$HOME/.cache/kelf-testbed}
source=$testbed/linux-source-7.3
debian13=${DEBIAN13:-$testbed/debian13}

# NAME ARCHITECTURE COMPILER LINK LANGUAGES
trees='
small-arm64          arm64  clang  none  c
small-arm64-cfi      arm64  clang  cfi   c
small-arm64-thinlto  arm64  clang  thin  c
small-arm64-fulllto  arm64  clang  full  c
small-arm64-gcc      arm64  gcc    none  c
small-riscv64        riscv  gcc    none  c
small-rust           x86    clang  none  rust
small-rust-thinlto   x86    clang  thin  rust
small-arm64-rust     arm64  clang  cfi   rust
small-arm64-rust-thinlto  arm64  clang  thin  rust
'

# What a machine needs to boot under QEMU, and what it has of its own that bears on the tools.
options_of() { # options_of ARCHITECTURE COMPILER LINK LANGUAGES
    case $1 in
        arm64) printf "%s " -e ARM_AMBA -e SERIAL_AMBA_PL011 -e SERIAL_AMBA_PL011_CONSOLE -e VIRTIO_MENU -e VIRTIO_MMIO -e KVM -e VIRTUALIZATION \
            -e RELOCATABLE -e RANDOMIZE_BASE -e COMPAT -e EFI -e EFI_ZBOOT ;;
        riscv) printf "%s " -e MMU -e SOC_VIRT -e ARCH_VIRT -e SERIAL_OF_PLATFORM -e OF -e RISCV_SBI -e RELOCATABLE -e RANDOMIZE_BASE -e FPU ;;
    esac
    # Kconfig excludes versions of modules with LTO; the kernels of Android have CFI with it.
    case $1-$3 in
        arm64-thin) printf "%s " -d LTO_NONE -e LTO_CLANG_THIN -d MODVERSIONS -e CFI ;;
        arm64-full) printf "%s " -d LTO_NONE -e LTO_CLANG_FULL -d MODVERSIONS -e CFI ;;
        arm64-cfi) printf "%s " -e CFI ;;
        *-thin) printf "%s " -d LTO_NONE -e LTO_CLANG_THIN -d MODVERSIONS ;;
    esac
    [[ $4 != rust ]] || printf "%s " -e RUST -e SAMPLES_RUST -m SAMPLE_RUST_MINIMAL -m SAMPLE_RUST_PRINT -m SAMPLE_RUST_MISC_DEVICE \
        -e BLK_DEV_RUST_NULL -e ANDROID_BINDER_IPC_RUST
}

# Runs in the root of Debian 13 if the tree has Rust: there $source is /src and the tree is /out, as its files then say.
configure_and_build() { # configure_and_build SOURCE TREE NAME ARCHITECTURE COMPILER OPTION...
    local source=$1 tree=$2 name=$3 config=small.config make=(make -C "$1" O="$2" KBUILD_BUILD_TIMESTAMP=2026-01-01 KBUILD_BUILD_USER=kelf KBUILD_BUILD_HOST=kelf)
    [[ $4 == x86 ]] || make+=(ARCH="$4")
    case $5-$4 in
        clang-*) make+=(LLVM=-19) ;;
        gcc-arm64) make+=(CROSS_COMPILE=aarch64-linux-gnu-) ;;
        gcc-riscv) make+=(CROSS_COMPILE=riscv64-linux-gnu-) ;;
    esac
    shift 5
    [[ $4 != riscv ]] || config=tiny.config
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
        # In mounts of its own: nothing is left when it ends, however that be.
        # shellcheck disable=SC2016 # the inner shell's variables
        unshare --mount bash -euc '
            root=$1 source=$2 tree=$3 here=$4
            shift 4
            mount --bind "$source" "$root/src"; mount --bind "$tree" "$root/out"; mount -t tmpfs tmp "$root/tmp"
            mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
            cp "$here/tree.sh" "$here/"*.config "$root/tmp/"
            exec chroot "$root" env HOME=/root JOBS="${JOBS-}" bash /tmp/tree.sh --inside /src /out "$@"
        ' bash "$debian13" "$source" "$tree" "$here" "$name" "$2" "$3" "${options[@]}"
    else
        configure_and_build "$source" "$tree" "$name" "$2" "$3" "${options[@]}"
    fi
    echo "$name: built in $tree"
}

case ${1-} in
    --list) echo "$trees" | sed '/^$/d'; exit ;;
    --inside) configure_and_build "${@:2}"; exit ;;
    '') sed -n 's/^# \{0,1\}//; 4,8p' "$0" >&2; exit 2 ;;
esac
for name in "$@"; do
    read -ra row < <(awk -v name="$name" '$1 == name' <<< "$trees") || { echo "tree.sh: no tree '$name' (--list)" >&2; exit 2; }
    build "${row[@]}"
done
