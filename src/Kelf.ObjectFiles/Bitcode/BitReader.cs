// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Bitcode;

/// <summary>
/// Reads numbers of any width from a run of bytes, from the least significant bit of each byte on (LLVM BitCodeFormat,
/// "Abstract Bitstream"). Every access is checked; errors name the byte in which the number begins.
/// </summary>
/// <param name="region">The bytes; their start is aligned to 32 bits in the stream.</param>
internal ref struct BitReader(Region region)
{
    private readonly ReadOnlySpan<byte> _bytes = region.Span();
    private long _position;
    private long _valueStart;

    /// <summary>The next bit to read, from 0.</summary>
    public readonly long Position => _position;

    /// <summary>Bits that are left.</summary>
    public readonly long Left => ((long)_bytes.Length * 8) - _position;

    /// <summary>Reads a number of a fixed width.</summary>
    /// <param name="width">Bits, 0 to 64.</param>
    public ulong Fixed(int width)
    {
        _valueStart = _position;
        return Take(width);
    }

    /// <summary>Reads a number in chunks of a width, whose highest bits say that more follow.</summary>
    /// <param name="width">Bits of a chunk, 2 to 64.</param>
    public ulong Vbr(int width)
    {
        _valueStart = _position;
        ulong more = 1UL << (width - 1);
        ulong chunk = Take(width);
        ulong value = chunk & ~more;
        for (int shift = width - 1; (chunk & more) != 0; shift += width - 1)
        {
            chunk = Take(width);
            ulong bits = chunk & ~more;
            if (bits == 0)
            {
                continue;
            }

            if (shift > 63 || (bits << shift) >> shift != bits)
            {
                throw Malformed("variable-width number exceeds 64 bits");
            }

            value |= bits << shift;
        }

        return value;
    }

    /// <summary>Moves to the next multiple of 32 bits.</summary>
    public void Align()
    {
        _valueStart = _position;
        long aligned = (_position + 31) & ~31L;
        if (aligned > (long)_bytes.Length * 8)
        {
            throw Short(aligned - _position);
        }

        _position = aligned;
    }

    /// <summary>Moves over whole bytes, and gives them. The position has to be that of a byte.</summary>
    public Region Bytes(ulong count)
    {
        _valueStart = _position;
        if (count > (ulong)Left / 8)
        {
            throw Malformed($"{count} bytes are wanted and {Left / 8} are left");
        }

        Region bytes = region.Slice((ulong)_position / 8, count);
        _position += (long)count * 8;
        return bytes;
    }

    /// <summary>An error about the number just read.</summary>
    public readonly MalformedFileException Malformed(string what) => region.Malformed((ulong)_valueStart / 8, what);

    private ulong Take(int width)
    {
        if (width > Left)
        {
            throw Short(width);
        }

        int at = (int)(_position >> 3);
        int shift = (int)(_position & 7);
        ulong value = at + 8 <= _bytes.Length ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]) : Tail(at);
        value >>= shift;
        if (shift + width > 64)
        {
            value |= (ulong)_bytes[at + 8] << (64 - shift);
        }

        _position += width;
        return width == 64 ? value : value & ((1UL << width) - 1);
    }

    private readonly ulong Tail(int at)
    {
        ulong value = 0;
        for (int i = _bytes.Length - 1; i >= at; i--)
        {
            value = (value << 8) | _bytes[i];
        }

        return value;
    }

    private readonly MalformedFileException Short(long wanted) => Malformed($"{wanted} bits are wanted and {Left} are left");
}
