// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Numerics;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>Everything stays where it is, and what is new stands at the end: for large objects of which little changes.</summary>
public static class AppendedArrangement
{
    /// <summary>Arranges so.</summary>
    public static ElfArrangement Make(EditedTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        // Program headers may be anywhere, and their sizes do not change.
        ulong head = (ulong)tables.File.Layout.HeaderSize;
        ulong length = (ulong)tables.File.Image.Length;
        uint names = tables.File.NamesIndex;
        // Names may begin anywhere, other contents where they would have begun.
        return new ElfArrangement(
            [new FileRange(head, length - head)], length,
            [.. tables.Replaced().Select(section =>
                new AlignedSection(section, section.Index.Value == names ? 1 : SaneAlignment(section.Alignment)))])
        {
            Last = [.. tables.Added().Select(section => new AlignedSection(section, SaneAlignment(section.Alignment)))],
            HeadSize = head,
            ChangesOldHeaders = true,
        };
    }

    // Absurd alignments of a file are no reason for gigabytes of padding.
    private static ulong SaneAlignment(ulong alignment) => BitOperations.IsPow2(alignment) && alignment <= 4096 ? alignment : 8;
}
