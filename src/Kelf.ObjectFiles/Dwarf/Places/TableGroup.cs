// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Dwarf.Lines;

namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>
/// Units that share a line table, mostly one, with the addresses that are wanted of each: the table is run once for all of them.
/// </summary>
internal sealed class TableGroup
{
    private readonly List<(DwarfUnit Unit, List<int> Addresses)> _units = [];
    private readonly Dictionary<int, int> _places = [];

    /// <summary>Wants an address of a unit. Addresses come in ascending order.</summary>
    public void Add(DwarfUnit unit, int address)
    {
        if (!_places.TryGetValue(unit.Index, out int at))
        {
            at = _units.Count;
            _places.Add(unit.Index, at);
            _units.Add((unit, []));
        }

        _units[at].Addresses.Add(address);
    }

    /// <summary>What the units say.</summary>
    /// <param name="wanted">All addresses, ascending.</param>
    public List<UnitAnswer> Search(ulong[] wanted)
    {
        SortedSet<int> all = [.. _units.SelectMany(one => one.Addresses)];
        int[] numbers = [.. all];
        ulong[] addresses = Array.ConvertAll(numbers, number => wanted[number]);
        LineRow?[] rows = new LineRow?[addresses.Length];
        MalformedFileException? failure = null;
        try
        {
            RowSearch.Find(_units[0].Unit, addresses, rows);
        }
        catch (MalformedFileException malformed)
        {
            failure = malformed;
        }

        List<UnitAnswer> answers = [];
        foreach ((DwarfUnit unit, List<int> own) in _units)
        {
            LineRow?[] ownRows = [.. own.Select(number => rows[Array.BinarySearch(numbers, number)])];
            IReadOnlyList<SourceFrame>?[] frames = UnitChains.Make(
                unit, [.. own.Select(number => wanted[number])], ownRows, out IReadOnlyList<MalformedFileException> failures);
            answers.Add(new UnitAnswer(unit, own, frames, failure is null ? failures : [failure, .. failures]));
        }

        return answers;
    }
}
