# SPDX-License-Identifier: GPL-2.0-only
#
# Logs as kernels of each machine print them, made of functions of the image, and what `kelf decode` makes of them.
# shellcheck shell=bash disable=SC2154 # set by the script
frames=30

# "ADDRESS NAME OFFSET SIZE FILE" of text symbols in units of a compiler: half of them share their name. The size is what kallsyms
# takes for it, the distance to the next address.
functions_of_log() {
    awk 'NR == FNR { ambiguous[$1 " " $2]; next } { print (($1 " " $2) in ambiguous) ? "b" : "a", $0 }' "$folder/ambiguous" "$scratch/sized" |
        sort -R --random-source=<(yes "$seed") | awk -v frames="$frames" '{ if (++count[$1] <= frames / 2) print }' | cut -d ' ' -f 2-
}

# "ADDRESS NAME SIZE FILE" of all functions, of those that have room for an offset.
sized_functions() {
    awk -v bits="$bits" '{ print substr($1, length($1) - bits / 4 + 1) }' "$map" | sort -u > "$scratch/addresses"
    awk -v bits="$bits" '$4 == "compiler" { print substr($1, 17 - bits / 4), $2, $3 }' "$scratch/located" |
        perl -e '
            open my $file, "<", $ARGV[0];
            my @addresses = map { hex } <$file>;
            my $at = 0;
            while (<STDIN>) {
                my ($address, $name, $path) = split;
                my $value = hex $address;
                $at++ while $at < @addresses && $addresses[$at] <= $value;
                my $size = ($addresses[$at] // 0) - $value;
                printf "%s %s %x %s\n", $address, $name, $size, $path if $size >= 32 && $size < 65536;
            }' "$scratch/addresses" |
        # One name twice at one size cannot be told apart where a machine prints no addresses.
        awk '{ line[NR] = $0; count[$2 " " $3]++; key[NR] = $2 " " $3 } END { for (i = 1; i <= NR; i++) if (count[key[i]] == 1) print line[i] }' > "$scratch/sized.short"
    awk '{ a = "0000000000000000" $1; $1 = substr(a, length(a) - 15); print }' "$scratch/sized.short" > "$scratch/sized"
}

# The log of one machine: "ADDRESS NAME SIZE FILE" on standard input.
log_of() { # MACHINE RELEASE
    perl -e '
        my ($machine, $release, $bits) = @ARGV;
        my $time = 42;
        sub line { printf "[%5d.%06d] %s\n", $time, $time * 7919 % 1000000, $_[0]; $time++ }
        my @frames = map { [split] } <STDIN>;
        my $call = sub { my ($frame) = @_; sprintf "%s+0x%x/0x%x", $frame->[1], 16, hex $frame->[2] };
        # The kernel masks nothing: 32-bit machines print eight digits.
        my $address = sub { my ($frame) = @_; my $text = sprintf "%016x", 16 + hex $frame->[0]; $bits == 32 ? substr $text, 8 : $text };
        my ($first, $second) = @frames;
        line("CPU: 1 PID: 77 Comm: insmod Not tainted $release #1");
        if ($machine =~ /^(amd64|i386)$/) {
            line(($machine eq "amd64" ? "RIP: 0010:" : "EIP: ") . $call->($first));
            line("Call Trace:"); line(" <TASK>");
            line(" " . $call->($_)) for @frames;
            line(" </TASK>");
        } elsif ($machine eq "arm64") {
            line("pc : " . $call->($first)); line("lr : " . $call->($second));
            line("Call trace:");
            line(" " . $call->($_)) for @frames;
        } elsif ($machine =~ /^arm/) {
            line("PC is at " . $call->($first)); line("LR is at " . $call->($second));
            line(sprintf "pc : [<%s>]    lr : [<%s>]    psr: 60000013", $address->($first), $address->($second));
            # Function and caller: the first half has no offset.
            for my $i (1 .. $#frames) { line(" $frames[$i - 1][1] from " . $call->($frames[$i])) }
        } elsif ($machine eq "s390x") {
            line(sprintf "Krnl PSW : 0704c00180000000 %s (%s)", $address->($first), $call->($first));
            line("Call Trace:");
            line(sprintf " [<%s>] %s ", $address->($_), $call->($_)) for @frames;
        } elsif ($machine eq "ppc64el") {
            line(sprintf "NIP [%s] %s", $address->($first), $call->($first)); line(sprintf "LR [%s] %s", $address->($second), $call->($second));
            line("Call Trace:");
            line(sprintf "[c000000003a7b9f0] [%s] %s", $address->($_), $call->($_)) for @frames;
        } elsif ($machine eq "riscv64") {
            line("epc : " . $call->($first)); line(" ra : " . $call->($second));
            line(sprintf "epc : %s ra : %s sp : ff20000000013c60", $address->($first), $address->($second));
            line(sprintf "[<%s>] %s", $address->($_), $call->($_)) for @frames;
        } elsif ($machine eq "loong64") {
            line(sprintf "   ra: %s %s", $address->($second), $call->($second)); line(sprintf "  ERA: %s %s", $address->($first), $call->($first));
            line("Call Trace:");
            line(sprintf "[<%s>] %s", $address->($_), $call->($_)) for @frames;
        } else {
            line(sprintf "epc   : %s %s", $address->($first), $call->($first)); line(sprintf "ra    : %s %s", $address->($second), $call->($second));
            line("Call Trace:");
            line(sprintf "[<%s>] %s", $address->($_), $call->($_)) for @frames;
        }' "$1" "$2" "$bits"
}

check_decode() {
    local decided=0 count=0 name size path missing=''
    units_of_image || { row decode skipped "no units: $(head -n 1 "$scratch/units.err")"; return; }
    [[ -s $folder/ambiguous ]] || ambiguous_symbols > "$folder/ambiguous"
    functions_of_image | units_of_symbols > "$scratch/located"
    sized_functions
    functions_of_log > "$scratch/functions"
    log_of "$architecture" "$release" < "$scratch/functions" > "$scratch/log"
    "$kelf" decode --no-lines "$image" "$scratch/log" > "$scratch/decoded" 2> "$scratch/err" || { row decode different "$(head -n 1 "$scratch/err")"; return; }
    while read -r _ name size path; do
        count=$((count + 1))
        if grep -qF " $path:$name+0x10/0x$size" "$scratch/decoded"; then decided=$((decided + 1))
        else missing=${missing:-"$path:$name, got $(grep -m 1 -F "$name+0x10/0x$size" "$scratch/decoded")"}; fi
    done < "$scratch/functions"
    cp "$scratch/log" "$folder/log"
    cp "$scratch/decoded" "$folder/decoded"
    if [[ $(wc -l < "$scratch/decoded") != "$(wc -l < "$scratch/log")" ]]; then row decode different 'another number of lines'
    elif ((decided == count && count > 0)); then row decode equal "$count frames as $architecture prints them, each with its file"
    else row decode different "$decided of $count frames; expected $missing"; fi
}
