// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Mcount;

/// <summary>The symbol table of an object; one without any has no section.</summary>
internal readonly struct ObjectSymbols
{
    private ObjectSymbols(ElfSection? section, ElfSymbolTable table) => (Section, Table) = (section, table);

    /// <summary>Its section, or null.</summary>
    public ElfSection? Section { get; }

    /// <summary>The symbols.</summary>
    public ElfSymbolTable Table { get; }

    /// <summary>Finds it.</summary>
    public static ObjectSymbols Find(ElfFile file)
    {
        return new ObjectSymbols(file.SymbolSection, file.SymbolTable);
    }

    /// <summary>For each section the first symbol in it that is chosen; 0 where there is none.</summary>
    /// <param name="sectionCount">Number of sections.</param>
    /// <param name="isChosen">Chooses.</param>
    public int[] FirstOfSections(int sectionCount, Func<ElfSymbol, bool> isChosen)
    {
        int[] first = new int[sectionCount];
        for (int i = 1; Section is not null && i < Table.Count; i++)
        {
            ElfSymbol symbol = Table[i];
            if (symbol.SectionNumber < (uint)sectionCount && first[symbol.SectionNumber] == 0 && isChosen(symbol))
            {
                first[symbol.SectionNumber] = i;
            }
        }

        return first;
    }
}
