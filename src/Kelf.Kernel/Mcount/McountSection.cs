// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Mcount;

/// <summary>The section <c>__mcount_loc</c> and its relocations, as bytes of a class and byte order.</summary>
internal static class McountSection
{
    /// <summary>The section's name.</summary>
    public const string Name = "__mcount_loc";

    /// <summary>Adds both to a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="output">What it becomes.</param>
    /// <param name="records">The entries.</param>
    /// <param name="pointer">Type of the relocations.</param>
    /// <param name="hasAddends">Whether relocations hold their addends (<c>SHT_RELA</c>); else the table holds them.</param>
    /// <param name="symbols">Index of the symbol table.</param>
    /// <param name="flags">Flags of the section with the relocations.</param>
    public static void Add(
        ElfFile file, ElfEditor output, IReadOnlyList<McountRecord> records, uint pointer, bool hasAddends,
        SectionIndex symbols, ElfSectionFlags flags)
    {
        ElfEncoder encoder = new(file);
        NumberWriter numbers = new(file.ByteOrder);
        int word = file.Layout.WordSize;
        int size = file.Layout.RelocationSize(hasAddends);
        byte[] table = new byte[checked(records.Count * word)];
        byte[] relocations = new byte[checked(records.Count * size)];
        for (int i = 0; i < records.Count; i++)
        {
            McountRecord record = records[i];
            encoder.Relocation(
                relocations.AsSpan(i * size), new ElfRelocation((ulong)i * (uint)word, pointer, record.Symbol, record.Addend), hasAddends,
                file.Machine);
            if (!hasAddends)
            {
                numbers.Word(table.AsSpan(i * word), file.Layout.Is64, (ulong)record.Addend);
            }
        }

        SectionIndex index = output.Add(new AddedSection(
            Name, ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, table, (uint)word, (uint)word));
        output.Add(new AddedSection(
            (hasAddends ? ".rela" : ".rel") + Name,
            hasAddends ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations,
            flags, relocations, (uint)word, (uint)size, symbols.Value, index.Value));
    }
}
