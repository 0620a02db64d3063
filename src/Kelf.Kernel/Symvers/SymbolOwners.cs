// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers;

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
    private readonly List<(int Unit, DieOffset Entry)>?[] _pointers;
    private readonly List<int>?[] _definitions;

    private SymbolOwners(int symbols)
    {
        _pointers = new List<(int, DieOffset)>?[symbols];
        _definitions = new List<int>?[symbols];
    }

    /// <summary>Finds the owners of all symbols.</summary>
    /// <param name="dwarf">The file.</param>
    /// <param name="symbols">Number of symbols in the list that the candidates were found for.</param>
    /// <param name="candidates">The candidates of each unit.</param>
    public static SymbolOwners Find(DwarfFile dwarf, int symbols, List<Candidate>[] candidates)
    {
        SymbolOwners owners = new(symbols);
        for (int unit = 0; unit < candidates.Length; unit++)
        {
            foreach (Candidate candidate in candidates[unit])
            {
                owners.Consider(dwarf.Units[unit], candidate);
            }
        }

        return owners;
    }

    /// <summary>True when a symbol pointer says which unit exports the symbol.</summary>
    public bool IsExported(int symbol) => _pointers[symbol] is not null;

    /// <summary>The units with a symbol pointer, or, when there is none, the units that define the symbol; ascending.</summary>
    public IEnumerable<int> Of(int symbol) => _pointers[symbol]?.Select(pointer => pointer.Unit) ?? _definitions[symbol] ?? [];

    /// <summary>True when a unit may describe a symbol: it exports it, or no unit is known to.</summary>
    public bool MayDescribe(int unit, int symbol) => !IsExported(symbol) || Of(symbol).Contains(unit);

    /// <summary>Refuses symbols that two units export: neither has a better right to describe it.</summary>
    /// <exception cref="SymversException">There is one.</exception>
    public void RefuseRivals(DwarfFile dwarf, SymbolList symbols)
    {
        for (int symbol = 0; symbol < _pointers.Length; symbol++)
        {
            if (_pointers[symbol] is { Count: > 1 } rivals)
            {
                DwarfUnit first = dwarf.Units[rivals[0].Unit], second = dwarf.Units[rivals[1].Unit];
                throw EntryErrors.At(second, rivals[1].Entry,
                    $"{Encoding.UTF8.GetString(symbols[symbol])} is exported by two units, {EntryErrors.NameOf(first)} and "
                    + EntryErrors.NameOf(second));
            }
        }
    }

    private void Consider(DwarfUnit unit, in Candidate candidate)
    {
        if (candidate.IsPointer)
        {
            List<(int Unit, DieOffset Entry)> pointers = _pointers[candidate.SourceSymbol] ??= [];
            if (pointers.Count == 0 || pointers[^1].Unit != unit.Index)
            {
                pointers.Add((unit.Index, candidate.Entry));
            }
        }
        else if (candidate is { IsExternal: true, IsDeclaration: false, HasAddress: true } && !unit.Root.IsAssembler)
        {
            Define(unit.Index, candidate.OwnSymbol);
            Define(unit.Index, candidate.SourceSymbol);
        }
    }

    private void Define(int unit, int symbol)
    {
        if (symbol >= 0 && (_definitions[symbol] ??= []) is var units && (units.Count == 0 || units[^1] != unit))
        {
            units.Add(unit);
        }
    }
}
