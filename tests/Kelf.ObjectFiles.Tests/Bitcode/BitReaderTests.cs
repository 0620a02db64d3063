// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bitcode;

/// <summary>Numbers of any width at any bit.</summary>
public sealed class BitReaderTests
{
    private const ulong Pattern = 0xf123_4567_89ab_cdef;

    /// <summary>Each width after each offset in a byte: a number of 58 bits and more may lie in nine bytes.</summary>
    [Fact]
    public void Reads_every_width_at_every_bit_of_a_byte()
    {
        for (int before = 0; before < 16; before++)
        {
            for (int width = 0; width <= 64; width++)
            {
                foreach (int behind in new[] { 0, 1, 8, 80 })
                {
                    ulong value = width == 64 ? Pattern : Pattern & ((1UL << width) - 1);
                    BitstreamWriter bits = new BitstreamWriter().Fixed(ulong.MaxValue, before).Fixed(value, width);
                    bits.Fixed(ulong.MaxValue, Math.Min(behind, 64)).Fixed(ulong.MaxValue, Math.Max(behind - 64, 0));
                    using NativeBuffer buffer = InMemory.File(bits.ToArray());
                    BitReader reader = new(buffer.Contents);
                    Assert.Equal(0, reader.Position);
                    Assert.Equal((1UL << before) - 1, reader.Fixed(before));
                    Assert.Equal(value, reader.Fixed(width));
                    Assert.Equal(before + width, reader.Position);
                    Assert.Equal((buffer.Contents.Length * 8) - before - width, reader.Left);
                }
            }
        }
    }

    [Fact]
    public void Chunks_of_64_bits_hold_any_number()
    {
        BitstreamWriter bits = new BitstreamWriter().Fixed(1, 3).Fixed(Pattern | (1UL << 63), 64).Fixed(1, 64);
        using NativeBuffer buffer = InMemory.File(bits.ToArray());
        BitReader reader = new(buffer.Contents);
        reader.Fixed(3);
        Assert.Equal(ulong.MaxValue & (Pattern | (1UL << 63)), reader.Vbr(64));
    }

    [Fact]
    public void Round_trips()
    {
        Property.Holds<(ulong Value, byte Shift, byte Width, byte Before)>(input =>
        {
            ulong value = input.Value >> (input.Shift & 63);
            int width = 2 + (input.Width % 31), before = input.Before % 64;
            byte[] bytes = new BitstreamWriter().Fixed(Pattern, before).Vbr(value, width).Fixed(5, 3).ToArray();
            using NativeBuffer buffer = InMemory.File(bytes);
            BitReader reader = new(buffer.Contents);
            reader.Fixed(before);
            return reader.Vbr(width) == value && reader.Fixed(3) == 5;
        });
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(60, 5)]
    [InlineData(0, 65)]
    public void Refuses_what_is_not_there(int before, int width)
    {
        using NativeBuffer buffer = InMemory.File(new byte[8]);
        Expect.Malformed($"a.o: +0x{before / 8:x}: {width} bits are wanted and {64 - before} are left", () =>
        {
            BitReader reader = new(buffer.Contents);
            reader.Fixed(before);
            reader.Fixed(width);
        });
    }

    [Theory]
    [InlineData(6, 12, 16, true)] // 5 bits at 60: the fifth is the 65th
    [InlineData(6, 12, 15, false)]
    [InlineData(6, 13, 1, true)]
    [InlineData(6, 13, 0, false)]
    [InlineData(6, 40, 0, false)]
    [InlineData(32, 2, 2, false)]
    [InlineData(32, 2, 4, true)]
    [InlineData(64, 1, 2, true)]
    [InlineData(64, 1, 1, false)]
    public void Refuses_numbers_beyond_64_bits(int width, int chunks, ulong last, bool isRefused)
    {
        BitstreamWriter bits = new BitstreamWriter().Fixed(0, 8);
        for (int i = 0; i < chunks; i++)
        {
            bits.Fixed(1UL << (width - 1), width);
        }

        using NativeBuffer buffer = InMemory.File(bits.Fixed(last, width).ToArray());
        if (isRefused)
        {
            Expect.Malformed("a.o: +0x1: variable-width number exceeds 64 bits", () => Read(buffer, width));
        }
        else
        {
            int shift = chunks * (width - 1);
            Assert.Equal(shift < 64 ? last << shift : 0, Read(buffer, width));
        }
    }

    [Fact]
    public void Aligns_to_32_bits()
    {
        using NativeBuffer buffer = InMemory.File([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        BitReader reader = new(buffer.Contents);
        reader.Align();
        Assert.Equal(0, reader.Position);
        reader.Fixed(1);
        reader.Align();
        Assert.Equal(32, reader.Position);
        Assert.Equal(5u, reader.Fixed(8));
        reader.Align();
        Assert.Equal([9], reader.Bytes(1).Span().ToArray());
        Assert.Equal(0, reader.Left);
        Expect.Malformed("a.o: +0x9: 24 bits are wanted and 0 are left", () =>
        {
            BitReader last = new(buffer.Contents);
            last.Bytes(9);
            last.Align();
        });
        Expect.Malformed("a.o: +0x4: 6 bytes are wanted and 5 are left", () =>
        {
            BitReader last = new(buffer.Contents);
            last.Fixed(32);
            last.Bytes(6);
        });
    }

    private static ulong Read(NativeBuffer buffer, int width)
    {
        BitReader reader = new(buffer.Contents);
        reader.Fixed(8);
        return reader.Vbr(width);
    }
}
