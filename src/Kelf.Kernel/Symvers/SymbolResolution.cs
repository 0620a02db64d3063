// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers;

/// <summary>
/// Decides which entry describes which alias group: the first candidate in file order wins, and a unit's symbol pointers
/// serve what its entries left open. Sequential, but it touches candidates only.
/// </summary>
internal sealed class SymbolResolution
{
    private readonly DwarfFile _dwarf;
    private readonly AliasGroups _groups;
    private readonly int[] _tableOrder;
    private readonly bool[] _isProcessed;
    private readonly (DieOffset Entry, bool IsFunction)?[] _pointers;

    private SymbolResolution(DwarfFile dwarf, AliasGroups groups, int[] tableOrder)
    {
        (_dwarf, _groups, _tableOrder) = (dwarf, groups, tableOrder);
        _isProcessed = new bool[groups.Count];
        _pointers = new (DieOffset, bool)?[groups.Count];
    }

    /// <summary>The texts to build, unit by unit, in the order in which the original builds them.</summary>
    public static List<SymbolTask>[] Resolve(
        DwarfFile dwarf, AliasGroups groups, int[] tableOrder, List<Candidate>[] candidates)
    {
        SymbolResolution resolution = new(dwarf, groups, tableOrder);
        List<SymbolTask>[] tasks = new List<SymbolTask>[candidates.Length];
        for (int unit = 0; unit < candidates.Length; unit++)
        {
            tasks[unit] = resolution.ResolveUnit(dwarf.Units[unit], candidates[unit]);
        }

        return tasks;
    }

    private List<SymbolTask> ResolveUnit(DwarfUnit unit, List<Candidate> candidates)
    {
        List<SymbolTask> tasks = [];
        bool sawPointer = false;
        foreach (Candidate candidate in candidates)
        {
            int symbol = IsOpen(candidate.OwnSymbol) ? candidate.OwnSymbol : candidate.SourceSymbol;
            if (!IsOpen(symbol))
            {
                continue;
            }

            int group = _groups.Of(symbol);
            if (candidate.IsPointer)
            {
                _pointers[group] = Pointee(unit, candidate.Source);
                sawPointer = true;
            }
            else
            {
                _isProcessed[group] = true;
                tasks.Add(new SymbolTask(group, candidate.Source, candidate.IsFunction));
            }
        }

        if (sawPointer)
        {
            AddPointers(tasks);
        }

        return tasks;
    }

    private void AddPointers(List<SymbolTask> tasks)
    {
        foreach (int symbol in _tableOrder)
        {
            int group = _groups.Of(symbol);
            if (!_isProcessed[group] && _pointers[group] is { } pointer)
            {
                _isProcessed[group] = true;
                tasks.Add(new SymbolTask(group, pointer.Entry, pointer.IsFunction));
            }
        }
    }

    private bool IsOpen(int symbol) => symbol >= 0 && !_isProcessed[_groups.Of(symbol)];

    /// <summary>
    /// The entry that a symbol pointer stands for: the function type it points to, or else the pointer itself, whose
    /// type is that of the variable.
    /// </summary>
    private (DieOffset Entry, bool IsFunction) Pointee(DwarfUnit unit, DieOffset variable)
    {
        TypeDie source = Read(unit, variable, out DwarfUnit sourceUnit);
        if (!source.HasType || Read(sourceUnit, source.TypeEntry, out DwarfUnit pointerUnit) is var pointer
            && pointer.Tag != DwTag.PointerType)
        {
            throw new SymversException($"{NameOf(sourceUnit, source)} must be a pointer type!");
        }

        if (!pointer.HasType)
        {
            throw new SymversException($"{NameOf(sourceUnit, source)} pointer missing a type attribute?");
        }

        DieOffset target = pointer.TypeEntry;
        TypeDie pointee = Read(pointerUnit, target, out _);
        return pointee.Tag == DwTag.SubroutineType ? (target, true) : (source.TypeEntry, false);
    }

    private TypeDie Read(DwarfUnit unit, DieOffset entry, out DwarfUnit owner)
    {
        owner = unit.Contains(entry) || !_dwarf.TryFindUnit(entry, out DwarfUnit? other) ? unit : other;
        return TypeDie.ReadAt(owner, entry);
    }

    private static string NameOf(DwarfUnit unit, in TypeDie entry) =>
        Encoding.UTF8.GetString(unit.TryString(entry.Name, out _));
}
