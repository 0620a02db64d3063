// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Numerics;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>
/// What is loaded stays where it is, and all else moves together in the order of the file: no bytes of what went are left. In a
/// relocatable file everything moves. Where an objcopy would put things is not asked here.
/// </summary>
public static class PackedArrangement
{
    /// <summary>Arranges so.</summary>
    public static ElfArrangement Make(EditedTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        bool isLoaded = tables.File.SegmentCount > 0;
        List<FileRange> staying = [];
        List<AlignedSection> moving = [];
        ulong end = tables.HeadEnd;
        foreach (ElfSection section in tables.Kept().OrderBy(section => section.Offset))
        {
            if (isLoaded && section.IsAllocated)
            {
                if (section.HasBytes)
                {
                    staying.Add(new FileRange(section.Offset, section.Size));
                    end = Math.Max(end, section.Offset + section.Size);
                }
            }
            else if (section.Type != ElfSectionType.Null)
            {
                moving.Add(new AlignedSection(section, SaneAlignment(section.Alignment)));
            }
        }

        moving.AddRange(tables.Added().Select(section => new AlignedSection(section, SaneAlignment(section.Alignment))));
        return new ElfArrangement(staying, end, moving);
    }

    // Absurd alignments of a file are no reason for gigabytes of padding.
    internal static ulong SaneAlignment(ulong alignment) => BitOperations.IsPow2(alignment) && alignment <= 1 << 16 ? alignment : 8;
}
