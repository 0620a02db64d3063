// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Names;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Names;

public sealed class Utf8NameTests
{
    [Fact]
    public void Names_are_text()
    {
        Assert.Equal("größe", Utf8Name.ToText("größe"u8));
        Assert.True(Utf8Name.TryToText("größe"u8, out string text));
        Assert.Equal("größe", text);
    }

    [Fact]
    public void What_is_no_UTF_8_has_a_text_that_is_not_its_own()
    {
        Assert.Equal("a\ufffd", Utf8Name.ToText([(byte)'a', 0xff]));
        Assert.False(Utf8Name.TryToText([(byte)'a', 0xff], out string text));
        Assert.Equal("", text);
    }
}
