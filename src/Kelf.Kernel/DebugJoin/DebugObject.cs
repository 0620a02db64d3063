// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.DebugJoin.Layouts;
using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin;

/// <summary>An object of a link, and its debugging sections, which the linker does not see.</summary>
internal sealed class DebugObject
{
    private readonly DebugSection?[] _byIndex;

    private DebugObject(string path, ElfFile elf, DebugSection?[] byIndex)
    {
        (Path, Elf, _byIndex) = (path, elf, byIndex);
        Sections = [.. byIndex.OfType<DebugSection>()];
        Symbols = elf.SymbolTable;
        foreach (DebugSection section in Sections)
        {
            section.Owner = this;
        }
    }

    /// <summary>How messages name it: its path, or that of its archive and its name there.</summary>
    public string Path { get; }

    /// <summary>Which of all objects of the link it is, in the linker's order, from 1; 0 as long as that is not known.</summary>
    public int Turn { get; set; }

    /// <summary>The file.</summary>
    public ElfFile Elf { get; }

    /// <summary>Its debugging sections, in the order of their headers.</summary>
    public IReadOnlyList<DebugSection> Sections { get; }

    /// <summary>Its symbols.</summary>
    public ElfSymbolTable Symbols { get; }

    /// <summary>Looks at an object.</summary>
    /// <param name="path">How messages name it.</param>
    /// <param name="contents">Its bytes.</param>
    /// <returns>Null when it has no debugging sections, so that the linker may as well take it as it is.</returns>
    /// <exception cref="UnknownLayoutException">It has some that cannot be kept from the linker.</exception>
    /// <exception cref="MalformedFileException">It is malformed.</exception>
    public static DebugObject? Find(string path, Region contents)
    {
        if (ElfFile.IsBitcode(contents))
        {
            throw new UnknownLayoutException(path, "the linker compiles it (LLVM bitcode), and its debugging information with it");
        }

        ElfFile elf = ElfFile.Parse(contents);
        SectionRanges.RefuseShared(elf);
        DebugSection?[] sections = FindSections(elf, path);
        if (Array.TrueForAll(sections, section => section is null))
        {
            return null;
        }

        DebugObject result = new(path, elf, sections);
        result.RefuseSymbols();
        return result;
    }

    /// <summary>The debugging section that a symbol is in; null for a symbol of anything else.</summary>
    public DebugSection? SectionOf(in ElfSymbol symbol) =>
        symbol.SectionNumber < (uint)_byIndex.Length ? _byIndex[symbol.SectionNumber] : null;

    /// <summary>True for the symbol of a section that is loaded and that the linker merges: each place may go somewhere else.</summary>
    public bool SymbolIsMerged(uint index)
    {
        ElfSymbol symbol = Symbols[(int)index];
        return symbol.Type == ElfSymbolType.Section && symbol.SectionNumber < (uint)Elf.Sections.Length
            && (Elf.Sections[(int)symbol.SectionNumber].Flags & ElfSectionFlags.Merge) != 0 && SectionOf(symbol) is null;
    }

    private static DebugSection?[] FindSections(ElfFile elf, string path)
    {
        DebugSection?[] sections = new DebugSection?[elf.Sections.Length];
        foreach (ElfSection section in elf.Sections)
        {
            if (section.Name.StartsWith(".zdebug_", StringComparison.Ordinal))
            {
                throw new UnknownLayoutException(path, $"{section.Name} is compressed as GNU tools once did it");
            }

            if (DebugSection.IsDebug(section))
            {
                sections[section.Index.Value] = new DebugSection(elf, section);
            }
        }

        foreach (ElfSection section in elf.Sections)
        {
            if (section.Type is not (ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends)
                || elf.SectionAt(section.Info, $"sh_info of section {section.Index.Value} ({section.Name})") is not { } target
                || sections[target.Index.Value] is not { } debug)
            {
                continue;
            }

            debug.SetRelocations(section);
        }

        return sections;
    }

    // A section's own symbol is as good as an offset. What a label inside of one becomes is not known to the linker.
    private void RefuseSymbols()
    {
        foreach (ElfSymbol symbol in Symbols)
        {
            if (symbol.Type != ElfSymbolType.Section && SectionOf(symbol) is { } section)
            {
                throw new UnknownLayoutException(
                    Path, $"symbol {symbol.Index} ({PrintableText.Of(Symbols.NameOf(symbol))}) is in {section.Name}");
            }
        }
    }
}
