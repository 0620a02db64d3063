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
    /// Runs the line program: a row holds up to the next one of its sequence with a greater address, so that of several at an address
    /// the last counts; of several sequences at an address the first.
    /// </summary>
    /// <exception cref="MalformedFileException">The line table is malformed.</exception>
    public static UnitRows Read(DwarfUnit unit)
    {
        List<(uint File, uint Line)> places = [];
        Dictionary<(uint File, uint Line), int> numbers = [];
        List<OwnedRange> runs = [];
        LineProgram program = LineProgram.Of(unit);
        LineRow before = default;
        bool isInSequence = false;
        while (program.Next())
        {
            LineRow row = program.Row;
            if (isInSequence && row.Address > before.Address && !program.IsDropped)
            {
                (uint, uint) place = (before.File, before.Line);
                if (!numbers.TryGetValue(place, out int number))
                {
                    numbers[place] = number = places.Count;
                    places.Add(place);
                }

                if (runs.Count > 0 && runs[^1].End == before.Address && runs[^1].Item == number)
                {
                    runs[^1] = runs[^1] with { End = row.Address };
                }
                else
                {
                    runs.Add(new OwnedRange(before.Address, row.Address, number));
                }
            }

            isInSequence = !row.EndsSequence;
            before = row;
        }

        return new UnitRows(places, RangePainter.Divide(runs));
    }
}
