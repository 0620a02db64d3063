// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;
using System.Numerics;

namespace Kelf.ObjectFiles.Hashes;

/// <summary>
/// MD5 (RFC 1321), for names that compilers made with it; it protects nothing. The runtime's own asks for OpenSSL when it is first
/// used, which containers and small build machines do not have.
/// </summary>
public static class Md5
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 16;

    private const int BlockSize = 64;

    // 2^32 times the sine of 1, 2, ... 64, without its sign (§3.4).
    private static readonly uint[] s_sines = [.. Enumerable.Range(1, 64).Select(i => (uint)(Math.Abs(Math.Sin(i)) * 4294967296.0))];

    private static ReadOnlySpan<byte> Shifts => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

    /// <summary>The hash of a text.</summary>
    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]; // §3.3
        ulong bits = (ulong)text.Length * 8;
        for (; text.Length >= BlockSize; text = text[BlockSize..])
        {
            Compress(state, text);
        }

        // A one bit, zeros, and the length in bits, in one or two blocks (§3.1, §3.2).
        Span<byte> end = stackalloc byte[2 * BlockSize];
        end.Clear();
        text.CopyTo(end);
        end[text.Length] = 0x80;
        int length = text.Length + 9 <= BlockSize ? BlockSize : 2 * BlockSize;
        BinaryPrimitives.WriteUInt64LittleEndian(end[(length - 8)..], bits);
        for (int i = 0; i < length; i += BlockSize)
        {
            Compress(state, end[i..]);
        }

        byte[] hash = new byte[Size];
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(i * 4), state[i]);
        }

        return hash;
    }

    // One block (§3.4): four rounds of sixteen steps.
    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        uint a = state[0], b = state[1], c = state[2], d = state[3];
        for (int i = 0; i < 64; i++)
        {
            (uint mixed, int word) = (i / 16) switch
            {
                0 => ((b & c) | (~b & d), i),
                1 => ((b & d) | (c & ~d), (5 * i + 1) % 16),
                2 => (b ^ c ^ d, (3 * i + 5) % 16),
                _ => (c ^ (b | ~d), 7 * i % 16),
            };
            uint sum = a + mixed + s_sines[i] + BinaryPrimitives.ReadUInt32LittleEndian(block[(word * 4)..]);
            (a, d, c, b) = (d, c, b, b + BitOperations.RotateLeft(sum, Shifts[i / 16 * 4 + i % 4]));
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
