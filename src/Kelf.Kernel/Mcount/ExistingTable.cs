// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Mcount;

/// <summary>The table that an object has already, from its compiler or from an earlier run.</summary>
internal static class ExistingTable
{
    /// <summary>Reads it.</summary>
    /// <returns>Its entries, or null without a table; entries that are relative to no section have section 0.</returns>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public static IReadOnlyList<McountRecord>? Find(ElfFile file, ObjectSymbols symbols)
    {
        List<McountRecord>? records = null;
        foreach (ElfSection section in file.Sections)
        {
            if (string.Equals(section.Name, McountSection.Name, StringComparison.Ordinal))
            {
                records ??= [];
            }

            if (section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
                && RelocatedText.Target(file, section) is { Name: McountSection.Name } table)
            {
                Read(file, symbols, section, file.Contents(table), records ??= []);
            }
        }

        return records;
    }

    private static void Read(
        ElfFile file, ObjectSymbols symbols, ElfSection section, Region table, List<McountRecord> records)
    {
        ElfRelocationTable relocations = file.Relocations(section);
        bool is64 = file.Class == ElfClass.Elf64;
        for (long i = 0; i < relocations.Count; i++)
        {
            ElfRelocation relocation = relocations[i];
            if (symbols.Section is null || relocation.SymbolIndex >= (uint)symbols.Table.Count)
            {
                throw relocations.Malformed(i, $"there is no symbol {relocation.SymbolIndex}");
            }

            long addend = relocations.HasAddends
                ? relocation.Addend
                : (long)table.Read(file.ByteOrder, relocation.Offset).Offset(is64);
            ElfSymbol symbol = symbols.Table[(int)relocation.SymbolIndex];
            uint target = symbol.SectionNumber < (uint)file.Sections.Length ? symbol.SectionNumber : 0;
            records.Add(new McountRecord(target, symbol.Value + (ulong)addend, relocation.SymbolIndex, addend));
        }
    }
}
