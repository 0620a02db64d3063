// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Expressions;
using Kelf.ObjectFiles.Dwarf.Symbols;

namespace Kelf.Kernel.Modpost.Places;

/// <summary>The variables that debugging information knows the addresses of, sorted by these.</summary>
internal sealed class VariableIndex
{
    private readonly List<(ulong Address, DieReference Entry)> _variables = [];

    /// <summary>Reads all units.</summary>
    /// <param name="dwarf">The debugging information.</param>
    /// <param name="failed">Told about units that are malformed and left out from there on.</param>
    public static VariableIndex Read(DwarfFile dwarf, Action<MalformedFileException> failed)
    {
        VariableIndex index = new();
        foreach (DwarfUnit unit in dwarf.Units)
        {
            try
            {
                index.Add(unit);
            }
            catch (MalformedFileException malformed)
            {
                failed(malformed);
            }
        }

        index._variables.Sort((left, right) =>
            left.Address != right.Address ? left.Address.CompareTo(right.Address) : left.Entry.Offset.CompareTo(right.Entry.Offset));
        return index;
    }

    /// <summary>The variable that begins nearest to an address, at it or before it; of several at one address the first of the file.</summary>
    public (ulong Address, DieReference Entry)? AtOrBefore(ulong address)
    {
        int above = FirstNotBelow(address, isAbove: true);
        return above == 0 ? null : _variables[FirstNotBelow(_variables[above - 1].Address, isAbove: false)];
    }

    // Static variables may be in functions, and those of Rust are in namespaces; types have none in C.
    private void Add(DwarfUnit unit)
    {
        DieReader reader = unit.Entries();
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case DwTag.Variable:
                    SymbolEntry variable = SymbolEntry.Read(unit, ref reader);
                    if (variable.Location.Form != DwForm.None && StaticLocation.TryRead(unit, variable.Location, out ulong address))
                    {
                        _variables.Add((address, new DieReference(unit, reader.Offset)));
                    }

                    break;
                case DwTag.StructureType or DwTag.UnionType or DwTag.EnumerationType or DwTag.ArrayType or DwTag.SubroutineType:
                    reader.SkipSubtree();
                    break;
            }
        }
    }

    private int FirstNotBelow(ulong address, bool isAbove)
    {
        int low = 0;
        for (int high = _variables.Count; low < high;)
        {
            int middle = (low + high) / 2;
            ulong here = _variables[middle].Address;
            (low, high) = here < address || (isAbove && here == address) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
