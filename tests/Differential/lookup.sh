#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf lookup --traceable` of every function of a built kernel with what nm and readelf show: the functions with an entry in
# __mcount_loc that are not freed, those of _kprobe_blacklist and of the sections that may not be probed. And what a part of the symbol
# table tells of few symbols (`kelf lookup --line`, `kelf decode`) is what the table of all does.
#
#   lookup.sh [TREE...]     default small-gcc small-clang small-thinlto small-arm64-thinlto small-arm64-cfi
#
#   KELF_TESTBED, TOOL as in harness.sh
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"
# shellcheck source=tree-lib.sh
source "$here/tree-lib.sh"

need_tool
need jq readelf nm od perl
(($# > 0)) || set -- small-gcc small-clang small-thinlto small-arm64-thinlto small-arm64-cfi

# words IMAGE START STOP: the words between two symbols, 16 digits each, without zeros; of a 64-bit little-endian image. Where a kernel moves
# itself by relocations (arm64) they are in these.
words() {
    local image=$1 start stop address offset
    start=$(awk -v name="$2" '$3 == name { print $1 }' "$scratch/nm")
    stop=$(awk -v name="$3" '$3 == name { print $1 }' "$scratch/nm")
    [[ -n $start && -n $stop ]] || return 1
    if [[ $(readelf -SW "$image") == *'] .rela.dyn '* ]]; then
        readelf -rW "$image" 2> /dev/null | perl -sne '
            printf "%016x\n", $2 ? -hex $3 : hex $3 if /^(\w{16}) +\w+ R_AARCH64_RELATIV\w* +(-?)(\w+)/ && $1 ge $start && $1 lt $stop
            ' -- -start="$start" -stop="$stop" | sort -u
        return
    fi
    # Sections by address; the last one that begins before the table holds it.
    read -r address offset < <(readelf -SW "$image" | sed -n 's/^ *\[ *[0-9]*\] *//p' | awk '$3 ~ /^ffff/ { print $3, $4 }' \
        | sort -r | sed "s/$/ $start/" | awk '$1 <= $3 { print $1, $2; exit }')
    od -An -v -t x8 -w8 -j $((16#$offset + 16#$start - 16#$address)) -N $((16#$stop - 16#$start)) "$image" | tr -d ' ' |
        grep -v '^0*$' | sort -u
}

# first_bytes IMAGE ADDRESS: four bytes of a section with code; nothing where none is.
first_bytes() {
    local start offset size
    while read -r start offset size; do
        ((16#$2 >= 16#$start && 16#$2 < 16#$start + 16#$size)) || continue
        od -An -v -t x1 -j $((16#$offset + 16#$2 - 16#$start)) -N 4 "$1" | tr -d ' '
        return
    done < <(readelf -SW "$1" | sed -n 's/^ *\[ *[0-9]*\] *//p' | awk '$7 ~ /X/ { print $3, $4, $5 }')
}

check_tree() {
    local tree=$1 image=$testbed/$1/vmlinux section address first
    [[ -e $image ]] || { skip "$tree" 'no such kernel (KELF_TESTBED)'; return; }
    nm "$image" > "$scratch/nm"
    awk '$2 ~ /^[tTwW]$/ { print $3 }' "$scratch/nm" | sort -u > "$scratch/functions"
    "$kelf" lookup --traceable --json --symbols "$scratch/functions" "$image" > "$scratch/json" 2> "$scratch/err"
    (($? == 2 || $? == 3 || $? == 0)) || { fail "$tree/run" "$(head -n 1 "$scratch/err")"; return; }
    jq -r '.[].symbols[] | select(.ftrace) | "\(.address) \(.name) \(.ftrace.isAllowed) \(.kprobe.isAllowed)"' "$scratch/json" |
        sed 's/^0x//' | awk '{ while (length($1) < 16) $1 = "0" $1; print }' | sort -u > "$scratch/judged"

    # A call stands at the beginning of a function, or after a landing pad of 4 bytes, before which there may be a label.
    words "$image" __start_mcount_loc __stop_mcount_loc > "$scratch/calls" || { skip "$tree/ftrace" 'no tracer calls'; return; }
    readelf -sW "$image" | awk '$4 == "FUNC" || $4 == "NOTYPE" { print $2, $7, $4 }' | sort -u > "$scratch/sections"
    awk '$3 == "FUNC" { print $1 }' "$scratch/sections" | sort -u > "$scratch/typed"
    while read -r call; do printf '%016x\n' $((16#$call - 4)); done < "$scratch/calls" | sort -u | comm -12 - "$scratch/typed" |
        sort -u - "$scratch/calls" > "$scratch/starts"
    section=$(readelf -SW "$image" | sed -n 's/^ *\[ *\([0-9]*\)\] \.\(init\|exit\)[^ ]* .*/\1/p' | tr '\n' ' ')
    # What begins in a freed section may end the section before, too.
    awk -v freed=" $section" 'index(freed, " " $2 " ") != 0 { print $1 }' "$scratch/sections" | sort -u > "$scratch/freed"
    cut -d ' ' -f 1 "$scratch/sections" | sort -u | comm -23 - "$scratch/freed" > "$scratch/kept"
    comm -12 "$scratch/starts" "$scratch/kept" > "$scratch/expected"
    awk '$3 == "true" { print $1 }' "$scratch/judged" | sort -u > "$scratch/traced"
    # What is no symbol of its table (of a function, or of data with the address) is not judged.
    cut -d ' ' -f 1 "$scratch/judged" | sort -u | comm -12 "$scratch/expected" - > "$scratch/expected.judged"
    if [[ -s $scratch/expected.judged ]] && cmp -s "$scratch/expected.judged" "$scratch/traced"; then
        pass "$tree/ftrace: $(wc -l < "$scratch/traced") functions"
    else
        fail "$tree/ftrace" "$(first_difference "$scratch/expected.judged" "$scratch/traced")"
    fi

    words "$image" __start_kprobe_blacklist __stop_kprobe_blacklist > "$scratch/refused"
    awk '$4 == "true" { print $1 }' "$scratch/judged" | sort -u > "$scratch/probed"
    # What the machine's arch_populate_kprobe_blacklist() adds to the kernel's own.
    local sections=(noinstr kprobes entry)
    [[ $(machine_of "$testbed/$tree") != arm64 ]] || sections+=(irqentry hyp hyp_idmap)
    for section in "${sections[@]}"; do
        awk -v start="__${section}_text_start" -v end="__${section}_text_end" '
            $3 == start { from = $1 } $3 == end { to = $1 } { line[NR] = $1 }
            END { for (i in line) if (from != "" && line[i] >= from && line[i] < to) print line[i] }' "$scratch/nm"
    done | sort -u - "$scratch/refused" > "$scratch/forbidden"
    if [[ ! -s $scratch/refused ]]; then
        skip "$tree/kprobe" 'no kprobes'
    elif [[ -n $(comm -12 "$scratch/forbidden" "$scratch/probed") ]]; then
        fail "$tree/kprobe" "allowed at $(comm -12 "$scratch/forbidden" "$scratch/probed" | head -n 1)"
    else
        # All others are allowed, but for variants of a function that is not, and padding.
        comm -23 "$scratch/kept" "$scratch/forbidden" | comm -23 - "$scratch/probed" |
            join - "$scratch/judged" | awk '$2 !~ /[.]/ && $2 !~ /^__(pfx|cfi)_/' > "$scratch/denied"
        # Nor is probed what begins with a breakpoint (padding), a trap of BUG(), a jump through memory, or where a section ends:
        # traceable-boot.sh asks a kernel that runs.
        while read -r address _; do
            first=$(first_bytes "$image" "$address")
            [[ -z $first || $first == cc* || $first == 0f0b* || $first =~ ^(3e)?(4.)?ff[12569a] ]] || grep "^$address " "$scratch/denied"
        done < "$scratch/denied" > "$scratch/denied.left"
        mv "$scratch/denied.left" "$scratch/denied"
        if [[ -s $scratch/denied ]]; then
            fail "$tree/kprobe" "refused: $(head -n 1 "$scratch/denied")"
        else
            pass "$tree/kprobe: $(wc -l < "$scratch/probed") functions, $(wc -l < "$scratch/forbidden") refused"
        fi
    fi
}

# With more than 256 queries all symbols are listed; asked one by one a part of them is read.
check_part() {
    local tree=$1 image=$testbed/$1/vmlinux query count=0
    [[ -e $image ]] || return 0
    "$kelf" lineinfo -q -o "$scratch/lines" "$image" 2> "$scratch/err" || { skip "$tree/part" "$(head -n 1 "$scratch/err")"; return; }
    nm "$image" | perl -ne '
        BEGIN { srand 18 }
        my ($address, $name) = /^(\w{16}) [tTwWdDrRbBA] ([^\s\$]+)$/ or next;
        next if $address lt "ffff" || rand() > 0.02;
        my $offset = int rand 80;
        push @all, $name, "$name,1", "$name+$offset", sprintf("0x%x", hex($address) + $offset), $address;
        END { print "$all[$_ * $#all / 400]\n" for 0 .. 399 }' 2> /dev/null > "$scratch/queries"
    for how in '' --return; do
        # shellcheck disable=SC2086 # an option or none
        "$kelf" lookup --line $how --side-from "$scratch/lines" --symbols "$scratch/queries" "$image" > "$scratch/whole" 2> /dev/null
        while read -r query; do
            # shellcheck disable=SC2086
            "$kelf" lookup --line $how --side-from "$scratch/lines" "$image" "$query" 2> /dev/null
        done < "$scratch/queries" > "$scratch/parts"
        count=$(wc -l < "$scratch/parts")
        if ((count > 200)) && cmp -s "$scratch/whole" "$scratch/parts"; then
            pass "$tree/part${how#-}: 400 queries, $count lines"
        else
            fail "$tree/part${how#-}" "$count lines, $(first_difference "$scratch/whole" "$scratch/parts")"
        fi
    done

    # A frame that has its place already is one for which the table of all is read.
    nm -n "$image" | perl -ne '
        BEGIN { srand 19 }
        my ($address, $name) = /^(\w{16}) [tTwW] ([^\s\$]+)$/ or next;
        push @all, [hex $address, $name] if $address ge "ffff";
        END {
            for (1 .. 200) {
                my $i = int rand $#all;
                my $size = $all[$i + 1][0] - $all[$i][0];
                printf "[   12.3] %s%s+0x%x/0x%x\n", rand() > 0.8 ? "RIP: 0010:" : " ", $all[$i][1], rand() > 0.2 ? rand $size : 0, $size;
            }
        }' 2> /dev/null > "$scratch/log"
    { cat "$scratch/log"; echo ' vfs_read+0x1/0x2 (a.c:1)'; } > "$scratch/log.more"
    "$kelf" decode "$image" "$scratch/log" > "$scratch/parts" 2> "$scratch/err"
    "$kelf" decode "$image" "$scratch/log.more" 2> /dev/null | sed '$d' > "$scratch/whole"
    count=$(grep -c '(.*:[0-9]*)$' "$scratch/parts")
    if ((count > 100)) && cmp -s "$scratch/whole" "$scratch/parts"; then
        pass "$tree/part-decode: 200 frames, $count with places"
    else
        fail "$tree/part-decode" "$count places, $(first_difference "$scratch/whole" "$scratch/parts")"
    fi
}

for tree in "$@"; do
    check_tree "$tree"
    check_part "$tree"
done
