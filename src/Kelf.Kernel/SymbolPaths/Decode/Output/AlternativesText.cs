// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>What a frame may be: <c>a.c</c>, or <c>{a.c|b.c}</c>.</summary>
internal static class AlternativesText
{
    /// <summary>Joins them, each once, and no more than are shown of a frame; the others are counted.</summary>
    /// <param name="alternatives">For each candidate what it would be, or null.</param>
    /// <param name="others">Number of candidates that are not among them.</param>
    /// <returns>Nothing when nothing is known of any.</returns>
    public static string Of(IEnumerable<string?> alternatives, int others = 0)
    {
        string[] texts = [.. alternatives.Select(text => text ?? "?").Distinct(StringComparer.Ordinal)];
        int more = others + Math.Max(texts.Length - LogDecoder.MostShown, 0);
        return more == 0 && texts is [var only]
            ? only == "?" ? "" : only
            : $"{{{string.Join('|', texts.Take(LogDecoder.MostShown))}{(more > 0 ? $"|{more} more" : "")}}}";
    }
}
