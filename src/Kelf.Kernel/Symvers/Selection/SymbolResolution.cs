// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// Decides which entry describes which alias group: the first candidate in file order wins, and a unit's symbol pointers
/// serve what its entries left open. Sequential, but it touches candidates only.
/// </summary>
internal sealed class SymbolResolution
{
    private readonly AliasGroups _groups;
    private readonly int[] _tableOrder;
    private readonly bool[] _isProcessed;
    private readonly (DieOffset Entry, bool IsFunction)?[] _pointers;

    private SymbolResolution(AliasGroups groups, int[] tableOrder)
    {
        (_groups, _tableOrder) = (groups, tableOrder);
        _isProcessed = new bool[groups.Count];
        _pointers = new (DieOffset, bool)?[groups.Count];
    }

    /// <summary>The texts to build, unit by unit, in the order in which the original builds them.</summary>
    public static List<SymbolTask>[] Resolve(
        DwarfFile dwarf, AliasGroups groups, int[] tableOrder, List<Candidate>[] candidates)
    {
        SymbolResolution resolution = new(groups, tableOrder);
        List<SymbolTask>[] tasks = new List<SymbolTask>[candidates.Length];
        for (int unit = 0; unit < candidates.Length; unit++)
        {
            tasks[unit] = resolution.ResolveUnit(dwarf.Units[unit], candidates[unit]);
        }

        return tasks;
    }

    /// <summary>The texts to build for one unit by itself.</summary>
    public static List<SymbolTask> Resolve(
        DwarfUnit unit, AliasGroups groups, int[] tableOrder, List<Candidate> candidates) =>
        new SymbolResolution(groups, tableOrder).ResolveUnit(unit, candidates);

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
                _pointers[group] = SymbolPointer.Pointee(unit, candidate.Source);
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
}
