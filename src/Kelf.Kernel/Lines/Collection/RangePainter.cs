// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Collection;

/// <summary>A run of addresses that belongs to something.</summary>
/// <param name="Start">Its first address.</param>
/// <param name="End">The address after it.</param>
/// <param name="Item">Number of what it belongs to, from 0.</param>
internal readonly record struct OwnedRange(ulong Start, ulong End, int Item);

/// <summary>Divides addresses among ranges that may overlap.</summary>
/// <remarks>
/// Ranges are painted in their order, each on what is not painted yet, so the work is bounded by what was read, however many of them
/// lie on each other.
/// </remarks>
internal static class RangePainter
{
    /// <summary>Divides addresses.</summary>
    /// <param name="ranges">The ranges, none of them empty; of several at an address the first counts. The list may be sorted in place.</param>
    /// <returns>Runs in the order of addresses that do not overlap; neighbours of one item are joined.</returns>
    public static List<OwnedRange> Divide(List<OwnedRange> ranges)
    {
        List<OwnedRange> divided = [];
        if (IsDivided(ranges))
        {
            ranges.ForEach(range => Append(divided, range));
            return divided;
        }

        ulong[] bounds = [.. ranges.Select(range => range.Start).Concat(ranges.Select(range => range.End)).Distinct().Order()];
        int[] items = new int[bounds.Length];
        Array.Fill(items, -1);
        // Where the next free place is, or a step on the way to it.
        int[] next = [.. Enumerable.Range(0, bounds.Length + 1)];
        foreach (OwnedRange range in ranges)
        {
            int end = Array.BinarySearch(bounds, range.End);
            for (int at = Free(Array.BinarySearch(bounds, range.Start)); at < end; at = Free(at))
            {
                items[at] = range.Item;
                next[at] = at + 1;
            }
        }

        for (int i = 0; i < bounds.Length; i++)
        {
            if (items[i] >= 0)
            {
                Append(divided, new OwnedRange(bounds[i], bounds[i + 1], items[i]));
            }
        }

        return divided;

        int Free(int at)
        {
            while (next[at] != at)
            {
                next[at] = next[next[at]];
                at = next[at];
            }

            return at;
        }
    }

    // Sequences that do not overlap, in any order, are most of what there is.
    private static bool IsDivided(List<OwnedRange> ranges)
    {
        bool isAscending = true;
        for (int i = 1; i < ranges.Count && isAscending; i++)
        {
            isAscending = ranges[i].Start >= ranges[i - 1].End;
        }

        if (isAscending)
        {
            return true;
        }

        List<OwnedRange> sorted = [.. ranges];
        sorted.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        for (int i = 1; i < sorted.Count; i++)
        {
            if (sorted[i].Start < sorted[i - 1].End)
            {
                return false;
            }
        }

        ranges.Clear();
        ranges.AddRange(sorted);
        return true;
    }

    private static void Append(List<OwnedRange> divided, in OwnedRange range)
    {
        if (divided.Count > 0 && divided[^1].End == range.Start && divided[^1].Item == range.Item)
        {
            divided[^1] = divided[^1] with { End = range.End };
        }
        else
        {
            divided.Add(range);
        }
    }
}
