// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class NumberWriterTests
{
    private const ulong Value = 0x0123_4567_89ab_cdef;

    [Theory]
    [InlineData(ByteOrder.Little, "efcd", "efcdab89", "efcdab8967452301")]
    [InlineData(ByteOrder.Big, "cdef", "89abcdef", "0123456789abcdef")]
    public void Numbers_are_written_in_the_order_and_nothing_behind_them(ByteOrder order, string two, string four, string eight)
    {
        NumberWriter writer = new(order);
        Assert.Equal(two + "5555555555555555", Written(bytes => writer.U16(bytes, unchecked((ushort)Value))));
        Assert.Equal(four + "555555555555", Written(bytes => writer.U32(bytes, unchecked((uint)Value))));
        Assert.Equal(eight + "5555", Written(bytes => writer.U64(bytes, Value)));
        Assert.Equal(eight + "5555", Written(bytes => Assert.Equal(8, writer.Word(bytes, is64: true, Value))));
        Assert.Equal(four + "555555555555", Written(bytes => Assert.Equal(4, writer.Word(bytes, is64: false, Value))));
    }

    private static string Written(Action<byte[]> write)
    {
        byte[] bytes = new byte[10];
        Array.Fill(bytes, (byte)0x55);
        write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
