// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class NativeBufferTests
{
    [Fact]
    public void Starts_with_zeros()
    {
        using NativeBuffer buffer = new(5, new ByteSource("a.o", ".bss"));
        Assert.Equal(new byte[5], buffer.Contents.Span().ToArray());
        Assert.Equal("a.o: .bss+0x1: odd", buffer.Contents.Malformed(1, "odd").Message);
    }

    [Fact]
    public void May_be_empty()
    {
        using NativeBuffer buffer = new(0, new ByteSource("a.o"));
        Assert.True(buffer.Contents.IsEmpty);
    }

    [Fact]
    public void Copies_within_bounds_only()
    {
        using NativeBuffer source = InMemory.File([1, 2]);
        using NativeBuffer target = new(4, new ByteSource("b.o"));
        target.CopyFrom(source.Contents, 2);
        Assert.Equal([0, 0, 1, 2], target.Contents.Span().ToArray());
        Expect.Malformed(
            "b.o: +0x3: 0x2 bytes at 0x3 reach outside (4 bytes)", () => target.CopyFrom(source.Contents, 3));
    }

    [Fact]
    public void Windows_stay_inside()
    {
        using NativeBuffer buffer = new(4, new ByteSource("b.o"));
        buffer.Writable(3, 1)[0] = 7;
        Assert.Equal(7, buffer.Contents.Span(3, 1)[0]);
        Expect.Malformed("b.o: +0x3: 0x2 bytes at 0x3 reach outside (4 bytes)", () => buffer.Writable(3, 2));
    }
}
