// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>
/// Entries in the coding of the proposal (<c>include/linux/mod_lineinfo.h</c> of version 7): blocks of 64, the address of whose first
/// entry is in a table to search. A block: ULEB128 file and line of the first entry; of each other one ULEB128 distance of
/// addresses, SLEB128 distances of files and of lines.
/// </summary>
internal sealed class EncodedEntries
{
    private EncodedEntries(uint[] addresses, uint[] offsets, byte[] data) => (Addresses, Offsets, Data) = (addresses, offsets, data);

    /// <summary>The offset of the first entry of each block.</summary>
    public IReadOnlyList<uint> Addresses { get; }

    /// <summary>Where each block begins in the data.</summary>
    public IReadOnlyList<uint> Offsets { get; }

    /// <summary>The blocks.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Encodes entries.</summary>
    public static EncodedEntries Of(IReadOnlyList<LineEntry> entries)
    {
        int blocks = (entries.Count + LineTable.BlockEntries - 1) / LineTable.BlockEntries;
        (uint[] addresses, uint[] offsets) = (new uint[blocks], new uint[blocks]);
        ByteBuilder data = new();
        LineEntry last = default;
        for (int i = 0; i < entries.Count; i++)
        {
            LineEntry entry = entries[i];
            if (i % LineTable.BlockEntries == 0)
            {
                addresses[i / LineTable.BlockEntries] = entry.Offset;
                offsets[i / LineTable.BlockEntries] = (uint)data.Bytes.Length;
                Uleb128(data, (uint)entry.File);
                Uleb128(data, entry.Line);
            }
            else
            {
                Uleb128(data, entry.Offset - last.Offset);
                Sleb128(data, entry.File - last.File);
                Sleb128(data, (int)entry.Line - (int)last.Line);
            }

            last = entry;
        }

        return new EncodedEntries(addresses, offsets, data.Bytes.ToArray());
    }

    private static void Uleb128(ByteBuilder data, uint value)
    {
        Span<byte> number = stackalloc byte[5];
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            number[length++] = (byte)(value | 0x80);
        }

        number[length++] = (byte)value;
        data.Write(number[..length]);
    }

    private static void Sleb128(ByteBuilder data, int value)
    {
        Span<byte> number = stackalloc byte[5];
        int length = 0;
        while (value is < -0x40 or >= 0x40)
        {
            number[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        number[length++] = (byte)(value & 0x7f);
        data.Write(number[..length]);
    }
}
