// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// A reading position in a <see cref="Region"/>. Every read is checked against the end of the region and
/// remembers where the value began, so that a complaint made after reading points at the right byte.
/// </summary>
/// <remarks>
/// The byte order is a field that was decided when the file was opened; the branch on it goes the same way for
/// a whole file and costs nothing measurable.
/// </remarks>
public unsafe ref struct Cursor
{
    private readonly Region _region;
    private readonly byte* _start;
    private readonly long _length;
    private readonly bool _swap;
    private long _position;

    internal Cursor(Region region, ByteOrder order, long position)
    {
        _region = region;
        _start = region.Start;
        _length = region.Length;
        _swap = order == ByteOrder.Big == BitConverter.IsLittleEndian;
        _position = position;
        ValueStart = position;
    }

    /// <summary>Offset in the region of the next byte to read; setting it is checked.</summary>
    /// <exception cref="MalformedFileException">Set to a place outside the region.</exception>
    public long Position
    {
        readonly get => _position;
        set
        {
            if ((ulong)value > (ulong)_length)
            {
                throw Malformed($"offset 0x{value:x} is outside ({_length} bytes)");
            }

            _position = value;
        }
    }

    /// <summary>Offset in the region where the value just read began.</summary>
    public long ValueStart { get; private set; }

    /// <summary>Bytes left.</summary>
    public readonly long Remaining => _length - _position;

    /// <summary>True when nothing is left.</summary>
    public readonly bool AtEnd => _position == _length;

    /// <summary>Reads one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte U8() => *Take(1);

    /// <summary>Reads a 16-bit number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort U16()
    {
        ushort value = Unsafe.ReadUnaligned<ushort>(Take(2));
        return _swap ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>Reads a 24-bit number (<c>DW_FORM_strx3</c>, <c>DW_FORM_addrx3</c>).</summary>
    public uint U24()
    {
        byte* bytes = Take(3);
        uint value = bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16);
        return _swap == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) >> 8 : value;
    }

    /// <summary>Reads a 32-bit number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint U32()
    {
        uint value = Unsafe.ReadUnaligned<uint>(Take(4));
        return _swap ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>Reads a 64-bit number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong U64()
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(Take(8));
        return _swap ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>Reads a number of 4 or 8 bytes: a DWARF offset (DWARF 5 §7.4) or an ELF word of the file's class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Offset(bool is64) => is64 ? U64() : U32();

    /// <summary>Reads an unsigned LEB128 (DWARF 5 §7.6). Bits beyond the 64th must be zero.</summary>
    /// <exception cref="MalformedFileException">It does not fit in 64 bits or runs past the end.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Uleb128()
    {
        // Nearly all values in debug information take one byte, so that case stands before the loop.
        byte first = U8();
        return first < 0x80 ? first : Uleb128Rest(first);
    }

    /// <summary>Reads a signed LEB128 (DWARF 5 §7.6).</summary>
    /// <exception cref="MalformedFileException">It does not fit in 64 bits or runs past the end.</exception>
    public long Sleb128()
    {
        long start = _position;
        long value = 0;
        int shift = 0;
        while (true)
        {
            byte part = U8();
            if (shift == 63 && part is not (0x00 or 0x7f) || shift > 63)
            {
                ThrowLeb128(start);
            }

            value |= (long)(part & 0x7f) << shift;
            shift += 7;
            if (part < 0x80)
            {
                ValueStart = start;
                return shift < 64 && (part & 0x40) != 0 ? value | (-1L << shift) : value;
            }
        }
    }

    /// <summary>Passes over a LEB128 of any length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SkipLeb128()
    {
        while (U8() >= 0x80)
        {
        }
    }

    /// <summary>Reads a NUL-terminated string; the NUL is passed over and not part of the result.</summary>
    /// <exception cref="MalformedFileException">No NUL before the end.</exception>
    public ReadOnlySpan<byte> CString()
    {
        ValueStart = _position;
        ReadOnlySpan<byte> rest = new(_start + _position, (int)Math.Min(_length - _position, int.MaxValue));
        int end = rest.IndexOf((byte)0);
        if (end < 0)
        {
            throw Malformed("string is not NUL-terminated");
        }

        _position += end + 1;
        return rest[..end];
    }

    /// <summary>Reads <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int count) => new(Take(count), count);

    /// <summary>Passes over <paramref name="count"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(ulong count)
    {
        ValueStart = _position;
        if (count > (ulong)(_length - _position))
        {
            ThrowShort((long)Math.Min(count, long.MaxValue));
        }

        _position += (long)count;
    }

    /// <summary>An error about the value just read.</summary>
    public readonly MalformedFileException Malformed(string what) => _region.Malformed((ulong)ValueStart, what);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Take(long count)
    {
        long at = _position;
        ValueStart = at;
        if (count > _length - at)
        {
            ThrowShort(count);
        }

        _position = at + count;
        return _start + at;
    }

    private ulong Uleb128Rest(byte first)
    {
        long start = ValueStart;
        ulong value = (uint)(first & 0x7f);
        int shift = 7;
        while (true)
        {
            byte part = U8();
            ulong bits = (ulong)(part & 0x7f);
            if (shift > 63 ? bits != 0 : (bits << shift) >> shift != bits)
            {
                ThrowLeb128(start);
            }

            value |= shift > 63 ? 0 : bits << shift;
            shift = Math.Min(shift + 7, 70);
            if (part < 0x80)
            {
                ValueStart = start;
                return value;
            }
        }
    }

    private readonly void ThrowShort(long count) => throw Malformed(
        $"0x{count:x} bytes are wanted and {_length - _position} are left");

    private readonly void ThrowLeb128(long start) => throw _region.Malformed((ulong)start, "LEB128 number exceeds 64 bits");
}
