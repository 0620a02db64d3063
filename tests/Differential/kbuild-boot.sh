#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the kernel's own build cannot do, built by a tree that uses kelf and booted: versions from debugging information under
# ThinLTO and FullLTO; relocations that the last link does not keep; one link; names with paths. Each kernel boots, KASLR moves
# it, all its modules load, a module that was built against another structure is refused, /proc/kallsyms is what `kelf kallsyms
# --decode` says, the livepatch sample applies, and /sys/kernel/kheaders.tar.xz is the archive and extracts.
#
#   kbuild-boot.sh [TREE...]   built kernels of 7.3 in KELF_TESTBED with MODVERSIONS;
#                              default small-gcc small-thinlto-versions
#                              small-fulllto-versions. The first is linked in two ways, the others in one
#
#   KELF_TESTBED, TOOL, JOBS, BOOT as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
(($# > 0)) || set -- small-gcc small-thinlto-versions small-fulllto-versions
need_boot
# In the order in which they need each other.
modules=(crypto_algapi crypto_hash crc32c-cryptoapi crc16 mbcache jbd2 ext4 xxhash xxhash_generic squashfs isofs loop tun veth
    af_packet kobject-example kset-example)

# What the guest does. Lines of RESULT are read below; the kernel's own messages would come between.
guest='
dmesg -n 4
echo "RESULT text $(sed -n "s/ T _text$//p" /proc/kallsyms)"
n=$(wc -l < /m/decoded); head -n $n /proc/kallsyms > /tmp/have
if cmp -s /tmp/have /m/decoded; then echo "RESULT kallsyms $n"; else echo "RESULT kallsyms other: $(diff /tmp/have /m/decoded | sed -n 2p)"; fi
for m in $(cat /m/order); do insmod /m/$m.ko && echo "RESULT loaded $m"; done
for m in kelf_supplier kelf_changed kelf_consumer; do insmod /m/$m.ko && echo "RESULT loaded $m"; done
echo "RESULT refused $(dmesg | grep -m 1 -o "kelf_consumer: disagrees about version of symbol kelf_supply")"
insmod /m/livepatch-sample.ko; echo "RESULT livepatch $(cat /proc/cmdline)"
echo "RESULT kheaders $(sha256sum < /sys/kernel/kheaders.tar.xz)"
mkdir /tmp/h; xzcat /sys/kernel/kheaders.tar.xz | tar -x -C /tmp/h && echo "RESULT extracted $(find /tmp/h -name "*.h" | wc -l)"
echo BOOT-OK; poweroff -f'

result() { sed -n "s/\r$//; s/^RESULT $1 //p" "$scratch/boot.log"; }
boot() { # boot ARGUMENTS [MODULE...]
    local arguments=$1
    shift
    BOOT_ARGS=$arguments "$BOOT" "$(built arch/x86/boot/bzImage)" "$scratch/decoded" "$scratch/order" "$@" -- "$guest" > "$scratch/boot.log" 2> "$scratch/boot.err"
}
# expect NAME RESULT PATTERN
expect() {
    # shellcheck disable=SC2053 # a pattern
    if [[ $2 == $3 ]]; then pass "$1: $2"; else fail "$1" "'$2' instead of '$3'"; fi
}

# check_mode MODE VARIABLE...: links with these variables of make, and boots with and without KASLR.
check_mode() {
    local mode=$name/$1 files=() module path text
    shift
    inside rm -f "$obj/System.map" "$obj/vmlinux" "$obj/arch/x86/boot/compressed/vmlinux.relocs"
    kmake "$@" all || { fail "$mode/make" "$(why_failed)"; return; }
    pass "$mode/make: $(grep -c '^  LD  *\(\.tmp_vmlinux[0-9]\|vmlinux.unstripped\)$' "$scratch/make.log") links"
    if [[ $* == *KELF_EARLY_RELOCS=1* ]]; then
        expect "$mode/relocations" "$(readelf -SW "$(built vmlinux.unstripped)" | grep -c ' RELA ')" 0
    fi
    if ! "$kelf" split --check "$(built vmlinux)" --relocs "$(built arch/x86/boot/compressed/vmlinux.relocs)" > "$scratch/checked" 2>&1; then
        fail "$mode/split" "$(head -n 1 "$scratch/checked")"
    fi
    build_modules "$mode" || return
    "$kelf" kallsyms --decode "$(built vmlinux)" > "$scratch/decoded" || { fail "$mode/decode" 'failed'; return; }
    printf '%s\n' "${modules[@]}" > "$scratch/order"
    for module in "${modules[@]}" livepatch-sample; do
        path=$(cd "$obj" && find . -name "$module.ko" -printf '%P\n' | head -n 1)
        [[ -n $path ]] || { fail "$mode/modules" "no $module.ko"; return; }
        files+=("$(built "$path")")
    done
    boot nokaslr "${files[@]}" "$scratch/same/"kelf_{supplier,changed,consumer}.ko || { fail "$mode/boot" "$(tail -n 1 "$scratch/boot.log")"; return; }
    text=$(result text)
    expect "$mode/kallsyms" "$(result kallsyms)" "$(wc -l < "$scratch/decoded")"
    expect "$mode/modules" "$(result loaded | tr '\n' ' ')" "${modules[*]} kelf_supplier kelf_consumer "
    expect "$mode/changed-struct" "$(result refused)" 'kelf_consumer: disagrees about version of symbol kelf_supply'
    expect "$mode/livepatch" "$(result livepatch)" 'this has been live patched*'
    expect "$mode/kheaders" "$(result kheaders | cut -c 1-64)" "$(sha256sum < "$(built kernel/kheaders_data.tar.xz)" | cut -c 1-64)"
    expect "$mode/kheaders-extracted" "$(result extracted)" '[1-9][0-9][0-9][0-9]'
    boot '' || { fail "$mode/boot-kaslr" "$(tail -n 1 "$scratch/boot.log")"; return; }
    if [[ -n $text && -n $(result text) && $(result text) != "$text" ]]; then
        pass "$mode/kaslr: $text -> $(result text)"
    else
        fail "$mode/kaslr" "_text is at '$(result text)', as without"
    fi
}

first=$1
for tree in "$@"; do
    is_first=$([[ $tree == "$first" ]] && echo yes)
    [[ -d $tree ]] || tree=$testbed/$tree
    problem=$(overlay_problem "$tree")
    [[ -n $problem ]] || grep -q CONFIG_GENDWARFKSYMS=y "$tree/.config" || problem='its modules have no versions from debugging information'
    [[ -z $problem ]] || { skip "$(basename "$tree")" "$problem"; continue; }
    work_on "$tree"
    inside "$kelf" kbuild enable "$src" --tools all --kelf "$scratch/kelf" > "$scratch/enabled" 2>&1 ||
        { fail "$name/enable" "$(head -n 1 "$scratch/enabled")"; continue; }
    check_mode early-alias KELF_EARLY_RELOCS=1 KELF_PATHS=alias
    [[ -z $is_first ]] || check_mode single-side KELF_SINGLE_PASS=1 KELF_PATHS=side
    rm -rf "${layers:?}"
done
