// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class RegionTests
{
    private delegate ReadOnlySpan<byte> Bytes();

    [Fact]
    public void Default_region_is_empty_and_has_a_source()
    {
        Region region = default;
        Assert.True(region.IsEmpty);
        Assert.Equal(0, region.Span().Length);
        Assert.Equal("(none)", region.Source.File);
        Assert.True(region.Slice(0, 0).IsEmpty);
    }

    [Theory]
    [InlineData("beta", true)]
    [InlineData("alpha beta", true)]
    [InlineData("a", true)]
    [InlineData("beta ", false)]
    [InlineData("alpha beta gamma", false)]
    public void Bytes_are_found_wherever_they_are(string part, bool isThere)
    {
        using NativeBuffer buffer = InMemory.File("alpha beta"u8.ToArray());
        Assert.Equal(isThere, buffer.Contents.Contains(System.Text.Encoding.ASCII.GetBytes(part)));
        Assert.False(default(Region).Contains("a"u8));
    }

    [Fact]
    public void Slices_keep_the_offsets_of_their_source()
    {
        using NativeBuffer buffer = InMemory.File([0, 1, 2, 3, 4, 5, 6, 7]);
        Region part = buffer.Contents.Slice(2, 4).Slice(1, 2);
        Assert.Equal([3, 4], part.Span().ToArray());
        Assert.Equal(3ul, part.SourceOffset);
        Assert.Equal("a.o: +0x4: odd", part.Malformed(1, "odd").Message);
    }

    [Fact]
    public void As_starts_offsets_anew()
    {
        using NativeBuffer buffer = InMemory.File([0, 1, 2, 3]);
        Region section = buffer.Contents.Slice(2, 2).As(buffer.Contents.Source.InSection(".text"));
        Assert.Equal("a.o: .text+0x1: odd", section.Malformed(1, "odd").Message);
    }

    [Theory]
    [InlineData(9, 0, "a.o: +0x9: 0x0 bytes at 0x9 reach outside (8 bytes)")]
    [InlineData(7, 2, "a.o: +0x7: 0x2 bytes at 0x7 reach outside (8 bytes)")]
    [InlineData(0, ulong.MaxValue, "a.o: +0x0: 0xffffffffffffffff bytes at 0x0 reach outside (8 bytes)")]
    [InlineData(ulong.MaxValue, 2, "a.o: +0xffffffffffffffff: 0x2 bytes at 0xffffffffffffffff reach outside (8 bytes)")]
    public void Slices_stay_inside(ulong offset, ulong length, string message)
    {
        using NativeBuffer buffer = InMemory.File(new byte[8]);
        Expect.Malformed(message, () => buffer.Contents.Slice(offset, length));
    }

    [Theory]
    [InlineData(8, 1, "a.o: +0x8: 0x1 bytes at 0x8 reach outside (8 bytes)")]
    [InlineData(ulong.MaxValue, 1, "a.o: +0xffffffffffffffff: 0x1 bytes at 0xffffffffffffffff reach outside (8 bytes)")]
    public void Spans_stay_inside(ulong offset, int length, string message)
    {
        using NativeBuffer buffer = InMemory.File(new byte[8]);
        Expect.Malformed(message, () => buffer.Contents.Span(offset, length));
    }

    [Fact]
    public void Parts_are_given_when_they_are_inside_and_only_then()
    {
        using NativeBuffer buffer = InMemory.File([1, 2, 3, 4]);
        ulong[] offsets = [0, 1, 3, 4, 5, 1ul << 31, 1ul << 62, long.MaxValue, 1ul << 63, ulong.MaxValue - 3, ulong.MaxValue];
        ulong[] lengths = [0, 1, 3, 4, 5, int.MaxValue, unchecked((ulong)int.MinValue), 1ul << 63, ulong.MaxValue];
        foreach (Region region in new[] { buffer.Contents, buffer.Contents.Slice(4, 0), default, Region.Of([], new ByteSource("b")) })
        {
            Assert.All(offsets, offset => Assert.All(lengths, length =>
            {
                bool isInside = (UInt128)offset + length <= (UInt128)region.Length;
                string message = $"0x{length:x} bytes at 0x{offset:x} reach outside ({region.Length} bytes)";
                ReadAll(isInside, message, length, () => region.Slice(offset, length).Span());
                if ((ulong)(int)length == length)
                {
                    ReadAll(isInside, message, length, () => region.Span(offset, (int)length));
                }
            }));
        }
    }

    [Fact]
    public void Reads_strings()
    {
        using NativeBuffer buffer = InMemory.File("ab\0c\0d"u8);
        Assert.Equal("ab"u8.ToArray(), buffer.Contents.CString(0).ToArray());
        Assert.Equal("b"u8.ToArray(), buffer.Contents.CString(1).ToArray());
        Assert.Equal([], buffer.Contents.CString(2).ToArray());
        Expect.Malformed("a.o: +0x5: string is not NUL-terminated", () => buffer.Contents.CString(5));
        Expect.Malformed("a.o: +0x6: string offset 0x6 is outside (6 bytes)", () => buffer.Contents.CString(6));
    }

    [Fact]
    public void A_cursor_may_start_at_the_end_but_not_beyond()
    {
        using NativeBuffer buffer = InMemory.File(new byte[4]);
        Assert.True(buffer.Contents.Read(ByteOrder.Little, 4).AtEnd);
        Expect.Malformed(
            "a.o: +0x5: 0x0 bytes at 0x5 reach outside (4 bytes)", () => buffer.Contents.Read(ByteOrder.Little, 5));
    }

    private static void ReadAll(bool isInside, string message, ulong length, Bytes read)
    {
        try
        {
            Assert.Equal(length, (ulong)read().Length);
            Assert.True(isInside);
        }
        catch (MalformedFileException error)
        {
            Assert.False(isInside);
            Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
        }
    }
}
