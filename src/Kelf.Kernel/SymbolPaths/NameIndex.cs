// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;

using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// Finds the entries of a table by name, in table order. No name is copied: entries stand in buckets by the hashes of their names,
/// those of one name together.
/// </summary>
internal sealed class NameIndex
{
    // A bucket of so few is compared hash by hash.
    private const int Few = 4;

    private readonly RuntimeSymbols _listing;
    private readonly uint[] _hashes;
    private readonly uint _mask;
    // Where each bucket begins in the entries.
    private readonly int[] _starts;
    private readonly int[] _entries;
    private readonly int[] _places;
    // At the place of the first entry of a name how many have it, at those of the others how far before them the first is, negative.
    private readonly int[] _runs;

    /// <summary>Indexes a table.</summary>
    public NameIndex(RuntimeSymbols listing)
    {
        _listing = listing;
        int count = listing.Count;
        _mask = BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1)) - 1;
        (_hashes, _starts) = (new uint[count], new int[_mask + 2]);
        for (int i = 0; i < count; i++)
        {
            _hashes[i] = KeyedHash.Of(listing.NameOf(i));
            _starts[(_hashes[i] & _mask) + 1]++;
        }

        for (int i = 1; i < _starts.Length; i++)
        {
            _starts[i] += _starts[i - 1];
        }

        (_entries, _places, _runs) = (new int[count], new int[count], new int[count]);
        int[] next = [.. _starts];
        for (int i = 0; i < count; i++)
        {
            _entries[next[_hashes[i] & _mask]++] = i;
        }

        for (int bucket = 0; bucket < _starts.Length - 1; bucket++)
        {
            Divide(_starts[bucket], _starts[bucket + 1]);
        }

        for (int place = 0; place < count; place++)
        {
            _places[_entries[place]] = place;
        }
    }

    /// <summary>The entries of a name.</summary>
    public ReadOnlySpan<int> Find(ReadOnlySpan<byte> name)
    {
        uint hash = KeyedHash.Of(name);
        uint bucket = hash & _mask;
        for (int place = _starts[bucket]; place < _starts[bucket + 1]; place += _runs[place])
        {
            if (_hashes[_entries[place]] == hash && _listing.NameOf(_entries[place]).SequenceEqual(name))
            {
                return _entries.AsSpan(place, _runs[place]);
            }
        }

        return default;
    }

    /// <summary>The entries that have the name of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="rank">Its rank among them, from 0.</param>
    public ReadOnlySpan<int> OfSameName(int entry, out int rank)
    {
        int place = _places[entry];
        rank = Math.Max(-_runs[place], 0);
        return _entries.AsSpan(place - rank, _runs[place - rank]);
    }

    // Puts the entries of a bucket that have one name together.
    private void Divide(int start, int end)
    {
        if (end - start > Few || SharesHash(start, end))
        {
            _entries.AsSpan(start, end - start).Sort(Compare);
        }

        for (int place = start, first = start; place < end; place++)
        {
            if (place > start && HaveOneName(_entries[place - 1], _entries[place]))
            {
                _runs[first]++;
                _runs[place] = first - place;
            }
            else
            {
                (first, _runs[place]) = (place, 1);
            }
        }
    }

    private bool SharesHash(int start, int end)
    {
        for (int place = start + 1; place < end; place++)
        {
            for (int other = start; other < place; other++)
            {
                if (_hashes[_entries[place]] == _hashes[_entries[other]])
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool HaveOneName(int left, int right) =>
        _hashes[left] == _hashes[right] && _listing.NameOf(left).SequenceEqual(_listing.NameOf(right));

    private int Compare(int left, int right)
    {
        int order = _hashes[left].CompareTo(_hashes[right]);
        order = order != 0 ? order : _listing.NameOf(left).SequenceCompareTo(_listing.NameOf(right));
        return order != 0 ? order : left.CompareTo(right);
    }
}
