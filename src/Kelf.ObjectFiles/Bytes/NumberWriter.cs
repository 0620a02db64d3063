// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>Writes numbers in the byte order of a file, at the beginning of a span; the counterpart of <see cref="Cursor"/>.</summary>
/// <param name="order">The byte order.</param>
public readonly struct NumberWriter(ByteOrder order)
{
    /// <summary>Writes a 16-bit number.</summary>
    public void U16(Span<byte> bytes, ushort value)
    {
        if (order == ByteOrder.Little)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        }
    }

    /// <summary>Writes a 32-bit number.</summary>
    public void U32(Span<byte> bytes, uint value)
    {
        if (order == ByteOrder.Little)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
    }

    /// <summary>Writes a 64-bit number.</summary>
    public void U64(Span<byte> bytes, ulong value)
    {
        if (order == ByteOrder.Little)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        }
    }

    /// <summary>Writes a number of 8 bytes, or its low 4: an ELF word of the file's class.</summary>
    /// <returns>How many bytes were written.</returns>
    public int Word(Span<byte> bytes, bool is64, ulong value)
    {
        if (is64)
        {
            U64(bytes, value);
            return 8;
        }

        U32(bytes, (uint)value);
        return 4;
    }
}
