#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf sysmap`, `kelf kallsyms` and `kallsyms` against nm, scripts/mksysmap, scripts/kallsyms of Linux 6.1, 6.12 and 7.3, and
# the assembler: listing, filter, text, object, System.map, byte for byte, on built kernels and on random maps.
#
#   kallsyms.sh [TREE...]     default small-gcc small-thinlto small-i386 small-6.12 small-6.1 defconfig, and those of other machines
#
#   MAPS  number of random maps; default 120
#   KELF_TESTBED, TOOL as in harness.sh. The originals are compiled from KELF_TESTBED/linux-source-VERSION.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/kallsyms-lib.sh"
source "$here/tree-lib.sh"
need_tool kallsyms
maps=${MAPS:-120}
(($# > 0)) || set -- small-gcc small-thinlto small-i386 small-6.12 small-6.1 defconfig small-arm64-cfi small-arm64-thinlto small-riscv64 small-rust
kallsyms=$tool
mkdir -p "$scratch/include/asm"
echo '#define BITS_PER_LONG (__SIZEOF_LONG__ * 8)' > "$scratch/include/asm/bitsperlong.h"

# The generator of a version: that which was compiled with the kernel's own build if there is one.
for version in 6.1 6.12 7.3; do
    source=$testbed/linux-source-$version
    if [[ $version == 7.3 && -x $testbed/linux-source-7.3-originals/bin/kallsyms ]]; then
        cp "$testbed/linux-source-7.3-originals/bin/kallsyms" "$scratch/kallsyms-7.3"
    elif [[ -e $source/scripts/kallsyms.c ]]; then
        gcc -O2 -I "$source/scripts/include" -I "$source/scripts" -o "$scratch/kallsyms-$version" "$source/scripts/kallsyms.c" 2> "$scratch/log" ||
            fail "generator of $version" "$(head -n 1 "$scratch/log")"
    fi
done

# same NAME EXPECTED ACTUAL
same() {
    [[ -s $2 ]] || { fail "$1" 'nothing to compare with'; return; }
    cmp -s "$2" "$3" && pass "$1" || fail "$1" "$(cmp "$2" "$3" 2>&1 | head -n 1 | sed "s|$scratch/||g")"
}
filter() { # VERSION LISTING: as the version's script does it
    if [[ $1 == 6.1 ]]; then
        # That script runs nm itself.
        printf '#!/bin/sh\ncat "$2"\n' > "$scratch/cat-nm"
        chmod +x "$scratch/cat-nm"
        NM=$scratch/cat-nm sh "$testbed/linux-source-6.1/scripts/mksysmap" "$2" "$scratch/filtered" > "$scratch/log" 2>&1
        cat "$scratch/filtered"
    else
        sed -f "$testbed/linux-source-$1/scripts/mksysmap" "$2"
    fi
}

# The assembler has the machine's options only, as the object depends on nothing else.
assemble() { # TREE TEXT OBJECT
    local machine=-m64
    option "$1/include/config/auto.conf" 64BIT || machine=-m32
    [[ -z $(cross_of "$1") ]] || machine=''
    # shellcheck disable=SC2086 # nothing, for a compiler of that machine
    "$(cross_of "$1")gcc" $machine -I "$scratch/include" -c -o "$3" "$2"
}

# Names with several symbols at one address, as \$d of machines that mark data: in which order these come bears on nothing.
ordered() { if [[ $2 == x86 ]]; then cat "$1"; else sort -s -k 1,1 -k 3,3 -k 2,2 "$1"; fi; }

image_cases() { # NAME TREE VERSION IMAGE
    local name=$1 tree=$2 version=$3 image=$4 nm
    nm=$(nm_of "$tree")
    "$nm" -n "$image" > "$scratch/nm" 2> "$scratch/log"
    "$TOOL" sysmap --all "$image" > "$scratch/listing"
    ordered "$scratch/nm" "$(machine_of "$tree")" > "$scratch/nm.ordered"
    ordered "$scratch/listing" "$(machine_of "$tree")" > "$scratch/listing.ordered"
    same "$name, listing of $nm" "$scratch/nm.ordered" "$scratch/listing.ordered"
    filter "$version" "$scratch/nm" > "$scratch/map"
    "$TOOL" sysmap "$image" > "$scratch/sysmap"
    same "$name, filter" "$scratch/map" "$scratch/sysmap"
    [[ ! -e $image.syms ]] || same "$name, as it was built" "$image.syms" "$scratch/sysmap"

    mapfile -t options < <(generator_options "$tree/include/config/auto.conf" "$version")
    "$scratch/kallsyms-$version" "${options[@]}" "$scratch/map" > "$scratch/original.S"
    KERNELVERSION=$version.1 "$kallsyms" "${options[@]}" "$scratch/map" > "$scratch/kelf.S"
    same "$name, text of the map" "$scratch/original.S" "$scratch/kelf.S"
    "$TOOL" kallsyms --text "$image" > "$scratch/kelf.S"
    same "$name, text of the image" "$scratch/original.S" "$scratch/kelf.S"
    assemble "$tree" "$scratch/original.S" "$scratch/original.o" 2> "$scratch/log" || { fail "$name, object" "$(head -n 1 "$scratch/log")"; return; }
    for threads in 1 2 8; do
        "$TOOL" kallsyms -j $threads --syms "$scratch/syms" -o "$scratch/kelf.o" "$image" 2> "$scratch/log" ||
            fail "$name, object" "$(head -n 1 "$scratch/log")"
        [[ $threads != 1 ]] || cp "$scratch/kelf.o" "$scratch/first.o"
        cmp -s "$scratch/kelf.o" "$scratch/first.o" || break
    done
    same "$name, object, $threads threads as one" "$scratch/first.o" "$scratch/kelf.o"
    if [[ $(machine_of "$tree") == x86 ]]; then
        same "$name, object" "$scratch/original.o" "$scratch/kelf.o"
    else
        # Assemblers of other machines have other sections around the same bytes; kallsyms-targets.sh compares what is linked of them.
        for file in original kelf; do llvm-objcopy-19 -O binary --only-section=.rodata "$scratch/$file.o" "$scratch/$file.bin"; done
        same "$name, .rodata of the object" "$scratch/original.bin" "$scratch/kelf.bin"
    fi
    same "$name, --syms" "$scratch/map" "$scratch/syms"
    for built in "$image.kallsyms.o" "$image.o"; do
        [[ -e $built && $image == *tmp_vmlinux* ]] || continue
        if [[ $nm != llvm-nm* ]]; then
            same "$name, the object as it was built" "$built" "$scratch/kelf.o"
        else
            # Another assembler has other sections around the same bytes.
            llvm-objcopy-19 -O binary --only-section=.rodata "$built" "$scratch/built.bin"
            llvm-objcopy-19 -O binary --only-section=.rodata "$scratch/kelf.o" "$scratch/kelf.bin"
            same "$name, .rodata of the object as it was built" "$scratch/built.bin" "$scratch/kelf.bin"
            "$nm" -n "$built" > "$scratch/built.nm"
            "$nm" -n "$scratch/kelf.o" > "$scratch/kelf.nm"
            same "$name, symbols of the object as it was built" "$scratch/built.nm" "$scratch/kelf.nm"
        fi
    done
}

# Tables in the image: of the first link empty, of a middle one those of the link before, of the last one right.
verify_case() { # NAME IMAGE PATTERN
    "$TOOL" kallsyms --verify "$2" > "$scratch/verify" 2>&1
    if grep -qE "$3" "$scratch/verify"; then
        pass "$1, --verify"
    else
        fail "$1, --verify" "$(sed 's|.*: ||' "$scratch/verify" | head -n 1)"
    fi
}

# Without symbols the same tables are found: in a stripped image, in the boot image, in what that is unpacked to, and in a flat
# one. There per-cpu data is not where its addresses say if these begin at 0.
without_symbols() { # NAME TREE IMAGE
    local boot
    boot=$2/$(boot_image_of "$2")
    "$TOOL" kallsyms --decode "$3" > "$scratch/with-symbols"
    "$(cross_of "$2")objcopy" -S "$3" "$scratch/stripped" && "$TOOL" kallsyms --decode "$scratch/stripped" > "$scratch/found"
    same "$1, --decode of the stripped image" "$scratch/with-symbols" "$scratch/found"
    # arm64's image has its addresses in relocations alone, so that without sections none is proved. That is said, and nothing guessed.
    if [[ $(machine_of "$2") == arm64 ]]; then
        "$TOOL" kallsyms --decode "$boot" > "$scratch/found" 2> "$scratch/log"
        if [[ ! -s $scratch/found && $(cat "$scratch/log") == *'nothing in this flat image proves their addresses'* ]]; then
            pass "$1, --decode of the boot image is refused"
        else
            fail "$1, --decode of the boot image" "$(head -n 1 "$scratch/log")"
        fi
        return
    fi
    if ! grep -q '^0* A ' "$scratch/with-symbols"; then
        "$(cross_of "$2")objcopy" -O binary "$3" "$scratch/flat" && "$TOOL" kallsyms --decode "$scratch/flat" > "$scratch/found"
        same "$1, --decode of the flat image" "$scratch/with-symbols" "$scratch/found"
    fi
    [[ -e $boot ]] || { skip "$1, --decode of the boot image" 'none was built'; return; }
    "$TOOL" kallsyms --decode "$boot" > "$scratch/found"
    same "$1, --decode of the boot image" "$scratch/with-symbols" "$scratch/found"
    "$TOOL" image extract -o "$scratch/payload" "$boot" && "$TOOL" kallsyms --decode "$scratch/payload" > "$scratch/found"
    same "$1, --decode of its kernel" "$scratch/with-symbols" "$scratch/found"
}

for tree in "$@"; do
    [[ -d $tree ]] || tree=$testbed/$tree
    name=$(basename "$tree")
    [[ -e $tree/System.map ]] || { skip "$name" 'no such kernel (KELF_TESTBED)'; continue; }
    version=$(sed -nE 's/^([0-9]+\.[0-9]+).*/\1/p' "$tree/include/config/kernel.release")
    [[ -x $scratch/kallsyms-$version ]] || { skip "$name" "no generator of $version (KELF_TESTBED)"; continue; }
    for image in "$tree"/.tmp_vmlinux[1-9] "$tree"/.tmp_vmlinux.kallsyms[1-9] "$tree/vmlinux.unstripped" "$tree/vmlinux"; do
        [[ -e $image && ( $image != "$tree/vmlinux" || ! -e $tree/vmlinux.unstripped ) ]] || continue
        case_name="$name/$(basename "$image")"
        image_cases "$case_name" "$tree" "$version" "$image"
        case $image in
            *.tmp_vmlinux1) verify_case "$case_name" "$image" 'the first of the links' ;;
            *.tmp_vmlinux.kallsyms1) verify_case "$case_name" "$image" 'no symbol kallsyms_num_syms' ;;
            *.tmp_vmlinux*) verify_case "$case_name" "$image" 'kallsyms_offsets\+0x[0-9a-f]+: entry [0-9]+ is .*, where the image has' ;;
            *)
                verify_case "$case_name" "$image" "entries as Linux $version has them"
                "$TOOL" sysmap "$image" > "$scratch/sysmap"
                same "$case_name, System.map" "$tree/System.map" "$scratch/sysmap"
                # What a kernel would show, in another order for equal addresses, against what was listed.
                "$TOOL" kallsyms --decode "$image" | sed -E 's/ A / d /' | sort > "$scratch/decoded"
                "$scratch/kallsyms-$version" "${options[@]}" "$scratch/map" > "$scratch/original.S"
                entries=$(awk '/^kallsyms_num_syms:/ { getline; print $2; exit }' "$scratch/original.S")
                [[ $(wc -l < "$scratch/decoded") == "$entries" ]] && pass "$case_name, --decode: $entries entries" ||
                    fail "$case_name, --decode" "$(wc -l < "$scratch/decoded") entries of $entries"
                without_symbols "$case_name" "$tree" "$image"
                ;;
        esac
    done
