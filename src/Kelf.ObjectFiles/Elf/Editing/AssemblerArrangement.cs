// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>
/// An object as GNU as arranges it: contents, symbols, their names, relocations, and section names before the section headers.
/// </summary>
public static class AssemblerArrangement
{
    /// <summary>Arranges so. Sections that are empty stay where they are.</summary>
    public static ElfArrangement Make(EditedTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return new ElfArrangement(
            [], tables.HeadEnd,
            [
                .. from section in tables.Kept().Concat(tables.Added())
                   where section.Type != ElfSectionType.Null && (section.Size > 0 || tables.NewContents(section) is not null)
                   orderby RankOf(tables.File, section)
                   select new AlignedSection(section, PackedArrangement.SaneAlignment(tables.AlignmentOf(section))),
            ]);
    }

    private static int RankOf(ElfFile file, ElfSection section) =>
        section.Index.Value == file.NamesIndex ? 3
        : section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends ? 2
        : section.Type is ElfSectionType.SymbolTable or ElfSectionType.ExtendedIndices
            || section.Index.Value == file.SymbolSection?.Link ? 1
        : 0;
}
