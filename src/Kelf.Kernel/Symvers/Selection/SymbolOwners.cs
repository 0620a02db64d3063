// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Entries;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// Which unit of a linked file exports a symbol: the one with the variable <c>__gendwarfksyms_ptr_SYMBOL</c> that
/// <c>EXPORT_SYMBOL</c> leaves behind, wherever the symbol is defined. Its own declarations and definitions are what the
/// compiler saw beside the export, and what a version was computed from before files were linked.
/// </summary>
/// <remarks>
/// Kernels without these variables are told by definitions: entries with an address. Copies of a function that ThinLTO
/// imports into other files have none, and declarations have none. What an assembler defines has an address, but no type.
/// </remarks>
internal sealed class SymbolOwners
{
    // Numbers of units, ascending.
    private readonly List<int>?[] _exporters;
    private readonly List<int>?[] _definers;

    private SymbolOwners(int symbols)
    {
        _exporters = new List<int>?[symbols];
        _definers = new List<int>?[symbols];
    }

    /// <summary>Finds the owners of all symbols.</summary>
    /// <param name="dwarf">The file.</param>
    /// <param name="groups">Which symbols of the list that the candidates were found for stand at one address.</param>
    /// <param name="candidates">The candidates of each unit.</param>
    public static SymbolOwners Find(DwarfFile dwarf, AliasGroups groups, List<Candidate>[] candidates)
    {
        SymbolOwners owners = new(groups.Addresses.Count);
        for (int unit = 0; unit < candidates.Length; unit++)
        {
            foreach (Candidate candidate in candidates[unit])
            {
                owners.Consider(dwarf.Units[unit], candidate);
            }
        }

        for (int group = 0; group < groups.Count; group++)
        {
            owners.Share(dwarf, groups.Members(group));
        }

        return owners;
    }

    /// <summary>
    /// Numbers of the units with a symbol pointer, or, when there is none, of those that define the symbol; ascending.
    /// </summary>
    public IReadOnlyList<int> Of(int symbol) => _exporters[symbol] ?? _definers[symbol] ?? [];

    /// <summary>True when a unit may describe a symbol: it exports it, or no unit is known to.</summary>
    public bool MayDescribe(int unit, int symbol) => _exporters[symbol] is not { } units || units.BinarySearch(unit) >= 0;

    /// <summary>Refuses symbols that two units export: neither has a better right to describe it.</summary>
    /// <exception cref="RefusedException">There is one.</exception>
    public void RefuseRivals(DwarfFile dwarf, SymbolList symbols)
    {
        for (int symbol = 0; symbol < _exporters.Length; symbol++)
        {
            if (_exporters[symbol] is { Count: > 1 } rivals)
            {
                DwarfUnit first = dwarf.Units[rivals[0]], second = dwarf.Units[rivals[1]];
                throw new RefusedException(second.Contents.Malformed(0, $"{PrintableText.Of(symbols[symbol])} is "
                    + $"exported by two units, {EntryErrors.NameOf(first)} and {EntryErrors.NameOf(second)}"));
            }
        }
    }

    private static void Add(List<int>?[] unitsOf, int symbol, int unit)
    {
        if (symbol >= 0 && (unitsOf[symbol] ??= []) is var units && (units.Count == 0 || units[^1] != unit))
        {
            units.Add(unit);
        }
    }

    /// <summary>
    /// LLVM merges functions of Rust that are the same code: one keeps its entry, the symbols of the others stay at its address.
    /// </summary>
    private void Share(DwarfFile dwarf, ReadOnlySpan<int> aliases)
    {
        List<int> definers = [];
        for (int i = 0; i < aliases.Length && definers.Count == 0; i++)
        {
            definers = _definers[aliases[i]]?.FindAll(unit => dwarf.Units[unit].Root.Language == DwLanguage.Rust) ?? [];
        }

        foreach (int symbol in definers.Count > 0 ? aliases : [])
        {
            _definers[symbol] ??= definers;
        }
    }

    private void Consider(DwarfUnit unit, in Candidate candidate)
    {
        if (candidate.IsPointer)
        {
            Add(_exporters, candidate.SourceSymbol, unit.Index);
        }
        else if (candidate is { IsExternal: true, IsDeclaration: false, HasAddress: true } && !unit.Root.IsAssembler)
        {
            Add(_definers, candidate.OwnSymbol, unit.Index);
            Add(_definers, candidate.SourceSymbol, unit.Index);
        }
    }
}
