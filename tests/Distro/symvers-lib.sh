# SPDX-License-Identifier: GPL-2.0-only
#
# Versions of a distribution's kernel: by gendwarfksyms and kelf of modules and units, a sample that depends on names alone, and of
# the whole image when that is asked for; and what the image and its modules themselves have, with Module.symvers.
# shellcheck shell=bash disable=SC2154 # set by the script
modules_sampled=50
units_sampled=5
seed=17

sample() { sort -R --random-source=<(yes "$seed") | head -n "$1"; } # COUNT: some lines of standard input

# The modules of the sample, as Module.symvers names them: drivers/net/veth.
sample_modules() { awk -F '\t' '$3 != "vmlinux" { print $3 }' "$symvers" | sort -u | sample "$modules_sampled"; }

# versions_differ FILE: both programs, with the names in $scratch/list; says why they differ.
versions_differ() {
    local status=0
    # Its recursion follows the types: the usual stack may not do.
    (ulimit -s unlimited && "${gendwarfksyms[@]}" --symtypes "$scratch/symtypes.original" "$1") \
        < "$scratch/list" > "$scratch/original" 2> "$scratch/original.err" ||
        { echo "the original ends with status $?: $(head -n 1 "$scratch/original.err")"; return; }
    "$tool" --symtypes "$scratch/symtypes" "$1" < "$scratch/list" > "$scratch/stdout" 2> "$scratch/stderr" || status=$?
    difference "$status" "$scratch/stdout" "$scratch/stderr" "$scratch/symtypes" "$scratch/original" "$scratch/symtypes.original"
}

# result_of WHY: where the original cannot read a file there is nothing to compare with.
result_of() { if [[ $1 == 'the original ends '* ]]; then echo skipped; else echo different; fi; }

check_symvers_modules() {
    local module file why count=0 versions=0
    while read -r module; do
        file=$(find "$folder/debug" -path "*/kernel/$module.ko*" -type f | head -n 1)
        [[ -n $file ]] || { row symvers-modules different "no module $module in the debug package"; return; }
        if [[ $architecture == mips64el ]]; then
            # elfutils does not know the three types in a relocation of 64-bit MIPS: the linker applies them.
            "${objcopy%objcopy}ld" --unresolved-symbols=ignore-all -e 0 -o "$scratch/module" "$file" 2> "$scratch/err" ||
                { row symvers-modules skipped "ld: $(head -n 1 "$scratch/err")"; return; }
            file=$scratch/module
        fi
        awk -F '\t' -v module="$module" '$3 == module { print $2 }' "$symvers" > "$scratch/list"
        why=$(versions_differ "$file")
        [[ -z $why ]] || { row symvers-modules "$(result_of "$why")" "$module: $why"; return; }
        count=$((count + 1))
        versions=$((versions + $(grep -c '^#SYMVER' "$scratch/original")))
    done < <(sample_modules)
    if ((versions == 0)); then row symvers-modules skipped 'no module exports anything'; return; fi
    row symvers-modules equal "$count modules, $versions versions"
}

# show_unit COPY OFFSET SIZE: lets .debug_info of a copy of the image be one unit. Only its section header changes; the sections that
# units refer to stay, and offsets within a unit count from its begin.
show_unit() {
    perl -e '
        my ($image, $copy, $from, $size) = @ARGV;
        open my $file, "<:raw", $image or die;
        my $get = sub { my ($at, $length) = @_; seek $file, $at, 0; read $file, my $bytes, $length; $bytes };
        my $head = $get->(0, 64);
        my $is64 = ord(substr $head, 4, 1) == 2;
        my $order = ord(substr $head, 5, 1) == 2 ? ">" : "<";
        my ($word, $wide) = $is64 ? ("Q$order", 8) : ("L$order", 4);
        my $table = unpack $word, substr $head, $is64 ? 40 : 32;
        my ($each, $count, $names) = unpack "S$order S$order S$order", substr $head, $is64 ? 58 : 46;
        # Name, flags, offset and size in a section header.
        my ($flags, $offset, $length) = $is64 ? (8, 24, 32) : (8, 16, 20);
        my $field = sub { my ($i, $at) = @_; unpack $word, $get->($table + $i * $each + $at, $wide) };
        my $strings = $field->($names, $offset);
        for my $i (0 .. $count - 1) {
            my $name = $get->($strings + unpack("L$order", $get->($table + $i * $each, 4)), 12);
            next unless $name eq ".debug_info\0";
            die "compressed\n" if $field->($i, $flags) & 0x800;
            open my $output, "+<:raw", $copy or die;
            seek $output, $table + $i * $each + $offset, 0; print $output pack $word, $field->($i, $offset) + $from;
            seek $output, $table + $i * $each + $length, 0; print $output pack $word, $size;
            exit 0;
        }
        die "no .debug_info\n";' "$image" "$@"
}

