// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Shared;

/// <summary>
/// Gives each distinct byte string a small number, from 0 in order of arrival, and keeps the bytes: names stay UTF-8
/// as the file has them and no managed string is made.
/// </summary>
public sealed class ByteStringTable
{
    private byte[] _bytes = new byte[1024];
    private int _used;
    private int _longest;
    private (int Start, int Length, uint Hash)[] _strings = new (int, int, uint)[64];
    private int[] _buckets = new int[128];

    /// <summary>Number of distinct strings.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of a string.</summary>
    /// <param name="number">A number that this table gave out.</param>
    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_strings[number].Start, _strings[number].Length);

    /// <summary>The number of a string, a new one if it was not there.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        uint hash = KeyedHash.Of(text);
        int found = Find(text, hash);
        if (found >= 0)
        {
            return found;
        }

        if (Count == _strings.Length)
        {
            Array.Resize(ref _strings, Count * 2);
        }

        if (Count * 2 >= _buckets.Length)
        {
            Rehash();
        }

        if (_bytes.Length - _used < text.Length)
        {
            Array.Resize(ref _bytes, checked(Math.Max(_bytes.Length * 2, _used + text.Length)));
        }

        text.CopyTo(_bytes.AsSpan(_used));
        _strings[Count] = (_used, text.Length, hash);
        _used += text.Length;
        _longest = Math.Max(_longest, text.Length);
        Insert(Count, hash);
        return Count++;
    }

    /// <summary>The number of a string, or -1 when it was never added.</summary>
    public int Find(ReadOnlySpan<byte> text) => text.Length > _longest ? -1 : Find(text, KeyedHash.Of(text));

    /// <summary>False when no string has this in it; true may also come from two strings that meet. All are looked through at once.</summary>
    public bool MayContain(ReadOnlySpan<byte> part) => _bytes.AsSpan(0, _used).IndexOf(part) >= 0;

    private int Find(ReadOnlySpan<byte> text, uint hash)
    {
        int mask = _buckets.Length - 1;
        for (int i = (int)hash & mask; _buckets[i] != 0; i = (i + 1) & mask)
        {
            int number = _buckets[i] - 1;
            if (_strings[number].Hash == hash && this[number].SequenceEqual(text))
            {
                return number;
            }
        }

        return -1;
    }

    private void Insert(int number, uint hash)
    {
        int mask = _buckets.Length - 1;
        int i = (int)hash & mask;
        while (_buckets[i] != 0)
        {
            i = (i + 1) & mask;
        }

        _buckets[i] = number + 1;
    }

    private void Rehash()
    {
        _buckets = new int[_buckets.Length * 2];
        for (int number = 0; number < Count; number++)
        {
            Insert(number, _strings[number].Hash);
        }
    }
}
