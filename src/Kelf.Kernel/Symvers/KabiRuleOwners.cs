// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers;

/// <summary>
/// Which unit of a linked file brought which kABI rule along. A rule is the contents of a variable
/// <c>__gendwarfksyms_rule_N</c> (kernel Documentation/kbuild/gendwarfksyms.rst); the linker joins the section of rules,
/// and the variable's location says which part of it is the unit's.
/// </summary>
internal sealed class KabiRuleOwners
{
    private readonly KabiRules _rules;
    private readonly Dictionary<ulong, HashSet<int>> _unitsOf = [];

    private KabiRuleOwners(KabiRules rules) => _rules = rules;

    private static ReadOnlySpan<byte> Prefix => "__gendwarfksyms_rule_"u8;

    /// <summary>Looks through all units, unless there is no rule.</summary>
    public static KabiRuleOwners Find(DwarfFile dwarf, KabiRules rules)
    {
        KabiRuleOwners owners = new(rules);
        if (!rules.IsEmpty)
        {
            foreach (DwarfUnit unit in dwarf.Units)
            {
                owners.Scan(unit);
            }
        }

        return owners;
    }

    /// <summary>The rules of a unit, and those that no unit has a variable for.</summary>
    public KabiRules Of(DwarfUnit unit) =>
        _rules.Where(rule => !_unitsOf.TryGetValue(rule, out HashSet<int>? units) || units.Contains(unit.Index));

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

            DieNames names = DieNames.Read(unit, ref reader);
            if (names.SymbolName.Form != DwForm.None && unit.StringOrEmpty(names.SymbolName, out _).StartsWith(Prefix)
                && StaticLocation.TryRead(unit, names.Location, out ulong offset))
            {
                _unitsOf.TryAdd(offset, []);
                _unitsOf[offset].Add(unit.Index);
            }

            names.SkipChildren(ref reader);
        }
    }
}
