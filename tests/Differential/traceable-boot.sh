#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What `kelf lookup --traceable` says of every function of an image, and what the same kernel says when it runs: the functions that
# the tracer offers (available_filter_functions_addrs), those that kprobes refuse (kprobes/blacklist), and whether the kernel takes a
# kprobe at each of them, which a module tries that is built for it. (kprobe_events would refuse what has no tracer call, too.)
#
#   traceable-boot.sh [TREE...]     default small-gcc small-clang
#
#   KELF_TESTBED, TOOL, BOOT as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool
need_boot
need jq nm base64 gzip make gcc
(($# > 0)) || set -- small-gcc small-clang

# The guest packs what it prints, as its console is slow.
# shellcheck disable=SC2016 # the guest's
guest='
dmesg -n 1
mount -t tracefs t /sys/kernel/tracing
put() { echo "BEGIN $1"; gzip -c | base64; echo "END $1"; }
cat /sys/kernel/tracing/available_filter_functions_addrs | put functions
cat /sys/kernel/debug/kprobes/blacklist | put blacklist
[ ! -e /m/kelf_probes.ko ] || insmod /m/kelf_probes.ko && put probed < /sys/kernel/debug/kelf_probes'

# probing_module TREE: a module that registers a kprobe, disabled, at each address of $scratch/places, and tells in a file of debugfs
# which of them the kernel took.
probing_module() {
    local suffix
    suffix=$(sed -n 's/^CONFIG_CLANG_VERSION=\([1-9][0-9]*\)[0-9]\{4\}$/-\1/p' "$1/.config")
    rm -rf "$scratch/module"
    mkdir "$scratch/module"
    sed 's/.*/0x&,/' "$scratch/places" > "$scratch/module/places.h"
    echo 'obj-m := kelf_probes.o' > "$scratch/module/Kbuild"
    cat > "$scratch/module/kelf_probes.c" << 'END_C'
// SPDX-License-Identifier: GPL-2.0-only
#include <linux/debugfs.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/slab.h>

static const unsigned long places[] = {
#include "places.h"
};
static char taken[2 * ARRAY_SIZE(places)];
static struct debugfs_blob_wrapper blob = { .data = taken, .size = sizeof(taken) };

static int __init kelf_probes_init(void)
{
	struct kprobe *probes = kvcalloc(ARRAY_SIZE(places), sizeof(*probes), GFP_KERNEL);
	struct kprobe **registered = kvcalloc(ARRAY_SIZE(places), sizeof(*registered), GFP_KERNEL);
	int i, count = 0;

	if (!probes || !registered)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		probes[i].addr = (kprobe_opcode_t *)places[i];
		probes[i].flags = KPROBE_FLAG_DISABLED;
		taken[2 * i] = register_kprobe(&probes[i]) ? 'n' : 'y';
		taken[2 * i + 1] = '\n';
		if (taken[2 * i] == 'y')
			registered[count++] = &probes[i];
	}
	unregister_kprobes(registered, count);
	kvfree(registered);
	kvfree(probes);
	debugfs_create_blob("kelf_probes", 0400, NULL, &blob);
	return 0;
}
module_init(kelf_probes_init);
MODULE_DESCRIPTION("asks which functions may be probed");
MODULE_LICENSE("GPL");
END_C
    make -C "$1" ${suffix:+LLVM="$suffix"} M="$scratch/module" modules > "$scratch/make.log" 2>&1
}

unpacked() { sed -n "s/\r$//; /^BEGIN $1\$/,/^END $1\$/p" "$scratch/boot.log" | sed '1d; $d' | base64 -d | gzip -dc; }

# equal NAME EXPECTED ACTUAL FIGURES
equal() {
    if [[ ! -s $2 ]]; then fail "$1" 'the kernel lists none'
    elif cmp -s "$2" "$3"; then pass "$1: $4"
    else fail "$1" "$(first_difference "$2" "$3")"; fi
}

check_tree() {
    local tree=$1 kind modules image=$testbed/$1/vmlinux boot=$testbed/$1/arch/x86/boot/bzImage
    [[ -e $image && -e $boot ]] || { skip "$tree" 'no such kernel (KELF_TESTBED)'; return; }
    nm "$image" | awk '$2 ~ /^[tTwW]$/ { print $3 }' | sort -u > "$scratch/names"
    "$kelf" lookup --traceable --json --symbols "$scratch/names" "$image" > "$scratch/json" 2> "$scratch/err"
    (($? <= 3)) || { fail "$tree/run" "$(head -n 1 "$scratch/err")"; return; }
    # Several symbols of one address are judged by their sections, so equally.
    jq -r '.[].symbols[] | select(.ftrace) | [.address[2:], .ftrace.isAllowed, .kprobe.isAllowed, .kprobe.reason, .name] | @tsv' "$scratch/json" |
        awk -F '\t' -v OFS='\t' '{ while (length($1) < 16) $1 = "0" $1; print }' | sort -u > "$scratch/judged"
    awk -F '\t' '$2 == "true" { print $1 }' "$scratch/judged" | sort -u > "$scratch/traced"
    awk -F '\t' '$3 == "true" { print $1 }' "$scratch/judged" | sort -u > "$scratch/allowed"
    awk -F '\t' '$3 == "false" { print $1 }' "$scratch/judged" | sort -u > "$scratch/refused"
    cut -f 1 "$scratch/judged" | sort -u > "$scratch/places"
    modules=()
    if probing_module "$testbed/$tree"; then modules=("$scratch/module/kelf_probes.ko"); else skip "$tree/probed" "the module is not built: $(grep -m 1 -iE 'error|\*\*\*' "$scratch/make.log")"; fi

    BOOT_ARGS=nokaslr "$BOOT" "$boot" "${modules[@]}" -- "$guest" > "$scratch/boot.log" 2> "$scratch/boot.err" ||
        { fail "$tree/boot" "$(tail -n 1 "$scratch/boot.log")"; return; }

    unpacked functions | awk '$2 !~ /^__ftrace_invalid_address__/ { print $1 }' | sort -u > "$scratch/functions"
    equal "$tree/ftrace" "$scratch/functions" "$scratch/traced" "$(wc -l < "$scratch/traced") functions, those of available_filter_functions"

    # What is allowed lies in none of the ranges; what is refused lies in one, is freed, is no function, has its function there, or
    # begins with what cannot be probed.
    unpacked blacklist | sed 's/^0x//; s/-0x/ /' | awk '{ print $1, 0, $2 }' > "$scratch/ranges"
    for kind in allowed refused; do
        sort -u "$scratch/ranges" <(sed 's/$/ 1/' "$scratch/$kind") | awk '
            $2 == 0 && $3 > end { end = $3 }
            $2 == 1 && $1 < end { print $1 }' > "$scratch/$kind.listed"
    done
    comm -23 "$scratch/refused" "$scratch/refused.listed" | join -t $'\t' - "$scratch/judged" |
        grep -vE $'\t''(\.(init|exit)[^ ]* is freed|the padding before|no code|made of |it begins with )' > "$scratch/unlisted"
    if [[ ! -s $scratch/ranges ]]; then skip "$tree/blacklist" 'no kprobes/blacklist'
    elif [[ -s $scratch/allowed.listed ]]; then fail "$tree/blacklist" "allowed: $(join -t $'\t' "$scratch/allowed.listed" "$scratch/judged" | head -n 1 | tr '\t' ' ')"
    elif [[ -s $scratch/unlisted ]]; then fail "$tree/blacklist" "not in it: $(head -n 1 "$scratch/unlisted" | tr '\t' ' ')"
    else pass "$tree/blacklist: $(wc -l < "$scratch/refused.listed") functions in its $(wc -l < "$scratch/ranges") ranges, $(wc -l < "$scratch/allowed") not"; fi

    ((${#modules[@]} > 0)) || return
    unpacked probed | paste -d ' ' "$scratch/places" - > "$scratch/probed"
    cut -f 1,3 "$scratch/judged" | sort -u | sed 's/\ttrue/ y/; s/\tfalse/ n/' > "$scratch/expected"
    if cmp -s "$scratch/expected" "$scratch/probed"; then
        pass "$tree/probed: at $(grep -c y "$scratch/probed") functions the kernel takes a kprobe, at $(grep -c n "$scratch/probed") not"
    else
        comm -13 "$scratch/expected" "$scratch/probed" | join - <(tr '\t' ' ' < "$scratch/judged") > "$scratch/others"
        fail "$tree/probed" "$(wc -l < "$scratch/others") judged otherwise: $(head -n 3 "$scratch/others" | tr '\n' ';')"
    fi
}

for tree in "$@"; do
    check_tree "$tree"
done
