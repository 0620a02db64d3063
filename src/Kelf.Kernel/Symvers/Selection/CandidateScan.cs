// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Symbols;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// Finds, in one unit, the entries that can give a listed symbol its type. Looks at the unit's children and descends only
/// into namespaces, classes and structures: what stands in functions is not exported.
/// </summary>
internal sealed class CandidateScan(SymbolList symbols)
{
    // In a linked file equal names share one place in .debug_str, so most lookups repeat an earlier one.
    private readonly Dictionary<ulong, int> _symbolByStringOffset = new(KeyedHash.Numbers);

    // Declarations that a definition of the unit completes: it has neither name nor type of its own.
    private readonly HashSet<DieOffset> _completed = [];

    /// <summary>All candidates of a unit in file order.</summary>
    public List<Candidate> Scan(DwarfUnit unit)
    {
        List<Candidate> found = [];
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
                default:
                    reader.SkipSubtree();
                    break;
            }
        }

        if (_completed.Count > 0)
        {
            for (int i = 0; i < found.Count; i++)
            {
                found[i] = found[i] with { IsDeclaration = found[i].IsDeclaration && !_completed.Contains(found[i].Entry) };
            }

            _completed.Clear();
        }

        return found;
    }

    private void Consider(DwarfUnit unit, ref DieReader reader, List<Candidate> found)
    {
        DieOffset entry = reader.Offset;
        bool isFunction = reader.Tag == DwTag.Subprogram;
        SymbolEntry names = SymbolEntry.Read(unit, ref reader);
        int own = Find(unit, names.SymbolName, out bool pointer);
        DieOffset source = entry;
        int sourceSymbol = own;
        bool external = names.IsExternal;
        if (names.AbstractOrigin.Form != DwForm.None && unit.TryResolve(names.AbstractOrigin, out DieReference origin))
        {
            DieReader originReader = origin.Read();
            if (originReader.Next())
            {
                SymbolEntry originNames = SymbolEntry.Read(origin.Unit, ref originReader);
                source = origin.Offset;
                sourceSymbol = Find(origin.Unit, originNames.SymbolName, out pointer);
                external |= originNames.IsExternal;
            }
        }

        if (names.Specification.Form != DwForm.None && unit.TryReference(names.Specification, out DieOffset declaration))
        {
            _completed.Add(declaration);
        }

        if (own >= 0 || sourceSymbol >= 0)
        {
            found.Add(new Candidate(
                entry, source, own, sourceSymbol, isFunction, pointer, names.IsDeclaration, external, names.HasAddress));
        }

        names.SkipChildren(ref reader);
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
