// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Hashes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Hashes;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0xe8b7be43u)]
    [InlineData("123456789", 0xcbf43926u)] // the check value of the catalogues
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414fa339u)]
    public void Known_values(string text, uint crc) => Assert.Equal(crc, Crc32.Append(0, Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Every_length_and_every_cut_is_the_definition()
    {
        byte[] bytes = new byte[50];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint expected = Defined(bytes.AsSpan(0, length));
            for (int cut = 0; cut <= length; cut++)
            {
                Assert.Equal(expected, Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut, length - cut)));
            }
        }
    }

    private static uint Defined(ReadOnlySpan<byte> bytes)
    {
        uint state = uint.MaxValue;
        foreach (byte value in bytes)
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state & 1) != 0 ? (state >> 1) ^ 0xedb88320 : state >> 1;
            }
        }

        return ~state;
    }
}
