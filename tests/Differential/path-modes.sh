#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernels that `kelf link --paths MODE` links, booted in QEMU, for each mode: /proc/kallsyms is what `kelf kallsyms --decode`
# says, line for line; a probe on an alias is set and hit, on the ambiguous name it is refused; a livepatch loads where plain
# names stay, in mode side with its paths in a section; stack traces of the running kernel are decoded, and each function and file is that of addr2line. Modes none
# and side give the image of the original, byte for byte; single is a kernel that was linked once (`--single-pass`). No input
# changes.
#
#   path-modes.sh [MODE...]     default none side alias dup all single
#
#   TREE          a built kernel in KELF_TESTBED with KPROBE_EVENTS; default small-paths
#   KELF_TESTBED, TOOL, BOOT as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/link-lib.sh"

need_tool
tree=$testbed/${TREE:-small-paths}
(($# > 0)) || set -- none side alias dup all single
problem=$(link_problem "$tree")
[[ -z $problem ]] || skip_all "$problem"
need_boot
need jq addr2line

copy=$scratch/tree
build() {
    make -C "$(source_tree "$copy")" O="$copy" KBUILD_BUILD_TIMESTAMP=2026-01-01 KBUILD_BUILD_USER=kelf \
        KBUILD_BUILD_HOST=kelf KBUILD_BUILD_VERSION=1 bzImage > "$scratch/make.log" 2>&1 && return
    fail "${1:-build}" "$(tail -n 2 "$scratch/make.log" | tr '\n' ' ')"
    return 1
}

# What the guest does. Lines of RESULT are read below, and the kernel's own messages would come between; the last command stops
# the kernel.
guest='
dmesg -n 4
echo "RESULT text $(sed -n "s/ T _text$//p" /proc/kallsyms)"
mkdir -p /sys/kernel/tracing; mount -t tracefs t /sys/kernel/tracing 2> /dev/null
n=$(wc -l < /m/decoded); head -n $n /proc/kallsyms > /tmp/have
if cmp -s /tmp/have /m/decoded; then echo "RESULT kallsyms $n"; else echo "RESULT kallsyms other: $(diff /tmp/have /m/decoded | sed -n 2p)"; fi
cd /sys/kernel/tracing
for name in $(cat /m/probes); do
    echo > kprobe_events
    if echo "p:kelf/probe $name" > kprobe_events 2> /dev/null; then
        echo 1 > events/kelf/probe/enable; cat /sys/kernel/irq/*/type > /tmp/types; echo 0 > events/kelf/probe/enable
        echo "RESULT probe $name set, hits: $(grep -c "probe: (type_show" trace) of $(grep -c . /tmp/types)"
    else
        echo "RESULT probe $name refused: $(grep -c "not unique" error_log) not unique"
    fi
done
if insmod /m/livepatch-sample.ko; then echo "RESULT livepatch $(cat /proc/cmdline)"; else echo "RESULT livepatch refused"; fi
echo 8 > /proc/sys/kernel/printk; echo l > /proc/sysrq-trigger
echo BOOT-OK; echo c > /proc/sysrq-trigger'

result() { sed -n "s/\r$//; s/^RESULT $1 //p" "$log" | head -n 1; }

# expect NAME RESULT PATTERN
expect() {
    # shellcheck disable=SC2053 # a pattern
    if [[ $2 == $3 ]]; then pass "$1: $2"; else fail "$1" "'$2' instead of '$3'"; fi
}

# The functions and files of the decoded frames are those of debugging information: the outermost of what is inlined there.
check_trace() {
    local name=$1 image=$copy/vmlinux frames=0 path function address expected file
    if ! "$kelf" decode --json "$image" "$log" > "$scratch/frames.json" 2> "$scratch/err"; then
        fail "$name" "$(head -n 1 "$scratch/err")"
        return
    fi
    # A frame's address is behind its call, unless it is where the processor was.
    jq -r '.[] | select(.module == null) | .offset as $offset | [(.candidates | length), .candidates[0].path, .candidates[0].name,
        .candidates[0].address, $offset] | map(tostring) | join(" ")' "$scratch/frames.json" | sort -u > "$scratch/frames"
    while read -r candidates path function address offset; do
        if [[ $candidates != 1 ]]; then
            fail "$name" "$candidates candidates for $function"
            return
        fi
        mapfile -t expected < <(addr2line -fie "$image" "$(printf '0x%x' $((address + (offset > 0 ? offset - 1 : 0))))" | tail -n 2)
        file=${expected[1]%%:*}
        # Assembly has no functions for debuggers.
        [[ $path == *.S || $file == '??' ]] && continue
        if [[ ${expected[0]} != "${function%%.*}" || $file != */"$path" ]]; then
            fail "$name" "$path:$function+$offset, where addr2line has ${expected[0]} of $file"
            return
        fi
        ((frames += 1))
    done < "$scratch/frames"
    "$kelf" decode "$image" "$log" > "$scratch/decoded.log" 2> "$scratch/err"
    if ((frames < 8)); then
        fail "$name" "only $frames frames: $(head -n 1 "$scratch/err")"
    # What a kernel with paths in names printed has the file already, and gets the line.
    elif ! grep -qE '__handle_sysrq\+0x.*\(drivers/tty/sysrq\.c:[0-9]' "$scratch/decoded.log"; then
        fail "$name" 'no line of __handle_sysrq in the log'
    elif [[ -s $scratch/err ]]; then
        fail "$name" "$(head -n 1 "$scratch/err")"
    else
        pass "$name: $frames frames as addr2line has them"
    fi
}

