// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;

namespace Kelf.Kernel.Lines.Collection;

/// <summary>The places of a unit's code by its line table, without columns.</summary>
internal sealed class UnitRows
{
    private UnitRows(List<(uint File, uint Line)> places, List<OwnedRange> runs) => (Places, Runs) = (places, runs);

    /// <summary>No places.</summary>
    public static UnitRows None { get; } = new([], []);

    /// <summary>The places: number of the file in the unit, and line.</summary>
    public IReadOnlyList<(uint File, uint Line)> Places { get; }

    /// <summary>Runs of code, each with the number of its place, in the order of addresses.</summary>
    public IReadOnlyList<OwnedRange> Runs { get; }

    /// <summary>
    /// Runs the line program: a row holds up to the next greater address of its sequence, so that of several at an address the last
    /// counts; of several sequences at an address the first.
    /// </summary>
    /// <exception cref="MalformedFileException">The line table is malformed.</exception>
    public static UnitRows Read(DwarfUnit unit)
    {
        List<(uint File, uint Line)> places = [];
        Dictionary<(uint File, uint Line), int> numbers = [];
        List<OwnedRange> runs = [];
        List<(ulong Start, int Place)> sequence = [];
        LineProgram program = LineProgram.Of(unit);
        while (program.Next())
        {
            LineRow row = program.Row;
            if (row.EndsSequence)
            {
                AddRuns(program.IsDropped ? [] : sequence, row.Address, runs);
                sequence.Clear();
                continue;
            }

            (uint, uint) place = (row.File, row.Line);
            if (!numbers.TryGetValue(place, out int number))
            {
                numbers[place] = number = places.Count;
                places.Add(place);
            }

            sequence.Add((row.Address, number));
        }

        // Without an end a row holds if there is one after it.
        AddRuns(program.IsDropped ? [] : sequence, sequence.Count > 0 ? sequence.Max(row => row.Start) : 0, runs);
        return new UnitRows(places, RangePainter.Divide(runs));
    }

    private static void AddRuns(List<(ulong Start, int Place)> rows, ulong end, List<OwnedRange> runs)
    {
        // Clang's assembler writes the rows of ELF subsections in the midst of others (RowSearch).
        List<(ulong Start, int Place)> ordered = IsOrdered(rows) ? rows : [.. rows.OrderBy(row => row.Start)];
        for (int i = 0; i < ordered.Count; i++)
        {
            (ulong start, int place) = ordered[i];
            ulong next = Math.Min(i + 1 < ordered.Count ? ordered[i + 1].Start : end, end);
            if (next <= start)
            {
                continue;
            }

            if (runs.Count > 0 && runs[^1].End == start && runs[^1].Item == place)
            {
                runs[^1] = runs[^1] with { End = next };
            }
            else
            {
                runs.Add(new OwnedRange(start, next, place));
            }
        }
    }

    private static bool IsOrdered(List<(ulong Start, int Place)> rows)
    {
        for (int i = 1; i < rows.Count; i++)
        {
            if (rows[i].Start < rows[i - 1].Start)
            {
                return false;
            }
        }

        return true;
    }
}
