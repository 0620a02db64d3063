// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Listing;

namespace Kelf.Kernel.Kallsyms.Entries;

/// <summary>
/// The order of the tables: by address, and of several symbols at one address the one first that a kernel is to print.
/// Strong before weak, ordinary names before those of linker scripts, fewer underscores before more, then as listed.
/// </summary>
internal static class TableOrder
{
    private const int WeakBit = 62;
    private const int LinkerBit = 61;
    private const int UnderscoresShift = 32;

    /// <summary>Sorts entries that are in the order of a listing.</summary>
    public static KallsymsEntries Sort(KallsymsEntries entries)
    {
        KallsymsEntry[] items = entries.Items;
        int[] order = Order(Array.ConvertAll(items, item => item.Address), place =>
        {
            ReadOnlySpan<byte> text = entries.Strings[items[place].Text];
            return RankOf(text[0], text[1..], place);
        });
        return entries with { Items = Array.ConvertAll(order, i => items[i]) };
    }

    /// <summary>Sorts symbols of a listing.</summary>
    /// <param name="listing">The listing.</param>
    /// <param name="chosen">The places of the symbols in it, in its order.</param>
    public static int[] Sort(SymbolListing listing, int[] chosen)
    {
        int[] order = Order(Array.ConvertAll(chosen, place => listing.Symbols[place].Value), place =>
        {
            ref readonly ListedSymbol symbol = ref listing.Symbols[chosen[place]];
            return RankOf(symbol.Letter, listing.NameOf(symbol), place);
        });
        return Array.ConvertAll(order, i => chosen[i]);
    }

    // The places of entries in the order of their addresses, which are sorted too, and their ranks.
    private static int[] Order(ulong[] keys, Func<int, ulong> rank)
    {
        int[] order = new int[keys.Length];
        bool isSorted = true;
        for (int i = 0; i < keys.Length; i++)
        {
            order[i] = i;
            isSorted &= i == 0 || keys[i - 1] <= keys[i];
        }

        if (!isSorted)
        {
            Array.Sort(keys, order);
        }

        Span<ulong> ranks = new ulong[keys.Length];
        for (int start = 0, end; start < keys.Length; start = end)
        {
            end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                for (int i = start; i < end; i++)
                {
                    ranks[i] = rank(order[i]);
                }

                ranks[start..end].Sort(order.AsSpan(start, end - start));
            }
        }

        return order;
    }

    private static ulong RankOf(byte letter, ReadOnlySpan<byte> name, int sequence)
    {
        bool isWeak = letter is (byte)'w' or (byte)'W';
        int underscores = name.IndexOfAnyExcept((byte)'_');
        underscores = underscores < 0 ? name.Length : underscores;
        return (isWeak ? 1ul << WeakBit : 0) | (IsOfLinkerScript(name) ? 1ul << LinkerBit : 0)
            | ((ulong)underscores << UnderscoresShift) | (uint)sequence;
    }

    private static bool IsOfLinkerScript(ReadOnlySpan<byte> name) =>
        name.Length >= 8 && name.StartsWith("__"u8)
        && (name[2..].StartsWith("start_"u8) || name[2..].StartsWith("stop_"u8) || name[2..].StartsWith("end_"u8)
            || name.EndsWith("_start"u8) || name.EndsWith("_end"u8));
}
