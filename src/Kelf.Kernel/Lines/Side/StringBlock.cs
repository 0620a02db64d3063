// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines.Side;

/// <summary>Names that are compressed together: NUL-terminated, one or two for each entry.</summary>
internal static class StringBlock
{
    /// <summary>Entries in a block.</summary>
    public const int Size = 4 * 1024;

    /// <summary>Writes names.</summary>
    public static byte[] Encode(IEnumerable<string> names)
    {
        ByteBuilder bytes = new();
        foreach (string name in names)
        {
            bytes.Write(Encoding.UTF8.GetBytes(name));
            bytes.Write([0]);
        }

        return bytes.Bytes.ToArray();
    }

    /// <summary>Reads names.</summary>
    /// <param name="block">The block.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="MalformedFileException">There are others.</exception>
    public static string[] Decode(Region block, int count)
    {
        // A name of no bytes takes one.
        if (count > block.Length)
        {
            throw block.Malformed(0, $"{count} names do not fit in {block.Length} bytes");
        }

        Cursor cursor = block.Read(ByteOrder.Little);
        string[] names = new string[count];
        for (int i = 0; i < count; i++)
        {
            names[i] = Utf8Name.ToText(cursor.CString());
        }

        ColumnReader.End(cursor);
        return names;
    }
}
