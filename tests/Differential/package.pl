#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes a package of one .dwo file of DWARF 5, 64 bits and little endian (DWARF 5 §7.3.5): llvm-dwp 19 does not end with what gcc writes, and
# GNU's dwp 2.40 leaves such units out. Before what the unit has of each section stands a copy of it, so that its offset is not 0.
#
#   package.pl FILE.dwo -o FILE.dwp
use strict;
use warnings;

my ($input, undef, $output) = @ARGV;
my %number = (info => 1, abbrev => 3, line => 4, loclists => 5, str_offsets => 6, macro => 7, rnglists => 8);
my (@columns, @offsets, @sizes, @options, $id);
for my $name (sort { $number{$a} <=> $number{$b} } keys %number) {
    my $file = "$output.$name";
    system("objcopy -O binary --only-section=.debug_$name.dwo --set-section-flags .debug_$name.dwo=alloc $input $file") == 0 or die "$name\n";
    my $bytes = do { open my $in, '<:raw', $file or die "$file: $!\n"; local $/; <$in> };
    if (($bytes // '') eq '') {
        unlink $file;
        next;
    }
    # unit_length, version, unit_type, address_size, debug_abbrev_offset: then the ID (§7.5.1.2).
    if ($name eq 'info') {
        my (undef, $version, $type) = unpack 'VvC', $bytes;
        die "no split unit of DWARF 5\n" unless $version == 5 && $type == 5;
        $id = unpack 'Q<', substr $bytes, 12, 8;
    }
    open my $out, '>:raw', $file or die "$file: $!\n";
    print $out $bytes x 2;
    close $out;
    push @columns, $number{$name};
    push @offsets, length $bytes;
    push @sizes, length $bytes;
    push @options, "--update-section", ".debug_$name.dwo=$file";
}
# Version, padding, columns, units, slots; the slots' IDs, their rows, from 1; the sections; offsets and sizes.
my $slot = $id & 1;
my $index = pack('vvVVV', 5, 0, scalar @columns, 1, 2) . pack('Q<2', $slot == 0 ? ($id, 0) : (0, $id)) . pack('V2', $slot == 0 ? (1, 0) : (0, 1))
    . pack('V*', @columns, @offsets, @sizes);
open my $out, '>:raw', "$output.index" or die "$output.index: $!\n";
print $out $index;
close $out;
system('objcopy', @options, '--add-section', ".debug_cu_index=$output.index", $input, $output) == 0 or die "objcopy\n";
unlink glob "$output.*";
