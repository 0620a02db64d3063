// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Format;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>Where the names are, with what says so.</summary>
/// <param name="Entries">How many there are.</param>
/// <param name="Count">Offset of <c>kallsyms_num_syms</c>; its last four bytes if it is a big-endian word of eight.</param>
/// <param name="Names">Offset of <c>kallsyms_names</c>.</param>
/// <param name="Markers">Offset of <c>kallsyms_markers</c>.</param>
/// <param name="MarkerSize">Bytes of a marker: those of a word before Linux 4.20.</param>
/// <param name="MarkersEnd">Offset of what follows the markers.</param>
/// <param name="HasOrder">Whether something of the size of <c>kallsyms_seqs_of_names</c> follows: Linux 6.2 and 6.3.</param>
internal sealed record NamesPlace(int Entries, int Count, int Names, int Markers, int MarkerSize, int MarkersEnd, bool HasOrder);

/// <summary>
/// Finds the names before the tokens: by the markers, which rise from 0 in steps that 256 names can have, and by the number of
/// entries, which stands before the names and fits the number of markers. Then the names are walked: each marker has to be where
/// the walk comes to.
/// </summary>
internal static class NamesSearch
{
    // A name has its length and a code at least; with codes for each of its bytes it has 514 bytes.
    private const int ShortestBlock = 2 * TableShape.MarkerDistance;
    private const int LongestBlock = 514 * TableShape.MarkerDistance;
    private const int PlacesOfBlock = TableShape.PlaceSize * TableShape.MarkerDistance;

    // Zeros up to the next eight bytes after the markers and after the places.
    private const int PaddingOfOrder = 14;

    // From the number of entries to the names: .balign 4 or 8, and .align 4 or 8 where that means a power of two.
    private static readonly int[] s_distances = [4, 8, 16, 256];

    /// <summary>Finds the names that belong to tokens.</summary>
    /// <returns>Null if there are none.</returns>
    public static NamesPlace? Find(ReadOnlySpan<byte> bytes, in TokenPlace tokens, SearchBudget budget)
    {
        ImageNumbers numbers = new(bytes, tokens.Order);
        NamesWalk walk = new(bytes, tokens);
        ReadOnlySpan<byte> before = bytes[Math.Max(0, tokens.Table - TokenSearch.MostRoom)..tokens.Table];
        int full = tokens.Table - before.Length + before.LastIndexOfAnyExcept((byte)0) + 1;
        foreach (int size in (ReadOnlySpan<int>)[4, 8])
        {
            int run = 0;
            ulong next = 0;
            for (int at = tokens.Table - size; at >= 0; at -= size)
            {
                ulong value = numbers.Word(at, size);
                run = run > 0 && next > value && next - value is >= ShortestBlock and <= LongestBlock ? run + 1 : 1;
                next = value;
                // Of 256 entries or fewer there is a single marker, which tells nothing; no kernel has so few.
                if (value == 0 && run >= 2 && Find(numbers, walk, tokens, at, run, size, full, budget) is { } found)
                {
                    budget.Spend(tokens.Table - at);
                    return found;
                }
            }

            budget.Spend(tokens.Table);
        }

        return null;
    }

    // With the tokens right after the markers, or places in the order of names between them.
    private static NamesPlace? Find(
        ImageNumbers numbers, in NamesWalk walk, in TokenPlace tokens, int at, int run, int size, int full, SearchBudget budget)
    {
        int end = at + (run * size);
        if (end >= full && tokens.Table - end <= TokenSearch.MostRoom)
        {
            return Find(
                numbers, walk,
                new NamesPlace(0, 0, 0, at, size, end, HasOrder: false),
                ((run - 1) * TableShape.MarkerDistance) + 1, run * TableShape.MarkerDistance, budget);
        }

        int length = tokens.Table - at;
        int most = Math.Min(run, (length / (PlacesOfBlock + 4)) + 1);
        for (int markers = Math.Max(2, (length - PaddingOfOrder) / (PlacesOfBlock + 4)); size == 4 && markers <= most; markers++)
        {
            int rest = length - (4 * markers);
            int least = Math.Max(((markers - 1) * TableShape.MarkerDistance) + 1, (rest - PaddingOfOrder) / TableShape.PlaceSize);
            int greatest = Math.Min(markers * TableShape.MarkerDistance, rest / TableShape.PlaceSize);
            if (least <= greatest && Find(
                numbers, walk, new NamesPlace(0, 0, 0, at, size, at + (4 * markers), HasOrder: true), least, greatest, budget) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static NamesPlace? Find(
        ImageNumbers numbers, in NamesWalk walk, NamesPlace place, int least, int greatest, SearchBudget budget)
    {
        long last = (long)numbers.Word(place.MarkersEnd - place.MarkerSize, place.MarkerSize);
        long first = Math.Max(4, place.Markers - last - LongestBlock - TokenSearch.MostRoom);
        NamesPlace? found = null;
        long names = place.Markers - last - 2;
        for (names -= (names - place.Markers) & 3; names >= first; names -= 4)
        {
            budget.Spend(1);
            foreach (int distance in s_distances)
            {
                int count = (int)names - distance;
                if (count < 0 || numbers.U32(count) is var entries && (entries < least || entries > greatest)
                    || !numbers.IsZero(count + 4, names))
                {
                    continue;
                }

                NamesPlace candidate = place with { Entries = (int)entries, Count = count, Names = (int)names };
                if (walk.Fits(numbers, candidate, budget))
                {
                    // Two that fit are none.
                    if (found is not null)
                    {
                        return null;
                    }

                    found = candidate;
                }
            }
        }

        return found;
    }
}
