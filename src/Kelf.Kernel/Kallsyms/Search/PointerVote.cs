// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kallsyms.Search;

/// <summary>
/// Finds the address of an image by the pointers in it: tables of functions, of which a kernel has thousands, hold the addresses
/// of entries whose distances from each other are known. An address that makes most of them point to the beginnings of entries is
/// the one that it was linked for; every other makes few of them do so.
/// </summary>
internal sealed class PointerVote
{
    // What a kernel is linked for is a multiple of its pages.
    private const ulong Page = 4096;
    private const ulong LeastPointer = 0x10000;

    // Each value counts once, however many pointers are the same. Of 2,048 some thousand meet entries at the right address, and a
    // sixth of them elsewhere: functions begin at multiples of 16.
    private const int Samples = 2048;
    private const int LeastTargets = 64;
    private const int Times = 3;

    private readonly int _size;
    private readonly HashSet<long> _distances;
    private readonly ILookup<ulong, long> _byPageOffset;

    /// <summary>Prepares the entries.</summary>
    /// <param name="distances">Their distances from what is looked for.</param>
    /// <param name="size">Bytes of a pointer.</param>
    public PointerVote(IEnumerable<long> distances, int size)
    {
        _size = size;
        _distances = [.. distances.Select(distance => Signed((ulong)distance))];
        _byPageOffset = _distances.Order().ToLookup(distance => (ulong)distance % Page);
    }

    // The upper halves of pointers to a kernel are nearly all the same; of 32 bits the upper quarters are those of a few instructions, too.
    private int MostPrefixes => _size == 8 ? 4 : 24;

    /// <summary>Finds the address.</summary>
    /// <param name="numbers">The image.</param>
    /// <param name="table">The table of addresses in it, whose numbers are no pointers.</param>
    /// <param name="budget">What it may cost.</param>
    /// <returns>Null when no address is by far the best.</returns>
    public ulong? Find(ImageNumbers numbers, Range table, SearchBudget budget)
    {
        ulong? best = null;
        foreach ((ulong prefix, ulong[] pointers) in Pointers(numbers, table, budget))
        {
            // Kernels of s390 are linked for low addresses; elsewhere numbers look so that are no pointers.
            if ((prefix != 0 || best is null) && Find(pointers, budget) is { } address)
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

    // What may be pointers, by the most frequent prefixes.
    private IEnumerable<(ulong Prefix, ulong[] Pointers)> Pointers(ImageNumbers numbers, Range table, SearchBudget budget)
    {
        Dictionary<ulong, int> counts = new(KeyedHash.Numbers);
        budget.Spend(2L * numbers.Bytes.Length);
        for (int at = 0; at + _size <= numbers.Bytes.Length; at += 4 * _size)
        {
            if (PrefixOf(numbers.Word(at, _size)) is { } prefix)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, prefix, out _)++;
            }
        }

        Dictionary<ulong, List<ulong>> pointers = new(
            counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key).Take(MostPrefixes)
                .Select(count => KeyValuePair.Create(count.Key, new List<ulong>())),
            KeyedHash.Numbers);
        for (int at = 0; at + _size <= numbers.Bytes.Length; at += _size)
        {
            ulong value = numbers.Word(at, _size);
            if ((at < table.Start.Value || at >= table.End.Value) && PrefixOf(value) is { } prefix
                && pointers.TryGetValue(prefix, out List<ulong>? found))
            {
                found.Add(value);
            }
        }

        return pointers.OrderBy(prefix => prefix.Key == 0).ThenBy(prefix => prefix.Key)
            .Select(prefix => (prefix.Key, Distinct(prefix.Value)));
    }

    private static ulong[] Distinct(List<ulong> pointers)
    {
        pointers.Sort();
        return [.. pointers.Where((pointer, i) => i == 0 || pointer != pointers[i - 1])];
    }

    private ulong? PrefixOf(ulong value) => value < LeastPointer || (_size == 8 ? ~value : (uint)~value) < Page ? null
        : value >> (_size == 8 ? 32 : 24);

    private ulong? Find(ulong[] pointers, SearchBudget budget)
    {
        ulong mask = _size == 8 ? ulong.MaxValue : uint.MaxValue;
        Dictionary<ulong, int> votes = new(KeyedHash.Numbers);
        int step = Math.Max(1, pointers.Length / Samples);
        for (int i = 0; i < pointers.Length; i += step)
        {
            foreach (long distance in _byPageOffset[pointers[i] % Page])
            {
                budget.Spend(1);
                CollectionsMarshal.GetValueRefOrAddDefault(votes, (pointers[i] - (ulong)distance) & mask, out _)++;
            }
        }

        (int first, int second, ulong winner) = (0, 0, 0);
        foreach ((ulong address, int count) in votes)
        {
            (first, second, winner) = count > first ? (count, first, address) : (first, Math.Max(second, count), winner);
        }

        return first >= second * Times && Array.FindAll(pointers, pointer => _distances.Contains(Signed(pointer - winner))).Length >= LeastTargets
            ? winner
            : null;
    }

    private long Signed(ulong distance) => _size == 8 ? (long)distance : (int)distance;
}
