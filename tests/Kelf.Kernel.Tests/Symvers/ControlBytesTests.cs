// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;

using Xunit;

namespace Kelf.Kernel.Tests.Symvers;

public sealed class ControlBytesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("s#'a b' \\ café", "s#'a b' \\ café")]
    [InlineData("\u001b[31m", "\\x1b[31m")]
    [InlineData("a\n\tb\u007f", "a\\x0a\\x09b\\x7f")]
    public void Control_bytes_are_written_as_numbers(string text, string expected)
    {
        ByteBuilder output = new();
        ControlBytes.Escape(Encoding.UTF8.GetBytes(text), output);
        Assert.Equal(expected, Encoding.UTF8.GetString(output.Bytes));
    }

    [Fact]
    public void Bytes_that_are_no_text_stay()
    {
        ByteBuilder output = new();
        ControlBytes.Escape([0xff, 0x00, 0x80], output);
        Assert.Equal([0xff, .. "\\x00"u8, 0x80], output.Bytes.ToArray());
    }
}
