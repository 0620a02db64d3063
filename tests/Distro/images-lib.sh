# SPDX-License-Identifier: GPL-2.0-only
#
# The boot image of a distribution's kernel with what its debug package and /boot have; its tables of symbols with System.map and
# with what the generator of its release makes of that.
# shellcheck shell=bash disable=SC2154 # set by the script

# compare CHECK EXPECTED ACTUAL FIGURES
compare() {
    if [[ ! -s $2 ]]; then row "$1" different 'nothing to compare with'
    elif cmp -s "$2" "$3"; then row "$1" equal "$4"
    else row "$1" different "$(first_difference "$2" "$3")"; fi
}

check_sysmap() {
    "$kelf" sysmap "$image" > "$scratch/map" 2> "$scratch/err" || { row sysmap different "$(head -n 1 "$scratch/err")"; return; }
    compare sysmap "$map" "$scratch/map" "$(wc -l < "$map") symbols"
}

# The text of the map, and that of the image, where nobody says what its kernel is.
check_kallsyms_text() {
    local options
    mapfile -t options < <(generator_options "$config" "$version")
    "${generator[@]}" "${options[@]}" "$map" > "$scratch/original.S" 2> "$scratch/err" ||
        { row kallsyms-text skipped "the generator of the release: $(head -n 1 "$scratch/err")"; return; }
    KERNELVERSION=$version.1 "$scratch/bin/kallsyms" "${options[@]}" "$map" > "$scratch/kelf.S" 2> "$scratch/err"
    compare kallsyms-text "$scratch/original.S" "$scratch/kelf.S" "$(wc -l < "$scratch/original.S") lines, ${options[*]}"
    "$kelf" kallsyms --text "$image" > "$scratch/kelf.S" 2> "$scratch/err"
    compare kallsyms-image "$scratch/original.S" "$scratch/kelf.S" 'the same, options and layout from the image'
}

check_kallsyms_verify() {
    if "$kelf" kallsyms --verify "$image" > "$scratch/out" 2>&1; then
        row kallsyms-verify equal "$(sed -n '$s/.*: //p' "$scratch/out")"
    else
        row kallsyms-verify different "$(sed 's|.*: ||' "$scratch/out" | head -n 1)"
    fi
}


# Each entry has the address of System.map, and there are as many as the generator makes.
check_kallsyms_decode() {
    local kind=$1 file=$2 wanted options
    if ! "$kelf" kallsyms --decode "$file" > "$scratch/decoded" 2> "$scratch/err"; then
        # What the kernel would add to relative addresses is not in every flat image: then no guess is made.
        if grep -q 'nothing in this flat image proves their addresses' "$scratch/err"; then row "kallsyms-decode-$kind" refused "$(sed "s|.*/||" "$scratch/err" | head -n 1)"
        else row "kallsyms-decode-$kind" different "$(head -n 1 "$scratch/err")"; fi
        return
    fi
    listing_of "$scratch/decoded" > "$scratch/entries"
    listing_of "$map" > "$scratch/entries.map"
    comm -23 "$scratch/entries" "$scratch/entries.map" > "$scratch/others"
    mapfile -t options < <(generator_options "$config" "$version")
    "${generator[@]}" "${options[@]}" "$map" > "$scratch/original.S" 2> "$scratch/err"
    wanted=$(awk '/^kallsyms_num_syms:/ { getline; print $2; exit }' "$scratch/original.S")
    if [[ -s $scratch/others ]]; then
        row "kallsyms-decode-$kind" different "$(wc -l < "$scratch/others") entries are not in System.map, such as $(head -n 1 "$scratch/others")"
    elif [[ -n $wanted && $(wc -l < "$scratch/entries") != "$wanted" ]]; then
        row "kallsyms-decode-$kind" different "$(wc -l < "$scratch/entries") entries of $wanted"
    else
        row "kallsyms-decode-$kind" equal "$(wc -l < "$scratch/entries") entries with the addresses of System.map"
    fi
}

# Addresses of 16 digits, and names. A listing of a 64-bit machine may have addresses of a 32-bit one, sign-extended.
listing_of() { awk -v bits="$bits" '{ a = "0000000000000000" $1; a = substr(a, length(a) - bits / 4 + 1); print a, $3 }' "$1" | sort; }

