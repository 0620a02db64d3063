// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Split;

/// <summary>Lays a stripped image out in a file of its own: where each section that stays goes.</summary>
internal static class SplitLayout
{
    // Larger ones are no linker's, and would make a file of holes.
    private const ulong LargestAlignment = 1 << 30;

    /// <summary>Places what an arrangement has put in order.</summary>
    /// <exception cref="RefusedException">A section asks for an alignment that no linker gives.</exception>
    public static SplitImage Make(SplitTables tables, SplitArrangement arrangement)
    {
        List<(FileRange Source, ulong Target)> copies = [.. arrangement.Staying.Select(range => (range, range.Offset))];
        List<FilePatch> patches = [];
        Dictionary<uint, FileRange> moved = new(arrangement.Placed);
        ulong position = arrangement.End;
        foreach (ElfSection section in arrangement.Moving)
        {
            ulong alignment = tables.AlignmentOf(section);
            if (alignment > LargestAlignment)
            {
                throw new RefusedException(tables.Image.Image.Source.File, string.Create(
                    CultureInfo.InvariantCulture,
                    $"section {section.Index.Value} ({section.Name}) asks for an alignment of 0x{alignment:x}, "
                    + $"and no linker gives more than 0x{LargestAlignment:x}"));
            }

            position = ElfLayout.AlignUp(position, alignment);
            ulong size = section.Size;
            if (tables.NewContents(section) is { } bytes)
            {
                patches.Add(new FilePatch(position, bytes));
                size = (ulong)bytes.Length;
            }
            else if (SectionRanges.HasBytes(section))
            {
                copies.Add((new FileRange(section.Offset, size), position));
            }

            moved[section.Index.Value] = new FileRange(position, size);
            position += section.Type == ElfSectionType.NoBits ? 0 : size;
        }

        ulong headers = ElfLayout.AlignUp(position, tables.HeaderAlignment);
        patches.Add(new FilePatch(headers, tables.MakeSectionHeaders(moved)));
        patches.Add(new FilePatch(0, tables.MakeHead(headers)));
        return new SplitImage(
            tables.Image, headers + (uint)tables.SectionHeadersSize, arrangement.Layout, copies, patches);
    }
}
