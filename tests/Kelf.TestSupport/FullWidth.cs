// SPDX-License-Identifier: GPL-2.0-only
using System.Numerics;

using FsCheck;
using FsCheck.Fluent;

namespace Kelf.TestSupport;

/// <summary>
/// Integers over all of their bits. FsCheck's own begin at some hundred, which is one byte of a number in a file: a fault in
/// the second byte goes unseen.
/// </summary>
public static class FullWidth
{
    /// <summary>One third of all bits, one third as long as chance will have it, one third at a power of two.</summary>
    public static Gen<ulong> Bits { get; } = Gen.OneOf(
        AllBits(),
        AllBits().SelectMany(_ => Gen.Choose(0, 63), (value, shift) => value >> shift),
        Gen.Choose(0, 63).SelectMany(_ => Gen.Choose(-1, 1), (power, beside) => (1UL << power) + (ulong)beside));

    /// <summary>FsCheck's generators, but for those of integers. (After <see cref="Bits"/>, of which they are made.)</summary>
    public static IArbMap Map { get; } = ArbMap.Default
        .MergeArb(Of<short>()).MergeArb(Of<ushort>()).MergeArb(Of<int>()).MergeArb(Of<uint>()).MergeArb(Of<long>()).MergeArb(Of<ulong>());

    private static Gen<ulong> AllBits() =>
        Gen.Choose(0, 0xffff).Four().Select(parts =>
            ((ulong)parts.Item1 << 48) | ((ulong)parts.Item2 << 32) | ((ulong)parts.Item3 << 16) | (uint)parts.Item4);

    // The low bits, and the same with the other sign.
    private static Arbitrary<T> Of<T>()
        where T : IBinaryInteger<T>
    {
        Func<T, IEnumerable<T>> shrink = ArbMap.Default.ArbFor<T>().Shrinker;
        return Arb.From(
            Bits.SelectMany(_ => Gen.Elements(false, true), (bits, isInverse) => T.CreateTruncating(isInverse ? ~bits : bits)), shrink);
    }
}
