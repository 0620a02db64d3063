#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Does to a header what a fix of `kelf kabi compare --json` says, as a person would: declarations are found by their names, each is on a
# line. kabi-fix.pl REPORT KIND HEADER SOURCE NEW-HEADER NEW-SOURCE; status 3 when no finding has a fix of that kind. The assertions come
# at the end of the source.
use strict;
use warnings;
use JSON::PP;

my ($report, $kind, $header, $source, $new_header, $new_source) = @ARGV;
sub lines { open my $in, '<', $_[0] or die "$_[0]: $!"; my @all = <$in>; chomp @all; return @all; }
sub write_to { my ($path, @all) = @_; open my $out, '>', $path or die "$path: $!"; print $out "$_\n" for @all; close $out; }

my ($fix) = grep { $_->{kind} eq $kind } map { @{ $_->{fixes} } } @{ decode_json(join '', lines($report))->{findings} };
exit 3 unless $fix;
my @text = lines($header);
my @code = lines($source);

# The line that declares a name: itself, or by the macro that reserves it.
sub line_of {
    my ($name) = @_;
    my ($reserved) = $name =~ /reserved(\d+)$/;
    for my $i (0 .. $#text) {
        return $i if $text[$i] =~ /\b\Q$name\E\b\)?\s*(\[[^\]]*\])*(\([^)]*\))?\s*(:\s*\d+|=\s*\d+)?\s*[;,]/ && $text[$i] !~ /^#|\}\s*;/;
        return $i if defined $reserved && $text[$i] =~ /RESERVE(_ARRAY)?\($reserved\b/;
    }
    die "no line declares $name\n";
}

for my $edit (@{ $fix->{edits} }) {
    my ($place, $name, @new) = ($edit->{place}, $edit->{name}, @{ $edit->{lines} });
    splice @text, line_of($_), 1 for @{ $edit->{moved} };
    if ($place eq 'in-place-of') { splice @text, line_of($name), 1, @new; }
    elsif ($place eq 'after') { splice @text, line_of($name) + 1, 0, @new; }
    elsif ($place eq 'before') { splice @text, line_of($name), 0, @new; }
    elsif ($place eq 'after-type') {
        my $type = substr $name, 2;
        my ($start) = grep { $text[$_] =~ /^(struct|union|enum) \Q$type\E \{/ } 0 .. $#text;
        my ($end) = grep { $_ > $start && $text[$_] =~ /^\}/ } 0 .. $#text;
        splice @text, $end + 1, 0, @new;
    }
    elsif (grep { /#include that defines/ } @new) { $_ =~ s/^(#include "seen.h")$/#ifndef __GENKSYMS__\n$1\n#endif/ for @code; }
    else {
        my ($last) = reverse grep { $code[$_] =~ /^#include/ } 0 .. $#code;
        splice @code, $last + 1, 0, @new;
    }
}

write_to($new_header, @text);
write_to($new_source, @code, @{ $fix->{assertions} });
