#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernels of Debian, one at a time: downloads packages and debug packages, compares what kelf makes of them with the originals and
# with what the packages have, and writes results/PACKAGE.tsv, from which the matrix in docs/proof.md is made (matrix.sh).
#
#   distro.sh [--whole] [--keep] [--again] [KERNEL...]
#
#   KERNEL     what lines of the file `kernels` begin with (trixie, bookworm/s390x); default all
#   --whole    versions of the whole image by the original, too, also of amd64 and arm64 kernels that have all other results: some
#              minutes and 8 GB of memory for each
#   --keep     leaves what was unpacked in KELF_DISTRO
#   --again    also kernels that have results for this version
#
#   KELF_DISTRO   folder for what is unpacked; default ~/.cache/kelf-distro. A kernel needs about 1 GB there, and its folder is
#                 removed when it is done; a run that was ended goes on where it was
#   KELF_MIRROR   as in archive-lib.sh
#   TOOL, ORIGINAL, KELF_TESTBED as in tests/Differential; ORIGINAL runs with the libraries of Debian 13, whose elfutils know all machines
# shellcheck source-path=SCRIPTDIR source-path=SCRIPTDIR/../Differential
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../Differential/symvers-lib.sh"
source "$here/../Differential/kallsyms-lib.sh"
distro=$root/tests/Distro
source "$distro/archive-lib.sh"
source "$distro/symvers-lib.sh"
source "$distro/images-lib.sh"
source "$distro/paths-lib.sh"
source "$distro/decode-lib.sh"

work=${KELF_DISTRO:-$HOME/.cache/kelf-distro}
lists=$work/lists
whole=no keep=no again=no passed=0 failed=0 skipped=0
while [[ ${1-} == --* ]]; do
    case $1 in
        --whole) whole=yes ;;
        --keep) keep=yes ;;
        --again) again=yes ;;
        *) echo "distro.sh: no option $1" >&2; exit 2 ;;
    esac
    shift
done
need curl dpkg-deb xz jq perl readelf
for llvm_objcopy in llvm-objcopy-19 llvm-objcopy; do [[ -n $(missing "$llvm_objcopy") ]] || break; done
need "$llvm_objcopy"
need_tool gendwarfksyms
ln -sf "$kelf" "$scratch/bin/kallsyms"
mkdir -p "$lists" "$distro/results"

# row CHECK RESULT FIGURES: a line of the results, and one of the log. RESULT is equal, different, skipped, or refused where an error is right.
row() {
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$package" "$package_version" "$architecture" "$(date -u +%F)" "$1" "$2" "${3//$'\t'/ }" >> "$folder/rows"
    case $2 in
        equal) pass "$package/$1: $3"; passed=$((passed + 1)) ;;
        skipped | refused) skip "$package/$1" "$3"; skipped=$((skipped + 1)) ;;
        *) fail "$package/$1" "$3"; failed=$((failed + 1)) ;;
    esac
}
# no_kernel NAME WHY: it cannot be had, which is no result.
no_kernel() { fail "$1" "$2"; failed=$((failed + 1)); }
is_done() { grep -qs "$(printf '\t%s\t\(equal\|different\|skipped\|refused\)\t' "$1")" "$folder/rows"; }
# Is the whole image of this kernel to be read by the original?
wants_whole() { [[ $whole == yes && $architecture == a[mr]*64 ]]; }
# run CHECK [FUNCTION [ARGUMENT...]]: unless a run before has its row.
run() { is_done "$1" || "${@:2}"; }

# The libraries of Debian 13: programs of its kernel packages run with them, and the original, whose elfutils then know all machines.
libraries() {
    local library
    folder=$work/libraries index=
    runner=("$folder/root/lib/ld-linux" --library-path "$folder/root/lib")
    [[ ! -x ${runner[0]} ]] || return 0
    open_index trixie "$(dpkg --print-architecture)" || return
    mkdir -p "$folder/root/lib"
    for library in libc6 libelf1t64 libdw1t64 zlib1g libbz2-1.0 liblzma5 libzstd1; do
        unpack "$library" "$folder/unpacked" || return
    done
    find "$folder/unpacked" -path '*/usr/lib/*-linux-gnu*/*' ! -path '*/usr/lib/*/*/*' -name '*.so*' -exec cp -P {} "$folder/root/lib/" \;
    cp "$(find "$folder/unpacked" -name 'ld-linux*.so.*' -type f | head -n 1)" "${runner[0]}"
    rm -r "$folder/unpacked"
}

