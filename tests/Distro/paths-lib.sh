# SPDX-License-Identifier: GPL-2.0-only
#
# The source files of symbols that several files define, with what debugging information says in .debug_aranges and in the names of
# units (as readelf prints both); their positions, with System.map; and call traces as each machine prints them.
# shellcheck shell=bash disable=SC2154 # set by the script
names_sampled=30

# "ADDRESS NAME" of text symbols in the order of addresses, of 16 digits.
symbols_of_map() { awk -v bits="$bits" '$2 ~ /^[tT]$/ { a = substr($1, length($1) - bits / 4 + 1); printf "%16s %s\n", a, $3 }' "$map" | tr ' ' 0 | sed 's/^\([0-9a-f]\{16\}\)0/\1 /'; }

# The same of functions alone: what a linker script defines is none.
functions_of_image() {
    readelf -sW "$image" 2> /dev/null | awk '$4 == "FUNC" && $(NF - 1) ~ /^[0-9]+$/ { a = "0000000000000000" $2; print substr(a, length(a) - 15), $NF }' | sort -u
}

# Makes $folder/units, "LOW HIGH FILE LANGUAGE" in the order of addresses, of addresses of 16 digits, and $folder/headers-of-units,
# "FILE OFFSET SIZE" of their bytes in .debug_info. FILE is relative to the source tree: compilers were told to write it so, the
# assembler wrote the whole path.
units_of_image() {
    [[ ! -s $folder/units ]] || return 0
    readelf -wi --dwarf-depth=1 "$image" 2> "$scratch/units.err" | awk '
        function put() { if (name != "") print offset, size, assembler ? "assembler" : "compiler", name; name = ""; assembler = 0 }
        /Compilation Unit @ offset/ { put(); offset = $NF; sub(/:$/, "", offset); sub(/^0x/, "", offset); top = 0 }
        /^ *Length:/ { size = $2; sub(/^0x/, "", size) }
        /^ *<[0-9a-f]+><[0-9a-f]+>: Abbrev Number/ { top = !top++ }
        top == 1 && /DW_AT_name/ { sub(/.*: /, ""); name = $0 }
        top == 1 && /DW_AT_language.*assembler/ { assembler = 1 }
        END { put() }' > "$scratch/names"
    readelf -wr "$image" 2>> "$scratch/units.err" | awk '
        /Offset into .debug_info:/ { offset = $NF; sub(/^0x/, "", offset) }
        NF == 2 && $1 ~ /^[0-9a-f]+$/ && $2 ~ /^[0-9a-f]+$/ { print offset, $1, $2 }' > "$scratch/ranges"
    perl -e '
        my (%units, @ranges);
        open my $names, "<", $ARGV[0];
        while (<$names>) {
            chomp;
            my ($offset, $size, $language, $name) = split / /, $_, 4;
            1 while $name =~ s{(^|/)[^/.][^/]*/\.\./}{$1};
            # A unit of Rust is a part of a crate.
            $name =~ s{/\@/.*}{} if $name =~ m{\.rs/};
            # The length does not count itself.
            $units{hex $offset} = { name => $name, language => $language, size => 4 + hex $size };
        }
        my ($main) = grep { m{(^|/)init/main\.c$} } map { $_->{name} } values %units;
        exit 0 unless defined $main;
        my $root = substr $main, 0, -length "init/main.c";
        $_->{name} =~ s{^(/build/[^/]*/linux-[^/]*/|\Q$root\E)}{} for values %units;
        open my $ranges, "<", $ARGV[1];
        while (<$ranges>) {
            my ($offset, $low, $length) = map { hex } split;
            push @ranges, [$low, $low + $length, $units{$offset}] if $length && $units{$offset};
        }
        open my $output, ">", $ARGV[2];
        printf $output "%016x %016x %s %s\n", $_->[0], $_->[1], @{$_->[2]}{qw(name language)} for sort { $a->[0] <=> $b->[0] } @ranges;
        open my $list, ">", $ARGV[3];
        print $list "$units{$_}{name} $_ $units{$_}{size}\n" for sort { $a <=> $b } keys %units;' \
        "$scratch/names" "$scratch/ranges" "$folder/units" "$folder/headers-of-units"
    [[ -s $folder/units ]] || { echo 'no unit init/main.c, or no .debug_aranges' >> "$scratch/units.err"; return 1; }
}

