// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Figures.Results;

namespace Kelf.Figures.Texts;

/// <summary>README's table.</summary>
internal static class OverviewTable
{
    /// <summary>In Markdown, without an end of line behind it.</summary>
    public static string Of(Overview overview)
    {
        DateOnly first = overview.Rows.Min(row => row.From.Date);
        DateOnly last = overview.Rows.Max(row => row.From.Date);
        IEnumerable<string> machines = overview.Rows.Select(row => $"{row.From.Machine.Processors} processors ({row.From.Machine.Model})").Distinct();
        StringBuilder text = new(
            $"Medians, measured {(first == last ? $"on {first:yyyy-MM-dd}" : $"from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}")} on {string.Join(" and ", machines)}"
            + $"{(overview.Rows.Any(IsOnce) ? "; *once*: of one run of the original, which takes so long" : "")}.\n\n"
            + "| | original | kelf | ratio |\n|---|---|---|---|");
        foreach (OverviewRow row in overview.Rows)
        {
            text.Append(
                $"\n| {row.Title} | {Cell(row, side => side.Original)}{(IsOnce(row) ? " *once*" : "")} | {Cell(row, side => side.Kelf)} | {Numbers.ShortRatio(row.Time.Ratio)} |");
        }

        return text.ToString();
    }

    private static bool IsOnce(OverviewRow row) => row.Time.Original.Recorded is not null;

    private static string Cell(OverviewRow row, Func<ResultRow, Figure> side) =>
        string.Join(
            ", ",
            ((ResultRow?[])[row.Time, row.Memory]).OfType<ResultRow>().Select(measure => Numbers.Short(side(measure).Middle, measure.Unit)));
}
