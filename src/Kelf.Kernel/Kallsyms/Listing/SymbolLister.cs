// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Listing;

/// <summary>Decides which symbols of a file are listed, and as what.</summary>
internal sealed class SymbolLister
{
    private readonly ElfFile _file;
    private readonly SysmapFilter? _filter;
    private readonly SymbolLetters _letters;
    private readonly OverlapBudget _budget;

    /// <summary>Prepares.</summary>
    /// <param name="file">The file.</param>
    /// <param name="filter">Which symbols to list; null for all.</param>
    /// <exception cref="MalformedFileException">It has no symbol table or several.</exception>
    public SymbolLister(ElfFile file, SysmapFilter? filter)
    {
        (_file, _filter) = (file, filter);
        Table = NeededSymbols.Of(file);
        _letters = new SymbolLetters(file);
        _budget = new OverlapBudget(Table.Strings, "names of symbols");
    }

    /// <summary>The symbols of the file.</summary>
    public ElfSymbolTable Table { get; }

    /// <summary>Whether a symbol may be listed, as far as that shows without a look at its name: it has one, and is no file or section.</summary>
    /// <exception cref="MalformedFileException">Its name is outside, or its section does not exist.</exception>
    public bool MayList(in ElfSymbol symbol)
    {
        if (symbol.NameOffset == 0 || symbol.Type is ElfSymbolType.File or ElfSymbolType.Section)
        {
            return false;
        }

        if (symbol.SectionNumber is var section && section < ElfSymbol.ReservedSections && section >= (uint)_file.Sections.Length)
        {
            throw Table.Malformed(
                symbol.Index, $"section {section} of symbol {symbol.Index} does not exist: there are {_file.Sections.Length}");
        }

        if (!Table.HasNameInside(symbol))
        {
            _ = Table.NameOf(symbol);
        }

        return true;
    }

    /// <summary>Lists a symbol, if it is one to list.</summary>
    /// <exception cref="MalformedFileException">Its name or section is outside, or names overlap too much.</exception>
    public bool TryList(in ElfSymbol symbol, out ListedSymbol listed)
    {
        listed = default;
        if (!MayList(symbol))
        {
            return false;
        }

        ReadOnlySpan<byte> name = Table.NameOf(symbol);
        _budget.Spend(symbol.NameOffset, name.Length);
        byte letter = _letters.Of(symbol);
        if (name.IsEmpty || MappingSymbols.IsOne(_file.Machine, name) || _filter?.Keeps(letter, name) == false)
        {
            return false;
        }

        listed = new ListedSymbol(AddressOf(symbol), symbol.NameOffset, name.Length, symbol.Index, letter, symbol.IsUndefined);
        return true;
    }

    /// <summary>The address of a symbol. The lowest bit of a function's chooses the instruction set: Thumb, MIPS16, microMIPS.</summary>
    public ulong AddressOf(in ElfSymbol symbol) => (_file.Machine, symbol.Type) switch
    {
        (ElfMachine.Arm, ElfSymbolType.Function or ElfSymbolType.IndirectFunction)
            or (ElfMachine.Mips, ElfSymbolType.Function) => symbol.IsUndefined ? symbol.Value : symbol.Value & ~1ul,
        _ => symbol.Value,
    };
}
