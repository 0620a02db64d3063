// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

namespace Kelf.ObjectFiles.Hashes;

/// <summary>
/// Hashes of bytes and numbers that a file decides. They depend on a key that each process draws anew, so nobody can choose
/// names or numbers that all fall into one place of a table. No order that a user sees may come from them.
/// </summary>
public static class KeyedHash
{
    private static readonly ulong s_key = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);
    private static readonly ulong s_otherKey = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue) | 1;

    /// <summary>Compares 64-bit numbers; those of the library hash to the halves' exclusive or, which anybody can keep equal.</summary>
    public static IEqualityComparer<ulong> Numbers { get; } = new NumberComparer();

    /// <summary>Compares pairs of an address and a small number.</summary>
    public static IEqualityComparer<(ulong, int)> Pairs { get; } = new PairComparer();

    /// <summary>Compares places in sections: the section's number and an offset.</summary>
    public static IEqualityComparer<(uint, ulong)> Places { get; } = new PlaceComparer();

    /// <summary>The hash of a byte string.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        // Two words at a time are folded by a multiplication of 64 by 64 to 128 bits, as in wyhash.
        ulong hash = s_key;
        ulong length = (ulong)bytes.Length;
        while (bytes.Length > 16)
        {
            hash = Fold(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ s_otherKey, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }

        (ulong first, ulong second) = Tail(bytes);
        hash = Fold(first ^ s_otherKey, second ^ hash);
        // Last, where no byte of the text can make up for it.
        return (uint)Fold(hash ^ s_key, s_otherKey ^ length);
    }

    /// <summary>The hash of a number.</summary>
    public static uint Of(ulong number) => Of(number, 0);

    /// <summary>The last 0 to 16 bytes as two words, which overlap where there are fewer.</summary>
    private static (ulong First, ulong Second) Tail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 8)
        {
            return (BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]));
        }

        if (bytes.Length >= 4)
        {
            return (BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]));
        }

        ulong word = 0;
        foreach (byte b in bytes)
        {
            word = (word << 8) | b;
        }

        return (word, 0);
    }

    private static uint Of(ulong number, uint other) => (uint)Fold(Fold(number ^ s_key, s_otherKey ^ other) ^ s_key, s_otherKey);

    private static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }

    private sealed class NumberComparer : IEqualityComparer<ulong>
    {
        public bool Equals(ulong x, ulong y) => x == y;

        public int GetHashCode(ulong obj) => (int)Of(obj);
    }

    private sealed class PairComparer : IEqualityComparer<(ulong, int)>
    {
        public bool Equals((ulong, int) x, (ulong, int) y) => x == y;

        public int GetHashCode((ulong, int) obj) => (int)Of(obj.Item1, (uint)obj.Item2);
    }

    private sealed class PlaceComparer : IEqualityComparer<(uint, ulong)>
    {
        public bool Equals((uint, ulong) x, (uint, ulong) y) => x == y;

        public int GetHashCode((uint, ulong) obj) => (int)Of(obj.Item2, obj.Item1);
    }
}
