#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Traces of booted kernels: a module of ours that faults on purpose, in lines that its source says, inlined and not. What `kelf decode`
# makes of the console is compared with those, and the frames of the kernel with llvm-addr2line. Lines of the log without frames stay.
#
#   decode-boot.sh [TREE...]   built kernels of 7.3 for x86-64 and arm64 in KELF_TESTBED; default small-gcc small-clang small-arm64-thinlto
#                              small-arm64-cfi
#
#   KELF_TESTBED, TOOL, JOBS, BOOT as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
source "$here/kbuild-lib.sh"

need_tool
(($# > 0)) || set -- small-gcc small-clang small-arm64-thinlto small-arm64-cfi
need_boot
for addr2line in llvm-addr2line-19 llvm-addr2line; do [[ -n $(missing "$addr2line") ]] || break; done
need "$addr2line" llvm-dwarfdump-19 perl
fixture=$root/tests/Fixtures/trace
kinds=(warn null bug noreturn stack)

# A process for each, as most of them do not survive it.
guest="
dmesg -n 8
insmod /m/kelf_trace.ko
for what in ${kinds[*]}; do (echo \$what > /proc/kelf_trace); echo \"kelf_trace: after \$what\"; done
echo BOOT-OK; poweroff -f"

boot() {
    local module=$scratch/module-$name/kelf_trace.ko image
    image=$obj/$(boot_image_of "$obj")
    if [[ $(machine_of "$obj") == x86 ]]; then
        BOOT_ARGS='' "$BOOT" "$image" "$module" -- "$guest"
    else
        { echo 'load /m/kelf_trace.ko'; printf 'die /proc/kelf_trace %s\n' "${kinds[@]}"; } > "$scratch/plan"
        "$root/tests/Testbed/boot.sh" "$(machine_of "$obj")" "$image" "$scratch/plan" "$module"
    fi > "$scratch/log" 2> "$scratch/boot.err"
}

# The places that the source says, innermost first: FUNCTION LINE inlined|frame.
expected() { # expected KIND
    perl -ne 'print "$1 $3 $. ", $2 ? "inlined" : "frame", "\n" if m|/\* \@'"$1"' (\d+) (\+?)(\w+) \*/|' "$fixture/kelf_trace.c" |
        sort -n | cut -d ' ' -f 2-
}
# The trace of a kind in the decoded log: to the module's next line of that form. What the guest's processes print does not end it, as a
# busy kernel writes its own messages later.
trace() {
    awk -v kind="$1" '
        { text = $0; sub(/\r*$/, "", text) }
        !isIn && text ~ ("kelf_trace: begins " kind "$") { isIn = 1; print; next }
        isIn && text ~ /kelf_trace: begins / { exit }
        isIn { print }
        isIn && text ~ ("kelf_trace: ends " kind "$") { exit }' "$scratch/decoded"
}
# The places of the module in a trace. That of arm64 lacks who called a function that has called nothing: the link register is in it, and a
# call that does not return is one of the function behind, of which kelf says in which it is.
found() {
    trace "$1" | perl -ne '
        # Behind the trace the registers come again, and with `noreturn` another trace.
        last if /<\/TASK>/ || $isArm && /kernel BUG at|Code: |end trace/;
        $isArm ||= /Call trace:/;
        next if /WARNING: |kernel BUG at| \? |pc : /;
        my $list = /lr : / ? \@link : \@trace;
        push @$list, [$1, $2, "inlined"] if /(\w+) at \S*kelf_trace\.c:(\d+|\?) \(inlined\)/;
        push @$list, [$3 // $1, $2, "frame"]
            if /(\w+)\+0x\w+\/0x\w+ \[kelf_trace\b[^]]*\](?: \(P\))? \(\S*kelf_trace\.c:(\d+|\?)(?: in (\w+))?\)/;
        END {
            my ($first, $next) = grep { $trace[$_][2] eq "frame" } 0 .. $#trace;
            my @known = map { defined $_ ? $trace[$_][0] : "" } $first, $next;
            splice @trace, $first + 1, 0, @link if @link && !grep { $_ eq $link[-1][0] } @known;
            print map { "@$_\n" } @trace;
        }'
}

# known_lines LIST: a list of places, with * for a line of the source for which the compiler made no row: that is the line before, or none.
known_lines() {
    awk 'FNR == 1 { file++ } file == 1 { has[$1]; next } file == 2 { wanted[FNR] = $2; next }
        { if (FNR in wanted && !(wanted[FNR] in has)) $2 = "*"; print }' "$scratch/rows" "$scratch/source" "$1"
}

# The line that the first line of a warning or a bug is given, which is that of the processor.
reported() { trace "$1" | sed -nE '/WARNING: |kernel BUG at/s/.*kelf_trace\.c:([0-9]+)\).*/\1/p' | grep -v inlined | tail -n 1; }

check_kind() { # check_kind KIND
    expected "$1" > "$scratch/source"
    found "$1" > "$scratch/places"
    known_lines "$scratch/source" > "$scratch/expected"
    known_lines "$scratch/places" > "$scratch/found"
    if [[ ! -s $scratch/expected ]]; then fail "$name/$1" 'the source says no line'
    elif [[ $(reported "$1") != $(awk '$3 == "frame" { print $2; exit }' "$scratch/expected") && $1 =~ warn|bug ]]; then
        fail "$name/$1" "the line of the report is $(reported "$1")"
    elif cmp -s "$scratch/expected" "$scratch/found"; then pass "$name/$1: $(wc -l < "$scratch/found") places, $(grep -c inlined "$scratch/found") inlined"
    else fail "$name/$1" "$(first_difference "$scratch/expected" "$scratch/found")"; fi
}

# The frames of the kernel itself: file and line of return address - 1, or of the place itself behind RIP.
check_kernel_frames() {
    nm "$obj/vmlinux" > "$scratch/nm"
    perl -e '
        open my $nm, "<", $ARGV[0];
        while (<$nm>) { my ($a, $t, $n) = split; $at{$n} = $seen{$n}++ ? undef : $a if $t =~ /[tTwW]/ }
        open my $log, "<", $ARGV[1];
        while (<$log>) {
            next if /\? |\[kelf_trace/;
            next unless /([\w.]+)\+0x(\w+)\/0x\w+(?: \([A-Z]+\))? \((\S+:\d+)\)/ && $at{$1};
            my ($offset, $place) = (hex $2, $3);
            printf "%x %s\n", hex($at{$1}) + $offset - (/RIP: |pc : |\(P\)/ ? 0 : 1), $place;
        }' "$scratch/nm" "$scratch/decoded" | sort -u > "$scratch/frames"
    cut -d ' ' -f 1 "$scratch/frames" | "$addr2line" -e "$obj/vmlinux" -i -a | perl -ne '
        if (/^0x0*(\w+)$/) { print "$address $last\n" if $address; ($address, $last) = ($1, "") } else { chomp; $last = $_ }
        END { print "$address $last\n" if $address }' | sed -E "s| $src/| |; s| \./| |; s| \(discriminator [0-9]+\)$||" > "$scratch/kernel"
    if [[ $(wc -l < "$scratch/frames") -lt 5 ]]; then fail "$name/kernel" "$(wc -l < "$scratch/frames") frames of the kernel have a line"
    elif cmp -s "$scratch/kernel" "$scratch/frames"; then pass "$name/kernel: $(wc -l < "$scratch/frames") frames"
    else fail "$name/kernel" "$(first_difference "$scratch/kernel" "$scratch/frames")"; fi
}

# What is no frame is there as it was, in its order.
check_text() {
    grep -v '+0x' "$scratch/log" > "$scratch/plain"
    grep -v -e '+0x' -e ' at .*(inlined)' "$scratch/decoded" > "$scratch/kept"
    if cmp -s "$scratch/plain" "$scratch/kept"; then pass "$name/text: $(wc -l < "$scratch/plain") lines"
    else fail "$name/text" "$(first_difference "$scratch/plain" "$scratch/kept")"; fi
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    problem=$(overlay_problem "$tree")
    [[ -z $problem ]] || { skip "$(basename "$tree")" "$problem"; continue; }
    work_on "$tree"
    cp -r "$fixture" "$scratch/module-$name"
    kmake M="$scratch/module-$name" modules || { fail "$name/make" "$(why_failed)"; continue; }
    boot || { fail "$name/boot" "$(tail -n 1 "$scratch/log" "$scratch/boot.err" | tr '\n' ' ')"; continue; }
    "$kelf" decode --modules "$scratch/module-$name" "$obj/vmlinux" "$scratch/log" > "$scratch/decoded" 2> "$scratch/err" ||
        { fail "$name/decode" "$(head -n 1 "$scratch/err")"; continue; }
    llvm-dwarfdump-19 --debug-line "$scratch/module-$name/kelf_trace.ko" | awk '/^0x/ && !/end_sequence/ { print $2 }' | sort -u > "$scratch/rows"
    for kind in "${kinds[@]}"; do check_kind "$kind"; done
    check_kernel_frames
    check_text
    [[ -z ${KEEP_LOGS-} ]] || cp "$scratch/log" "$scratch/decoded" "$KEEP_LOGS"
done
