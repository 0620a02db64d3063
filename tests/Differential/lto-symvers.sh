#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Module versions of a kernel that Clang links with LTO, by `kelf kbuild enable --tools lto-symvers`.
#
# Always, where a source tree is: the change is made, made again and taken back on a copy of the files that it touches;
# they are the same bytes afterwards.
#
# On kernels built with the change: each export of Module.symvers has the version that kelf gives it, and that of the
# same kernel built without LTO; the kernel boots and loads its modules and one built against it; it refuses a module
# that was built against another structure.
#
#   lto-symvers.sh [--build] [--kernel-struct] [TREE...]   default small-thinlto-versions small-fulllto-versions
#
#   --build          first build a ThinLTO kernel with the configuration of small-clang, and look at that one
#   --kernel-struct  also change a structure of the first kernel, in a copy, and link that again (minutes)
#
#   KELF_TESTBED, TOOL, BOOT as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

sources=$testbed/linux-source-7.3
plain=$testbed/small-clang
# In the order in which they need each other.
modules=(crypto_algapi crypto_hash crc32c-cryptoapi crc16 mbcache jbd2 ext4 xxhash xxhash_generic squashfs isofs loop tun veth
    af_packet kobject-example kset-example)

# The files that the change touches or looks at.
touched=(Makefile kernel/module/Kconfig scripts/Makefile.build scripts/Makefile.vmlinux_o scripts/Makefile.modpost
    scripts/mod/modpost.c scripts/Kbuild.include)

