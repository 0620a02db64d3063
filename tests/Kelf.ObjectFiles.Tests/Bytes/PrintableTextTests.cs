// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("s#'a b' \\ caf\u00e9 \u65e5\u672c", "s#'a b' \\ caf\u00e9 \u65e5\u672c")]
    [InlineData("\u001b[31m", "\\x1b[31m")]
    [InlineData("a\n\tb\u007f\r", "a\\x0a\\x09b\\x7f\\x0d")]
    [InlineData("\u009b2J\u0085", "\\u009b2J\\u0085")]
    [InlineData("\u200e\u200f", "\\u200e\\u200f")]
    [InlineData("\u202a\u202b\u202c\u202d\u202e", "\\u202a\\u202b\\u202c\\u202d\\u202e")]
    [InlineData("\u2066\u2067\u2068\u2069", "\\u2066\\u2067\\u2068\\u2069")]
    [InlineData("\ufeff\u2028\u2029\u00ad", "\\ufeff\\u2028\\u2029\\u00ad")]
    [InlineData("\U000e0041 \U0001f40e", "\\U000e0041 \U0001f40e")]
    public void What_acts_on_a_terminal_becomes_a_number(string text, string expected)
    {
        Assert.Equal(expected, PrintableText.Of(text));
        Assert.Equal(expected, PrintableText.Of(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, PrintableText.Of(expected));
    }

    [Fact]
    public void Bytes_and_halves_that_are_no_text_become_numbers()
    {
        Assert.Equal("\\xffa\\x00\\x80", PrintableText.Of([0xff, (byte)'a', 0x00, 0x80]));
        // The beginning of a character, an overlong slash, half a pair.
        Assert.Equal("\\xe2\\x80 \\xc0\\xaf \\xed\\xa0\\x80", PrintableText.Of([0xe2, 0x80, (byte)' ', 0xc0, 0xaf, (byte)' ', 0xed, 0xa0, 0x80]));
        Assert.Equal("\\ud800x", PrintableText.Of("\ud800x"));
    }

    [Fact]
    public void Lines_keep_their_ends_and_tabs()
    {
        Assert.Equal("a\tb\n\\x1bc\n", PrintableText.OfLines("a\tb\n\u001bc\n"));
        Assert.Equal("a\tb\n\\xffc\n", PrintableText.OfLines([.. "a\tb\n"u8, 0xff, .. "c\n"u8]));
    }

    [Fact]
    public void Plain_lines_are_known_at_once()
    {
        Assert.True(PrintableText.IsPlain("a\tb\n"u8));
        Assert.False(PrintableText.IsPlain("a\r\n"u8));
        Assert.False(PrintableText.IsPlain("caf\u00e9"u8));
    }
}