boot() { # boot NAME ARGUMENTS: sets log
    log=$scratch/boot.log
    BOOT_ARGS=$2 "$BOOT" "$copy/arch/x86/boot/bzImage" "$scratch/decoded" "$scratch/probes" \
        "$scratch/livepatch-sample.ko" -- "$guest" > "$log" 2> "$scratch/boot.err" && return
    fail "$1" "it does not boot: $(tail -n 1 "$log" | tr -d '\r')"
    return 1
}

check_mode() {
    local mode=$1 folder=$scratch/link options=(--paths "$1") before map
    [[ $mode != single ]] || options=(--single-pass)
    rm -rf "$folder"
    if ! (link_folder "$copy" "$folder" && cd "$folder" && "$kelf" link "${options[@]}" -- "${link[@]}") > "$scratch/link.log" 2>&1; then
        fail "$mode/link" "$(tail -n 1 "$scratch/link.log")"
        return
    fi
    if ! "$kelf" kallsyms --verify "$folder/vmlinux.unstripped" > "$scratch/verified" 2>&1; then
        fail "$mode/verify" "$(head -n 1 "$scratch/verified")"
        return
    fi
    pass "$mode/verify: $(sed 's/.*: \([0-9]* entries\).*(/\1, /; s/)$//' "$scratch/verified")"
    # Addresses behind the tables move; what is there stays.
    map=$(cut -c 18- "$folder/System.map" | sort | sha256sum)
    if [[ $map == "$original_map" ]]; then pass "$mode/System.map"; else fail "$mode/System.map" 'has other symbols than that of the original'; fi
    if [[ $mode == none || $mode == side ]]; then
        if cmp -s "$folder/vmlinux.unstripped" "$scratch/original"; then pass "$mode/same-image"; else fail "$mode/same-image" 'is not the original'; fi
    fi
    [[ $mode != side ]] || check_side "$folder"
    [[ $mode != single ]] || expect single/links "$(grep -c '^  LD ' "$scratch/link.log")" 1

    mv "$folder/vmlinux.unstripped" "$copy/vmlinux.unstripped"
    touch "$copy/vmlinux.unstripped"
    before=$(stat -c %i "$copy/vmlinux.unstripped")
    rm -f "$copy"/vmlinux
    build "$mode/bzImage" || return
    if [[ $before != "$(stat -c %i "$copy/vmlinux.unstripped")" ]]; then
        fail "$mode/bzImage" 'the build linked another kernel'
        return
    fi
    "$kelf" kallsyms --decode "$copy/vmlinux" > "$scratch/decoded" || { fail "$mode/decode" 'failed'; return; }
    cp "$copy/samples/livepatch/livepatch-sample.ko" "$scratch/"
    if [[ $mode == side ]]; then
        "$kelf" sympaths -o "$scratch/livepatch-sample.ko" "$copy/samples/livepatch/livepatch-sample.ko"
        [[ $(readelf -SW "$scratch/livepatch-sample.ko") == *' .ksympath '* ]] || fail side/module 'has no section .ksympath'
    fi
    echo type_show > "$scratch/probes"
    [[ $mode != alias ]] || echo type_show@kernel_irq_irqdesc_c >> "$scratch/probes"

    boot "$mode/boot" nokaslr || return
    expect "$mode/kallsyms" "$(result kallsyms)" "$(wc -l < "$scratch/decoded")"
    case $mode in
        none | side | single) expect "$mode/probe" "$(result 'probe type_show')" 'refused: [1-9]* not unique' ;;
        alias)
            expect "$mode/probe" "$(result 'probe type_show')" 'refused: [1-9]* not unique'
            expect "$mode/probe-alias" "$(result 'probe type_show@kernel_irq_irqdesc_c')" 'set, hits: [1-9]* of [1-9]*'
            ;;
        # The kernel knows such a name no more.
        dup | all) expect "$mode/probe" "$(result 'probe type_show')" 'refused: 0 not unique' ;;
    esac
    case $mode in
        all) expect "$mode/livepatch" "$(result livepatch)" refused ;;
        *) expect "$mode/livepatch" "$(result livepatch)" 'this has been live patched*' ;;
    esac
    check_trace "$mode/trace"
    boot "$mode/boot-kaslr" '' || return
    # Without RANDOMIZE_MEMORY a kernel that was moved says that it was not.
    if [[ $(result text) == "$(nm "$copy/vmlinux" | sed -n 's/ T _text$//p')" ]]; then
        fail "$mode/trace-kaslr" 'the kernel is where it was linked'
    else
        check_trace "$mode/trace-kaslr"
    fi
}

