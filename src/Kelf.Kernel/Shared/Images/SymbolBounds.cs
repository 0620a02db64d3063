// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>Finds data between two symbols of an ELF file, as <c>kernel/kheaders.c</c> and <c>kernel/configs.c</c> define them.</summary>
internal static class SymbolBounds
{
    /// <summary>Looks for the data.</summary>
    /// <param name="image">Any file.</param>
    /// <param name="start">The symbol at its beginning; that at its end is <c>NAME_end</c>.</param>
    /// <param name="problem">What is wrong if there are such symbols but no such data; else null.</param>
    /// <returns>Its offset in the file and its length, or null.</returns>
    public static (ulong Offset, ulong Length)? Find(Region image, string start, out Diagnostic? problem)
    {
        problem = null;
        try
        {
            if (!ElfFile.IsElf(image))
            {
                return null;
            }

            ElfFile elf = ElfFile.Parse(image);
            byte[] startName = System.Text.Encoding.UTF8.GetBytes(start);
            byte[] endName = System.Text.Encoding.UTF8.GetBytes(start + "_end");
            ElfSymbol? startSymbol = null;
            ElfSymbol? endSymbol = null;
            ElfSymbolTable symbols = elf.SymbolTable;
            for (int i = 1; i < symbols.Count; i++)
            {
                ElfSymbol symbol = symbols[i];
                if (symbol.IsUndefined || !symbols.HasNameInside(symbol))
                {
                    continue;
                }

                ReadOnlySpan<byte> name = symbols.NameOf(symbol);
                if (name.SequenceEqual(startName))
                {
                    startSymbol = symbol;
                }
                else if (name.SequenceEqual(endName))
                {
                    endSymbol = symbol;
                }
            }

            ulong? from = startSymbol is { } first ? OffsetOf(elf, first) : null;
            ulong? to = endSymbol is { } last ? OffsetOf(elf, last) : null;
            if (from is null && to is null)
            {
                return null;
            }

            if (from is { } offset && to is { } end && end > offset && end <= (ulong)image.Length)
            {
                return (offset, end - offset);
            }

            problem = Diagnostic.Warning(HeadersKind.Bounds, $"symbols {start} and {start}_end are not a range of the file");
            return null;
        }
        catch (MalformedFileException exception)
        {
            problem = exception.Diagnostic;
            return null;
        }
    }

    // The section's flags do not matter: .rodata of a linked kernel may be writable.
    private static ulong? OffsetOf(ElfFile elf, in ElfSymbol symbol)
    {
        if (elf.Type == ElfType.Relocatable)
        {
            return symbol.SectionNumber < (uint)elf.Sections.Length
                ? elf.Sections[(int)symbol.SectionNumber].Offset + symbol.Value
                : null;
        }

        foreach (ElfSection section in elf.Sections)
        {
            // The end symbol may stand after the last byte.
            if (section.IsAllocated && section.Type != ElfSectionType.NoBits
                && symbol.Value >= section.Address && symbol.Value - section.Address <= section.Size
                && section.Index.Value == symbol.SectionNumber)
            {
                return section.Offset + (symbol.Value - section.Address);
            }
        }

        foreach (ElfSegment segment in elf.ReadSegments())
        {
            if (segment.Type == ElfSegmentType.Load && symbol.Value >= segment.Address
                && symbol.Value - segment.Address <= segment.FileSize)
            {
                return segment.Offset + (symbol.Value - segment.Address);
            }
        }

        return null;
    }
}
