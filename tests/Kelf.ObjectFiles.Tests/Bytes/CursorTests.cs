// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class CursorTests
{
    [Theory]
    [InlineData(ByteOrder.Little, 0x0201, 0x050403, 0x09080706, 0x11100f0e0d0c0b0a)]
    [InlineData(ByteOrder.Big, 0x0102, 0x030405, 0x06070809, 0x0a0b0c0d0e0f1011)]
    public void Reads_numbers_of_either_byte_order(ByteOrder order, ushort u16, uint u24, uint u32, ulong u64)
    {
        using NativeBuffer buffer = InMemory.File([.. Enumerable.Range(1, 17).Select(i => (byte)i)]);
        Cursor cursor = buffer.Contents.Read(order);
        Assert.Equal(u16, cursor.U16());
        Assert.Equal(u24, cursor.U24());
        Assert.Equal(u32, cursor.U32());
        Assert.Equal(u64, cursor.U64());
        Assert.True(cursor.AtEnd);
        Assert.Equal(9, cursor.ValueStart);
    }

    [Fact]
    public void Numbers_round_trip_through_the_assembler()
    {
        Property.Holds<(ulong Value, bool Big)>(input =>
        {
            ByteOrder order = input.Big ? ByteOrder.Big : ByteOrder.Little;
            byte[] bytes = new ByteAssembler(order)
                .U8(input.Value).U16(input.Value).U24(input.Value).U32(input.Value).U64(input.Value).ToArray();
            using NativeBuffer buffer = InMemory.File(bytes);
            Cursor cursor = buffer.Contents.Read(order);
            return cursor.U8() == (byte)input.Value && cursor.U16() == (ushort)input.Value
                && cursor.U24() == (input.Value & 0xff_ffff) && cursor.U32() == (uint)input.Value
                && cursor.U64() == input.Value && cursor.AtEnd;
        });
    }

    [Fact]
    public void Byte_order_turned_twice_changes_nothing()
    {
        Property.Holds<(uint Low, ulong High)>(input =>
        {
            byte[] turned = new ByteAssembler(ByteOrder.Big).U32(input.Low).U64(input.High).ToArray();
            using NativeBuffer once = InMemory.File(turned);
            Cursor cursor = once.Contents.Read(ByteOrder.Little);
            byte[] again = new ByteAssembler(ByteOrder.Big).U32(cursor.U32()).U64(cursor.U64()).ToArray();
            using NativeBuffer twice = InMemory.File(again);
            cursor = twice.Contents.Read(ByteOrder.Little);
            return cursor.U32() == input.Low && cursor.U64() == input.High;
        });
    }

    [Fact]
    public void Offsets_have_four_or_eight_bytes()
    {
        using NativeBuffer buffer = InMemory.File([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);
        Cursor cursor = buffer.Contents.Read(ByteOrder.Little);
        Assert.Equal(1ul, cursor.Offset(is64: false));
        Assert.Equal(0x3_0000_0002ul, cursor.Offset(is64: true));
    }

    [Theory]
    [InlineData(1, "a.o: +0x4: 0x1 bytes are wanted and 0 are left")]
    [InlineData(2, "a.o: +0x3: 0x2 bytes are wanted and 1 are left")]
    [InlineData(3, "a.o: +0x2: 0x3 bytes are wanted and 2 are left")]
    [InlineData(4, "a.o: +0x1: 0x4 bytes are wanted and 3 are left")]
    [InlineData(8, "a.o: +0x1: 0x8 bytes are wanted and 3 are left")]
    public void Numbers_past_the_end_are_refused_where_they_start(int width, string message)
    {
        using NativeBuffer buffer = InMemory.File(new byte[4]);
        Expect.Malformed(message, () =>
        {
            Cursor cursor = buffer.Contents.Read(ByteOrder.Little, width == 8 ? 1 : 5 - (ulong)width);
            _ = width switch
            {
                1 => cursor.U8(),
                2 => cursor.U16(),
                3 => cursor.U24(),
                4 => cursor.U32(),
                _ => cursor.U64(),
            };
        });
    }

    [Fact]
    public void Position_is_checked()
    {
        using NativeBuffer buffer = InMemory.File(new byte[4]);
        Cursor cursor = buffer.Contents.Read(ByteOrder.Little);
        cursor.Position = 4;
        Assert.Equal(0, cursor.Remaining);
        Expect.Malformed("a.o: +0x0: offset 0x5 is outside (4 bytes)", () => Move(buffer.Contents, 5));
        Expect.Malformed("a.o: +0x0: offset 0xffffffffffffffff is outside (4 bytes)", () => Move(buffer.Contents, -1));

        static void Move(Region region, long position)
        {
            Cursor moving = region.Read(ByteOrder.Little);
            moving.Position = position;
        }
    }

    [Fact]
    public void Skips_within_bounds_only()
    {
        using NativeBuffer buffer = InMemory.File(new byte[4]);
        Cursor cursor = buffer.Contents.Read(ByteOrder.Little);
        cursor.Skip(4);
        Assert.True(cursor.AtEnd);
        Expect.Malformed(
            "a.o: +0x1: 0x4 bytes are wanted and 3 are left", () => buffer.Contents.Read(ByteOrder.Little, 1).Skip(4));
        Expect.Malformed(
            "a.o: +0x1: 0x7fffffffffffffff bytes are wanted and 3 are left",
            () => buffer.Contents.Read(ByteOrder.Little, 1).Skip(ulong.MaxValue));
    }

    [Fact]
    public void Strings_are_passed_over_with_their_NUL()
    {
        using NativeBuffer buffer = InMemory.File("ab\0c"u8);
        Cursor cursor = buffer.Contents.Read(ByteOrder.Little);
        Assert.Equal("ab"u8.ToArray(), cursor.CString().ToArray());
        Assert.Equal(3, cursor.Position);
        Expect.Malformed(
            "a.o: +0x3: string is not NUL-terminated", () => buffer.Contents.Read(ByteOrder.Little, 3).CString());
        Expect.Malformed(
            "a.o: +0x4: string is not NUL-terminated", () => buffer.Contents.Read(ByteOrder.Little, 4).CString());
    }

    [Fact]
    public void Bytes_are_a_window()
    {
        using NativeBuffer buffer = InMemory.File([1, 2, 3]);
        Cursor cursor = buffer.Contents.Read(ByteOrder.Little, 1);
        Assert.Equal([2, 3], cursor.Bytes(2).ToArray());
        Expect.Malformed(
            "a.o: +0x2: 0x2 bytes are wanted and 1 are left", () => buffer.Contents.Read(ByteOrder.Little, 2).Bytes(2));
    }
}
