// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Figures.Results;

namespace Kelf.Figures.Texts;

/// <summary>A result as docs/bench.md shows it: a line that says what it is of, and the table.</summary>
internal static class ResultTable
{
    /// <summary>In Markdown, without an end of line behind it.</summary>
    public static string Of(Result result)
    {
        StringBuilder text = new(Caption(result));
        text.Append("\n\n| measure | original | kelf | ratio |\n|---|---|---|---|");
        foreach (ResultRow row in result.Rows)
        {
            text.Append($"\n| {row.Title} | {Cell(row.Original, row.Unit)} | {Cell(row.Kelf, row.Unit)} | {Numbers.Ratio(row.Ratio)} |");
        }

        return text.ToString();
    }

    private static string Caption(Result result)
    {
        List<string> sentences =
        [
            $"**{result.Title}.**",
            $"{Code(result.Command)}, {result.Date:yyyy-MM-dd}, kelf {result.Kelf} at commit {result.Commit}.",
            $"{Rounds(result)}; {result.Machine.Processors} processors, {result.Machine.Model}, Linux {result.Machine.Linux}.",
        ];
        if (result.Versions.Count > 0)
        {
            sentences.Add($"{string.Join("; ", result.Versions.Select(version => $"{version.Key}: {version.Value}"))}.");
        }

        if (result.Note is { } note)
        {
            sentences.Add(note.EndsWith('.') ? note : note + ".");
        }

        return string.Join('\n', sentences);
    }

    private static string Code(string command) => $"`{command}`";

    private static string Rounds(Result result)
    {
        Figure[] figures = [.. result.Rows.SelectMany(row => (Figure[])[row.Original, row.Kelf])];
        int rounds = figures.Max(figure => figure.Rounds?.Length ?? 0);
        return (figures.Any(figure => figure.Rounds is null), figures.Any(figure => figure.Range is not null)) switch
        {
            (true, true) => "Medians (lowest-highest), recorded without the rounds",
            (true, false) => "Recorded without the rounds",
            (false, true) => $"Medians of {rounds} rounds (lowest-highest)",
            (false, false) => "One round",
        };
    }

    private static string Cell(Figure figure, string unit) =>
        Numbers.Plain(figure.Middle, unit)
        + (figure.Range is { } range ? $" ({Numbers.Plain(range.Lowest)}-{Numbers.Plain(range.Highest)})" : "")
        + (figure.Recorded is { } day ? $" [recorded {day:yyyy-MM-dd}]" : "");
}
