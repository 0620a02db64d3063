// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>
/// A string table made anew from what is still used of an old one: equal strings once, and a string that is the end of
/// another at its place in that one.
/// </summary>
/// <remarks>
/// Sorted by their reversed text, a string stands right before those that end in it. From the last to the first, each
/// therefore either ends the string that was placed last, or begins a new place. Nothing is hashed or copied for that:
/// eight characters at a time are the keys of a sort, and strings that agree in them are sorted by the eight before.
/// </remarks>
public sealed class RebuiltStrings
{
    private const int KeySize = sizeof(ulong);

    private readonly Region _old;
    private readonly ulong[] _keys;
    private readonly (uint Start, int Length)[] _strings;
    private readonly bool _isSymbolTable; // which begins with the empty string (gABI 4.1 ch. 4)

    private RebuiltStrings(Region old, (uint Start, int Length)[] strings, bool isSymbolTable)
    {
        (_old, _strings, _isSymbolTable) = (old, strings, isSymbolTable);
        _keys = new ulong[strings.Length];
    }

    /// <summary>The table.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>The new offset of each string that was asked for, in that order.</summary>
    public IReadOnlyList<uint> Offsets { get; private set; } = [];

    /// <summary>Makes a table.</summary>
    /// <param name="old">The old one.</param>
    /// <param name="offsets">Offsets of strings in it, in the order of use.</param>
    /// <param name="order">In which order they are placed.</param>
    /// <exception cref="MalformedFileException">An offset is outside, a string has no end, or strings overlap without bounds.</exception>
    public static RebuiltStrings Make(Region old, IReadOnlyList<uint> offsets, StringOrder order)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        OverlapBudget budget = new(old, "strings");
        Dictionary<uint, int> known = [];
        List<(uint Start, int Length)> strings = [];
        foreach (uint offset in offsets)
        {
            // Offset 0 is no string in every table, also in an empty one (gABI 4.1 ch. 4).
            if (offset == 0 || known.ContainsKey(offset))
            {
                continue;
            }

            int length = old.CString(offset).Length;
            budget.Spend(offset, length);
            known[offset] = strings.Count;
            strings.Add((offset, length));
        }

        RebuiltStrings result = new(old, [.. strings], isSymbolTable: true);
        uint[] places = result.Place(order);
        uint[] moved = new uint[offsets.Count];
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] = offsets[i] == 0 ? 0 : places[known[offsets[i]]];
        }

        result.Offsets = moved;
        return result;
    }

    /// <summary>
    /// Makes the contents of a section of strings that linkers merge (<c>SHF_MERGE</c> and <c>SHF_STRINGS</c>), in which nothing
    /// stands before the first string, and the empty one is a string as all others: as GNU ld 2.40 lays them out.
    /// </summary>
    /// <param name="strings">Distinct strings, each with its NUL.</param>
    /// <param name="offsets">Where each begins, in the order in which they occur first.</param>
    /// <exception cref="MalformedFileException">An offset is outside, or a string has no end.</exception>
    public static RebuiltStrings Merge(Region strings, IReadOnlyList<uint> offsets)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        RebuiltStrings result = new(strings, [.. offsets.Select(offset => (offset, strings.CString(offset).Length))], isSymbolTable: false);
        result.Offsets = result.Place(StringOrder.FirstUse);
        return result;
    }

    private ReadOnlySpan<byte> Text(int index) => _old.Span(_strings[index].Start, _strings[index].Length);

    private uint[] Place(StringOrder order)
    {
        int[] sorted = Sort();
        int[] hosts = new int[_strings.Length];
        List<int> placed = [];
        for (int i = sorted.Length - 1, host = -1; i >= 0; i--)
        {
            int index = sorted[i];
            if (HasPlace(index) && (host < 0 || !Text(host).EndsWith(Text(index))))
            {
                placed.Add(index);
                host = index;
            }

            hosts[index] = host;
        }

        if (order == StringOrder.FirstUse)
        {
            placed.Sort();
        }

        return Write(placed, hosts);
    }

    private uint[] Write(List<int> placed, int[] hosts)
    {
        byte[] bytes = new byte[placed.Sum(index => (long)_strings[index].Length + 1) + (_isSymbolTable ? 1 : 0)];
        uint[] places = new uint[_strings.Length];
        int position = _isSymbolTable ? 1 : 0;
        foreach (int index in placed)
        {
            places[index] = (uint)position;
            Text(index).CopyTo(bytes.AsSpan(position));
            position += _strings[index].Length + 1;
        }

        for (int i = 0; i < places.Length; i++)
        {
            if (HasPlace(i))
            {
                places[i] = places[hosts[i]] + (uint)(_strings[hosts[i]].Length - _strings[i].Length);
            }
        }

        Bytes = bytes;
        return places;
    }

    private bool HasPlace(int index) => !_isSymbolTable || _strings[index].Length > 0;

    // Rising by reversed text. Of equal strings the one used first is the last: it decides about the place.
    private int[] Sort()
    {
        int[] order = new int[_strings.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Stack<(int Start, int Length, int Depth)> open = new([(0, order.Length, 0)]);
        while (open.TryPop(out (int Start, int Length, int Depth) part))
        {
            Span<int> items = order.AsSpan(part.Start, part.Length);
            Span<ulong> keys = _keys.AsSpan(part.Start, part.Length);
            for (int i = 0; i < items.Length; i++)
            {
                keys[i] = KeyOf(items[i], part.Depth);
            }

            keys.Sort(items);
            for (int start = 0, end; start < items.Length; start = end)
            {
                end = start + 1;
                while (end < items.Length && keys[end] == keys[start])
                {
                    end++;
                }

                if (end - start > 1)
                {
                    // A NUL in the key: both have ended, and are the same.
                    if ((byte)keys[start] == 0)
                    {
                        items[start..end].Sort((a, b) => b.CompareTo(a));
                    }
                    else
                    {
                        open.Push((part.Start + start, end - start, part.Depth + 1));
                    }
                }
            }
        }

        return order;
    }

    // Eight characters from the end, the last one first; NULs before the beginning, which are below every character.
    private ulong KeyOf(int index, int depth)
    {
        ReadOnlySpan<byte> rest = Text(index)[..^Math.Min(depth * KeySize, _strings[index].Length)];
        if (rest.Length >= KeySize)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(rest[^KeySize..]);
        }

        ulong key = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            key |= (ulong)rest[i] << (8 * (KeySize - rest.Length + i));
        }

        return key;
    }
}
