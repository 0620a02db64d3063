// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.References;

/// <summary>
/// The classes of the sections of an object, and of the sections of its symbols: each name is looked at once, when it is first asked
/// for, and a reference costs a look into a table.
/// </summary>
internal sealed class SectionClasses(ElfFile file, ElfSymbolTable symbols, ReferenceRules rules)
{
    private readonly SectionClass?[] _sections = new SectionClass?[file.Sections.Length];
    private SectionClass[]? _symbols;

    /// <summary>Those of a section.</summary>
    public SectionClass Of(ElfSection section) => _sections[section.Index.Value] ??= rules.ClassesOf(section.Name);

    /// <summary>
    /// Those of the section of each symbol; of symbols that are undefined or in none of the sections <see cref="SectionClass.None"/>.
    /// </summary>
    public ReadOnlySpan<SectionClass> OfSymbols() => _symbols ??= ReadSymbols();

    private SectionClass[] ReadSymbols()
    {
        SectionClass[] classes = new SectionClass[symbols.Count];
        ReadOnlySpan<ElfSection> sections = file.Sections;
        for (int i = 0; i < classes.Length; i++)
        {
            uint section = symbols.SectionNumberAt(i);
            if (section is not 0 and < ElfSymbol.ReservedSections)
            {
                classes[i] = Of(section < (uint)sections.Length ? sections[(int)section] : file.SectionAt(section, $"the section of symbol {i}"));
            }
        }

        return classes;
    }
}
