// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>Reads what <see cref="EncodedEntries"/> writes.</summary>
internal static class EntryDecoder
{
    /// <summary>Reads entries, where first addresses and offsets of blocks stand one after the other.</summary>
    /// <param name="index">The addresses, and after them the offsets.</param>
    /// <param name="data">The blocks.</param>
    /// <param name="count">How many entries there are.</param>
    /// <param name="blocks">How many blocks.</param>
    /// <param name="order">Byte order.</param>
    /// <exception cref="MalformedFileException">They are malformed.</exception>
    public static LineEntry[] Decode(Region index, Region data, uint count, uint blocks, ByteOrder order) =>
        Decode(index.Slice(0, blocks * 4ul), index.Slice(blocks * 4ul, blocks * 4ul), data, count, blocks, order);

    /// <summary>Reads entries.</summary>
    /// <param name="addresses">The first address of each block.</param>
    /// <param name="offsets">Where it is in the data.</param>
    /// <param name="data">The blocks.</param>
    /// <param name="count">How many entries there are.</param>
    /// <param name="blocks">How many blocks.</param>
    /// <param name="order">Byte order.</param>
    /// <exception cref="MalformedFileException">They are malformed.</exception>
    public static LineEntry[] Decode(Region addresses, Region offsets, Region data, uint count, uint blocks, ByteOrder order)
    {
        // Each entry takes two bytes at least.
        if (count > (ulong)data.Length / 2 || blocks != ((ulong)count + LineTable.BlockEntries - 1) / LineTable.BlockEntries)
        {
            throw data.Malformed(0, $"{count} entries in {blocks} blocks do not fit in {data.Length} bytes");
        }

        LineEntry[] entries = new LineEntry[count];
        Cursor first = addresses.Read(order), place = offsets.Read(order);
        Cursor cursor = data.Read(order);
        LineEntry entry = default;
        for (int i = 0; i < entries.Length; i++)
        {
            LineEntry last = entry;
            if (i % LineTable.BlockEntries == 0)
            {
                uint at = place.U32();
                if (at != cursor.Position)
                {
                    throw place.Malformed($"block {i / LineTable.BlockEntries} is at 0x{at:x}, and the one before ends at 0x{cursor.Position:x}");
                }

                entry = new LineEntry(first.U32(), (int)cursor.Uleb128(), (uint)cursor.Uleb128());
            }
            else
            {
                entry = new LineEntry(
                    last.Offset + (uint)cursor.Uleb128(), last.File + (int)cursor.Sleb128(), last.Line + (uint)(int)cursor.Sleb128());
            }

            if (i > 0 && entry.Offset <= last.Offset)
            {
                throw cursor.Malformed($"entry {i} at 0x{entry.Offset:x} does not come after 0x{last.Offset:x}");
            }

            entries[i] = entry;
        }

        return entries;
    }
}
