// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Settings;

using Xunit;

namespace Kelf.Kernel.Tests.Kheaders;

public sealed class XzChoiceTests
{
    [Theory]
    [InlineData("xz -9", "OneThread 9 liblzma")]
    [InlineData("xz -9 -e", "OneThread 80000009 liblzma")]
    [InlineData("xz --extreme -2 -T1", "OneThread 80000002 liblzma")]
    [InlineData("xz -T0", "Threads 6 liblzma")]
    [InlineData("xz --threads=4 -1", "Threads 1 liblzma")]
    [InlineData("xz --check=crc32", "command xz --check=crc32")]
    [InlineData("xz -T", "command xz -T")]
    [InlineData("xz -10", "command xz -10")]
    [InlineData("/usr/bin/xz", "command /usr/bin/xz")]
    [InlineData(" pixz  -9 ", "command pixz -9")]
    public void What_the_library_can_do_needs_no_program(string command, string description) =>
        Assert.StartsWith(description, XzChoice.OfCommand(command)!.Description, StringComparison.Ordinal);

    [Fact]
    public void No_words_are_no_choice() => Assert.Null(XzChoice.OfCommand("  "));

    [Fact]
    public void Choices_tell_their_settings()
    {
        Assert.NotEqual(XzChoice.Fast.Description, XzChoice.Dense.Description);
        Assert.Equal(XzChoice.Same.Description, XzChoice.OfCommand("xz")!.Description);
        Assert.Equal("none", XzChoice.None.Description);
    }
}
