// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>Checks that the tables share no bytes with each other, nor with what was read to find them.</summary>
internal static class FileRanges
{
    /// <summary>Does so.</summary>
    /// <exception cref="MalformedFileException">Two of them share bytes: sorting one would destroy the other.</exception>
    public static void RefuseOverlaps(SortableImage image, IEnumerable<SortedTable> tables)
    {
        ElfHeader header = image.Elf.Header;
        ElfSection symbols = image.SymbolSection;
        ElfSection names = image.Elf.SectionAt(symbols.Link, "sh_link of .symtab");
        List<(ulong Start, ulong Length, string Name)> ranges =
        [
            (0, header.HeaderSize, "the ELF header"),
            (header.SegmentsOffset, header.SegmentSize * (ulong)image.Elf.SegmentCount, "the program headers"),
            (header.SectionsOffset, header.SectionSize * (ulong)image.Elf.Sections.Length, "the section headers"),
            (symbols.Offset, symbols.Size, symbols.Name),
            (names.Offset, names.Size, names.Name),
            .. tables.Select(table => (table.Offset, (ulong)table.After.Length, table.Name)),
        ];
        ranges.RemoveAll(range => range.Length == 0);
        ranges.Sort();
        for (int i = 1; i < ranges.Count; i++)
        {
            (ulong start, ulong length, string name) = ranges[i - 1];
            if (ranges[i].Start - start < length)
            {
                throw image.Elf.Image.Malformed(
                    ranges[i].Start, $"{name} and {ranges[i].Name} have bytes in common");
            }
        }
    }
}