listing() { (cd "$1" && find . -printf '%M %p\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum); }
enable() { "$TOOL" kbuild enable "$1" --tools lto-symvers > "$scratch/enabled"; }

check_change() {
    local tree=$scratch/tree file before once
    [[ -f $sources/Makefile ]] || { skip change 'no linux-source-7.3 (KELF_TESTBED)'; return; }
    for file in "${touched[@]}"; do
        mkdir -p "$tree/$(dirname "$file")" && cp -p "$sources/$file" "$tree/$file"
    done
    before=$(listing "$tree")
    enable "$tree" || { fail change/enable 'failed'; return; }
    once=$(listing "$tree")
    [[ $once != "$before" ]] || fail change/enable 'nothing was changed'
    enable "$tree"
    if [[ $(listing "$tree") == "$once" ]]; then pass change/again; else fail change/again 'the second time changed something'; fi
    "$TOOL" kbuild disable "$tree" > /dev/null
    if [[ $(listing "$tree") == "$before" ]]; then
        pass change/disable
    else
        fail change/disable "$(diff <(echo "$before") <(listing "$tree") | head -n 2 | tr '\n' ' ')"
    fi
}

kmake() { # kmake TREE ARGUMENT...
    local tree=$1
    shift
    make -C "$tree" LLVM=-19 KELF="$TOOL" KBUILD_BUILD_TIMESTAMP=2026-01-01 KBUILD_BUILD_USER=kelf KBUILD_BUILD_HOST=kelf "$@"
}

build() {
    built=$scratch/thinlto
    [[ -f $plain/.config && -f $sources/Makefile ]] || { skip build 'no small-clang or no linux-source-7.3 (KELF_TESTBED)'; return 1; }
    cp -a --reflink=auto "$(realpath "$sources")" "$scratch/source"
    enable "$scratch/source" || { fail build 'the change was not made'; return 1; }
    mkdir "$built"
    sed '/CONFIG_LTO_/d' "$plain/.config" > "$built/.config"
    echo CONFIG_LTO_CLANG_THIN=y >> "$built/.config"
    if kmake "$scratch/source" O="$built" olddefconfig > "$scratch/make.log" 2>&1 &&
        kmake "$scratch/source" O="$built" -j"$jobs" >> "$scratch/make.log" 2>&1; then
        pass build
    else
        fail build "$(tail -n 2 "$scratch/make.log" | tr '\n' ' ')"
        return 1
    fi
}

# What a kernel's Module.symvers says: NAME VERSION, sorted.
symvers_of() { awk -F '\t' '{ print $2, $1 }' "$1/Module.symvers" | sort; }

check_versions() {
    local tree=$1 name=$2 count objects
    symvers_of "$tree" > "$scratch/symvers"
    count=$(wc -l < "$scratch/symvers")
    if grep -q ' 0x00000000$' "$scratch/symvers"; then
        fail "$name/versions" "no version: $(grep -m 1 ' 0x00000000$' "$scratch/symvers")"
        return
    fi
    # vmlinux.o, the prototypes of assembler files, and each module's object; where one has two, the file's own counts.
    mapfile -t objects < <(cd "$tree" && echo vmlinux.o && find . -name '*.gendwarfksyms.o' | sort && cat modules.order)
    (cd "$tree" && "$TOOL" symvers -q --per-unit --omit-missing "${objects[@]}") 2> "$scratch/errors" |
        awk '{ version[$2] = $3 } END { for (name in version) print name, version[name] }' | sort > "$scratch/kelf"
    if cmp -s "$scratch/symvers" "$scratch/kelf"; then
        pass "$name/versions: $count exports"
    else
        fail "$name/versions" "$(first_difference "$scratch/symvers" "$scratch/kelf") $(head -n 1 "$scratch/errors")"
    fi
    if [[ ! -e $plain/Module.symvers ]]; then
        skip "$name/without-lto" 'no small-clang (KELF_TESTBED)'
        return
    fi
    symvers_of "$plain" > "$scratch/plain"
    if cmp -s "$scratch/plain" "$scratch/symvers"; then
        pass "$name/without-lto: $count of $count exports have the version of the kernel without LTO"
    else
        fail "$name/without-lto" "$(first_difference "$scratch/plain" "$scratch/symvers")"
    fi
}

# Two modules in a folder of their own, built against a kernel.
build_modules() { # build_modules TREE FOLDER ARGUMENT...
    local tree=$1 folder=$2
    shift 2
    cp -a "$root/tests/Fixtures/lto/modules" "$folder"
    kmake "$tree" M="$folder" "$@" modules > "$scratch/make.log" 2>&1
}

check_boot() {
    local tree=$1 name=$2 module path commands='' files=()
    [[ -x $BOOT ]] || { skip "$name/boot" 'no script that boots a kernel (BOOT)'; return; }
    for module in qemu-system-x86_64 busybox cpio; do
        command -v "$module" > /dev/null || { skip "$name/boot" "no $module"; return; }
    done
    if [[ -e $(readlink -f "$tree/source")/scripts/Makefile.kelf-lto-symvers ]] && command -v ld.lld-19 > /dev/null; then
        if ! build_modules "$tree" "$scratch/same-$name" || ! build_modules "$tree" "$scratch/other-$name" CHANGED=y; then
            fail "$name/modules" "$(tail -n 2 "$scratch/make.log" | tr '\n' ' ')"
            return
        fi
        cp "$scratch/other-$name/kelf_consumer.ko" "$scratch/same-$name/kelf_changed.ko"
        files=("$scratch/same-$name/"kelf_{supplier,changed,consumer}.ko)
    else
        skip "$name/changed-struct" 'the source tree of the kernel is not there, or no lld'
    fi
    for module in "${modules[@]}"; do
        path=$(find "$tree/" -name "$module.ko" -not -path '*/samples/livepatch/*' | head -n 1)
        [[ -n $path ]] && files+=("$path") && commands+=" $module"
    done
    "$BOOT" "$tree/arch/x86/boot/bzImage" "${files[@]}" -- "dmesg -n 4; for m in$commands; do insmod /m/\$m.ko && echo LOADED \$m.; done
        for m in kelf_supplier kelf_changed kelf_consumer; do insmod /m/\$m.ko && echo LOADED \$m.; done; dmesg" > "$scratch/boot.log" 2>&1 ||
        { fail "$name/boot" "$(tail -n 1 "$scratch/boot.log")"; return; }
    for module in $commands; do
        grep -q "LOADED $module\\." "$scratch/boot.log" || { fail "$name/boot" "$module does not load"; return; }
    done
    pass "$name/boot:$commands"
    ((${#files[@]} > 0)) && [[ ${files[0]} == "$scratch"/* ]] || return
    if ! grep -q 'LOADED kelf_consumer\.' "$scratch/boot.log" || ! grep -q 'kelf_consumer: the answer is 42' "$scratch/boot.log"; then
        fail "$name/same-struct" 'the module that was built against the same structure does not load'
    else
        pass "$name/same-struct"
    fi
    if grep -q 'LOADED kelf_changed' "$scratch/boot.log" ||
        ! grep -q 'kelf_consumer: disagrees about version of symbol kelf_supply' "$scratch/boot.log"; then
        fail "$name/changed-struct" 'the module that was built against another structure is not refused'
    else
        pass "$name/changed-struct: $(grep -o 'kelf_consumer: disagrees about version of symbol kelf_supply' "$scratch/boot.log" | head -n 1)"
    fi
}

# A structure of the kernel itself: the stream of zlib_inflate. The copy of the object tree has another header of it, which
# the compiler finds first, and all that knew the old one is compiled again.
check_kernel_struct() {
    local tree=$1 name=$2 copy=$scratch/copy source header
    source=$(readlink -f "$tree/source")
    [[ -e $source/scripts/Makefile.kelf-lto-symvers && -x $BOOT ]] ||
        { skip "$name/kernel-struct" 'the source tree of the kernel is not there, or no script that boots (BOOT)'; return; }
    cp -a --reflink=auto "$(realpath "$tree")" "$copy"
    # Found before the source tree's header.
    header=$copy/arch/x86/include/generated/linux/zlib.h
    mkdir -p "$(dirname "$header")"
    sed 's/^typedef struct z_stream_s {/&\n    int added;/' "$source/include/linux/zlib.h" > "$header"
    grep -q '    int added;' "$header" || { fail "$name/kernel-struct" 'zlib.h has no struct z_stream_s'; return; }
    (cd "$copy" && grep -rlF include/linux/zlib.h --include='.*.o.cmd' . | sed 's,/\.\([^/]*\)\.cmd$,/\1,' | xargs rm -f)
    kmake "$source" O="$copy" -j"$jobs" modules > "$scratch/make.log" 2>&1 ||
        { fail "$name/kernel-struct" "$(tail -n 2 "$scratch/make.log" | tr '\n' ' ')"; return; }
    comm -3 <(symvers_of "$tree") <(symvers_of "$copy") | awk '{ print $1 }' | sort -u > "$scratch/differ"
    # Only what reaches the structure, and all of it that takes one.
    if ! grep -qx zlib_inflate "$scratch/differ" || grep -qv '^zlib_' "$scratch/differ"; then
        fail "$name/kernel-struct" "changed versions: $(tr '\n' ' ' < "$scratch/differ")"
        return
    fi
    pass "$name/changed-versions: $(tr '\n' ' ' < "$scratch/differ")"
    if ! build_modules "$tree" "$scratch/zlib" || ! build_modules "$copy" "$scratch/changed-zlib"; then
        fail "$name/kernel-struct" "$(tail -n 2 "$scratch/make.log" | tr '\n' ' ')"
        return
    fi
    cp "$scratch/changed-zlib/kelf_inflate.ko" "$scratch/kelf_changed.ko"
    "$BOOT" "$tree/arch/x86/boot/bzImage" "$scratch/kelf_changed.ko" "$scratch/zlib/kelf_inflate.ko" -- \
        'dmesg -n 4; insmod /m/kelf_changed.ko && echo LOADED kelf_changed.; insmod /m/kelf_inflate.ko && echo LOADED kelf_inflate.; dmesg' > "$scratch/boot.log" 2>&1
    if grep -q 'LOADED kelf_inflate\.' "$scratch/boot.log" && ! grep -q 'LOADED kelf_changed' "$scratch/boot.log" &&
        grep -q 'kelf_inflate: disagrees about version of symbol zlib_inflateEnd' "$scratch/boot.log"; then
        pass "$name/kernel-struct: kelf_inflate: disagrees about version of symbol zlib_inflateEnd"
    else
        fail "$name/kernel-struct" 'the module that was built against another z_stream is not refused'
    fi
}

need_tool
TOOL=$(realpath "$TOOL")
built='' kernel_struct=no
while [[ ${1-} == --* ]]; do
    case $1 in
        --build) built=yes ;;
        --kernel-struct) kernel_struct=yes ;;
        *) echo "lto-symvers.sh: unknown option $1" >&2; exit 2 ;;
    esac
    shift
done
check_change
trees=("$@")
((${#trees[@]} > 0)) || trees=(small-thinlto-versions small-fulllto-versions)
if [[ -n $built ]]; then
    build || exit 0
    trees=("$built")
fi
for tree in "${trees[@]}"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/vmlinux.o && -e $tree/Module.symvers ]] || { skip "$name" 'no kernel built with the change (KELF_TESTBED; --build makes one)'; continue; }
    check_versions "$tree" "$name"
    check_boot "$tree" "$name"
    if [[ $kernel_struct == yes ]]; then
        kernel_struct=no
        check_kernel_struct "$tree" "$name"
    fi
done