# Finds the newest kernel of a suite, machine and flavour: sets package, package_version, release.
find_kernel() { # SUITE FLAVOUR
    package=$(packages_of "linux-image-[0-9][0-9.]*(-[0-9]+)?(\+[a-z0-9]+)?-$2-dbg" | sort -rV | while read -r name; do
        if is_there "${name%-dbg}" && is_there "$name"; then echo "${name%-dbg}"; break; fi
    done)
    [[ -n $package ]] || { echo "no kernel $2 in $1"; return 1; }
    release=${package#linux-image-}
    read -r package_version _ < <(fields_of "$package-dbg")
    version=$(sed -nE 's/^([0-9]+\.[0-9]+).*/\1/p' <<< "$release")
}

# Unpacks what the checks need: sets boot, config, map, image, modules, symvers, bits, generator.
unpack_kernel() { # SUITE
    local part members
    # From 7.2 on a kernel is several packages.
    for part in image base binary modules; do
        [[ -n $(packages_of "linux-$part-${release//+/\\+}") ]] || continue
        unpack "linux-$part-$release" "$folder/package" --exclude='*/dtb/*' --exclude='*.dtb' --exclude='./usr/share' || return
    done
    unpack "linux-headers-$release" "$folder/headers" --wildcards '*/Module.symvers' || return
    symvers=$(find "$folder/headers" -name Module.symvers | head -n 1)
    [[ -n $symvers ]] || { echo 'no Module.symvers in the headers'; return 1; }
    mapfile -t members < <(sample_modules | sed 's|.*|*/kernel/&.ko*|')
    unpack "$package-dbg" "$folder/debug" --wildcards '*System.map*' '*/boot/vmlinux-*' '*/modules/*/vmlinux' '*/vmlinux.debug' "${members[@]}" || return

    boot=$(find "$folder/package" -name 'vmlinu[xz]*' -type f | head -n 1)
    config=$(find "$folder/package" \( -name 'config-*' -o -name config \) -type f | head -n 1)
    map=$(find "$folder/debug" "$folder/package" -name 'System.map*' -type f -size +100k | head -n 1)
    image=$(find "$folder/debug" -name 'vmlinux*' -type f -size +1M | head -n 1)
    modules=$(find "$folder/package" -path '*/modules/*' -name modules.order -printf '%h\n' | head -n 1)
    for part in boot config map image modules; do
        [[ -n ${!part} ]] || { echo "no $part in the packages"; return 1; }
    done
    # The machine's own of GNU, since LLVM's refuses what old kernels have for .rela.dyn.
    case $architecture in
        amd64) part=x86_64 ;;
        arm64) part=aarch64 ;;
        arm*) part=arm ;;
        i386) part=i686 ;;
        ppc64el) part=powerpc64le ;;
        loong64) part=loongarch64 ;;
        *) part=$architecture ;;
    esac
    objcopy=$(compgen -c "$part-linux-gnu" | grep -x '.*-objcopy' | head -n 1)
    objcopy=${objcopy:-$llvm_objcopy}
    bits=$(readelf -h "$image" | sed -n 's/^ *Class: *ELF//p')

    # The generator of the release, for this machine.
    open_index "$1" "$(dpkg --print-architecture)" || return
    part=$(packages_of "linux-kbuild-(${release%-"$flavour"}|$version)" | tail -n 1)
    [[ -n $part ]] || part=$(packages_of "linux-kbuild-${version//./\\.}.*" | tail -n 1)
    unpack "${part:-linux-kbuild-$version}" "$folder/kbuild" --wildcards '*/scripts/kallsyms' || return
    generator=("${runner[@]}" "$(find "$folder/kbuild" -name kallsyms -type f | head -n 1)")
}

run_kernel() { # SUITE/ARCHITECTURE/FLAVOUR
    local suite_name flavour architecture package release package_version version boot config map image modules symvers bits generator objcopy name sum file
    IFS=/ read -r suite_name architecture flavour <<< "$1"
    if ! open_index "$suite_name" "$architecture" > "$scratch/why" || ! find_kernel "$suite_name" "$flavour" > "$scratch/why"; then
        skip "$1" "$(cat "$scratch/why")"
        return
    fi
    folder=$work/$package
    if [[ $again == no ]] && grep -qs "$(printf '^%s\t%s\t' "$package" "$package_version")" "$distro/results/$package.tsv"; then
        if ! wants_whole || grep -q "$(printf '\tsymvers-whole\t')" "$distro/results/$package.tsv"; then
            skip "$package" "has results for $package_version"
            return
        fi
        # What there is to be done is this alone.
        mkdir -p "$folder"
        [[ -e $folder/rows ]] || cp "$distro/results/$package.tsv" "$folder/rows"
    fi
    mkdir -p "$folder"
    unpack_kernel "$suite_name" > "$scratch/why" || { no_kernel "$package" "$(cat "$scratch/why")"; return; }

    while read -r name _ sum file; do
        [[ $name == linux-kbuild* ]] || run "package-${name#linux-}" row "package-${name#linux-}" equal "$sum $file"
    done < "$folder/packages"
    run info check_info
    run extract check_extract
    run config check_config
    run sysmap check_sysmap
    run kallsyms-text check_kallsyms_text
    run kallsyms-verify check_kallsyms_verify
    run kallsyms-decode-image check_kallsyms_decode image "$image"
    run kallsyms-decode-boot check_kallsyms_decode boot "$boot"
    run exports check_exports
    run lookup check_paths
    run decode check_decode
    if have_original; then
        run symvers-modules check_symvers_modules
        run symvers-units check_symvers_units
        ! wants_whole || run symvers-whole check_symvers_whole
    else
        skip "$package/symvers" 'no original gendwarfksyms at KELF_TESTBED or ORIGINAL'
    fi
    mv "$folder/rows" "$distro/results/$package.tsv"
    [[ $keep == yes ]] || rm -r "$folder"
}

libraries > "$scratch/why" || skip_all "$(cat "$scratch/why")"
gendwarfksyms=("${runner[@]}" "$ORIGINAL")
mapfile -t kernels < <(grep -v '^#' "$distro/kernels")
(($# > 0)) || set -- ''
for wanted in "$@"; do
    matched=no
    for kernel in "${kernels[@]}"; do
        [[ $kernel == "$wanted"* ]] || continue
        matched=yes
        run_kernel "$kernel"
    done
    [[ $matched == yes ]] || no_kernel "$wanted" 'no line of tests/Distro/kernels begins so'
done
"$distro/matrix.sh" --write
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
