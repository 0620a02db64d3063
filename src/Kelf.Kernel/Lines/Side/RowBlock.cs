// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Lines.Side;

/// <summary>Rows that are compressed together. Columns: distances of addresses from the row before, files, lines.</summary>
internal static class RowBlock
{
    /// <summary>Rows in a block: enough to compress well, few enough to be read in a fraction of a millisecond.</summary>
    public const int Size = 16 * 1024;

    private const int ColumnCount = 3;

    /// <summary>Writes rows; the address of the first is in the index.</summary>
    public static byte[] Encode(ReadOnlySpan<SideRow> rows)
    {
        ColumnWriter columns = new(ColumnCount);
        PlaceCode places = new();
        ulong last = rows[0].Address;
        foreach (ref readonly SideRow row in rows)
        {
            columns.Add(0, row.Address - last);
            places.Write(columns, 1, 2, row.File, row.Line);
            last = row.Address;
        }

        return columns.ToArray();
    }

    /// <summary>Reads rows.</summary>
    /// <param name="block">The block.</param>
    /// <param name="start">The address of the first row.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="fileCount">How many files the table has.</param>
    /// <exception cref="MalformedFileException">They are malformed.</exception>
    public static SideRow[] Decode(Region block, ulong start, int count, int fileCount)
    {
        Region[] columns = ColumnReader.Split(block, ColumnCount);
        Cursor distances = columns[0].Read(ByteOrder.Little), files = columns[1].Read(ByteOrder.Little), lines = columns[2].Read(ByteOrder.Little);
        PlaceCode places = new();
        SideRow[] rows = new SideRow[count];
        ulong address = start;
        for (int i = 0; i < count; i++)
        {
            address = AddressColumn.Next(ref distances, address, isFirst: i == 0);
            (int file, uint line) = places.Read(ref files, ref lines, fileCount);
            rows[i] = new SideRow(address, file, line);
        }

        ColumnReader.End(distances);
        ColumnReader.End(files);
        ColumnReader.End(lines);
        return rows;
    }
}

/// <summary>Addresses that ascend.</summary>
internal static class AddressColumn
{
    /// <summary>The next address: that of the first entry is known, and its distance is 0.</summary>
    /// <exception cref="MalformedFileException">It is not greater than the one before.</exception>
    public static ulong Next(ref Cursor distances, ulong last, bool isFirst)
    {
        ulong address = last + distances.Uleb128();
        return (isFirst ? address == last : address > last)
            ? address
            : throw distances.Malformed($"address 0x{address:x} does not come after 0x{last:x}");
    }
}
