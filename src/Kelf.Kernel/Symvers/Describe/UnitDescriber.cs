// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.Rules;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.Kernel.Symvers.Walk;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Describe;

/// <summary>Walks from the entries of symbols, and collects their texts and those of the types they reach. Used by one thread.</summary>
internal sealed class UnitDescriber
{
    private readonly TextBudget _budget;
    private readonly TypeWalk _walk;
    private readonly TextFlattener _flattener;
    private readonly Dictionary<int, UnitIndex> _indices = [];

    // Many units refer to one of these, so what was found out about it is kept.
    private readonly Dictionary<int, UnitIndex> _sharedIndices = [];
    private readonly List<(int Group, int Text)> _described = [];
    private DwarfUnit? _lastUnit;
    private UnitIndex? _lastIndex;

    /// <summary>Prepares a walk.</summary>
    /// <param name="dwarf">The file.</param>
    /// <param name="rules">Its kABI rules; empty without <c>--stable</c>.</param>
    /// <param name="options">Options of the run.</param>
    /// <param name="total">What the texts of the file may take.</param>
    /// <param name="dump">Takes texts while they are built, or null.</param>
    public UnitDescriber(DwarfFile dwarf, KabiRules rules, SymversOptions options, TextTotal total, IByteSink? dump)
    {
        _budget = new TextBudget(total);
        DieDump? dieDump = dump is null ? null : new DieDump(dump, _budget);
        _walk = new TypeWalk(dwarf, Types.Names, rules, options, dieDump, _budget, IndexOf);
        _flattener = new TextFlattener(dwarf, _walk.Records, Types.Names, _budget);
    }

    /// <summary>The texts of all types that were reached.</summary>
    public TypeTexts Types { get; } = new();

    /// <summary>The texts of the groups that were described; references are numbers of <see cref="Types"/>.</summary>
    public List<(int Group, byte[] Text)> Texts { get; } = [];

    /// <summary>Walks from the entries of some symbols.</summary>
    public void Walk(IEnumerable<SymbolTask> tasks)
    {
        foreach (SymbolTask task in tasks)
        {
            _described.Add((task.Group, _walk.Describe(task)));
        }
    }

    /// <summary>Turns what was walked into texts, and makes ready for entries that share nothing with it.</summary>
    public void TakeTexts()
    {
        for (int record = 0; record < _walk.Records.Count; record++)
        {
            if (_walk.Records[record] is { Name: >= 0, IsComplete: true })
            {
                int name = _walk.Records[record].Name;
                ReadOnlySpan<byte> text = _flattener.Flatten(record);
                Types.Offer(name, text, _flattener.WrittenLength);
            }
        }

        foreach ((int group, int text) in _described)
        {
            Texts.Add((group, _flattener.Flatten(_walk.SymbolTexts[text]).ToArray()));
        }

        _budget.Settle();
        _described.Clear();
        _walk.Clear();
        _indices.Clear();
        (_lastUnit, _lastIndex) = (null, null);
    }

    private UnitIndex IndexOf(DwarfUnit unit)
    {
        if (unit == _lastUnit)
        {
            return _lastIndex!;
        }

        Dictionary<int, UnitIndex> indices = unit.IsShared ? _sharedIndices : _indices;
        if (!indices.TryGetValue(unit.Index, out UnitIndex? index))
        {
            index = UnitIndex.Build(unit);
            indices.Add(unit.Index, index);
        }

        (_lastUnit, _lastIndex) = (unit, index);
        return index;
    }
}