# Functions that the image exports, by units: the image with one unit in .debug_info, as the original takes minutes for the whole
# of it even with one name.
check_symvers_units() {
    local file offset size why units=0 versions=0
    units_of_image || { row symvers-units skipped "no units: $(head -n 1 "$scratch/units.err")"; return; }
    awk -F '\t' '$3 == "vmlinux" { print $2 }' "$symvers" | sort > "$scratch/exports"
    functions_of_image | sort -k 2,2 | join -1 1 -2 2 "$scratch/exports" - | awk '{ print $2, $1 }' | sort | units_of_symbols > "$scratch/exports.units"
    awk '$4 == "compiler" { print $3 }' "$scratch/exports.units" | sort -u | sample "$units_sampled" > "$scratch/sampled"
    cp "$image" "$scratch/one-unit"
    while read -r file; do
        read -r _ offset size < <(grep -m 1 -F "$file " "$folder/headers-of-units")
        show_unit "$scratch/one-unit" "$offset" "$size" 2> "$scratch/err" || { row symvers-units skipped "$(head -n 1 "$scratch/err")"; return; }
        awk -v file="$file" '$3 == file { print $2 }' "$scratch/exports.units" | sort -u > "$scratch/list"
        why=$(versions_differ "$scratch/one-unit")
        [[ -z $why ]] || { row symvers-units "$(result_of "$why")" "$file: $why"; return; }
        units=$((units + 1))
        versions=$((versions + $(grep -c '^#SYMVER' "$scratch/original")))
    done < "$scratch/sampled"
    rm -f "$scratch/one-unit"
    if ((versions == 0)); then row symvers-units skipped 'no unit with an export is known'; return; fi
    row symvers-units equal "$units units of vmlinux, $versions versions"
}

# The original with more room for entries, compiled from the testbed's sources. Of a whole image it keeps millions in 2^16 lists, and
# spends 84 % of its time in walking along these; their number decides nothing else. Three quarters of an hour become some minutes.
wide_original() {
    local sources=$testbed/linux-source-7.3 copy=$scratch/gendwarfksyms
    [[ -d $sources/scripts/gendwarfksyms ]] || { echo 'no linux-source-7.3 in KELF_TESTBED'; return 1; }
    [[ ! -x $copy/wide ]] || return 0
    cp -r "$sources/scripts/gendwarfksyms" "$copy"
    sed -i 's/^#define DIE_HASH_BITS 16$/#define DIE_HASH_BITS 24/' "$copy/die.c"
    grep -q '^#define DIE_HASH_BITS 24$' "$copy/die.c" || { echo 'die.c is not as it was in Linux 7.3'; return 1; }
    gcc -O2 -std=gnu11 -I "$sources/scripts/include" -o "$copy/wide" "$copy"/*.c -ldw -lelf -lz 2> "$scratch/gcc" ||
        { echo "gendwarfksyms is not compiled: $(grep -m 1 error "$scratch/gcc")"; return 1; }
}

# By hand and once: --whole.
check_symvers_whole() {
    local why
    local -a gendwarfksyms
    wide_original > "$scratch/why" || { row symvers-whole skipped "$(cat "$scratch/why")"; return; }
    gendwarfksyms=("${runner[@]}" "$scratch/gendwarfksyms/wide")
    awk -F '\t' '$3 == "vmlinux" { print $2 }' "$symvers" > "$scratch/list"
    why=$(versions_differ "$image")
    if [[ -n $why ]]; then row symvers-whole "$(result_of "$why")" "$why"; else
        row symvers-whole equal "vmlinux, $(grep -c '^#SYMVER' "$scratch/original") versions"
    fi
}

# What the image and its modules export, with what modpost wrote.
check_exports() {
    sort "$symvers" > "$scratch/expected"
    if ! "$kelf" symvers --from-image "$image" "$modules" > "$scratch/lines" 2> "$scratch/err"; then
        row exports different "$(head -n 1 "$scratch/err")"
    elif sort "$scratch/lines" | cmp -s "$scratch/expected" -; then
        row exports equal "$(wc -l < "$scratch/lines") exports of the image and its modules"
    else
        row exports different "$(sort "$scratch/lines" | first_difference "$scratch/expected" -)"
    fi
}
