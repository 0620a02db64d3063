// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;
using System.Numerics;

namespace Kelf.ObjectFiles.Hashes;

/// <summary>
/// SHA-256 (FIPS 180-4). The runtime's own asks for OpenSSL when it is first used, which containers and small build
/// machines do not have; a native program that needs no library is worth these lines.
/// </summary>
public static class Sha256
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    private const int BlockSize = 64;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes (§4.2.2).
    private static readonly uint[] s_constants = MakeConstants();

    /// <summary>The hash of a text.</summary>
    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        // The square roots of the first eight primes (§5.3.3).
        Span<uint> state =
        [
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
        ];
        ulong bits = (ulong)text.Length * 8;
        Span<uint> schedule = stackalloc uint[64];
        for (; text.Length >= BlockSize; text = text[BlockSize..])
        {
            Compress(state, text, schedule);
        }

        // A one bit, zeros, and the length in bits, in one or two blocks (§5.1.1).
        Span<byte> end = stackalloc byte[2 * BlockSize];
        end.Clear();
        text.CopyTo(end);
        end[text.Length] = 0x80;
        int length = text.Length + 9 <= BlockSize ? BlockSize : 2 * BlockSize;
        BinaryPrimitives.WriteUInt64BigEndian(end[(length - 8)..], bits);
        for (int i = 0; i < length; i += BlockSize)
        {
            Compress(state, end[i..], schedule);
        }

        byte[] hash = new byte[Size];
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * 4), state[i]);
        }

        return hash;
    }

    /// <summary>The hash as 64 lower-case hexadecimal digits.</summary>
    public static string Text(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(Of(text));

    // One block (§6.2.2).
    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block, Span<uint> w)
    {
        for (int t = 0; t < 16; t++)
        {
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * 4)..]);
        }

        for (int t = 16; t < 64; t++)
        {
            uint x = w[t - 15];
            uint y = w[t - 2];
            w[t] = w[t - 16] + w[t - 7]
                + (BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3))
                + (BitOperations.RotateRight(y, 17) ^ BitOperations.RotateRight(y, 19) ^ (y >> 10));
        }

        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        ReadOnlySpan<uint> k = s_constants;
        for (int t = 0; t < 64; t++)
        {
            uint t1 = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25))
                + ((e & f) ^ (~e & g)) + k[t] + w[t];
            uint t2 = (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22))
                + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static uint[] MakeConstants()
    {
        uint[] constants = new uint[64];
        int count = 0;
        for (int candidate = 2; count < constants.Length; candidate++)
        {
            bool isPrime = true;
            for (int divisor = 2; divisor * divisor <= candidate && isPrime; divisor++)
            {
                isPrime = candidate % divisor != 0;
            }

            if (isPrime)
            {
                constants[count++] = CubeRootFraction((uint)candidate);
            }
        }

        return constants;
    }

    // The largest 36-bit r with r^3 <= n * 2^96: whole part above, 32 bits of fraction below.
    private static uint CubeRootFraction(uint n)
    {
        UInt128 wanted = (UInt128)n << 96;
        ulong root = 0;
        for (int bit = 34; bit >= 0; bit--)
        {
            ulong candidate = root | (1UL << bit);
            if ((UInt128)candidate * candidate * candidate <= wanted)
            {
                root = candidate;
            }
        }

        return (uint)root;
    }
}
