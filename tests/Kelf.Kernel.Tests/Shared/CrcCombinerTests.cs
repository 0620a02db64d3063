// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Hashes;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

/// <summary>Products of CRCs, by every way there is of computing them.</summary>
public sealed class CrcCombinerTests
{
    private const uint One = 0x80000000;

    public static TheoryData<uint, uint> Pairs
    {
        get
        {
            uint[] edges = [0, 1, 2, 3, 0x7fffffff, One, One | 1, uint.MaxValue, Crc32.Polynomial, 0x00010000, 0x0000ffff];
            TheoryData<uint, uint> pairs = [];
            foreach (uint a in edges)
            {
                foreach (uint b in edges)
                {
                    pairs.Add(a, b);
                }
            }

            Random random = new(1);
            for (int i = 0; i < 100; i++)
            {
                pairs.Add((uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32));
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_way_gives_the_product_of_the_definition(uint a, uint b)
    {
        uint expected = Product(a, b);
        Assert.Equal(expected, CrcCombiner.MultiplyByTable(a, b));
        Assert.Equal(expected, CrcCombiner.MultiplyPortably(a, b));
        // The carry-less multiplication of the processor, unless KELF_FORCE_CRC says otherwise.
        Assert.Equal(expected, CrcCombiner.Multiply(a, b));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 8)]
    [InlineData(100, 255)]
    [InlineData(7, 256)]
    [InlineData(1, 65_537)]
    public void The_CRC_of_a_text_is_that_of_its_parts(int first, int second)
    {
        byte[] text = new byte[first + second];
        new Random(first + second).NextBytes(text);
        uint joined = CrcCombiner.Multiply(Crc32.Append(0, text.AsSpan(0, first)), CrcCombiner.Shift(second))
            ^ Crc32.Append(0, text.AsSpan(first));
        Assert.Equal(Crc32.Append(0, text), joined);
    }

    [Fact]
    public void Shifts_add_up()
    {
        Assert.Equal(One, CrcCombiner.Shift(0));
        Assert.Equal(One >> 8, CrcCombiner.Shift(1));
        foreach ((long a, long b) in new[] { (1L, 2L), (255, 257), (1L << 31, 1L << 31), (1L << 40, 12345), (long.MaxValue - 1, 1) })
        {
            Assert.Equal(CrcCombiner.Shift(a + b), Product(CrcCombiner.Shift(a), CrcCombiner.Shift(b)));
        }
    }

    // Bit 31 is x^0: each bit of a, from the lowest power on, adds b times that power.
    private static uint Product(uint a, uint b)
    {
        uint product = 0;
        for (int power = 0; power < 32; power++)
        {
            product ^= (a & (One >> power)) != 0 ? b : 0;
            b = (b >> 1) ^ ((b & 1) != 0 ? Crc32.Polynomial : 0);
        }

        return product;
    }
}
