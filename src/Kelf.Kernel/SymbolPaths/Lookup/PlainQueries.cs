// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>Queries that a few symbols of a table answer, and which these are.</summary>
internal static class PlainQueries
{
    /// <summary>What is asked of a table.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="areReturns">They are return addresses.</param>
    /// <returns>
    /// Null when there are many, or one is a pattern, has a path, a line or a name of Rust's, or may stand for an alias or a file.
    /// </returns>
    public static AskedSymbols? TryAsk(IReadOnlyList<SymbolQuery> queries, bool areReturns) =>
        queries.Count > AskedSymbols.Most || !queries.All(IsPlain)
            ? null
            : new AskedSymbols(
                [.. queries.Where(query => query.Address is null).Select(query => query.Name)],
                [.. queries.Select(query => query.Address ?? query.AddressInName).OfType<ulong>()],
                areReturns);

    private static bool IsPlain(SymbolQuery query) => query.Address is not null
        || (query is { Path: null, PathInName: null, IsPattern: false }
            && !query.Name.Contains('@', StringComparison.Ordinal) && !query.Name.Contains("::", StringComparison.Ordinal));
}
