// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Hashes;

namespace Kelf.ObjectFiles.Dwarf.Places;

/// <summary>
/// Finds the source of addresses: the line of each, and the functions that were inlined there. Many addresses at once cost hardly more
/// than one: of each unit that has some, the line table is run once and the entries are walked once. Other units are not touched but
/// for their first entry, when the search is made.
/// </summary>
/// <example><code>
/// SourceSearch search = new(dwarf);
/// foreach (SourceChain chain in search.Find([0xffffffff81000000])[0])
/// {
///     Console.WriteLine($"{chain.Frames[0].Path}:{chain.Frames[0].Line}");
/// }
/// </code></example>
public sealed class SourceSearch
{
    /// <summary>
    /// Functions in a chain at most. No compiler inlines so deep, but a file may: its few bytes would be a chain of thousands at each of
    /// thousands of addresses. What is deeper counts as code of the last function.
    /// </summary>
    public const int MostFrames = 64;

    private readonly DwarfFile _dwarf;
    private readonly CodeIndex _index;
    private CodeIndex? _tables; // of units that do not say where their code is; read when no other has an address
    private readonly List<MalformedFileException> _failures = [];
    private readonly HashSet<(string? Section, ulong? Offset, string What)> _told = [];

    /// <summary>Looks where the code of all units is.</summary>
    /// <param name="dwarf">The debugging information; it must stay open.</param>
    public SourceSearch(DwarfFile dwarf)
    {
        ArgumentNullException.ThrowIfNull(dwarf);
        _dwarf = dwarf;
        _index = CodeIndex.Read(dwarf, Fail);
    }

    /// <summary>
    /// What was malformed so far, each once, in the order of the units: these, or parts of them, say nothing of their addresses, and
    /// all others are not concerned.
    /// </summary>
    public IReadOnlyList<MalformedFileException> Failures => _failures;

    /// <summary>
    /// Whether a unit was asked whose functions are in a <c>.dwo</c> file that is not here (DWARF 5 §3.1.2, <see cref="DwarfFile.SplitUnits"/>):
    /// its chains have lines, and no functions.
    /// </summary>
    public bool HasSplitUnits { get; private set; }

    /// <summary>The units that say that they have code at an address, in the order of the file, at most 16; mostly one or none.</summary>
    public IEnumerable<DwarfUnit> UnitsAt(ulong address)
    {
        foreach (int unit in _index.UnitsAt(address))
        {
            yield return _dwarf.Units[unit];
        }
    }

    /// <summary>Finds the source of addresses. One thread at a time may do so.</summary>
    /// <param name="addresses">
    /// Addresses, in any order. Of a relocatable file they count from where its sections are, as was said when it was opened.
    /// </param>
    /// <param name="forEach">
    /// Does something for each number below the first argument, at the same time or one after the other; null for the latter. Results
    /// do not depend on it.
    /// </param>
    /// <returns>For each address what the units that have code there say of it, in the order of the file; mostly one or none.</returns>
    public IReadOnlyList<SourceChain>[] Find(IReadOnlyList<ulong> addresses, Action<int, Action<int>>? forEach = null)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        ulong[] wanted = [.. addresses.Distinct().Order()];
        List<SourceChain>[] found = Array.ConvertAll(wanted, _ => new List<SourceChain>());
        Search(UnitsOf(_index, wanted, found), wanted, found, forEach);
        if (_index.WithoutRanges.Count > 0 && found.Any(chains => chains.Count == 0))
        {
            _tables ??= CodeIndex.ReadTables(_index.WithoutRanges, Fail);
            Search(UnitsOf(_tables, wanted, found), wanted, found, forEach);
        }

        return [.. addresses.Select(address => found[Array.BinarySearch(wanted, address)])];
    }

    /// <summary>The units to ask for addresses of which nothing is known yet.</summary>
    private List<(DwarfUnit Unit, int Address)> UnitsOf(CodeIndex index, ulong[] wanted, List<SourceChain>[] found)
    {
        List<(DwarfUnit Unit, int Address)> pairs = [];
        for (int i = 0; i < wanted.Length; i++)
        {
            foreach (int unit in found[i].Count == 0 ? index.UnitsAt(wanted[i]) : [])
            {
                pairs.Add((_dwarf.Units[unit], i));
            }
        }

        return pairs;
    }

    private void Search(
        List<(DwarfUnit Unit, int Address)> pairs, ulong[] wanted, List<SourceChain>[] found, Action<int, Action<int>>? forEach)
    {
        // Units without a line table have a number that no table has.
        Dictionary<ulong, TableGroup> tables = new(KeyedHash.Numbers);
        List<TableGroup> groups = [];
        foreach ((DwarfUnit unit, int address) in pairs)
        {
            ulong table = unit.Root.LineTable ?? ulong.MaxValue - (ulong)unit.Index;
            if (!tables.TryGetValue(table, out TableGroup? group))
            {
                group = new TableGroup();
                tables.Add(table, group);
                groups.Add(group);
            }

            group.Add(unit, address);
            HasSplitUnits |= unit.WithEntries is null;
        }

        List<UnitAnswer>[] answers = new List<UnitAnswer>[groups.Count];
        (forEach ?? OneAfterTheOther)(groups.Count, i => answers[i] = groups[i].Search(wanted));
        foreach (UnitAnswer answer in answers.SelectMany(some => some).OrderBy(answer => answer.Unit.Index))
        {
            foreach (MalformedFileException failure in answer.Failures)
            {
                Fail(failure);
            }

            for (int i = 0; i < answer.Addresses.Count; i++)
            {
                if (answer.Frames[i] is { } frames)
                {
                    found[answer.Addresses[i]].Add(new SourceChain(answer.Unit, frames));
                }
            }
        }
    }

    private static void OneAfterTheOther(int count, Action<int> action)
    {
        for (int i = 0; i < count; i++)
        {
            action(i);
        }
    }

    private void Fail(MalformedFileException malformed)
    {
        if (_told.Add((malformed.Section, malformed.Offset, malformed.What)))
        {
            _failures.Add(malformed);
        }
    }
}
