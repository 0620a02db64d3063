// SPDX-License-Identifier: GPL-2.0-only
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
        int[] order = new int[items.Length];
        ulong[] keys = new ulong[items.Length];
        bool isSorted = true;
        for (int i = 0; i < items.Length; i++)
        {
            (order[i], keys[i]) = (i, items[i].Address);
            isSorted &= i == 0 || keys[i - 1] <= keys[i];
        }

        if (!isSorted)
        {
            Array.Sort(keys, order);
        }

        Span<ulong> ranks = new ulong[items.Length];
        for (int start = 0, end; start < items.Length; start = end)
        {
            end = start + 1;
            while (end < items.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                for (int i = start; i < end; i++)
                {
                    ranks[i] = RankOf(entries.Strings[items[order[i]].Text], order[i]);
                }

                ranks[start..end].Sort(order.AsSpan(start, end - start));
            }
        }

        return entries with { Items = Array.ConvertAll(order, i => items[i]) };
    }

    private static ulong RankOf(ReadOnlySpan<byte> text, int sequence)
    {
        bool isWeak = text[0] is (byte)'w' or (byte)'W';
        ReadOnlySpan<byte> name = text[1..];
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