# The text at a symbol of the image.
text_at() {
    readelf -lW "$image" 2> /dev/null | perl -e '
        my $address = hex $ARGV[1];
        while (<STDIN>) {
            my (undef, $offset, $low, undef, $size) = /^\s+(LOAD)\s+(0x\w+)\s+(0x\w+)\s+(0x\w+)\s+(0x\w+)/ or next;
            ($offset, $low, $size) = map { hex } $offset, $low, $size;
            next if $address < $low || $address >= $low + $size;
            open my $file, "<:raw", $ARGV[0];
            seek $file, $offset + $address - $low, 0;
            read $file, my $text, 4096;
            print $text =~ /^([^\n\0]*)/;
        }' "$image" "$(awk -v name="$1" -v bits="$bits" '$3 == name { print substr($1, length($1) - bits / 4 + 1); exit }' "$map")"
}

check_info() {
    local id banner found
    "$kelf" image info --json "$boot" > "$scratch/info" 2> "$scratch/err" || { row info different "$(head -n 1 "$scratch/err")"; return; }
    id=$(readelf -n "$image" 2> /dev/null | sed -n 's/^ *Build ID: //p' | head -n 1)
    banner=$(text_at linux_banner)
    found=$(jq -r '.release, .buildId, .version' "$scratch/info")
    if [[ $found == "$release"$'\n'"$id"$'\n'"$banner" ]]; then row info equal "$release, $id, $(jq -r '[.layers[].kind, (.layers[].compression // empty)] | unique | join(" ")' "$scratch/info")"
    else row info different "$(first_difference <(echo "$release"$'\n'"$id"$'\n'"$banner") <(echo "$found"))"; fi
}

# Loaded bytes are those of the image that was linked: as objcopy makes them of both, or of the one that is no flat file.
# A flat one may have a signature behind it.
check_extract() {
    local kernel=$scratch/kernel
    rm -f "$kernel" "$scratch"/{linked,extracted}
    "$kelf" image extract -o "$kernel" "$boot" 2> "$scratch/err" || { row extract different "$(head -n 1 "$scratch/err")"; return; }
    "$objcopy" -O binary -R .note -R .note.gnu.build-id -R .comment "$image" "$scratch/linked" 2> "$scratch/err" ||
        { row extract skipped "objcopy: $(head -n 1 "$scratch/err")"; return; }
    if readelf -h "$kernel" > /dev/null 2>&1; then
        "$objcopy" -O binary -R .note -R .note.gnu.build-id -R .comment "$kernel" "$scratch/extracted" 2> "$scratch/err"
    else
        mv "$kernel" "$scratch/extracted"
    fi
    # What a signature changes in the header of an image that firmware starts (PE/COFF, 3.3 and 4.4): checksum, certificate table.
    perl -e '
        for my $name (@ARGV) {
            open my $file, "+<:raw", $name;
            read $file, my $head, 64;
            next unless substr($head, 0, 2) eq "MZ";
            my $at = unpack "V", substr $head, 60;
            for my $field ([$at + 88, 4], [$at + 168, 8]) { seek $file, $field->[0], 0; print $file "\0" x $field->[1] }
        }' "$scratch/linked" "$scratch/extracted"
    # A boot image may leave out zeros at the end, and have a table of relocations behind the kernel.
    if cmp -s -n "$(stat -c %s "$scratch/linked")" "$scratch/linked" "$scratch/extracted"; then
        row extract equal "$(stat -c %s "$scratch/linked") loaded bytes"
    else
        row extract different "$(cmp "$scratch/linked" "$scratch/extracted" 2>&1 | head -n 1 | sed "s|$scratch/||g"); of $(stat -c '%s' "$scratch/linked" "$scratch/extracted" | paste -sd ' ') bytes"
    fi
    rm -f "$kernel" "$scratch"/{linked,extracted}
}

# Most distributions leave the configuration out of the kernel: then there is nothing to extract, and it is said.
check_config() {
    if grep -q '^CONFIG_IKCONFIG=y' "$config"; then
        "$kelf" config extract "$boot" > "$scratch/config" 2> "$scratch/err"
        compare config "$config" "$scratch/config" "$(wc -l < "$config") lines"
    elif "$kelf" config extract "$boot" > "$scratch/config" 2> "$scratch/err"; then
        row config different 'there is one in a kernel without IKCONFIG'
    else
        row config equal "none in it (no IKCONFIG), and refused"
    fi
}
