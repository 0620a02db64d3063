// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Figures.Results;

/// <summary>One table of a benchmark, as <c>bench/bench-lib.sh</c> keeps it.</summary>
/// <param name="Name">Of its file: <c>split-small-gcc</c>.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Command">What was run for it.</param>
/// <param name="Date">The day, in UTC: <c>2026-11-30</c>.</param>
/// <param name="Commit">Of the program that was measured.</param>
/// <param name="Kelf">Its version.</param>
/// <param name="Machine">Where.</param>
/// <param name="Versions">Of the programs beside it.</param>
/// <param name="Rows">In the order of the table.</param>
/// <param name="Note">What a reader of the figures has to know.</param>
internal sealed record Result(
    string Name,
    string Title,
    string Command,
    DateOnly Date,
    string Commit,
    string Kelf,
    MachineClass Machine,
    SortedDictionary<string, string> Versions,
    ResultRow[] Rows,
    string? Note = null)
{
    /// <summary>The row of an identity; it has to be there.</summary>
    public ResultRow Row(string id) =>
        Rows.FirstOrDefault(row => row.Id == id) ?? throw new FigureException($"bench/results/{Name}.json has no row {id}");
}

/// <summary>What of a machine bears on the figures; nothing that tells one machine of a kind from another.</summary>
/// <param name="Processors">How many.</param>
/// <param name="Model">Of the processors.</param>
/// <param name="Linux">The release that runs there.</param>
internal sealed record MachineClass(int Processors, string Model, string Linux);

/// <summary>What the original and kelf need for the same.</summary>
/// <param name="Id">The names of both sides' figures and their unit: it stays when the title changes.</param>
/// <param name="Title">In Markdown.</param>
/// <param name="Unit"><c>ms</c>, <c>s</c>, <c>MB</c> or <c>KiB</c>.</param>
/// <param name="Original">Figures of the original.</param>
/// <param name="Kelf">Figures of kelf.</param>
internal sealed record ResultRow(string Id, string Title, string Unit, Figure Original, Figure Kelf)
{
    /// <summary>How many times more the original needs; of figures too small to be seen, nothing can be said.</summary>
    public double? Ratio => Kelf.Middle > 0 ? Original.Middle / Kelf.Middle : null;
}
