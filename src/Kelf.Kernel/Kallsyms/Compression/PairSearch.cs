// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kelf.Kernel.Kallsyms.Compression;

/// <summary>
/// Finds all places of a pair of bytes, 32 bytes at a time. Bytes after the last place found may change meanwhile, up to
/// where the next search begins.
/// </summary>
/// <remarks>
/// Where the processor has AVX2 the 32 bytes are one comparison, else (and with <c>KELF_FORCE_PAIRS=narrow</c>) two.
/// </remarks>
internal ref struct PairSearch
{
    /// <summary>Bytes after the end that are looked at, too.</summary>
    public const int Margin = Block + 1;

    private const int Block = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly byte _first;
    private readonly byte _second;
    private readonly int _length;
    private readonly bool _isWide;
    private int _block = -Block;
    private uint _hits;

    /// <summary>Begins.</summary>
    /// <param name="bytes">Where to search, with the margin.</param>
    /// <param name="first">First byte of the pair.</param>
    /// <param name="second">Second byte of the pair.</param>
    /// <param name="isWide">Whether to use AVX2; without it the search is the same, and slower.</param>
    public PairSearch(ReadOnlySpan<byte> bytes, byte first, byte second, bool isWide)
    {
        _bytes = bytes;
        (_first, _second, _length, _isWide) = (first, second, bytes.Length - Margin, isWide);
    }

    /// <summary>Whether searches use AVX2 here.</summary>
    public static bool IsWide { get; } =
        Avx2.IsSupported && Environment.GetEnvironmentVariable("KELF_FORCE_PAIRS") != "narrow";

    /// <summary>The first place of the pair from a position on, which is not before that of the last call.</summary>
    /// <returns>The place, or -1 when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int from)
    {
        // What is left of the last block may still be right, but for what came before the position.
        _hits = from < _block + Block ? _hits & (uint.MaxValue << (from - _block)) : 0;
        if (_hits == 0)
        {
            FindBlock(Math.Max(from, _block + Block));
        }

        int place = _block + BitOperations.TrailingZeroCount(_hits);
        return _hits != 0 && place < _length ? place : -1;
    }

    private void FindBlock(int position)
    {
        uint hits = 0;
        if (Avx2.IsSupported && _isWide)
        {
            Vector256<byte> first = Vector256.Create(_first), second = Vector256.Create(_second);
            for (; position < _length; position += Block)
            {
                ReadOnlySpan<byte> here = _bytes.Slice(position, Margin);
                hits = (uint)Avx2.MoveMask(Avx2.And(
                    Avx2.CompareEqual(Vector256.Create(here), first),
                    Avx2.CompareEqual(Vector256.Create(here[1..]), second)));
                if (hits != 0)
                {
                    break;
                }
            }
        }
        else
        {
            for (; position < _length && hits == 0; position += hits == 0 ? Block : 0)
            {
                ReadOnlySpan<byte> here = _bytes.Slice(position, Margin);
                hits = HitsOfHalf(here) | (HitsOfHalf(here[(Block / 2)..]) << (Block / 2));
            }
        }

        (_block, _hits) = (position, hits);
    }

    private readonly uint HitsOfHalf(ReadOnlySpan<byte> here) => Vector128.ExtractMostSignificantBits(
        Vector128.Equals(Vector128.Create(here), Vector128.Create(_first))
        & Vector128.Equals(Vector128.Create(here[1..]), Vector128.Create(_second)));
}
