// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Relocs;

/// <summary>Reads a table of an x86 kernel back from <c>vmlinux.relocs</c>.</summary>
public static class TableReader
{
    /// <summary>Reads it: words 0, each followed by an ascending list. The number of lists says what they are.</summary>
    /// <exception cref="MalformedFileException">It is no such table.</exception>
    public static RelocationTable Read(Region file)
    {
        if (file.Length == 0 || file.Length % sizeof(uint) != 0)
        {
            throw file.Malformed(0, $"{file.Length} bytes are no table of 32-bit words");
        }

        List<List<uint>> lists = [];
        Cursor cursor = file.Read(ByteOrder.Little);
        while (!cursor.AtEnd)
        {
            uint word = cursor.U32();
            if (word == 0)
            {
                lists.Add([]);
            }
            else if (lists.Count == 0)
            {
                throw cursor.Malformed($"0x{word:x8} stands where the 0 before the first list belongs");
            }
            else if (lists[^1] is [.., uint before] && before > word)
            {
                throw cursor.Malformed($"0x{word:x8} stands after 0x{before:x8}: the list is not sorted");
            }
            else
            {
                lists[^1].Add(word);
            }
        }

        PlaceKind[] kinds = lists.Count switch
        {
            1 => [PlaceKind.Add32],
            2 => [PlaceKind.Add64, PlaceKind.Add32],
            3 => [PlaceKind.Add64, PlaceKind.Subtract32, PlaceKind.Add32],
            _ => throw file.Malformed(0, $"{lists.Count} lists: a table of x86 has 1, 2 or 3"),
        };
        return new RelocationTable([.. kinds.Zip(lists, (kind, places) => new RelocationList(kind, places))], IsRealMode: false);
    }
}
