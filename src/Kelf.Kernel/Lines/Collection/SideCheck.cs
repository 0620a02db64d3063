// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Side;

namespace Kelf.Kernel.Lines.Collection;

/// <summary>Compares a side table with the debugging information that it was made from, wherever one of them changes its mind.</summary>
public static class SideCheck
{
    // The answers to all addresses of a kernel at once would take gigabytes.
    private const int AtOnce = 20_000;

    /// <summary>A place where they differ.</summary>
    /// <param name="Address">The address.</param>
    /// <param name="Stored">What the side table says, the innermost function first: <c>FUNCTION FILE:LINE</c>.</param>
    /// <param name="Right">What the debugging information says; of several units the first.</param>
    public readonly record struct Difference(ulong Address, string Stored, string Right);

    /// <summary>Finds all differences, in the order of addresses.</summary>
    /// <param name="table">The side table.</param>
    /// <param name="lines">The debugging information.</param>
    public static IEnumerable<Difference> Compare(SideLines table, ILineSource lines)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(lines);
        foreach (ulong[] addresses in table.Bounds().Chunk(AtOnce))
        {
            (IReadOnlyList<PlaceChain>[] stored, IReadOnlyList<PlaceChain>[] right) = (table.Find(addresses), lines.Find(addresses));
            for (int i = 0; i < addresses.Length; i++)
            {
                (string mine, string other) = (Text(stored[i], table.HasChains), Text(right[i], table.HasChains));
                if (mine != other)
                {
                    yield return new Difference(addresses[i], mine, other);
                }
            }
        }
    }

    private static string Text(IReadOnlyList<PlaceChain> chains, bool withFunctions)
    {
        if (chains.Count == 0 || (!withFunctions && chains[0].Places[0] is { File: null, Line: 0 }))
        {
            return "nothing";
        }

        IEnumerable<SourcePlace> places = withFunctions ? chains[0].Places : chains[0].Places.Take(1);
        return string.Join(", ", places.Select(place =>
            $"{(withFunctions ? $"{place.Function}{(place.LinkageName.Length > 0 ? $" ({place.LinkageName})" : "")} " : "")}"
            + $"{place.File ?? "?"}:{place.Line}{(withFunctions && place.IsInlined ? " (inlined)" : "")}"));
    }
}
