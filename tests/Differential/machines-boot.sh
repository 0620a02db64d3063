#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernels of other machines, with CFI, and with Rust, built by a tree that uses kelf and booted (tests/Testbed/boot.sh): as the
# originals link them, with one link, with paths. Each boots, /proc/kallsyms is what `kelf kallsyms --decode` says, all modules that
# are asked for load, the archive of headers is the one in the tree. Where there are versions, a module that was built against
# another structure is refused; and one of Rust, when a type of the kernel's crate is another.
#
#   machines-boot.sh [TREE...]   built kernels of 7.3 in KELF_TESTBED; default small-arm64-thinlto small-arm64-cfi small-riscv64
#                                small-rust small-rust-thinlto small-arm64-rust-thinlto tiny-rust-thinlto
#
#   MODES   of linking: drop-in single alias; default all three
#   KELF_TESTBED, TOOL, JOBS as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
(($# > 0)) || set -- small-arm64-thinlto small-arm64-cfi small-riscv64 small-rust small-rust-thinlto small-arm64-rust-thinlto tiny-rust-thinlto
need cpio
modes=${MODES:-drop-in single alias}
# In the order in which they need each other; a tree has those that its configuration has.
modules=(bitrev crc32 crypto_algapi crypto_hash crc32c-cryptoapi crc16 mbcache jbd2 ext4 xxhash xxhash_generic squashfs isofs loop tun veth
    af_packet kobject-example kset-example rust_minimal rust_print rust_misc_device)

emulator_of() { case $(machine_of "$1") in arm64) echo qemu-system-aarch64 ;; riscv) echo qemu-system-riscv64 ;; *) echo qemu-system-x86_64 ;; esac; }
guest_of() { case $(machine_of "$1") in riscv) echo riscv64 ;; x86) echo x86_64 ;; *) machine_of "$1" ;; esac; }
result() { sed -n "s/\r$//; s|^RESULT $1 *||p" "$scratch/boot.log"; }
expect() { # expect NAME ACTUAL EXPECTED
    if [[ -n $3 && $2 == "$3" ]]; then pass "$1: ${2:0:160}"; else fail "$1" "'$2' instead of '$3'"; fi
}

# A Rust module of the tree against a crate of which a type is another: format strings are arrays, their length is in the type that
# printing takes. The tree is not what it was then.
build_rust_module() { # build_rust_module NAME
    local print=$src/rust/kernel/print.rs module=samples/rust/rust_print.ko
    inside sed -i 's/^\( *pub const LENGTH: usize = \)10;/\112;/; s/b"%pA\\0\\0\\0\\0\\0/&\\0\\0/; s/b"%s: %pA\\0/&\\0\\0/; s/suffix\[6\], suffix\[7\],/& suffix[8], suffix[9],/' "$print"
    [[ $(diff "$print" "$layers/src/rust/kernel/print.rs" | grep -c '^>') == 4 ]] || { fail "$1/rust-modules" 'format strings are made in another way'; return 1; }
    kmake modules || { fail "$1/rust-modules" "$(why_failed)"; return 1; }
    [[ -e $layers/obj/$module ]] || { fail "$1/rust-modules" "$module was not made again"; return 1; }
    cp "$layers/obj/$module" "$scratch/same/rust_changed.ko"
}

