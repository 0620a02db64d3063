#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Chooses frames of a linked x86-64 kernel: functions of as many units, one of each, and in each a place behind a call. The choice depends
# on the image and a fixed seed alone. A unit is what stands behind a file symbol; the size of a function is the distance to the next
# symbol, as kernels print it.
#
#   choose-frames.pl IMAGE COUNT      prints for each frame NAME OFFSET SIZE RETURN-ADDRESS
use strict;
use warnings;
no warnings 'portable';

my ($image, $count) = @ARGV;
srand 18;

# Sections of code.
my @code;
open my $sections, '-|', 'readelf', '-SW', $image or die;
while (<$sections>) {
    my ($name, $address, $offset, $size, $flags) = /\]\s+(\S+)\s+PROGBITS\s+(\w+)\s+(\w+)\s+(\w+)\s+\w+\s+(\w+)/ or next;
    push @code, [hex $address, hex $offset, hex $size] if $flags =~ /X/ && $name eq '.text';
}

# Functions that a file symbol stands before, and all addresses of code.
my (@units, %times, %function, @addresses);
open my $symbols, '-|', 'readelf', '-sW', $image or die;
while (<$symbols>) {
    my (undef, $value, undef, $type, $bind, undef, $section, $name) = split;
    next unless defined $name && $section ne 'UND' && $value =~ /^[0-9a-f]+$/;
    if ($type eq 'FILE') { push @units, []; next }
    next if $type eq 'SECTION' || hex($value) < 0x1000;
    push @addresses, hex $value;
    $times{$name}++;
    next unless $type eq 'FUNC';
    $function{hex $value} = 1;
    push @{$units[-1]}, [$name, hex $value] if $bind eq 'LOCAL' && @units && $name =~ /^\w+$/ && $name !~ /^__(pfx|cfi)_/;
}
@addresses = sort { $a <=> $b } @addresses;

sub end_of {
    my ($address) = @_;
    my ($low, $high) = (0, scalar @addresses);
    while ($low < $high) {
        my $middle = ($low + $high) >> 1;
        if ($addresses[$middle] <= $address) { $low = $middle + 1 } else { $high = $middle }
    }
    return $low < @addresses ? $addresses[$low] : 0;
}

open my $file, '<:raw', $image or die;
# The places behind direct calls of functions.
sub returns {
    my ($address, $end) = @_;
    my ($section) = grep { $address >= $_->[0] && $end <= $_->[0] + $_->[2] } @code or return;
    seek $file, $section->[1] + $address - $section->[0], 0;
    read $file, my $bytes, $end - $address;
    my @found;
    for my $at (grep { substr($bytes, $_, 1) eq "\xe8" } 0 .. length($bytes) - 6) {
        my $return = $at + 5;
        my $target = $address + $return + unpack 'l<', substr $bytes, $at + 1, 4;
        push @found, $return if $at > 0 && $function{$target};
    }
    return @found;
}

# By chance, a unit after the other.
for (my $i = @units - 1; $i > 0; $i--) {
    my $other = int rand($i + 1);
    @units[$i, $other] = @units[$other, $i];
}
for my $unit (@units) {
    last if $count == 0;
    my @callers = grep { $times{$_->[0]} == 1 } @$unit or next;
    my ($name, $address) = @{$callers[int rand @callers]};
    my $end = end_of($address);
    my @found = returns($address, $end) or next;
    my $offset = $found[int rand @found];
    printf "%s 0x%x 0x%x %x\n", $name, $offset, $end - $address, $address + $offset;
    $count--;
}
