// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// A reading position in a <see cref="Region"/>. Every read is checked against the end of the region and
/// remembers where the value began, so that a complaint made after reading points at the right byte.
/// </summary>
/// <remarks>
/// The byte order is a field that was decided when the file was opened; the branch on it goes the same way for
/// a whole file and costs nothing measurable. What is called to throw, or for a long number, takes values and no reference
/// to the cursor: so a local cursor can be kept in registers.
/// </remarks>
public unsafe ref struct Cursor
{
    private readonly RegionMemory _memory;
    private readonly RegionName? _name;
    private readonly bool _swap;

    private readonly byte* _start;
    private readonly byte* _end;
    private byte* _at;
    private byte* _value;

    internal Cursor(RegionMemory memory, RegionName? name, ByteOrder order, byte* start, byte* end, byte* at)
    {
        _memory = memory;
        _name = name;
        _swap = order == ByteOrder.Big == BitConverter.IsLittleEndian;
        _start = start;
        _end = end;
        _at = at;
        _value = at;
    }

    /// <summary>Offset in the region of the next byte to read; setting it is checked.</summary>
    /// <exception cref="MalformedFileException">Set to a place outside the region.</exception>
    public long Position
    {
        readonly get => _at - _start;
        set
        {
            if ((ulong)value > (ulong)(_end - _start))
            {
                throw Malformed($"offset 0x{value:x} is outside ({_end - _start} bytes)");
            }

            _at = _start + value;
        }
    }

    /// <summary>Offset in the region where the value just read began.</summary>
    public readonly long ValueStart => _value - _start;

    /// <summary>Bytes left.</summary>
    public readonly long Remaining => _end - _at;

    /// <summary>True when nothing is left.</summary>
    public readonly bool AtEnd => _at == _end;

    /// <summary>Reads one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte U8()
    {
        byte value = *Take(1, out RegionMemory memory);
        GC.KeepAlive(memory);
        return value;
    }

    /// <summary>Reads a 16-bit number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort U16()
    {
        ushort value = Unsafe.ReadUnaligned<ushort>(Take(2, out RegionMemory memory));
        GC.KeepAlive(memory);
        return _swap ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>Reads a 24-bit number (<c>DW_FORM_strx3</c>, <c>DW_FORM_addrx3</c>).</summary>
    public uint U24()
    {
        byte* bytes = Take(3, out RegionMemory memory);
        uint value = bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16);
        GC.KeepAlive(memory);
        return _swap == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) >> 8 : value;
    }

    /// <summary>Reads a 32-bit number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint U32()
    {
        uint value = Unsafe.ReadUnaligned<uint>(Take(4, out RegionMemory memory));
        GC.KeepAlive(memory);
        return _swap ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>Reads a 64-bit number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong U64()
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(Take(8, out RegionMemory memory));
        GC.KeepAlive(memory);
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
        ulong value = U8();
        if (value >= 0x80)
        {
            LongNumber number = LongUleb128(_memory, _name, _value, _end);
            _at = number.End;
            value = number.Value;
        }

        return value;
    }

    /// <summary>Reads a signed LEB128 (DWARF 5 §7.6).</summary>
    /// <exception cref="MalformedFileException">It does not fit in 64 bits or runs past the end.</exception>
    public long Sleb128()
    {
        byte* start = _at;
        long value = 0;
        int shift = 0;
        while (true)
        {
            byte part = U8();
            if (shift == 63 && part is not (0x00 or 0x7f) || shift > 63)
            {
                RegionName.ThrowTooLarge(_name, start);
            }

            value |= (long)(part & 0x7f) << shift;
            shift += 7;
            if (part < 0x80)
            {
                _value = start;
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
        byte* start = Take(0, out RegionMemory memory);
        ReadOnlySpan<byte> rest = new(start, (int)Math.Min(Remaining, int.MaxValue));
        int end = rest.IndexOf((byte)0);
        GC.KeepAlive(memory);
        if (end < 0)
        {
            throw Malformed("string is not NUL-terminated");
        }

        _at += (uint)end + 1;
        return rest[..end];
    }

    /// <summary>Reads <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((ulong)count > (ulong)Remaining)
        {
            _value = _at;
            RegionName.ThrowShort(_memory, _name, _at, _end, (ulong)count);
        }

        return new ReadOnlySpan<byte>(Take((uint)count, out _), count);
    }

    /// <summary>Passes over <paramref name="count"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(ulong count)
    {
        byte* at = _at;
        _value = at;
        if (count > (ulong)(_end - at))
        {
            RegionName.ThrowShort(_memory, _name, at, _end, count);
        }

        _at = at + count;
    }

    /// <summary>An error about the value just read.</summary>
    public readonly MalformedFileException Malformed(string what) => RegionName.Malformed(_name, _value, what);

    // One comparison for the end and for memory that was given back. An address and 32 bits cannot run over.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Take(uint count, out RegionMemory memory)
    {
        memory = _memory;
        byte* at = _at;
        byte* next = at + count;
        _value = at;
        if ((ulong)next + memory.Gone > (ulong)_end)
        {
            RegionName.ThrowShort(memory, _name, at, _end, count);
        }

        _at = next;
        return at;
    }

    // The first byte was checked, and has the mark that another follows. Not inlined: the loop around it shall stay small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static LongNumber LongUleb128(RegionMemory memory, RegionName? name, byte* start, byte* end)
    {
        ulong value = (uint)(*start & 0x7f);
        int shift = 7;
        for (byte* at = start + 1; at < end; at++)
        {
            ulong bits = (ulong)(*at & 0x7f);
            if (shift > 63 ? bits != 0 : (bits << shift) >> shift != bits)
            {
                RegionName.ThrowTooLarge(name, start);
            }

            value |= shift > 63 ? 0 : bits << shift;
            shift = Math.Min(shift + 7, 70);
            if (*at < 0x80)
            {
                GC.KeepAlive(memory);
                return new LongNumber(value, at + 1);
            }
        }

        RegionName.ThrowShort(memory, name, end, end, 1);
        return default;
    }

    // A number of more than one byte, and the byte after it.
    private readonly struct LongNumber(ulong value, byte* end)
    {
        public readonly ulong Value = value;
        public readonly byte* End = end;
    }
}