done

# random_map SEED FILE: names of all lengths and bytes, few addresses, and what the rules look at.
random_map() {
    perl -e '
        my ($seed) = @ARGV;
        srand($seed);
        my @letters = split //, "tTdDbBrRwWvVAaunCi?";
        my @prefixes = ("", "", "", "_", "__", "___", "__start_", "__stop_", "__end_", "__x", "__pfx_", "kallsyms_", ".L", "\$", "__crc_",
            "__efistub_", "__AArch64ADRPThunk_", "__kcfi_typeid_", "__per_cpu_");
        my @suffixes = ("", "", "", "_start", "_end", ".llvm.123", ".llvm.9", ".cold", "_veneer", "_from_arm", ".plt_branch.");
        # Bytes of names: those of C; what an assembler can read; all that there are.
        my @sets = ([48..57, 65..90, 95, 97..122], [33, 35..91, 93..126, 128..255], [33, 35..91, 93..126, 128..255, 32]);
        my $bytes = $sets[$seed % 3];
        my $few = 1 + int(rand(30));
        my @alphabet = rand() < 0.5 ? map { $bytes->[rand @$bytes] } 1..$few : @$bytes;
        my $base = rand() < 0.3 ? 0x1000 : 0xffffffff81000000;
        my $count = int(rand(rand() < 0.2 ? 900 : 120));
        my $longest = rand() < 0.3 ? 490 : 40;
        my (@lines, @names);
        my $address = $base;
        for my $name (rand() < 0.9 ? ("_text") : (), "_stext") { push @lines, sprintf("%016x T %s", $address, $name) }
        for my $i (1..$count) {
            $address += int(rand(3)) * int(rand(64));
            my $name = $prefixes[rand @prefixes] . join("", map { chr $alphabet[rand @alphabet] } 1..(1 + int(rand($longest)))) . $suffixes[rand @suffixes];
            $name = $names[rand @names] if @names && rand() < 0.2;
            push @names, $name;
            push @lines, sprintf("%016x %s %s", $address, $letters[rand @letters], $name);
            push @lines, sprintf("%016x T _etext", $address) if $i == int($count / 2);
            push @lines, sprintf("%016x T _sinittext", $address) if $i == int($count * 2 / 3);
            push @lines, sprintf("%016x T _einittext", $address) if $i == int($count * 3 / 4);
        }
        if (rand() < 0.4) {
            unshift @lines, map { sprintf("%016x D percpu_%d", $_ * 16, $_) } 1..5;
            unshift @lines, sprintf("%016x D __per_cpu_start", 0);
            push @lines, sprintf("%016x D __per_cpu_end", 0x100);
        }
        # Some maps are in no order.
        @lines = sort { rand() <=> 0.5 } @lines if rand() < 0.2;
        print "$_\n" for @lines;' "$1" > "$2"
}
random_case() { # NAME VERSION MAP OPTION...: both texts, or both refuse
    local name=$1 version=$2 map=$3 status
    shift 3
    cpu_limit 60 "$scratch/kallsyms-$version" "$@" "$map" > "$scratch/original.S" 2> "$scratch/original.err"
    status=$?
    "$kallsyms" --layout "$version" "$@" "$map" > "$scratch/kelf.S" 2> "$scratch/kelf.err"
    local mine=$?
    # What the original makes is no text that an assembler takes, or tables that mean something else.
    if ((mine == 1)) && grep -qaE 'cannot stand in assembler text|no symbol _text|has a space' "$scratch/kelf.err"; then
        refused=$((refused + 1))
        return
    fi
    if ((mine != status)); then
        fail "$name" "status $mine instead of $status: $(head -n 1 "$scratch/kelf.err" | cut -c 1-150)"
        return 1
    fi
    if ((status == 0)) && ! cmp -s "$scratch/original.S" "$scratch/kelf.S"; then
        fail "$name" "$(cmp "$scratch/original.S" "$scratch/kelf.S" | sed "s|$scratch/||g")"
        return 1
    fi
    # The same message, behind the voice.
    if ((status != 0)) && ! grep -qF "$(tail -n 1 "$scratch/original.err")" "$scratch/kelf.err"; then
        fail "$name" "message $(head -n 1 "$scratch/kelf.err") instead of $(tail -n 1 "$scratch/original.err")"
        return 1
    fi
    compared=$((compared + 1))
}
compared=0 refused=0 failures=0
# Around the length that a kernel has room for, and the one from which a length takes two bytes. With several names of 511
# bytes the originals write past a buffer.
for length in 100 127 128 129 499 500 510 511 512 513 5000; do
    perl -e 'srand(7); print "ffffffff81000000 T _text\nffffffff81000010 t ", join("", map { chr(97 + rand 26) } 1..$ARGV[0]), "\n";
        print "ffffffff81000020 W tail\n"' "$length" > "$scratch/random.map"
    for version in 6.1 6.12 7.3; do
        # That of 6.1 reads so long a name in portions.
        [[ -x $scratch/kallsyms-$version && ( $length != 5000 || $version != 6.1 ) ]] || continue
        random_case "name of $length bytes, $version" "$version" "$scratch/random.map" --all-symbols || failures=$((failures + 1))
        cmp -s "$scratch/original.err" "$scratch/kelf.err" ||
            { fail "name of $length bytes, $version" 'messages differ'; failures=$((failures + 1)); }
    done
done
((failures > 0)) || pass "$compared names of critical lengths"
compared=0
for ((seed = 1; seed <= maps; seed++)); do
    random_map "$seed" "$scratch/random.map"
    while read -r version options; do
        [[ -x $scratch/kallsyms-$version ]] || continue
        # shellcheck disable=SC2086
        random_case "random map $seed, $version $options" "$version" "$scratch/random.map" $options || failures=$((failures + 1))
    done << 'END'
7.3
7.3 --all-symbols
7.3 --pc-relative
7.3 --all-symbols --pc-relative
6.12
6.12 --all-symbols
6.12 --absolute-percpu
6.12 --all-symbols --absolute-percpu
6.1
6.1 --all-symbols --base-relative
6.1 --all-symbols --lto-clang
6.1 --all-symbols --absolute-percpu
6.1 --all-symbols --absolute-percpu --base-relative --lto-clang
6.1 --base-relative
END
done
((failures > 0)) || pass "$maps random maps: $compared texts or refusals equal, $refused refused here alone"
