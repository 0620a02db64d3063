// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// Finds, in one unit, the entries that can give a listed symbol its type. Looks at the unit's children and descends only
/// into namespaces, classes and structures: what stands in functions is not exported.
/// </summary>
/// <param name="symbols">The list.</param>
/// <param name="followsDeclarations">
/// A definition counts by the name of the declaration that it completes, too: gendwarfksyms takes the declaration only.
/// </param>
internal sealed class CandidateScan(SymbolList symbols, bool followsDeclarations)
{
    // In a linked file equal names share one place in .debug_str, so most lookups repeat an earlier one.
    private readonly Dictionary<ulong, int> _symbolByStringOffset = new(KeyedHash.Numbers);

    /// <summary>Finds the candidates of each unit of a file, those of partial units where these are imported.</summary>
    /// <param name="dwarf">The file.</param>
    /// <param name="symbols">The list.</param>
    /// <param name="workers">Gives the threads that may help.</param>
    /// <param name="followsDeclarations">See the class.</param>
    public static List<Candidate>[] All(DwarfFile dwarf, SymbolList symbols, WorkerSource workers, bool followsDeclarations)
    {
        UnitCandidates[] units = Parallelism.Map(
            dwarf.Units.Length, workers, NewScan, (scan, unit) => scan.Scan(dwarf.Units[unit]));
        return new PartialUnits(units, NewScan()).Join(dwarf);

        CandidateScan NewScan() => new(symbols, followsDeclarations);
    }

    /// <summary>All candidates of a unit in file order.</summary>
    public UnitCandidates Scan(DwarfUnit unit)
    {
        UnitCandidates found = new();
        DieReader reader = unit.Entries();
        if (!reader.Next() || !reader.HasChildren)
        {
            return found;
        }

        // Depth counts open scopes; only scopes that are descended into are ever opened.
        for (int depth = 1; depth > 0 && reader.Next();)
        {
            switch (reader.Tag)
            {
                case DwTag.None:
                    depth--;
                    break;
                case DwTag.Namespace or DwTag.ClassType or DwTag.StructureType:
                    depth += reader.HasChildren ? 1 : 0;
                    break;
                case DwTag.Subprogram or DwTag.Variable:
                    Consider(unit, ref reader, found);
                    break;
                case DwTag.ImportedUnit:
                    Import(unit, ref reader, found);
                    break;
                default:
                    reader.SkipSubtree();
                    break;
            }
        }

        return found;
    }

    /// <summary>A partial unit whose entries count as if they stood here (DWARF 5 §3.2.5); other units count by themselves.</summary>
    private static void Import(DwarfUnit unit, ref DieReader reader, UnitCandidates found)
    {
        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            if (attribute == DwAttribute.Import && TryResolve(unit, value, out DieReference target)
                && target.Unit.Root.Tag == DwTag.PartialUnit)
            {
                found.Imports.Add((found.Entries.Count, target.Unit));
            }
        }

        reader.SkipSubtree();
    }

    /// <summary>What leads into the supplementary file has to lead to an entry; what leads nowhere else describes nothing.</summary>
    private static bool TryResolve(DwarfUnit unit, in AttributeValue value, out DieReference target)
    {
        if (value.IsSupplementary)
        {
            target = unit.Resolve(value);
            return true;
        }

        return unit.TryResolve(value, out target);
    }

    private void Consider(DwarfUnit unit, ref DieReader reader, UnitCandidates found)
    {
        DieOffset entry = reader.Offset;
        bool isFunction = reader.Tag == DwTag.Subprogram;
        SymbolEntry names = SymbolEntry.Read(unit, ref reader);
        int own = Find(unit, names.SymbolName, out bool pointer);
        DieOffset source = entry;
        int sourceSymbol = own;
        bool external = names.IsExternal;
        (DwarfUnit Unit, AttributeValue Value) completed = (unit, names.Specification);
        if (names.AbstractOrigin.Form != DwForm.None && TryResolve(unit, names.AbstractOrigin, out DieReference origin))
        {
            DieReader originReader = origin.Read();
            if (originReader.Next())
            {
                SymbolEntry originNames = SymbolEntry.Read(origin.Unit, ref originReader);
                source = origin.Offset;
                sourceSymbol = Find(origin.Unit, originNames.SymbolName, out pointer);
                external |= originNames.IsExternal;
                completed = originNames.Specification.Form == DwForm.None ? completed : (origin.Unit, originNames.Specification);
            }
        }

        if (names.Specification.Form != DwForm.None && TryResolve(unit, names.Specification, out DieReference declaration))
        {
            found.Completed.Add(declaration.Offset);
        }

        if (own >= 0 || sourceSymbol >= 0)
        {
            found.Entries.Add(new Candidate(
                entry, source, own, sourceSymbol, isFunction, pointer, names.IsDeclaration, external, names.HasAddress));
        }

        if (followsDeclarations && names.HasAddress && own < 0 && sourceSymbol < 0)
        {
            AddByDeclaration(entry, isFunction, completed.Unit, completed.Value, found);
        }

        names.SkipChildren(ref reader);
    }

    /// <summary>
    /// A definition that has its name in the declaration that it, or its abstract origin, completes: methods of Rust and C++, variables
    /// of gcc. When units are linked with LTO the declaration may be in another one.
    /// </summary>
    private void AddByDeclaration(
        DieOffset definition, bool isFunction, DwarfUnit unit, in AttributeValue specification, UnitCandidates found)
    {
        if (specification.Form == DwForm.None || !TryResolve(unit, specification, out DieReference declaration))
        {
            return;
        }

        DieReader reader = declaration.Read();
        if (reader.Next())
        {
            SymbolEntry names = SymbolEntry.Read(declaration.Unit, ref reader);
            int symbol = Find(declaration.Unit, names.SymbolName, out bool pointer);
            if (symbol >= 0 && !pointer)
            {
                found.Entries.Add(new Candidate(
                    definition, declaration.Offset, -1, symbol, isFunction, IsPointer: false, IsDeclaration: false, names.IsExternal,
                    HasAddress: true));
            }
        }
    }

    private int Find(DwarfUnit unit, in AttributeValue name, out bool isPointer)
    {
        isPointer = false;
        if (name.Form == DwForm.None)
        {
            return -1;
        }

        bool hasOffset = unit.TryStringOffset(name, out ulong offset);
        if (hasOffset && _symbolByStringOffset.TryGetValue(offset, out int known))
        {
            isPointer = known < -1;
            return known >= -1 ? known : -2 - known;
        }

        ReadOnlySpan<byte> text = unit.StringOrEmpty(name, out bool isString);
        int symbol = isString && !text.IsEmpty ? symbols.Find(text) : -1;
        isPointer = symbol >= 0 && text.StartsWith(SymbolList.PointerPrefix);
        if (hasOffset)
        {
            _symbolByStringOffset.Add(offset, isPointer ? -2 - symbol : symbol);
        }

        return symbol;
    }
}
