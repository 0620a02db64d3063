// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

/// <summary>LEB128 numbers (DWARF 5 §7.6); the first rows are the standard's own examples.</summary>
public sealed class Leb128Tests
{
    [Theory]
    [InlineData("02", 2ul)]
    [InlineData("7f", 127ul)]
    [InlineData("80 01", 128ul)]
    [InlineData("81 01", 129ul)]
    [InlineData("b9 64", 12857ul)]
    [InlineData("80 80 00", 0ul)]
    [InlineData("ff ff ff ff ff ff ff ff ff 01", ulong.MaxValue)]
    [InlineData("ff ff ff ff ff ff ff ff ff 81 80 80 00", ulong.MaxValue)]
    public void Reads_unsigned(string bytes, ulong value)
    {
        using NativeBuffer buffer = InMemory.File(Hex(bytes));
        Cursor cursor = buffer.Contents.Read(ByteOrder.Little);
        Assert.Equal(value, cursor.Uleb128());
        Assert.True(cursor.AtEnd);
        Assert.Equal(0, cursor.ValueStart);
    }

    [Theory]
    [InlineData("02", 2)]
    [InlineData("7e", -2)]
    [InlineData("ff 00", 127)]
    [InlineData("81 7f", -127)]
    [InlineData("80 01", 128)]
    [InlineData("80 7f", -128)]
    [InlineData("ff 7f", -1)]
    [InlineData("80 80 7f", -16384)]
    [InlineData("ff ff 7e", -16385)]
    [InlineData("80 80 c0 00", 1048576)]
    [InlineData("80 80 40", -1048576)]
    [InlineData("80 80 80 7f", -2097152)]
    [InlineData("80 80 80 40", -134217728)]
    [InlineData("80 80 80 80 40", -17179869184)]
    [InlineData("80 80 80 80 80 40", -2199023255552)]
    [InlineData("80 80 80 80 80 80 40", -281474976710656)]
    [InlineData("80 80 80 80 80 80 80 40", -36028797018963968)]
    [InlineData("80 80 80 80 80 80 80 80 40", -4611686018427387904)]
    [InlineData("80 80 80 80 80 80 80 80 c0 00", 4611686018427387904)]
    [InlineData("ff ff ff ff ff ff ff ff ff 00", long.MaxValue)]
    [InlineData("80 80 80 80 80 80 80 80 80 7f", long.MinValue)]
    [InlineData("ff ff ff ff ff ff ff ff ff 7f", -1)]
    public void Reads_signed(string bytes, long value)
    {
        using NativeBuffer buffer = InMemory.File(Hex(bytes));
        Cursor cursor = buffer.Contents.Read(ByteOrder.Little);
        Assert.Equal(value, cursor.Sleb128());
        Assert.True(cursor.AtEnd);
        Assert.Equal(0, cursor.ValueStart);
    }

    [Theory]
    [InlineData("00 ff ff ff ff ff ff ff ff ff 02")]
    [InlineData("00 80 80 80 80 80 80 80 80 80 80 01")]
    [InlineData("00 80 80 80 80 80 80 80 80 80 80 80 80 80 40")]
    public void Refuses_unsigned_beyond_64_bits(string bytes)
    {
        using NativeBuffer buffer = InMemory.File(Hex(bytes));
        Expect.Malformed(
            "a.o: +0x1: LEB128 number exceeds 64 bits", () => buffer.Contents.Read(ByteOrder.Little, 1).Uleb128());
    }

    [Theory]
    [InlineData("00 80 80 80 80 80 80 80 80 80 01")]
    [InlineData("00 ff ff ff ff ff ff ff ff ff 7e")]
    [InlineData("00 ff ff ff ff ff ff ff ff ff 40")]
    public void Refuses_signed_beyond_64_bits(string bytes)
    {
        using NativeBuffer buffer = InMemory.File(Hex(bytes));
        Expect.Malformed(
            "a.o: +0x1: LEB128 number exceeds 64 bits", () => buffer.Contents.Read(ByteOrder.Little, 1).Sleb128());
    }

    [Fact]
    public void Refuses_numbers_that_run_past_the_end()
    {
        using NativeBuffer buffer = InMemory.File([0x80, 0x80]);
        Expect.Malformed(
            "a.o: +0x2: 0x1 bytes are wanted and 0 are left", () => buffer.Contents.Read(ByteOrder.Little).Uleb128());
        Expect.Malformed(
            "a.o: +0x2: 0x1 bytes are wanted and 0 are left", () => buffer.Contents.Read(ByteOrder.Little).Sleb128());
        Expect.Malformed(
            "a.o: +0x2: 0x1 bytes are wanted and 0 are left", () => buffer.Contents.Read(ByteOrder.Little).SkipLeb128());
    }

    [Fact]
    public void Round_trips_unsigned()
    {
        // The shift spreads the generated values over all lengths.
        Property.Holds<(ulong Value, byte Shift, byte Padding)>(input =>
        {
            ulong value = input.Value >> (input.Shift & 63);
            byte[] bytes = new ByteAssembler(ByteOrder.Little).Uleb(value, input.Padding % 14).U8(0xa5).ToArray();
            using NativeBuffer buffer = InMemory.File(bytes);
            Cursor cursor = buffer.Contents.Read(ByteOrder.Little);
            Cursor skipper = cursor;
            skipper.SkipLeb128();
            return cursor.Uleb128() == value && skipper.Position == cursor.Position && cursor.U8() == 0xa5;
        });
    }

    [Fact]
    public void Round_trips_signed()
    {
        Property.Holds<(long Value, byte Shift)>(input =>
        {
            long value = input.Value >> (input.Shift & 63);
            byte[] bytes = new ByteAssembler(ByteOrder.Little).Sleb(value).U8(0xa5).ToArray();
            using NativeBuffer buffer = InMemory.File(bytes);
            Cursor cursor = buffer.Contents.Read(ByteOrder.Little);
            Cursor skipper = cursor;
            skipper.SkipLeb128();
            return cursor.Sleb128() == value && skipper.Position == cursor.Position && cursor.U8() == 0xa5;
        });
    }

    private static byte[] Hex(string bytes) => Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
}
