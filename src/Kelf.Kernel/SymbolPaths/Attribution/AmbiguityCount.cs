// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>How many names of a set of symbols are ambiguous.</summary>
/// <param name="Symbols">Symbols in the set.</param>
/// <param name="Plain">Names that several have, and how many symbols have them.</param>
/// <param name="WithBaseName">The same when base name of the file and name are compared.</param>
/// <param name="WithPath">The same with the whole path.</param>
public sealed record AmbiguityCount(
    int Symbols, (int Names, int Symbols) Plain, (int Names, int Symbols) WithBaseName, (int Names, int Symbols) WithPath)
{
    /// <summary>Counts the symbols of a table that are wanted.</summary>
    /// <param name="attribution">The table and its paths.</param>
    /// <param name="isWanted">Whether an entry is in the set.</param>
    public static AmbiguityCount Of(PathAttribution attribution, Func<int, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(attribution);
        int[] entries = [.. Enumerable.Range(0, attribution.Listing.Count).Where(isWanted)];
        string[] baseNames = [.. attribution.Paths.Select(path => Path.GetFileName(path))];
        return new AmbiguityCount(
            entries.Length,
            Count(attribution, entries, _ => ""),
            Count(attribution, entries, entry => baseNames[attribution.PathNumber(entry)]),
            Count(attribution, entries, entry => attribution.Paths[attribution.PathNumber(entry)]));
    }

    // Qualified names are counted: the one name that two pairs of files share stands for two.
    private static (int Names, int Symbols) Count(PathAttribution attribution, int[] entries, Func<int, string> qualifier)
    {
        Dictionary<(int Name, string Qualifier), int> counts = [];
        foreach (int entry in entries)
        {
            (int, string) key = (attribution.Listing.Symbols[entry].Name, qualifier(entry));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        KeyValuePair<(int Name, string Qualifier), int>[] several = [.. counts.Where(pair => pair.Value > 1)];
        return (several.Length, several.Sum(pair => pair.Value));
    }
}
