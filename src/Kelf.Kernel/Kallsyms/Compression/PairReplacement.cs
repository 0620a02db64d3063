// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;
using System.Runtime.InteropServices;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kallsyms.Compression;

/// <summary>
/// Byte-pair encoding of all strings: the pair of neighbours that occurs most often gets the highest free code, in all
/// strings, and so on until there is no pair or no code. Of equally frequent pairs the lowest index wins, that is the lowest
/// second byte and then the lowest first one.
/// </summary>
/// <remarks>
/// Counts of pairs are kept, not made anew, and each distinct string is there once with its multiplicity. What remains is to
/// find the strings with a pair, 192 times in a kernel: a vector search over a buffer that fits into a processor's cache.
/// </remarks>
internal sealed class PairReplacement
{
    private readonly ByteStringTable _strings;
    private readonly int[] _multiplicities;
    private readonly CompressedStrings _compressed;
    private readonly int[] _counts = new int[TokenCompression.Codes * TokenCompression.Codes];
    private readonly byte[][] _tokens = new byte[TokenCompression.Codes][];

    public PairReplacement(ByteStringTable strings, int[] multiplicities)
    {
        (_strings, _multiplicities) = (strings, multiplicities);
        _compressed = new CompressedStrings(strings, multiplicities);
    }

    public TokenCompression Run()
    {
        CountPairs();
        for (int code = TokenCompression.Codes - 1; code >= 0; code--)
        {
            if (_tokens[code] is not null)
            {
                continue;
            }

            int best = MostFrequent();
            if (_counts[best] == 0)
            {
                break;
            }

            byte first = (byte)best, second = (byte)(best >> 8);
            _tokens[code] = [.. _tokens[first], .. _tokens[second]];
            Replace(first, second, (byte)code);
            _compressed.Pack();
        }

        for (int code = 0; code < _tokens.Length; code++)
        {
            _tokens[code] ??= [];
        }

        return new TokenCompression(_strings, _multiplicities, _compressed.Bytes, _compressed.Places(), _tokens);
    }

    private void CountPairs()
    {
        for (int i = 0; i < _compressed.Count; i++)
        {
            ReadOnlySpan<byte> text = _compressed[i];
            int weight = _multiplicities[i];
            for (int j = 0; j < text.Length; j++)
            {
                // A byte that occurs stands for itself.
                _tokens[text[j]] ??= [text[j]];
                if (j > 0)
                {
                    Count(text[j - 1], text[j]) += weight;
                }
            }
        }
    }

    // Two searches of 256 KiB: for the maximum, then for where it is first.
    private int MostFrequent()
    {
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(_counts);
        Vector<int> most = vectors[0];
        foreach (Vector<int> vector in vectors)
        {
            most = Vector.Max(most, vector);
        }

        int maximum = 0;
        for (int i = 0; i < Vector<int>.Count; i++)
        {
            maximum = Math.Max(maximum, most[i]);
        }

        return _counts.AsSpan().IndexOf(maximum);
    }

    private void Replace(byte first, byte second, byte code)
    {
        PairSearch search = _compressed.Search(first, second);
        int next = 0;
        while (_compressed.Next(ref search, ref next, out int at) is { IsEmpty: false } text)
        {
            int length = ReplaceIn(text, at, _multiplicities[next - 1], first, second, code);
            _compressed.Shorten(next - 1, length);
        }
    }

    // From left to right; what was replaced is never part of the pair again.
    private int ReplaceIn(Span<byte> text, int at, int weight, byte first, byte second, byte code)
    {
        int end = at;
        for (int i = at; i < text.Length; end++)
        {
            byte value = text[i++];
            if (value == first && i < text.Length && text[i] == second)
            {
                i++;
                value = code;
                Count(first, second) -= weight;
                if (end > 0)
                {
                    Count(text[end - 1], first) -= weight;
                    Count(text[end - 1], code) += weight;
                }

                if (i < text.Length)
                {
                    Count(second, text[i]) -= weight;
                    Count(code, text[i]) += weight;
                }
            }

            text[end] = value;
        }

        return end;
    }

    private ref int Count(byte first, byte second) => ref _counts[first | (second << 8)];
}
