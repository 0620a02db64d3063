// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Entries;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Selection;

/// <summary>
/// Puts together what units say: entries of a partial unit count where it is imported (<c>DW_TAG_imported_unit</c>, DWARF 5 §3.2.5), as
/// they did before dwz moved them there. A partial unit that no other imports counts by itself.
/// </summary>
/// <param name="units">What each unit of the file says by itself.</param>
/// <param name="scan">Asks units of the supplementary file, of which most are of no interest.</param>
internal sealed class PartialUnits(UnitCandidates[] units, CandidateScan scan)
{
    // Real partial units are imported by some ten units; in hostile files all could import all.
    private const long FreeSteps = 16 << 20;
    private const long StepsPerEntry = 64;

    private readonly Dictionary<int, UnitCandidates> _supplementary = [];
    private readonly HashSet<int> _visited = [];
    private long _stepsLeft;

    /// <summary>The candidates of each unit; none for partial units that others import.</summary>
    /// <exception cref="RefusedException">Units import each other too often.</exception>
    public List<Candidate>[] Join(DwarfFile dwarf)
    {
        HashSet<int> imported = [.. units.SelectMany(unit => unit.Imports).Select(import => import.Unit.Index)];
        _stepsLeft = FreeSteps + units.Sum(unit => StepsPerEntry * (1 + unit.Entries.Count + unit.Imports.Count));
        List<Candidate>[] joined = new List<Candidate>[units.Length];
        for (int i = 0; i < units.Length; i++)
        {
            joined[i] = imported.Contains(i) ? [] : Join(dwarf.Units[i]);
        }

        return joined;
    }

    private List<Candidate> Join(DwarfUnit unit)
    {
        UnitCandidates own = units[unit.Index];
        List<Candidate> found = own.Entries;
        List<DieOffset> completed = own.Completed;
        if (own.Imports.Count > 0)
        {
            (found, completed) = ([], []);
            Expand(unit, found, completed);
        }

        if (completed.Count > 0)
        {
            HashSet<DieOffset> all = [.. completed];
            for (int i = 0; i < found.Count; i++)
            {
                found[i] = found[i] with { IsDeclaration = found[i].IsDeclaration && !all.Contains(found[i].Entry) };
            }
        }

        return found;
    }

    /// <summary>Takes the entries of a unit and of all that it imports, each unit once. Imports may be of any depth.</summary>
    private void Expand(DwarfUnit unit, List<Candidate> found, List<DieOffset> completed)
    {
        _visited.Clear();
        _visited.Add(unit.Index);
        Stack<(UnitCandidates Unit, int Entry, int Import)> open = new([(units[unit.Index], 0, 0)]);
        while (open.TryPop(out (UnitCandidates Unit, int Entry, int Import) level))
        {
            (UnitCandidates current, int entry, int import) = level;
            bool isLast = import == current.Imports.Count;
            int end = isLast ? current.Entries.Count : current.Imports[import].Before;
            found.AddRange(current.Entries[entry..end]);
            Spend(unit, 1 + end - entry);
            if (isLast)
            {
                completed.AddRange(current.Completed);
                continue;
            }

            open.Push((current, end, import + 1));
            DwarfUnit next = current.Imports[import].Unit;
            if (_visited.Add(next.Index))
            {
                open.Push((CandidatesOf(next), 0, 0));
            }
        }
    }

    private UnitCandidates CandidatesOf(DwarfUnit unit)
    {
        if (unit.Index < units.Length)
        {
            return units[unit.Index];
        }

        if (!_supplementary.TryGetValue(unit.Index, out UnitCandidates? found))
        {
            found = scan.Scan(unit);
            _supplementary.Add(unit.Index, found);
        }

        return found;
    }

    private void Spend(DwarfUnit unit, int steps)
    {
        _stepsLeft -= steps;
        if (_stepsLeft < 0)
        {
            throw EntryErrors.At(unit, unit.Start, "partial units are imported too often", ErrorKind.Limit);
        }
    }
}
