// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.TestSupport;

/// <summary>Writes numbers and strings of a byte order one after the other; every verb returns the assembler.</summary>
/// <param name="order">Byte order of the numbers.</param>
public sealed class ByteAssembler(ByteOrder order)
{
    private readonly List<byte> _bytes = [];

    /// <summary>Byte order of the numbers.</summary>
    public ByteOrder Order { get; } = order;

    /// <summary>Bytes written so far: the offset of what is written next.</summary>
    public int Position => _bytes.Count;

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Writes one byte.</summary>
    public ByteAssembler U8(ulong value) => Number(value, 1);

    /// <summary>Writes a 16-bit number.</summary>
    public ByteAssembler U16(ulong value) => Number(value, 2);

    /// <summary>Writes a 24-bit number.</summary>
    public ByteAssembler U24(ulong value) => Number(value, 3);

    /// <summary>Writes a 32-bit number.</summary>
    public ByteAssembler U32(ulong value) => Number(value, 4);

    /// <summary>Writes a 64-bit number.</summary>
    public ByteAssembler U64(ulong value) => Number(value, 8);

    /// <summary>Writes a number of 4 or 8 bytes.</summary>
    public ByteAssembler Word(bool is64, ulong value) => Number(value, is64 ? 8 : 4);

    /// <summary>Writes the low <paramref name="width"/> bytes of a number.</summary>
    public ByteAssembler Number(ulong value, int width)
    {
        for (int i = 0; i < width; i++)
        {
            _bytes.Add((byte)(value >> Shift(i, width)));
        }

        return this;
    }

    /// <summary>
    /// Writes an unsigned LEB128 in as few bytes as it needs, or padded to <paramref name="width"/> bytes.
    /// </summary>
    public ByteAssembler Uleb(ulong value, int width = 0)
    {
        int written = 0;
        do
        {
            byte part = (byte)(value & 0x7f);
            value >>= 7;
            written++;
            _bytes.Add((byte)(part | (value != 0 || written < width ? 0x80 : 0)));
        }
        while (value != 0 || written < width);
        return this;
    }

    /// <summary>Writes a signed LEB128 in as few bytes as it needs.</summary>
    public ByteAssembler Sleb(long value)
    {
        while (value is < -64 or > 63)
        {
            _bytes.Add((byte)((value & 0x7f) | 0x80));
            value >>= 7;
        }

        _bytes.Add((byte)(value & 0x7f));
        return this;
    }

    /// <summary>Writes a string and its NUL.</summary>
    public ByteAssembler CString(string text) => Bytes(Latin1(text)).U8(0);

    /// <summary>Writes bytes.</summary>
    public ByteAssembler Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Writes zeros up to a multiple of <paramref name="alignment"/>.</summary>
    public ByteAssembler Align(int alignment)
    {
        while (alignment > 1 && _bytes.Count % alignment != 0)
        {
            _bytes.Add(0);
        }

        return this;
    }

    /// <summary>Overwrites a number that was written before.</summary>
    public ByteAssembler Patch(int position, ulong value, int width)
    {
        for (int i = 0; i < width; i++)
        {
            _bytes[position + i] = (byte)(value >> Shift(i, width));
        }

        return this;
    }

    /// <summary>Overwrites an unsigned LEB128 of <paramref name="width"/> bytes.</summary>
    public ByteAssembler PatchUleb(int position, ulong value, int width)
    {
        byte[] bytes = new ByteAssembler(Order).Uleb(value, width).ToArray();
        for (int i = 0; i < width; i++)
        {
            _bytes[position + i] = bytes[i];
        }

        return this;
    }

    // Names of tests may hold any byte, so a character is a byte.
    internal static byte[] Latin1(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    private int Shift(int index, int width) => 8 * (Order == ByteOrder.Little ? index : width - 1 - index);
}
