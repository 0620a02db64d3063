// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

namespace Kelf.Kernel.Kallsyms.Entries;

/// <summary>
/// The order in which a kernel searches for names: by the bytes of the name without its letter, then by place in the tables.
/// </summary>
/// <remarks>
/// Sorted by eight bytes of the names at a time, as numbers; what is equal so far is sorted by the next eight.
/// </remarks>
internal sealed class NameOrder
{
    private const int Chunk = 8;

    private readonly KallsymsEntries _entries;
    private readonly bool _cutsSuffix;
    private readonly ulong[] _keys;
    private readonly int[] _order;

    private NameOrder(KallsymsEntries entries, bool cutsSuffix)
    {
        (_entries, _cutsSuffix) = (entries, cutsSuffix);
        _keys = new ulong[entries.Items.Length];
        _order = new int[entries.Items.Length];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
    }

    /// <summary>Places in the tables, in the order of names.</summary>
    /// <param name="entries">Entries in table order.</param>
    /// <param name="cutsSuffix">Whether <c>.llvm.</c> and what follows count for nothing.</param>
    public static int[] Of(KallsymsEntries entries, bool cutsSuffix)
    {
        NameOrder order = new(entries, cutsSuffix);
        order.Sort(0, order._order.Length, 0);
        return order._order;
    }

    // As deep as a name has chunks: 64 at most.
    private void Sort(int start, int end, int depth)
    {
        for (int i = start; i < end; i++)
        {
            _keys[i] = KeyOf(_order[i], depth);
        }

        _keys.AsSpan(start, end - start).Sort(_order.AsSpan(start, end - start));
        for (int run = start, next; run < end; run = next)
        {
            next = run + 1;
            while (next < end && _keys[next] == _keys[run])
            {
                next++;
            }

            if (next - run == 1)
            {
                continue;
            }

            // A zero is after the end of a name, as no name has one.
            if ((byte)_keys[run] == 0)
            {
                _order.AsSpan(run, next - run).Sort();
            }
            else
            {
                Sort(run, next, depth + Chunk);
            }
        }
    }

    private ulong KeyOf(int place, int depth)
    {
        ReadOnlySpan<byte> name = _entries.NameOf(_entries.Items[place]);
        if (_cutsSuffix && name.IndexOf(".llvm."u8) is >= 0 and var length)
        {
            name = name[..length];
        }

        name = name[Math.Min(depth, name.Length)..];
        if (name.Length >= Chunk)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(name);
        }

        Span<byte> padded = stackalloc byte[Chunk];
        padded.Clear();
        name.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }
}
