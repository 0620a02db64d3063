#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What `kelf kabi modules` says of modules, and what the kernel does with them: a small kernel is booted, and takes or refuses each. The
# verdict and the reason are those of insmod and of the kernel's log.
#
#   kabi-insmod.sh [TREE]     default small-gcc
#
#   KELF_TESTBED, TOOL, BOOT as in harness.sh
# shellcheck source-path=SCRIPTDIR disable=SC2016 # edits are perl's
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
tree=$testbed/${1-small-gcc}
[[ -e $tree/vmlinux && -e $tree/arch/x86/boot/bzImage ]] || skip_all "no kernel ${1-small-gcc} (KELF_TESTBED)"
grep -q '^CONFIG_EXTENDED_MODVERSIONS=y' "$tree/.config" || skip_all 'the kernel has no extended versions'
need_boot
need make gcc objcopy perl jq

# A namespace with an export, a list of modules with one, and a module with exports, of this kernel.
read -r in_namespace namespace < <(awk -F '\t' '$3 == "vmlinux" && $5 ~ /^[A-Z_0-9]+$/ { print $2, $5; exit }' "$tree/Module.symvers")
read -r in_list list < <(awk -F '\t' '$3 == "vmlinux" && $5 ~ /^module:[a-z_0-9]+$/ { print $2, substr($5, 8); exit }' "$tree/Module.symvers")
gpl_only=$(awk -F '\t' '$3 == "vmlinux" && $4 == "EXPORT_SYMBOL_GPL" && $5 == "" { print $2; exit }' "$tree/Module.symvers")
dependency=fs/mbcache
of_module=$(awk -F '\t' -v m=$dependency '$3 == m { print $2; exit }' "$tree/Module.symvers")
[[ -n $in_namespace && -n $in_list && -n $of_module && -e $tree/$dependency.ko ]] || skip_all 'the kernel exports nothing in a namespace, for listed modules, or from mbcache'
long=kelf_a_name_that_is_longer_than_the_fifty_six_bytes_of_basic_versions

# Each uses one symbol, whatever it is; some are called as the list wants it, or say what the build wants, and are made otherwise below.
sources=$scratch/sources
mkdir "$sources"
module() { # module NAME SYMBOL [LINES]
    {
        echo '#include <linux/module.h>'
        echo "extern char used[] asm(\"$2\");"
        echo "static int __init start(void) { pr_info(\"$1 uses %p\", used); return 0; }"
        echo 'static void __exit stop(void) { }'
        echo 'module_init(start); module_exit(stop);'
        echo 'MODULE_DESCRIPTION("kelf"); MODULE_LICENSE("GPL");'
        echo "${3-}"
    } > "$sources/$1.c"
    echo "obj-m += $1.o" >> "$sources/Kbuild"
}
module k_good jiffies
module k_magic jiffies
module k_crc jiffies
module k_extended jiffies
module k_namespace "$in_namespace" "MODULE_IMPORT_NS(\"$namespace\");"
module "$list" "$in_list"
module k_license "$gpl_only"
module k_unknown kelf_is_nowhere
module k_unversioned jiffies
module k_dependency "$of_module"
module k_machine jiffies
module k_long_from jiffies "int $long; EXPORT_SYMBOL_GPL($long);"
module k_long "$long"
make -C "$tree" M="$sources" KBUILD_MODPOST_WARN=1 modules > "$scratch/make.log" 2>&1 ||
    { skip_all "the modules are not built: $(grep -m 1 -iE 'error|\*\*\*' "$scratch/make.log")"; }

built=$scratch/modules
mkdir "$built"
for file in "$sources"/k_*.ko; do objcopy -g "$file" "$built/$(basename "$file")"; done
# All of a name that are in the file.
other() { perl -0777 -pi -e "$1" "$built/$2.ko"; }
objcopy -g "$sources/$list.ko" "$built/k_list.ko"
other "s/\\0$list\\0/\\0${list%?}#\\0/g; s/name=$list\\0/name=${list%?}#\\0/g" k_list
other 's/mod_unload/mod_unkind/g' k_magic
other "s/import_ns=$namespace\\0/import_ns=${namespace%?}#\\0/" k_namespace
other 's/license=GPL\0/license=No!\0/' k_license
other 'substr($_, 18, 2) = "\xb7\x00"' k_machine # EM_AARCH64
objcopy -R __version_ext_crcs -R __version_ext_names -R __versions "$built/k_unversioned.ko"
# The version of jiffies, by its place among the names.
objcopy -O binary --only-section=__version_ext_names --set-section-flags __version_ext_names=alloc "$built/k_crc.ko" "$scratch/names"
objcopy -O binary --only-section=__version_ext_crcs --set-section-flags __version_ext_crcs=alloc "$built/k_crc.ko" "$scratch/crcs"
at=$(tr '\0' '\n' < "$scratch/names" | grep -nx jiffies | cut -d : -f 1)
perl -0777 -pi -e 'substr($_, 4 * ('"$at"' - 1), 1) ^= "\xff"' "$scratch/crcs"
objcopy --update-section __version_ext_crcs="$scratch/crcs" "$built/k_crc.ko"

