// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;

namespace Kelf.Kernel.Symvers.Entries;

/// <summary>
/// What one pass over all entries of a unit tells: where entries start, and which scope a type's name is qualified by.
/// Only namespaces, classes and structures qualify the names of their direct children; in C nothing does, and the index
/// is one bit per byte of the unit.
/// </summary>
internal sealed class UnitIndex
{
    private const int NoScope = -1;
    private const int NotNeededYet = -2;

    // Each scope repeats the names of those around it: ten thousand scopes in each other could take any amount of memory.
    private const long PrefixFactor = 64;
    private const long PrefixFree = 16 << 20;

    private readonly DwarfUnit _unit;
    private readonly ulong[] _starts;
    private readonly List<(long Entry, int Parent)> _scopes = [];
    private readonly List<long> _typePositions = [];
    private readonly List<int> _typeScopes = [];
    private byte[]?[] _prefixes = [];
    private long _prefixBytes;

    private UnitIndex(DwarfUnit unit)
    {
        _unit = unit;
        _starts = new ulong[(unit.Contents.Length / 64) + 1];
    }

    /// <summary>Reads the unit.</summary>
    public static UnitIndex Build(DwarfUnit unit)
    {
        UnitIndex index = new(unit);
        index.Scan();
        index._prefixes = new byte[index._scopes.Count][];
        return index;
    }

    /// <summary>True when an entry, not a null entry, starts there.</summary>
    public bool IsEntry(DieOffset offset)
    {
        long position = _unit.PositionOf(offset);
        return (_starts[position >> 6] >> (int)(position & 63) & 1) != 0;
    }

    /// <summary>What the name of the type at <paramref name="offset"/> is qualified with: <c>a::b::</c>, or nothing.</summary>
    public ReadOnlySpan<byte> PrefixOf(DieOffset offset)
    {
        if (_typePositions.Count == 0)
        {
            return default;
        }

        int found = _typePositions.BinarySearch(_unit.PositionOf(offset));
        return found < 0 ? default : Prefix(_typeScopes[found]);
    }

    private void Scan()
    {
        List<(long Entry, int Scope)> open = [];
        DieReader reader = _unit.Entries();
        while (reader.Next())
        {
            if (reader.Tag == DwTag.None)
            {
                if (open.Count > 0)
                {
                    open.RemoveAt(open.Count - 1);
                }

                continue;
            }

            long position = _unit.PositionOf(reader.Offset);
            _starts[position >> 6] |= 1UL << (int)(position & 63);
            if (open.Count > 0 && open[^1].Scope != NoScope && IsNamedType(reader.Tag))
            {
                _typePositions.Add(position);
                _typeScopes.Add(Materialize(open));
            }

            if (reader.HasChildren)
            {
                bool qualifies = reader.Tag is DwTag.Namespace or DwTag.ClassType or DwTag.StructureType;
                open.Add((position, qualifies ? NotNeededYet : NoScope));
            }
        }
    }

    /// <summary>Gives the innermost open scope, and those around it that qualify it, their places in the list.</summary>
    private int Materialize(List<(long Entry, int Scope)> open)
    {
        int outermost = open.Count - 1;
        while (outermost > 0 && open[outermost].Scope == NotNeededYet && open[outermost - 1].Scope != NoScope)
        {
            outermost--;
        }

        for (int i = outermost; i < open.Count; i++)
        {
            if (open[i].Scope == NotNeededYet)
            {
                _scopes.Add((open[i].Entry, i > 0 ? open[i - 1].Scope : NoScope));
                open[i] = (open[i].Entry, _scopes.Count - 1);
            }
        }

        return open[^1].Scope;
    }

    private ReadOnlySpan<byte> Prefix(int scope)
    {
        if (_prefixes[scope] is { } known)
        {
            return known;
        }

        // From the outermost scope without a prefix inwards, so that depth costs no stack.
        List<int> chain = [];
        for (int i = scope; i >= 0 && _prefixes[i] is null; i = _scopes[i].Parent)
        {
            chain.Add(i);
        }

        chain.Reverse();
        foreach (int i in chain)
        {
            int parent = _scopes[i].Parent;
            byte[] outer = parent < 0 ? [] : _prefixes[parent]!;
            TypeEntry die = TypeEntry.ReadAt(_unit, new DieOffset(_unit.Start.Value + (ulong)_scopes[i].Entry));
            ReadOnlySpan<byte> name = die.Name;
            if (name.IsEmpty && outer.Length > 0)
            {
                name = "<anonymous>"u8;
            }

            _prefixBytes += outer.Length + name.Length;
            long limit = PrefixFree + (_unit.Contents.Length * PrefixFactor);
            if (_prefixBytes > limit)
            {
                throw EntryErrors.At(_unit, die.Offset, $"the names of the scopes around types exceed {limit >> 20} MiB");
            }

            _prefixes[i] = name.IsEmpty ? [] : [.. outer, .. name, .. "::"u8];
        }

        return _prefixes[scope];
    }

    private static bool IsNamedType(DwTag tag) => tag is DwTag.StructureType or DwTag.ClassType or DwTag.UnionType
        or DwTag.EnumerationType or DwTag.Typedef or DwTag.BaseType or DwTag.PointerType or DwTag.ReferenceType
        or DwTag.RvalueReferenceType or DwTag.ConstType or DwTag.VolatileType or DwTag.RestrictType or DwTag.AtomicType
        or DwTag.PackedType or DwTag.SharedType or DwTag.ImmutableType or DwTag.TemplateTypeParameter;
}
