// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>What a frame may be: <c>a.c</c>, or <c>{a.c|b.c}</c>.</summary>
internal static class AlternativesText
{
    /// <summary>Joins them, each once.</summary>
    /// <param name="alternatives">For each candidate what it would be, or null.</param>
    /// <param name="candidates">How many there are; those that are not shown are counted.</param>
    /// <returns>Nothing when nothing is known of any.</returns>
    public static string Of(IEnumerable<string?> alternatives, int candidates)
    {
        string[] shown = [.. alternatives.Select(text => text ?? "?").Distinct(StringComparer.Ordinal)];
        int more = Math.Max(candidates - LogDecoder.MostShown, 0);
        return more == 0 && shown is [var only]
            ? only == "?" ? "" : only
            : $"{{{string.Join('|', shown)}{(more > 0 ? $"|{more} more" : "")}}}";
    }
}