# The kernel as a package has it: image and modules.
kernel=$scratch/kernel
mkdir -p "$kernel/$(dirname $dependency)"
objcopy -g "$tree/vmlinux" "$kernel/vmlinux"
objcopy -g "$tree/$dependency.ko" "$kernel/$dependency.ko"

# The guest takes one after the other; what one leaves does not help the next.
# shellcheck disable=SC2016 # the guest's
guest='
dmesg -n 1
try() { dmesg -c > /dev/null; insmod /m/$1.ko > /tmp/said 2>&1; echo "STATUS $1 $?"; sed "s/^/SAID $1 /" /tmp/said; dmesg | sed "s/^/LOG $1 /"; }
for m in k_good k_magic k_crc k_extended k_namespace k_list k_license k_unknown k_unversioned k_dependency k_machine k_long; do try $m; done
insmod /m/mbcache.ko; dmesg -c > /dev/null; insmod /m/k_dependency.ko; echo "AFTER k_dependency $?"
insmod /m/k_long_from.ko; insmod /m/k_long.ko; echo "AFTER k_long $?"'
"$BOOT" "$tree/arch/x86/boot/bzImage" "$built"/*.ko "$kernel/$dependency.ko" -- "$guest" > "$scratch/boot.log" 2> "$scratch/boot.err" ||
    { fail boot "$(tail -n 1 "$scratch/boot.log")"; exit 0; }
tr -d '\r' < "$scratch/boot.log" > "$scratch/log"

# agrees MODULE KIND TEXT: what the kernel says has the text, and it takes the module if KIND is "loads"; ours is of that kind.
agrees() {
    local name=$1 kind=$2 text=$3 status wanted=0 ours=0
    status=$(sed -n "s/^STATUS $name //p" "$scratch/log")
    "$kelf" kabi modules --json --on "$kernel" "$built/$name.ko" > "$scratch/answer" 2> "$scratch/err" || ours=$?
    [[ $kind == loads ]] || wanted=1
    if [[ -z $status ]]; then fail "$name" 'the guest did not try it'
    elif [[ $((status != 0)) != "$wanted" ]]; then fail "$name" "insmod: $status, $(sed -n "s/^LOG $name //p" "$scratch/log" | tail -n 1)"
    elif [[ -n $text ]] && ! grep -qE "^(LOG|SAID) $name .*$text" "$scratch/log"; then fail "$name" "the log has no '$text': $(grep -E "^(LOG|SAID) $name " "$scratch/log" | tail -n 1)"
    elif [[ $ours != "$wanted" ]]; then fail "$name" "ours: status $ours, $(head -n 1 "$scratch/err")$(jq -rc '.modules[0].reasons' "$scratch/answer")"
    elif [[ $kind != loads && $(jq -r '[.modules[0].reasons[].kind] | unique | join(" ")' "$scratch/answer") != "$kind" ]]; then
        fail "$name" "ours: $(jq -rc '.modules[0].reasons' "$scratch/answer")"
    else pass "$name: $kind"; fi
}

agrees k_good loads ''
agrees k_magic vermagic "version magic '.*mod_unkind.*' should be '.*mod_unload"
agrees k_crc crc 'disagrees about version of symbol jiffies'
if objcopy -O binary --only-section=__versions "$built/k_extended.ko" "$scratch/basic" 2> /dev/null && [[ -s $scratch/basic ]]; then skip k_extended 'the kernel has basic versions, too'
else agrees k_extended loads ''; fi
agrees k_namespace namespace "uses symbol .$in_namespace. from namespace $namespace, but does not import it"
agrees k_list module-list "uses symbol .$in_list. from namespace module:$list, but does not import it"
agrees k_license gpl-only "Unknown symbol $gpl_only"
agrees k_unknown unknown-symbol 'Unknown symbol kelf_is_nowhere'
agrees k_unversioned unversioned 'Exec format error|invalid module format'
agrees k_machine machine 'Invalid architecture in ELF header: 183'

# What another module exports: it says which has to be there first, and then the kernel takes it.
"$kelf" kabi modules --json --on "$kernel" "$built/k_dependency.ko" > "$scratch/answer" 2>&1
if ! grep -q "^LOG k_dependency .*Unknown symbol $of_module" "$scratch/log"; then fail k_dependency "the log: $(grep '^LOG k_dependency' "$scratch/log" | tail -n 1)"
elif ! grep -q '^AFTER k_dependency 0' "$scratch/log"; then fail k_dependency "after it: $(grep '^AFTER k_dependency' "$scratch/log")"
elif [[ $(jq -rc '[.modules[0].verdict, .modules[0].needs]' "$scratch/answer") != "[\"loads\",[\"$dependency\"]]" ]]; then fail k_dependency "ours: $(head -c 300 "$scratch/answer")"
else pass "k_dependency: needs $dependency"; fi
agrees k_long unknown-symbol "Unknown symbol $long"
if ! grep -q '^AFTER k_long 0' "$scratch/log"; then fail k_long_from "the kernel does not take it after the one that it needs: $(grep '^AFTER k_long' "$scratch/log")"
elif "$kelf" kabi modules --on "$kernel" "$built/k_long_from.ko" "$built/k_long.ko" > "$scratch/answer" 2>&1; then pass "k_long_from: loads, ${#long} bytes of a name"
else fail k_long_from "ours: $(grep -m 1 : "$scratch/answer")"; fi
