#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `kelf lineinfo` with the proposal CONFIG_KALLSYMS_LINEINFO (version 7, in the folder `shared` beside the project): its generator, its
# reader in a program of ours, the assembler and llvm-addr2line; side tables with the debugging information everywhere.
#
#   lineinfo.sh [TREE...]     default small-gcc small-clang small-thinlto
#
#   KELF_TESTBED, TOOL as in harness.sh
#   LINEINFO_PATCHES  folder with 1.patch to 4.patch; default data/lineinfo-v7 in the folder `shared` beside the project
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

need_tool gen_lineinfo
need gcc readelf cmp perl
patches=${LINEINFO_PATCHES:-$root/../shared/data/lineinfo-v7}
(($# > 0)) || set -- small-gcc small-clang small-thinlto

# The generator and the reader of the proposal, from its patches; nothing of them is part of this project.
original=$scratch/original
make_original() {
    local patch
    [[ -e $patches/4.patch ]] || { echo 'no patches (LINEINFO_PATCHES)'; return 1; }
    mkdir -p "$original/h/linux"
    for patch in "$patches"/[1-4].patch; do
        perl -ne 'print if ($on = /^diff / ? m{ b/(scripts/gen_lineinfo\.c|include/linux/mod_lineinfo\.h)$} : $on)' "$patch" |
            patch -p1 -s -d "$original" > /dev/null || { echo "$patch does not apply"; return 1; }
    done
    cp "$original/include/linux/mod_lineinfo.h" "$original/h/linux/"
    gcc -O2 -w -I"$original/h" "$original/scripts/gen_lineinfo.c" -ldw -lelf -o "$original/gen_lineinfo" 2> /dev/null ||
        { echo 'no libdw to compile gen_lineinfo with (libdw-dev)'; return 1; }
}
no_original=$(make_original) || original=

# Asks lineinfo_search(), as a kernel does, for addresses on standard input.
cat > "$scratch/look.c" <<'END'
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <linux/mod_lineinfo.h>
extern const u32 lineinfo_num_entries, lineinfo_num_files, lineinfo_num_blocks, lineinfo_data_size, lineinfo_filenames_size;
extern const u32 lineinfo_block_addrs[], lineinfo_block_offsets[], lineinfo_file_offsets[];
extern const u8 lineinfo_data[];
extern const char lineinfo_filenames[];
int main(int argc, char **argv)
{
	unsigned long long text = strtoull(argv[1], NULL, 16), address;
	struct lineinfo_table table = {
		.blk_addrs = lineinfo_block_addrs, .blk_offsets = lineinfo_block_offsets, .data = lineinfo_data,
		.data_size = lineinfo_data_size, .file_offsets = lineinfo_file_offsets, .filenames = lineinfo_filenames,
		.num_entries = lineinfo_num_entries, .num_blocks = lineinfo_num_blocks, .num_files = lineinfo_num_files,
		.filenames_size = lineinfo_filenames_size,
	};
	while (scanf("%llx", &address) == 1) {
		const char *file;
		unsigned int line;
		if (lineinfo_search(&table, address - text, 0, &file, &line))
			printf("%llx %s:%u\n", address, file, line);
		else
			printf("%llx -\n", address);
	}
	return 0;
}
END

# call_sites IMAGE [direct]: the return addresses of all calls in the text of a kernel, or of the direct ones, less one.
call_sites() {
    objdump -d -j .text --no-show-raw-insn "$1" | perl -se '
        while (<STDIN>) {
            /^([0-9a-f]{16}):?\s+<|^\s*([0-9a-f]+):\s+(\S+)(\s+[0-9a-f]+ )?/ or next;
            printf "%x\n", hex($2) - 1 if $call && defined $2;
            my $known = $direct eq "" || defined $4; # before the next match
            $call = defined $3 && $3 =~ /^(?:call|callq)$/ && $known;
        }' -- -direct="${2-}"
}

# same_places NAME KELF LLVM [MOST]: two lists of ADDRESS PLACE, one with paths below the tree, the other with whole ones; that many may
# differ.
same_places() {
    local name=$1 what count wrong
    what=$(paste -d '\t' "$2" "$3" | perl -ne '
        chomp;
        ($mine, $other) = map { s/^\S+ //r } split /\t/;
        # addr2line says which of several blocks of a line it is, and prints nothing known as ??:0, or with its file and line 0.
        $other =~ s/ \(discriminator \d+\)$//;
        $other = "-" if $other =~ /:[0?]$/;
        $other =~ s{/\./}{/}g;
        1 while $other =~ s{/(?!\.\./)[^/]+/\.\./}{/};
        $count++;
        next if $mine eq $other || (length($other) > length($mine) && substr($other, -length($mine) - 1) eq "/$mine");
        $first //= $_;
        $wrong++;
        END { printf "%d of %d differ: %s\n", $wrong // 0, $count // 0, $first // ""; }')
    read -r wrong _ count _ <<< "$what"
    if ((count > 0 && wrong <= ${4:-0})); then pass "$name: $count call sites, $wrong differ"; else fail "$name" "$what"; fi
}

check_text() {
    local tree=$1 image=$2
    check "$tree/object" assembled "$image" last
    if [[ -z $original ]]; then
        skip "$tree/original-text" "$no_original"
        return
    fi

    "$original/gen_lineinfo" "$image" > "$scratch/original.S" 2> "$scratch/original.err"
    "$kelf" lineinfo -q --format asm --rule v7 -o "$scratch/kelf.S" "$image" 2> /dev/null
    check "$tree/original-text" cmp "$scratch/original.S" "$scratch/kelf.S"
    check "$tree/original-object" assembled "$image" v7
    "$tool" "$image" > "$scratch/dropin.S" 2> "$scratch/dropin.err"
    check "$tree/drop-in" cmp "$scratch/original.S" "$scratch/dropin.S"
    check "$tree/drop-in-summary" cmp "$scratch/original.err" "$scratch/dropin.err"
}

# The object is what the assembler makes of the text.
assembled() {
    "$kelf" lineinfo -q --format asm --rule "$2" -o "$scratch/text.S" "$1" &&
        "$kelf" lineinfo -q --format v7 --rule "$2" -o "$scratch/object.o" "$1" &&
        gcc -c "$scratch/text.S" -o "$scratch/text.o" && cmp "$scratch/text.o" "$scratch/object.o"
}

check_reader() {
    local tree=$1 image=$2 text
    [[ -n $original ]] || { skip "$tree/reader" "$no_original"; return; }
    [[ -z $(missing llvm-addr2line objdump) ]] || { skip "$tree/reader" 'no llvm-addr2line or objdump'; return; }
    "$kelf" lineinfo -q --format v7 -o "$scratch/lines.o" "$image" || { fail "$tree/reader" 'no object'; return; }
    gcc -O2 -z noexecstack -I"$original/h" "$scratch/look.c" "$scratch/lines.o" -o "$scratch/look" || { fail "$tree/reader" 'does not link'; return; }
    text=$(nm "$image" | awk '$3 == "_text" { print $1 }')
    call_sites "$image" > "$scratch/sites"
    "$scratch/look" "$text" < "$scratch/sites" > "$scratch/kelf.places"
    sed 's/^/0x/' "$scratch/sites" | llvm-addr2line -e "$image" | paste -d ' ' "$scratch/sites" - > "$scratch/llvm.places"
    same_places "$tree/reader" "$scratch/kelf.places" "$scratch/llvm.places"

    # Tables of the rows of calls alone are right after calls that are known: direct ones by the relocations that were kept, or those that
    # GCC says. In assembly, and at few places of C, a call that the assembler resolved has neither, and the line of one before it.
    [[ -e $testbed/$tree/vmlinux.unstripped ]] || { skip "$tree/reader-calls" 'no vmlinux.unstripped'; return; }
    "$kelf" lineinfo -q --format v7 --rows calls -o "$scratch/calls.o" "$testbed/$tree/vmlinux.unstripped" &&
        gcc -O2 -z noexecstack -I"$original/h" "$scratch/look.c" "$scratch/calls.o" -o "$scratch/look" ||
        { fail "$tree/reader-calls" 'no object'; return; }
    call_sites "$image" direct > "$scratch/direct"
    sed 's/^/0x/' "$scratch/direct" | llvm-addr2line -e "$image" | paste -d ' ' "$scratch/direct" - |
        grep -v '[.]S:[0-9]*$' > "$scratch/llvm.places"
    cut -d ' ' -f 1 "$scratch/llvm.places" | "$scratch/look" "$text" > "$scratch/kelf.places"
    if (($(stat -c %s "$scratch/calls.o") * 2 < $(stat -c %s "$scratch/lines.o"))); then
        same_places "$tree/reader-calls" "$scratch/kelf.places" "$scratch/llvm.places" 4
    else
        fail "$tree/reader-calls" "the table is as large as with all rows"
    fi
}

# frames IMAGE: 2,000 return addresses as perf script prints them.
frames() {
    objdump -d -j .text --no-show-raw-insn "$1" | perl -ne '
        ($start, $name) = (hex($1), $2), next if /^([0-9a-f]{16}) <(.+)>:/;
        next unless /^\s*([0-9a-f]+):\s+(\S+)/;
        push @all, sprintf "\t%s %s+0x%x ([kernel.kallsyms])\n", $1, $name, hex($1) - $start if $call && hex($1) > $start;
        $call = $2 =~ /^(?:call|callq)$/;
        END { print $all[$_ * $#all / 2000] for 0 .. 1999 }'
}

# A trace has the same lines by the side table and an image without debugging information.
side_decode() {
    frames "$1" > "$scratch/frames.log"
    objcopy --strip-debug "$1" "$scratch/stripped"
    "$kelf" decode "$1" "$scratch/frames.log" > "$scratch/whole.log" &&
        "$kelf" decode --side-from "$scratch/side.lines" "$scratch/stripped" "$scratch/frames.log" > "$scratch/side.log" &&
        cmp "$scratch/whole.log" "$scratch/side.log" && (($(grep -c '(inlined)' "$scratch/side.log") > 500))
}

check_side() {
    local tree=$1 image=$2
    "$kelf" lineinfo -q -o "$scratch/side.lines" "$image"
    check "$tree/side" "$kelf" lineinfo --check --side-from "$scratch/side.lines" "$image"
    "$kelf" lineinfo -q --no-inline -o "$scratch/rows.lines" "$image"
    check "$tree/side-rows" "$kelf" lineinfo --check --side-from "$scratch/rows.lines" "$image"
    "$kelf" lineinfo -q -j 1 -o "$scratch/one.lines" "$image"
    check "$tree/side-decode" side_decode "$image"
    check "$tree/side-threads" cmp "$scratch/side.lines" "$scratch/one.lines"
}

# check_each NAME COMMAND MODULE...: one case for all modules of a tree.
check_each() {
    local name=$1 command=$2 module count=0
    shift 2
    for module in "$@"; do
        "$command" "$module" > "$scratch/each.log" 2>&1 ||
            { fail "$name" "$module: $(head -n 2 "$scratch/each.log" | tr '\n' ' ')"; return; }
        count=$((count + 1))
    done
    pass "$name: $count modules"
}

original_module_text() {
    cp "$1" "$scratch/module.ko" && chmod u+w "$scratch/module.ko" # opens it for writing
    "$original/gen_lineinfo" --module "$scratch/module.ko" > "$scratch/original.S" 2> "$scratch/original.err" || return
    "$kelf" lineinfo -q --module --format asm --rule v7 -o "$scratch/kelf.S" "$1" 2> /dev/null &&
        cmp "$scratch/original.S" "$scratch/kelf.S" || return
    "$tool" --module "$1" > "$scratch/kelf.S" 2> "$scratch/kelf.err" && cmp "$scratch/original.S" "$scratch/kelf.S" &&
        cmp "$scratch/original.err" "$scratch/kelf.err"
}

module_object() { assembled "$1" last && { [[ -z $original ]] || assembled "$1" v7; }; }

# What ld -r makes of the object and the module has the same tables; in the module itself nothing else changes.
module_in_place() {
    local section size
    cp "$1" "$scratch/module.ko" && chmod u+w "$scratch/module.ko"
    "$kelf" lineinfo -q --in-place "$scratch/module.ko" || return
    # Between the headers.
    size=$(($(readelf -hW "$1" | sed -n 's/.*Start of section headers: *\([0-9]*\).*/\1/p') - 64))
    cmp <(tail -c +65 "$1" | head -c "$size") <(tail -c +65 "$scratch/module.ko" | head -c "$size") || return
    "$kelf" lineinfo -q --check "$scratch/module.ko" || return
    "$kelf" lineinfo -q --module -o "$scratch/lines.o" "$1" && ld -r "$scratch/lines.o" "$1" -o "$scratch/joined.ko" || return
    for section in .mod_lineinfo .init.mod_lineinfo; do
        cmp <(contents "$scratch/joined.ko" "$section") <(contents "$scratch/module.ko" "$section") || return
    done
    "$kelf" lineinfo -q --check "$scratch/joined.ko" || return
    cmp <("$kelf" lineinfo --dump "$scratch/joined.ko") <("$kelf" lineinfo --dump "$scratch/module.ko") || return
    # Tables that are there are replaced by equal ones.
    cp "$scratch/module.ko" "$scratch/again.ko" && "$kelf" lineinfo -q --in-place "$scratch/again.ko" &&
        cmp "$scratch/module.ko" "$scratch/again.ko"
}
contents() {
    local offset size
    read -r offset size < <(readelf -SW "$1" | sed -n 's/^ *\[ *[0-9]*\] *//p' | awk -v name="$2" '$1 == name { print $4, $5 }')
    [[ -z ${offset-} ]] || tail -c +$((16#$offset + 1)) "$1" | head -c $((16#$size))
}

# Each unit of C that has code in a covered section has lines: version 7 gives a module those of its first file.
module_units() {
    readelf --debug-dump=info --dwarf-depth=1 "$1" 2> /dev/null | perl -ne '
        $name = $1 if /DW_AT_name\s*:.*?([^\s\/]+\.c)$/;
        $code = 1 if /DW_AT_(?:low_pc|ranges)/;
        if (/Compilation Unit/) { print "$name\n" if $name && $code; ($name, $code) = ("", 0) }
        END { print "$name\n" if $name && $code }' | grep -v '[.]mod[.]c$\|module-common' | sort -u > "$scratch/units"
    "$kelf" lineinfo -q --module -o "$scratch/lines.o" "$1" && "$kelf" lineinfo --dump "$scratch/lines.o" |
        sed -n 's/^[^ ]* .*\/\([^/]*\.c\):.*/\1/p' | sort -u > "$scratch/named" && [[ -s $scratch/units ]] || return
    comm -23 "$scratch/units" "$scratch/named" | grep . && return 1
    return 0
}

module_side() { "$kelf" lineinfo -q -o "$scratch/module.lines" "$1" && "$kelf" lineinfo --check --side-from "$scratch/module.lines" "$1"; }

# A trace in a module has the same lines by side tables, of which each is that of one file, and files without debugging information.
module_decode() {
    local module name sides=()
    mkdir -p "$scratch/stripped.modules"
    : > "$scratch/module.log"
    for module in "$@"; do
        name=$(basename "$module" .ko)
        "$kelf" lineinfo -q -o "$scratch/$name.lines" "$module" || return
        sides+=(--side-from "$scratch/$name.lines")
        objcopy --strip-debug "$module" "$scratch/stripped.modules/$name.ko" || return
        nm "$module" | awk -v name="$name" '$2 ~ /^[tT]$/ { printf "\tffffffffc0000000 %s+0x%x ([%s])\n", $3, 4 + NR % 8, name }' >> "$scratch/module.log"
    done
    "$kelf" decode -m "$tree_folder" "$image" "$scratch/module.log" > "$scratch/whole.log" || return
    "$kelf" decode --side-from "$scratch/side.lines" "${sides[@]}" -m "$scratch/stripped.modules" "$scratch/stripped" \
        "$scratch/module.log" > "$scratch/side.log" && cmp "$scratch/whole.log" "$scratch/side.log" &&
        (($(grep -c '[.][ch]:[0-9]*) (\[' "$scratch/side.log") > 10))
}

check_modules() {
    local tree=$1 modules tree_folder=$testbed/$1
    mapfile -t modules < <(find "$testbed/$tree/" -name '*.ko' | sort)
    ((${#modules[@]} > 0)) || { skip "$tree/modules" 'no modules'; return; }
    if [[ -n $original ]]; then
        check_each "$tree/module-original-text" original_module_text "${modules[@]}"
    else
        skip "$tree/module-original-text" "$no_original"
    fi
    check_each "$tree/module-object" module_object "${modules[@]}"
    check_each "$tree/module-in-place" module_in_place "${modules[@]}"
    check_each "$tree/module-units" module_units "${modules[@]}"
    check_each "$tree/module-side" module_side "${modules[@]}"
    check "$tree/module-side-decode" module_decode "${modules[@]:0:8}"
}

for tree in "$@"; do
    image=$testbed/$tree/vmlinux
    [[ -e $image ]] || { skip "$tree" 'no such kernel (KELF_TESTBED)'; continue; }
    check_text "$tree" "$image"
    check_reader "$tree" "$image"
    check_side "$tree" "$image"
    check_modules "$tree"
done
