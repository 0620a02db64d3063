// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Dwarf.Lists;

namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>
/// Which units have code at an address, by the header and the first entry of each; <c>.debug_aranges</c> is not asked, as Clang
/// writes none.
/// </summary>
/// <remarks>
/// Code of two units at one address is that of merged functions. A hostile file may have all its units everywhere, so that all
/// answers together were its square: an address has the first 16.
/// </remarks>
public sealed class CodeIndex
{
    private const int MostUnits = 16;

    // From _starts[i] on, until the next, the units _units[_first[i].._first[i + 1]] have code.
    private readonly List<ulong> _starts = [];
    private readonly List<int> _first = [];
    private readonly List<int> _units = [];
    private readonly List<DwarfUnit> _withoutRanges = [];

    private CodeIndex()
    {
    }

    /// <summary>Units that do not say where their code is: their line tables have to be searched.</summary>
    public IReadOnlyList<DwarfUnit> WithoutRanges => _withoutRanges;

    /// <summary>Reads where the code of all units is.</summary>
    /// <param name="dwarf">The debugging information.</param>
    /// <param name="failed">Told about units that are malformed and left out.</param>
    public static CodeIndex Read(DwarfFile dwarf, Action<MalformedFileException> failed)
    {
        ArgumentNullException.ThrowIfNull(dwarf);
        ArgumentNullException.ThrowIfNull(failed);
        CodeIndex index = new();
        List<Bound> bounds = [];
        foreach (DwarfUnit unit in dwarf.Units)
        {
            if (unit.Type is DwUnitType.Compile or DwUnitType.Skeleton)
            {
                Attempt(() => index.Add(unit, bounds), failed);
                // A look at its first entry has mapped more of it than most units are ever asked for.
                unit.Contents.Forget(0, (ulong)unit.Contents.Length);
            }
        }

        index.Divide(bounds);
        return index;
    }

    /// <summary>Reads where the line tables of units have rows; of units with one table the first one has them.</summary>
    /// <param name="units">Units with line tables.</param>
    /// <param name="failed">Told about tables that are malformed and left out.</param>
    internal static CodeIndex ReadTables(IEnumerable<DwarfUnit> units, Action<MalformedFileException> failed)
    {
        CodeIndex index = new();
        List<Bound> bounds = [];
        foreach (DwarfUnit unit in units.DistinctBy(unit => unit.Root.LineTable))
        {
            Attempt(() => AddSequences(unit, bounds), failed);
        }

        index.Divide(bounds);
        return index;
    }

    /// <summary>The numbers of the units that have code at an address, in ascending order, at most 16.</summary>
    public IEnumerable<int> UnitsAt(ulong address)
    {
        int at = _starts.BinarySearch(address);
        at = at >= 0 ? at : ~at - 1;
        for (int i = at < 0 ? 0 : _first[at]; at >= 0 && i < _first[at + 1]; i++)
        {
            yield return _units[i];
        }
    }

    private static void Attempt(Action read, Action<MalformedFileException> failed)
    {
        try
        {
            read();
        }
        catch (MalformedFileException malformed)
        {
            failed(malformed);
        }
    }

    private static void AddSequences(DwarfUnit unit, List<Bound> bounds)
    {
        LineProgram program = LineProgram.Of(unit);
        (ulong first, bool isIn) = (0, false);
        while (program.Next())
        {
            LineRow row = program.Row;
            first = isIn ? Math.Min(first, row.Address) : row.Address;
            isIn = !row.EndsSequence;
            if (!isIn)
            {
                Add(unit, new AddressRange(first, row.Address), bounds);
            }
        }
    }

    private void Add(DwarfUnit unit, List<Bound> bounds)
    {
        UnitEntry root = unit.Root;
        if (root.Ranges.Form == DwForm.None && root.HighPc.Form == DwForm.None)
        {
            if (root.LineTable is not null)
            {
                _withoutRanges.Add(unit);
            }

            return;
        }

        foreach (AddressRange range in UnitAddresses.Read(unit))
        {
            Add(unit, range, bounds);
        }
    }

    private static void Add(DwarfUnit unit, AddressRange range, List<Bound> bounds)
    {
        if (range.End > range.Start && !Dropped.IsAt(unit, range.Start))
        {
            bounds.Add(new Bound(range.Start, unit.Index, 1));
            bounds.Add(new Bound(range.End, unit.Index, -1));
        }
    }

    /// <summary>Divides the addresses where something begins or ends.</summary>
    private void Divide(List<Bound> bounds)
    {
        bounds.Sort((one, other) => one.Address.CompareTo(other.Address));
        SortedDictionary<int, int> current = [];
        for (int i = 0; i < bounds.Count;)
        {
            ulong address = bounds[i].Address;
            for (; i < bounds.Count && bounds[i].Address == address; i++)
            {
                // A unit may have several ranges here; it ends with the last.
                int unit = bounds[i].Unit;
                int count = current.GetValueOrDefault(unit) + bounds[i].Change;
                if (count == 0)
                {
                    current.Remove(unit);
                }
                else
                {
                    current[unit] = count;
                }
            }

            _starts.Add(address);
            _first.Add(_units.Count);
            _units.AddRange(current.Keys.Take(MostUnits));
        }

        _first.Add(_units.Count);
    }

    /// <summary>Where code of a unit begins (1) or ends (-1).</summary>
    private readonly record struct Bound(ulong Address, int Unit, int Change);
}
