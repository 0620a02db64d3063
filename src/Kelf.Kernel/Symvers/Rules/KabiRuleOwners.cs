// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Symvers.Rules;

/// <summary>
/// Which unit of a linked file brought which kABI rule along. A rule is the contents of a variable
/// <c>__gendwarfksyms_rule_N</c> (kernel Documentation/kbuild/gendwarfksyms.rst); the linker joins the section of rules,
/// and the variable's location says which part of it is the unit's.
/// </summary>
internal sealed class KabiRuleOwners
{
    private readonly KabiRules _rules;
    private readonly Dictionary<ulong, int> _placeOf = new(KeyedHash.Numbers);
    private readonly Dictionary<int, SortedSet<int>> _placesOfUnit = [];
    private KabiRules _ofAll;

    private KabiRuleOwners(KabiRules rules) => (_rules, _ofAll) = (rules, rules);

    private static ReadOnlySpan<byte> Prefix => "__gendwarfksyms_rule_"u8;

    /// <summary>Looks through all units, unless there is no rule.</summary>
    /// <param name="dwarf">The file.</param>
    /// <param name="rules">All its rules.</param>
    /// <param name="sectionAddresses">What addresses in <paramref name="dwarf"/> count from, in a relocatable file; else null.</param>
    public static KabiRuleOwners Find(DwarfFile dwarf, KabiRules rules, ulong[]? sectionAddresses)
    {
        KabiRuleOwners owners = new(rules);
        if (rules.IsEmpty)
        {
            return owners;
        }

        ulong start = rules.Section is not { IsAllocated: true } section ? 0
            : sectionAddresses?[section.Index.Value] ?? section.Address;
        foreach (ulong offset in rules.Offsets)
        {
            owners._placeOf.Add(start + offset, owners._placeOf.Count);
        }

        foreach (DwarfUnit unit in dwarf.Units)
        {
            owners.Scan(unit);
        }

        HashSet<int> owned = [.. owners._placesOfUnit.Values.SelectMany(places => places)];
        owners._ofAll = rules.Part(Enumerable.Range(0, owners._placeOf.Count).Where(place => !owned.Contains(place)), null);
        return owners;
    }

    /// <summary>The rules of a unit, and after them those that no unit has a variable for.</summary>
    public KabiRules Of(DwarfUnit unit) =>
        _placesOfUnit.TryGetValue(unit.Index, out SortedSet<int>? places) ? _rules.Part(places, _ofAll) : _ofAll;

    private void Scan(DwarfUnit unit)
    {
        DieReader reader = unit.Entries();
        if (!reader.Next() || !reader.HasChildren)
        {
            return;
        }

        while (reader.Next() && reader.Tag != DwTag.None)
        {
            if (reader.Tag != DwTag.Variable)
            {
                reader.SkipSubtree();
                continue;
            }

            SymbolEntry names = SymbolEntry.Read(unit, ref reader);
            if (names.SymbolName.Form != DwForm.None && unit.StringOrEmpty(names.SymbolName, out _).StartsWith(Prefix)
                && StaticLocation.TryRead(unit, names.Location, out ulong address)
                && _placeOf.TryGetValue(address, out int place))
            {
                _placesOfUnit.TryAdd(unit.Index, []);
                _placesOfUnit[unit.Index].Add(place);
            }

            names.SkipChildren(ref reader);
        }
    }
}