# The table that the link wrote is for its image, and has what the image's objects tell.
check_side() {
    local folder=$1 names
    mapfile -t names < <(awk '{ print $3 }' "$folder/System.map" | shuf -n 300 --random-source=<(yes))
    "$kelf" lookup "$folder/vmlinux.unstripped" "${names[@]}" > "$scratch/direct" 2> /dev/null
    "$kelf" lookup --side "$folder/vmlinux.ksympath" "$folder/vmlinux.unstripped" "${names[@]}" > "$scratch/beside" 2> "$scratch/err"
    if [[ -s $scratch/direct ]] && cmp -s "$scratch/direct" "$scratch/beside"; then
        pass "side/table: $(stat -c %s "$folder/vmlinux.ksympath") bytes"
    else
        fail side/table "$(first_difference "$scratch/direct" "$scratch/beside") $(head -n 1 "$scratch/err")"
    fi
}

inputs=("$tree"/{vmlinux.a,vmlinux.unstripped,.vmlinux.export.o,System.map})
hashes=$(sha256sum "${inputs[@]}")
cp -a "$(realpath "$tree")" "$copy"
# In its new place everything is linked once more, by the originals.
build || exit
cp "$copy/vmlinux.unstripped" "$scratch/original"
original_map=$(cut -c 18- "$copy/System.map" | sort | sha256sum)
objects=$(sha256sum "$copy"/{vmlinux.a,vmlinux.o,.vmlinux.export.o,init/version-timestamp.o})
for mode in "$@"; do
    check_mode "$mode"
done
if [[ $objects == "$(sha256sum "$copy"/{vmlinux.a,vmlinux.o,.vmlinux.export.o,init/version-timestamp.o})" && $hashes == "$(sha256sum "${inputs[@]}")" ]]; then
    pass unchanged
else
    fail unchanged 'an input is not what it was'
fi
