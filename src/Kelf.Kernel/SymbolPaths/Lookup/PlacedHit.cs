// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>Where in the source a symbol that was found is, or the place in it that was asked for.</summary>
/// <param name="Hit">The symbol.</param>
/// <param name="Place">Its place.</param>
/// <param name="Caller">The function that the place is in where it is another one: that of a call that never returns; else null.</param>
public sealed record PlacedHit(SymbolHit Hit, PlaceChoice Place, string? Caller = null)
{
    /// <summary>Finds the places of symbols.</summary>
    /// <param name="hits">The symbols.</param>
    /// <param name="isReturn">They are return addresses: the call before each is meant.</param>
    /// <returns>For each hit, in their order.</returns>
    public static IReadOnlyList<PlacedHit> Find(IReadOnlyList<SymbolHit> hits, bool isReturn)
    {
        ArgumentNullException.ThrowIfNull(hits);
        PlacedHit[] placed = [.. hits.Select(hit => new PlacedHit(hit, PlaceChoice.None))];
        foreach (IGrouping<SymbolImage, int> ofImage in Enumerable.Range(0, hits.Count).GroupBy(i => hits[i].Image))
        {
            int[] asked = [.. ofImage.Where(i => HasCode(hits[i], isReturn))];
            if (asked.Length == 0 || ofImage.Key.Lines is not { } lines)
            {
                continue;
            }

            ulong back = isReturn ? 1ul : 0;
            IReadOnlyList<PlaceChain>[] found = lines.Find([.. asked.Select(i => AddressOf(hits[i]) - back)]);
            for (int i = 0; i < asked.Length; i++)
            {
                placed[asked[i]] = Choose(hits[asked[i]], isReturn, found[i]);
            }
        }

        return placed;
    }

    private static ulong AddressOf(SymbolHit hit) => hit.Image.Listing.AddressOf(hit.Entry) + hit.Offset;

    // Behind the end of a symbol is only a call's return address; before the first one is nothing.
    private static bool HasCode(SymbolHit hit, bool isReturn) =>
        isReturn ? AddressOf(hit) > 0 : hit.Offset == 0 || hit.Offset < hit.Image.Sizes.Of(hit.Entry);

    private static PlacedHit Choose(SymbolHit hit, bool isReturn, IReadOnlyList<PlaceChain> chains)
    {
        SymbolImage image = hit.Image;
        int entry = hit.Entry;
        bool isBefore = isReturn && hit.Offset == 0;
        // In front of all symbols is no function.
        if (isBefore && !image.Sizes.TryFind(AddressOf(hit) - 1, out entry))
        {
            return new PlacedHit(hit, PlaceChoice.None);
        }

        return new PlacedHit(hit, PlaceChoice.Of(chains, image, entry), isBefore ? image.DisplayName(entry) : null);
    }
}
