// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.CompilerServices;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kallsyms.Compression;

/// <summary>
/// Strings in one buffer, one after the other, so that all of them can be searched at once. They become shorter in place.
/// </summary>
internal sealed class CompressedStrings
{
    // One start for so many bytes of the buffer: from there to the string of a position it is a few steps.
    private const int BlockShift = 6;

    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly int[] _stringAtBlock;
    private readonly byte[] _buffer;
    private int _used;
    private int _live;

    /// <summary>Copies strings.</summary>
    /// <param name="strings">The strings.</param>
    /// <param name="multiplicities">How often each occurs; what does not is left out.</param>
    public CompressedStrings(ByteStringTable strings, ReadOnlySpan<int> multiplicities)
    {
        long size = 0;
        for (int i = 0; i < multiplicities.Length; i++)
        {
            size += multiplicities[i] == 0 ? 1 : strings[i].Length + 1;
        }

        _starts = new int[multiplicities.Length + 1];
        _lengths = new int[multiplicities.Length];
        _buffer = new byte[checked((int)size + PairSearch.Margin)];
        _stringAtBlock = new int[(_buffer.Length >> BlockShift) + 1];
        for (int i = 0; i < _lengths.Length; i++)
        {
            ReadOnlySpan<byte> text = multiplicities[i] == 0 ? default : strings[i];
            text.CopyTo(_buffer.AsSpan(_used));
            (_starts[i], _lengths[i]) = (_used, text.Length);
            _used += text.Length + 1;
            _live += text.Length + 1;
        }

        _starts[^1] = _used;
        IndexBlocks();
    }

    /// <summary>Number of strings.</summary>
    public int Count => _lengths.Length;

    /// <summary>What has all of them.</summary>
    public byte[] Bytes => _buffer;

    /// <summary>A string.</summary>
    public ReadOnlySpan<byte> this[int text] => _buffer.AsSpan(_starts[text], _lengths[text]);

    /// <summary>Where each is in <see cref="Bytes"/>.</summary>
    public Range[] Places()
    {
        Range[] places = new Range[Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = new Range(_starts[i], _starts[i] + _lengths[i]);
        }

        return places;
    }

    /// <summary>Begins a search of all strings for a pair of bytes.</summary>
    public PairSearch Search(byte first, byte second) =>
        new(_buffer.AsSpan(0, _used + PairSearch.Margin), first, second, PairSearch.IsWide);

    /// <summary>Finds the next string with the pair.</summary>
    /// <param name="search">The search.</param>
    /// <param name="from">The first string to look at; set to the one after that found.</param>
    /// <param name="at">Offset in the string of the first such pair.</param>
    /// <returns>The string's bytes, to be changed, or nothing when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Next(ref PairSearch search, ref int from, out int at)
    {
        while (search.Next(_starts[from]) is >= 0 and var position)
        {
            int text = Math.Max(from, _stringAtBlock[position >> BlockShift]);
            while (_starts[text + 1] <= position)
            {
                text++;
            }

            from = text + 1;
            at = position - _starts[text];
            // Else it is what a longer string has left behind its end, or the end itself.
            if (at + 1 < _lengths[text])
            {
                return _buffer.AsSpan(_starts[text], _lengths[text]);
            }
        }

        at = 0;
        return default;
    }

    /// <summary>Makes a string shorter.</summary>
    public void Shorten(int text, int length)
    {
        Span<byte> rest = _buffer.AsSpan(_starts[text] + length, _lengths[text] - length);
        _live -= rest.Length;
        _lengths[text] = length;
        // Mostly one byte: what is left there would be found again.
        foreach (ref byte value in rest)
        {
            value = 0;
        }
    }

    /// <summary>Moves the strings together when an eighth of what is searched is gaps.</summary>
    public void Pack()
    {
        if (_live >= _used - (_used / 8))
        {
            return;
        }

        _used = 0;
        for (int i = 0; i < _lengths.Length; i++)
        {
            _buffer.AsSpan(_starts[i], _lengths[i]).CopyTo(_buffer.AsSpan(_used));
            _starts[i] = _used;
            _used += _lengths[i];
            _buffer[_used++] = 0;
        }

        _starts[^1] = _used;
        IndexBlocks();
    }

    private void IndexBlocks()
    {
        int text = 0;
        for (int block = 0; block <= _used >> BlockShift; block++)
        {
            while (text + 1 < _lengths.Length && _starts[text + 1] <= block << BlockShift)
            {
                text++;
            }

            _stringAtBlock[block] = text;
        }
    }
}
