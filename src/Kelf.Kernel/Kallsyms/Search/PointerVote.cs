// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>
/// Finds the address of a flat image by the pointers in it: tables of functions, of which a kernel has thousands, hold the addresses
/// of entries whose distances from each other are known. An address that makes most of them point to the beginnings of entries is
/// the one that it was linked for; every other makes few of them do so.
/// </summary>
internal sealed class PointerVote
{
    // What a kernel is linked for is a multiple of its pages.
    private const ulong Page = 4096;
    private const ulong LeastPointer = 0x10000;
    private const int Samples = 4096;
    private const int MostPrefixes = 4;

    // By chance one pointer in sixteen or so meets an entry: functions begin at multiples of 16, and have some 256 bytes.
    private const int LeastTargets = 64;
    private const int Times = 4;

    private readonly int _size;
    private readonly HashSet<long> _distances;
    private readonly ILookup<ulong, long> _byPageOffset;

    /// <summary>Prepares the entries.</summary>
    /// <param name="distances">Their distances from what is looked for.</param>
    /// <param name="size">Bytes of a pointer.</param>
    public PointerVote(IEnumerable<long> distances, int size)
    {
        _size = size;
        _distances = [.. distances.Select(distance => Signed((ulong)distance, size))];
        _byPageOffset = _distances.Order().ToLookup(distance => (ulong)distance % Page);
    }

    /// <summary>Finds the address.</summary>
    /// <param name="numbers">The image.</param>
    /// <param name="budget">What it may cost.</param>
    /// <returns>Null when no address is by far the best.</returns>
    public ulong? Find(ImageNumbers numbers, SearchBudget budget)
    {
        ulong? best = null;
        foreach (ulong prefix in Prefixes(numbers, _size, budget))
        {
            // Kernels of s390 are linked for low addresses; elsewhere numbers look so that are no pointers.
            if ((prefix != 0 || best is null) && Find(numbers, prefix, budget) is { } address)
            {
                // Two are none.
                if (best is not null && best != address)
                {
                    return null;
                }

                best = address;
            }
        }

        return best;
    }

    // The upper halves of pointers to a kernel are nearly all the same.
    private static ulong[] Prefixes(ImageNumbers numbers, int size, SearchBudget budget)
    {
        Dictionary<ulong, int> counts = new(KeyedHash.Numbers);
        budget.Spend(numbers.Bytes.Length);
        for (int at = 0; at + size <= numbers.Bytes.Length; at += 4 * size)
        {
            ulong value = numbers.Word(at, size);
            if (value >= LeastPointer && ~value > Page)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, PrefixOf(value, size), out _)++;
            }
        }

        return
        [
            .. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key).Take(MostPrefixes).Select(count => count.Key)
                .OrderBy(prefix => prefix == 0),
        ];
    }

    private static ulong PrefixOf(ulong value, int size) => value >> (size == 8 ? 32 : 24);

    private ulong? Find(ImageNumbers numbers, ulong prefix, SearchBudget budget)
    {
        int size = _size;
        List<ulong> pointers = [];
        budget.Spend(numbers.Bytes.Length);
        for (int at = 0; at + size <= numbers.Bytes.Length; at += size)
        {
            ulong value = numbers.Word(at, size);
            if (value >= LeastPointer && PrefixOf(value, size) == prefix)
            {
                pointers.Add(value);
            }
        }

        ulong mask = size == 8 ? ulong.MaxValue : uint.MaxValue;
        Dictionary<ulong, int> votes = new(KeyedHash.Numbers);
        int step = Math.Max(1, pointers.Count / Samples);
        for (int i = 0; i < pointers.Count; i += step)
        {
            foreach (long distance in _byPageOffset[pointers[i] % Page])
            {
                budget.Spend(1);
                CollectionsMarshal.GetValueRefOrAddDefault(votes, (pointers[i] - (ulong)distance) & mask, out _)++;
            }
        }

        KeyValuePair<ulong, int>[] ranked = [.. votes.OrderByDescending(vote => vote.Value).ThenBy(vote => vote.Key).Take(2)];
        if (ranked.Length == 0 || (ranked.Length == 2 && ranked[1].Value * Times > ranked[0].Value))
        {
            return null;
        }

        ulong winner = ranked[0].Key;
        HashSet<long> targets = [.. pointers.Select(pointer => Signed(pointer - winner, size)).Where(_distances.Contains)];
        return targets.Count >= LeastTargets ? winner : null;
    }

    private static long Signed(ulong distance, int size) => size == 8 ? (long)distance : (int)distance;
}
