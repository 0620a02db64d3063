#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How Android builds its kernels, on layers over built trees, by the originals and by a tree that uses kelf: all that a build leaves is
# the same, byte for byte.
#
#   trim      CONFIG_TRIM_UNUSED_KSYMS with a list of symbols: only these, and what modules want, are exported
#   modules   `make modules` where the kernel itself was not built: modules-only.symvers
#   vmlinux   `make vmlinux` alone: vmlinux.symvers
#   mixed     a module outside of the tree against a kernel of which only the configuration, the headers and Module.symvers are left
#   readonly  sources that cannot be written, once they use kelf
#   zboot     CONFIG_EFI_ZBOOT: the boot image with its own decompressor, and the kernel that is got out of it
#   dist      distributed ThinLTO, with versions: the originals cannot build that; the versions are those of the kernel without LTO
#
#   kbuild-configs.sh [CASE...]   default modules vmlinux mixed readonly; dist takes the minutes of compiling a kernel
#
#   KELF_TESTBED, TOOL, JOBS, BOOT as in harness.sh
# What prepares a tree is called by its name.
# shellcheck source-path=SCRIPTDIR disable=SC2317
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
(($# > 0)) || set -- modules vmlinux mixed readonly

# start TREE CASE: the layers of a build with kelf; false if that cannot be done here.
start() {
    local problem
    what=$2 base=$testbed/$1
    problem=$(overlay_problem "$base")
    [[ -z $problem ]] || { skip "$what" "$problem"; return 1; }
    work_on "$base" "$2-kelf"
}
enable() { inside "$kelf" kbuild enable "$src" "$@" --kelf "$scratch/kelf" > "$scratch/enabled" 2>&1 || { fail "$what/enable" "$(head -n 1 "$scratch/enabled")"; return 1; }; }
# set_config OPTION...: for scripts/config
# The originals do not notice that the archive has another configuration in it.
set_config() { inside "$src/scripts/config" --file "$obj/.config" "$@" && kmake olddefconfig && inside rm -f "$obj/kernel/kheaders_data.tar.xz"; }
# both_build PREPARE GOAL...: by the originals and with kelf, after a function of ours
both_build() {
    local prepare=$1 which
    shift
    for which in originals kelf; do
        work_on "$base" "$what-$which"
        if [[ $which == kelf ]]; then enable || return; fi
        "$prepare" || { fail "$what/$which" "$(why_failed)"; return 1; }
        kmake "$@" || { fail "$what/$which" "$(why_failed)"; return 1; }
    done
    [[ -s $calls ]] || { fail "$what/kelf" 'it was not started'; return 1; }
}
# same_products [FILE...]: what was made in both layers, these files among it.
same_products() {
    local file count=0
    while read -r file; do
        cmp -s "$scratch/$what-originals/obj/$file" "$layers/obj/$file" || { fail "$what/products" "$file differs"; return 1; }
        count=$((count + 1))
    done < <({ products "$scratch/$what-originals/obj"; printf '%s\n' "$@"; } | sort -u)
    pass "$what/products: $count files, byte for byte"
}
exports() { cut -f 2 "$1" | sort; }

trim() {
    start small-i386 trim || return
    printf '%s\n' panic zlib_inflate kmalloc_noprof no_such_symbol > "$scratch/list"
    trimmed() { set_config -e TRIM_UNUSED_KSYMS --set-str UNUSED_KSYMS_WHITELIST "$scratch/list"; }
    both_build trimmed all && same_products vmlinux Module.symvers || return
    exports "$layers/obj/Module.symvers" > "$scratch/left"
    if [[ $(grep -cxE 'panic|zlib_inflate|no_such_symbol' "$scratch/left") == 2 && $(wc -l < "$scratch/left") -lt 2000 ]]; then
        pass "$what/exports: $(wc -l < "$scratch/left") of $(wc -l < "$obj/Module.symvers")"
    else
        fail "$what/exports" "$(wc -l < "$scratch/left") are left"
    fi
}

modules() {
    start small-thinlto modules || return
    no_kernel() { inside find "$obj" -maxdepth 1 -name 'vmlinux*' -delete && inside find "$obj" -name '*.ko' -delete; }
    both_build no_kernel KBUILD_MODPOST_WARN=1 modules && same_products modules-only.symvers
}

vmlinux() {
    start small-gcc vmlinux || return
    no_image() { inside rm -f "$obj"/vmlinux "$obj"/vmlinux.unstripped "$obj"/Module.symvers; }
    both_build no_image vmlinux && same_products vmlinux vmlinux.symvers
}

mixed() {
    local which module
    start small-gcc mixed || return
    for which in originals kelf; do
        work_on "$base" "$what-$which"
        if [[ $which == kelf ]]; then enable || return; fi
        inside find "$obj" \( -name '*.o' -o -name '*.a' -o -name '*.ko' -o -name 'vmlinux*' -o -name System.map \) ! -path '*/scripts/*' ! -path '*/tools/*' -delete
        cp -a "$root/tests/Fixtures/lto/modules" "$scratch/outside"
        kmake M="$scratch/outside" modules || { fail "$what/$which" "$(why_failed)"; return; }
        mv "$scratch/outside" "$scratch/mixed-$which-modules"
    done
    for module in kelf_supplier kelf_consumer kelf_inflate; do
        cmp -s "$scratch"/mixed-{originals,kelf}-modules/$module.ko || { fail "$what/modules" "$module.ko differs"; return; }
    done
    pass "$what/modules: 3 modules, $(wc -l < "$scratch/mixed-kelf-modules/Module.symvers") exports, byte for byte"
}

readonly_sources() {
    start small-gcc readonly || return
    enable || return
    inside rm -f "$obj"/{.version,vmlinux,vmlinux.unstripped,System.map,Module.symvers,.vmlinux.export.o} "$obj/arch/x86/boot/bzImage"
    # shellcheck disable=SC2016 # the inner shell's variables
    inside bash -c 'mount -o remount,bind,ro "$1" && ! touch "$1/Makefile" 2> /dev/null && cd "$2" && shift 2 && exec "$@"' bash "$src" "$obj" \
        "${make[@]}" "${variables[@]}" -j"$jobs" all > "$scratch/make.log" 2>&1 < /dev/null || { fail "$what/make" "$(why_failed)"; return; }
    if [[ -e $layers/obj/vmlinux ]] && cmp -s "$obj/vmlinux" "$layers/obj/vmlinux" && cmp -s "$obj/Module.symvers" "$layers/obj/Module.symvers"; then
        pass "$what/make: the image and its versions, byte for byte"
    else
        fail "$what/make" 'another image'
    fi
}

zboot() {
    local image=arch/arm64/boot/vmlinuz.efi size
    start small-arm64-cfi zboot || return
    zboot_config() { set_config -e EFI_ZBOOT; }
    both_build zboot_config all && same_products vmlinux "$image" || return
    "$kelf" image info "$layers/obj/$image" > "$scratch/info" 2>&1
    "$kelf" image extract -o "$scratch/kernel" "$layers/obj/$image" 2> "$scratch/err"
    # In it the kernel has the length that it has in memory.
    size=$(stat -c %s "$layers/obj/arch/arm64/boot/Image")
    if cmp -s -n "$size" "$scratch/kernel" "$layers/obj/arch/arm64/boot/Image" && [[ -z $(tail -c +$((size + 1)) "$scratch/kernel" | tr -d '\0' | head -c 1) ]] && grep -q '^kind: *zboot' "$scratch/info" && grep -q '^version: *Linux version 7.3' "$scratch/info"; then
        pass "$what/image: $(sed -n 's/^kind: *//p' "$scratch/info")"
    else
        fail "$what/image" "$(head -n 2 "$scratch/info" "$scratch/err" | tr '\n' ' ')"
    fi
    if "$kelf" config extract "$layers/obj/$image" | cmp -s - "$layers/obj/.config"; then pass "$what/config"; else fail "$what/config" 'other bytes'; fi
}

dist() {
    local differ
    start small-thinlto-versions dist || return
    [[ -e $testbed/small-clang/Module.symvers ]] || { skip "$what" 'no small-clang (KELF_TESTBED)'; return; }
    # Its sources may have the change already, by another program.
    inside "$kelf" kbuild disable "$src" > /dev/null 2>&1
    enable --tools all || return
    set_config -d LTO_CLANG_THIN -e LTO_CLANG_THIN_DIST || { fail "$what/config" "$(why_failed)"; return; }
    kmake all || { fail "$what/make" "$(why_failed)"; return; }
    pass "$what/make: $(inside find "$obj" -name '*.thinlto-native.o' | wc -l) native objects"
    exports "$testbed/small-clang/Module.symvers" > "$scratch/expected"
    differ=$(diff <(cut -f 1,2 "$testbed/small-clang/Module.symvers" | sort) <(cut -f 1,2 "$layers/obj/Module.symvers" | sort) | grep -c '^[<>]')
    if [[ $differ == 0 ]]; then
        pass "$what/versions: $(wc -l < "$scratch/expected") exports have the version of the kernel without LTO"
    else
        fail "$what/versions" "$differ lines differ"
    fi
}

for case in "$@"; do
    case $case in readonly) readonly_sources ;; *) "$case" ;; esac
    rm -rf "${scratch:?}/$case"-{kelf,originals}
done
