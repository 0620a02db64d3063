// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

namespace Kelf.Figures.Results;

/// <summary>A row of README's table: <c>bench/overview.json</c> says which rows of which results it shows.</summary>
/// <param name="Title">In the table, in Markdown.</param>
/// <param name="Label">In a chart, where there is less room.</param>
/// <param name="From">Where its figures are from.</param>
/// <param name="Time">The time it takes.</param>
/// <param name="Memory">The most memory, if the table says it.</param>
internal sealed record OverviewRow(string Title, string Label, Result From, ResultRow Time, ResultRow? Memory);

/// <summary>What README shows of the results.</summary>
/// <param name="Rows">In the order of the table.</param>
internal sealed record Overview(IReadOnlyList<OverviewRow> Rows)
{
    private const string Selection = "bench/overview.json";

    /// <summary>Reads which rows are shown, and finds them.</summary>
    public static Overview Read(string root, ResultSet results)
    {
        try
        {
            Selected[] selected = JsonSerializer.Deserialize<Selected[]>(File.ReadAllText(Path.Combine(root, Selection)), ResultSet.Strict) ?? [];
            return new Overview([.. selected.Select(Find)]);
        }
        catch (JsonException exception)
        {
            throw new FigureException($"{Selection}: {exception.Message}");
        }

        OverviewRow Find(Selected row)
        {
            Result result = results.Get(row.Result, Selection);
            return new OverviewRow(row.Title, row.Label, result, result.Row(row.Time), row.Memory is { } memory ? result.Row(memory) : null);
        }
    }

    private sealed record Selected(string Title, string Label, string Result, string Time, string? Memory = null);
}