# units_of_symbols: "ADDRESS NAME" in order of addresses on standard input; prints "ADDRESS NAME FILE LANGUAGE" of those in a unit.
units_of_symbols() {
    # Compared as text: 00000000003832e8 is no number.
    awk '
        NR == FNR { low[++units] = $1 ""; high[units] = $2 ""; file[units] = $3 " " $4; next }
        { address = $1 ""; while (next_unit < units && low[next_unit + 1] <= address) next_unit++ }
        next_unit && address < high[next_unit] { print $1, $2, file[next_unit] }' "$folder/units" -
}

# Names that several functions have, all in units of a compiler: "ADDRESS NAME FILE POSITION", of a sample of names.
ambiguous_symbols() {
    symbols_of_map > "$scratch/symbols"
    functions_of_image | units_of_symbols > "$scratch/located"
    # Position: among all symbols of the name, as kallsyms counts them.
    awk '{ count[$2]++ } END { for (name in count) if (count[name] > 1) print name, count[name] }' "$scratch/symbols" | sort > "$scratch/counts"
    awk 'NR == FNR { wanted[$1] = $2; next } $4 == "compiler" { count[$2]++ } END { for (name in wanted) if (count[name] == wanted[name]) print name }' \
        "$scratch/counts" "$scratch/located" | grep -vE '\.(cold|part|isra|constprop)|^__(pi|kvm|efi)' | sort | sample "$names_sampled" > "$scratch/names"
    awk 'NR == FNR { wanted[$1]; next } $2 in wanted { print $1, $2, $3, ++position[$2] }' "$scratch/names" "$scratch/located"
}

check_paths() {
    local names same assembler
    units_of_image || { row lookup skipped "no units: $(head -n 1 "$scratch/units.err")"; return; }
    ambiguous_symbols > "$folder/ambiguous"
    mapfile -t names < <(awk '{ print $2 }' "$folder/ambiguous" | sort -u)
    ((${#names[@]} > 0)) || { row lookup skipped 'no name of several functions'; return; }
    awk '{ print $2, $4, $1, $3 }' "$folder/ambiguous" | sort > "$scratch/expected"
    "$kelf" lookup --json "$image" "${names[@]}" > "$scratch/lookup.json" 2> "$scratch/err"
    # Variants of a function, name.constprop.0, are listed with it; the units have them as other names.
    jq -r '.[] | .query as $name | .symbols[] | select(.letter | test("^[tT]$")) | select(.name | startswith($name + ".") | not) | "\(.name) \(.sympos) \(.address) \(.path)"' "$scratch/lookup.json" |
        awk -v bits="$bits" '{ a = "0000000000000000" substr($3, 3); $3 = "0000000000000000" substr(a, length(a) - bits / 4 + 1)
            $3 = substr($3, length($3) - 15); print }' | sort > "$scratch/found"
    compare lookup "$scratch/expected" "$scratch/found" "$(wc -l < "$scratch/expected") functions of ${#names[@]} names: files, positions"
    "$kelf" sympaths --paths all "$image" > "$scratch/all" 2> "$scratch/err"
    # Of what was written in assembler debugging information alone does not give the file.
    awk -v bits="$bits" '
        NR == FNR { key = substr($1, length($1) - bits / 4 + 1) " " $2; file[key] = $3; language[key] = $4; next }
        {
            path = name = $3
            sub(/^.*:/, "", name)
            if (!sub(/:[^:]*$/, "", path)) path = "none"
            key = substr($1, length($1) - bits / 4 + 1) " " name
            if (!(key in file)) next
            if (path == "none" && language[key] == "assembler") assembler++
            else if (path != file[key]) print "expected " file[key] ", got " $3
            else same++
        }
        END { print same + 0, assembler + 0 }' "$scratch/located" "$scratch/all" > "$scratch/paths"
    read -r same assembler < <(tail -n 1 "$scratch/paths")
    if [[ $(wc -l < "$scratch/paths") == 1 ]] && ((same > 0)); then
        row paths equal "$same functions in the unit of debugging information ($assembler of assembler without a path)"
    else
        row paths different "$(($(wc -l < "$scratch/paths") - 1)) functions: $(head -n 1 "$scratch/paths"); $same equal"
    fi
}
