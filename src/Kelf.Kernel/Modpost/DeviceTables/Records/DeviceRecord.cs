// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Modpost.DeviceTables.Records;

/// <summary>A record of a device table, with the layout and byte order of the file that it is in.</summary>
/// <param name="bytes">The record's bytes.</param>
/// <param name="layout">How its fields lie.</param>
/// <param name="order">The byte order of its numbers.</param>
public readonly ref struct DeviceRecord(ReadOnlySpan<byte> bytes, RecordLayout layout, ByteOrder order)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The byte order of the file.</summary>
    public ByteOrder Order => order;

    /// <summary>All bytes of a field.</summary>
    public ReadOnlySpan<byte> Bytes(DeviceField field) => _bytes.Slice(field.Offset[layout], field.Width[layout]);

    /// <summary>The value of a number.</summary>
    public uint Number(DeviceField field)
    {
        ReadOnlySpan<byte> value = Bytes(field);
        bool isLittle = order == ByteOrder.Little;
        return value.Length switch
        {
            1 => value[0],
            2 => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(value) : BinaryPrimitives.ReadUInt16BigEndian(value),
            _ => isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(value) : BinaryPrimitives.ReadUInt32BigEndian(value),
        };
    }

    /// <summary>The value of a long.</summary>
    public ulong Long(DeviceField field)
    {
        ReadOnlySpan<byte> value = Bytes(field);
        return value.Length < 8 ? Number(field)
            : order == ByteOrder.Little ? BinaryPrimitives.ReadUInt64LittleEndian(value) : BinaryPrimitives.ReadUInt64BigEndian(value);
    }

    /// <summary>Whether a bit is set in a map of the kernel: an array of longs, the lowest bit of the first being bit 0.</summary>
    public bool Bit(DeviceField map, int bit)
    {
        // In longs of big-endian targets the byte with the lowest bits is the last.
        int longs = layout == RecordLayout.Lp64 ? 8 : 4;
        int place = order == ByteOrder.Little ? bit / 8 : bit / 8 / longs * longs + (longs - 1 - bit / 8 % longs);
        return (Bytes(map)[place] >> (bit % 8) & 1) != 0;
    }
}
