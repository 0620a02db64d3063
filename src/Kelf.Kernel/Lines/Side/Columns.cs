// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Lines.Side;

/// <summary>
/// Numbers of several kinds, each kind in a run of its own: a compressor finds more in runs of one kind than in a mixture.
/// </summary>
/// <remarks>Layout: ULEB128 size in bytes of each column; the columns, which are ULEB128 numbers.</remarks>
internal sealed class ColumnWriter
{
    private readonly ByteBuilder[] _columns;

    public ColumnWriter(int columns)
    {
        _columns = new ByteBuilder[columns];
        for (int i = 0; i < columns; i++)
        {
            _columns[i] = new ByteBuilder();
        }
    }

    /// <summary>Adds a number to a column.</summary>
    public void Add(int column, ulong value) => Write(_columns[column], value);

    /// <summary>Adds a number that may be negative, by which small ones take little room: 0, -1, 1, -2 are 0, 1, 2, 3.</summary>
    public void AddSigned(int column, long value) => Add(column, (ulong)((value << 1) ^ (value >> 63)));

    /// <summary>All columns.</summary>
    public byte[] ToArray()
    {
        ByteBuilder all = new();
        foreach (ByteBuilder column in _columns)
        {
            Write(all, (ulong)column.Bytes.Length);
        }

        foreach (ByteBuilder column in _columns)
        {
            all.Write(column.Bytes);
        }

        return all.Bytes.ToArray();
    }

    private static void Write(ByteBuilder bytes, ulong value)
    {
        Span<byte> number = stackalloc byte[10];
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            number[length++] = (byte)(value | 0x80);
        }

        number[length++] = (byte)value;
        bytes.Write(number[..length]);
    }
}

/// <summary>Takes columns apart.</summary>
internal static class ColumnReader
{
    /// <summary>The columns of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="MalformedFileException">They do not fill the block.</exception>
    public static Region[] Split(Region block, int count)
    {
        Cursor cursor = block.Read(ByteOrder.Little);
        ulong[] sizes = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            sizes[i] = cursor.Uleb128();
        }

        ulong next = (ulong)cursor.Position;
        Region[] columns = new Region[count];
        for (int i = 0; i < count; i++)
        {
            columns[i] = block.Slice(next, sizes[i]);
            next += sizes[i];
        }

        return next == (ulong)block.Length
            ? columns
            : throw block.Malformed(next, $"{(ulong)block.Length - next} bytes follow the last of {count} columns");
    }

    /// <summary>Reads what <see cref="ColumnWriter.AddSigned"/> wrote.</summary>
    public static long Signed(ref Cursor cursor)
    {
        ulong value = cursor.Uleb128();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>The whole column was to be read.</summary>
    /// <exception cref="MalformedFileException">It was not.</exception>
    public static void End(in Cursor cursor)
    {
        if (!cursor.AtEnd)
        {
            throw cursor.Malformed($"{cursor.Remaining} bytes of a column are left after the last entry");
        }
    }
}