check_mode() { # check_mode MODE VARIABLE...
    local mode=$name/$1 image files=() expected='' module path
    shift
    image=$(boot_image_of "$obj")
    inside rm -f "$obj/System.map" "$obj/vmlinux" "$obj/vmlinux.unstripped" "$obj/$image"
    kmake "$@" all || { fail "$mode/make" "$(why_failed)"; return; }
    [[ -e $layers/obj/$image ]] || { fail "$mode/make" "no $image was made"; return; }
    pass "$mode/make: $(grep -c '^  LD  *\(\.tmp_vmlinux[0-9]\|vmlinux.unstripped\)$' "$scratch/make.log") links"
    "$kelf" kallsyms --decode "$(built vmlinux)" > "$scratch/decoded" || { fail "$mode/decode" 'failed'; return; }
    for module in "${modules[@]}"; do
        path=$(cd "$obj" && find . -name "$module.ko" -printf '%P\n' | head -n 1)
        [[ -n $path ]] || continue
        mkdir -p "$scratch/modules"
        cp "$(built "$path")" "$scratch/modules/"
        files+=("$scratch/modules/$module.ko")
        expected+="$module.ko "
    done
    [[ -n $expected ]] || { fail "$mode/modules" 'the tree has none'; return; }
    if grep -q '^CONFIG_MODVERSIONS=y' "$obj/.config"; then
        build_modules "$mode" || return
        files+=("$scratch/same/"kelf_{supplier,changed,consumer}.ko)
        # Once, as it is the whole of a kernel's Rust.
        if [[ ${mode##*/} == "${modes##* }" && ${files[*]} == *rust_print.ko* ]]; then
            build_rust_module "$mode" || return
            files=("$scratch/same/rust_changed.ko" "${files[@]}")
        fi
    fi
    cp "$(built kernel/kheaders_data.tar.xz)" "$scratch/kheaders.tar.xz"
    {
        echo 'same /m/decoded /proc/kallsyms'
        for module in "${files[@]}"; do echo "load /m/${module##*/}"; done
        [[ ${files[*]} != *kelf_changed.ko* ]] || echo 'said kelf_consumer: disagrees'
        [[ ${files[*]} != *rust_changed.ko* ]] || echo 'said rust_print: disagrees'
        echo 'lines /proc/modules -'
        echo 'line /proc/version Linux'
        echo 'same /m/kheaders.tar.xz /sys/kernel/kheaders.tar.xz'
    } > "$scratch/plan"
    # What the kernel says (rust_print in level 0) would stand in the middle of these lines.
    BOOT_ARGS='nokaslr loglevel=0' "$root/tests/Testbed/boot.sh" "$(guest_of "$obj")" "$(built "$image")" "$scratch/plan" "$scratch/decoded" \
        "$scratch/kheaders.tar.xz" "${files[@]}" > "$scratch/boot.log" 2> "$scratch/boot.err" ||
        { fail "$mode/boot" "$(tail -n 1 "$scratch/boot.log" "$scratch/boot.err" | tr '\n' ' ')"; return; }
    pass "$mode/boot: $(result 'line /proc/version:')"
    expect "$mode/kallsyms" "$(result same | sed -n 's|^/m/decoded ||p')$(result other)" "$(wc -l < "$scratch/decoded")"
    if [[ ${files[*]} == *kelf_changed.ko* ]]; then
        expect "$mode/modules" "$(result loaded | tr '\n' ' ')" "${expected}kelf_supplier.ko kelf_consumer.ko "
        expect "$mode/changed-struct" "$(result refused | grep kelf) $(result said | grep -o 'kelf_consumer: .*')" \
            'kelf_changed.ko: Invalid argument kelf_consumer: disagrees about version of symbol kelf_supply'
    else
        expect "$mode/modules" "$(result loaded | tr '\n' ' ')" "$expected"
    fi
    if [[ ${files[*]} == *rust_changed.ko* ]]; then
        # Of those whose types have the length the kernel names one.
        expect "$mode/changed-rust" "$(result refused | grep rust) $(result said | grep -oE 'rust_print: disagrees about version of symbol _RNv(Nt)+Cs[0-9A-Za-z]+_6kernel5print' | sed 's/_RN.*_//')" \
            'rust_changed.ko: Invalid argument rust_print: disagrees about version of symbol 6kernel5print'
    fi
    expect "$mode/kheaders" "$(result same | grep -c '^/m/kheaders.tar.xz ')" 1
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    problem=$(overlay_problem "$tree")
    [[ -n $problem ]] || problem=$(missing "$(emulator_of "$tree")" "$(cross_of "$tree")gcc" | sed 's/^/no /')
    [[ -z $problem ]] || { skip "$(basename "$tree")" "$problem"; continue; }
    work_on "$tree"
    tools=()
    # Kconfig allows both together only then.
    ! grep -q '^CONFIG_LTO_CLANG=y' "$obj/.config" || ! grep -q '^CONFIG_MODVERSIONS=y' "$obj/.config" || tools=(--tools all)
    inside "$kelf" kbuild enable "$src" "${tools[@]}" --kelf "$scratch/kelf" > "$scratch/enabled" 2>&1 ||
        { fail "$name/enable" "$(head -n 1 "$scratch/enabled")"; continue; }
    for mode in $modes; do
        case $mode in
            drop-in) check_mode drop-in ;;
            single) check_mode single KELF_SINGLE_PASS=1 ;;
            alias) check_mode alias KELF_PATHS=alias ;;
        esac
    done
    rm -rf "${layers:?}"
done
