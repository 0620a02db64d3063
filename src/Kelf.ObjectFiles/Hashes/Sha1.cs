// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;
using System.Numerics;

namespace Kelf.ObjectFiles.Hashes;

/// <summary>
/// SHA-1 (FIPS 180-4), for build IDs, which linkers make with it; it protects nothing. The runtime's own asks for OpenSSL when it
/// is first used, which containers and small build machines do not have.
/// </summary>
public sealed class Sha1
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 20;

    private const int BlockSize = 64;

    // Of a block that is not full yet; and how many bytes came in all.
    private readonly byte[] _rest = new byte[BlockSize];
    private readonly uint[] _state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]; // §5.3.1
    private ulong _length;

    /// <summary>The hash of a text.</summary>
    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        Sha1 hash = new();
        hash.Append(text);
        return hash.Finish();
    }

    /// <summary>Takes more of the text.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        int filled = (int)(_length % BlockSize);
        _length += (ulong)text.Length;
        if (filled > 0)
        {
            int taken = Math.Min(BlockSize - filled, text.Length);
            text[..taken].CopyTo(_rest.AsSpan(filled));
            text = text[taken..];
            if (filled + taken < BlockSize)
            {
                return;
            }

            Compress(_state, _rest);
        }

        int whole = text.Length / BlockSize * BlockSize;
        Compress(_state, text[..whole]);
        text[whole..].CopyTo(_rest);
    }

    /// <summary>The hash of all that came; nothing may follow.</summary>
    public byte[] Finish()
    {
        // A one bit, zeros, and the length in bits, in one or two blocks (§5.1.1).
        int filled = (int)(_length % BlockSize);
        Span<byte> end = stackalloc byte[2 * BlockSize];
        end.Clear();
        _rest.AsSpan(0, filled).CopyTo(end);
        end[filled] = 0x80;
        int length = filled + 9 <= BlockSize ? BlockSize : 2 * BlockSize;
        BinaryPrimitives.WriteUInt64BigEndian(end[(length - 8)..], _length * 8);
        Compress(_state, end[..length]);
        byte[] hash = new byte[Size];
        for (int i = 0; i < _state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * 4), _state[i]);
        }

        return hash;
    }

    // Whole blocks (§6.1.2). Four rounds of twenty steps differ in their function and constant; the schedule is computed ahead.
    private static void Compress(Span<uint> state, ReadOnlySpan<byte> blocks)
    {
        Span<uint> w = stackalloc uint[80];
        for (; blocks.Length >= BlockSize; blocks = blocks[BlockSize..])
        {
            for (int t = 0; t < 16; t++)
            {
                w[t] = BinaryPrimitives.ReadUInt32BigEndian(blocks[(t * 4)..]);
            }

            for (int t = 16; t < w.Length; t++)
            {
                w[t] = BitOperations.RotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
            }

            uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
            for (int t = 0; t < 20; t++)
            {
                Step(ref a, ref b, ref c, ref d, ref e, (d ^ (b & (c ^ d))) + 0x5a827999 + w[t]);
            }

            for (int t = 20; t < 40; t++)
            {
                Step(ref a, ref b, ref c, ref d, ref e, (b ^ c ^ d) + 0x6ed9eba1 + w[t]);
            }

            for (int t = 40; t < 60; t++)
            {
                Step(ref a, ref b, ref c, ref d, ref e, ((b & c) | (d & (b | c))) + 0x8f1bbcdc + w[t]);
            }

            for (int t = 60; t < 80; t++)
            {
                Step(ref a, ref b, ref c, ref d, ref e, (b ^ c ^ d) + 0xca62c1d6 + w[t]);
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
        }
    }

    private static void Step(ref uint a, ref uint b, ref uint c, ref uint d, ref uint e, uint mixed)
    {
        uint next = BitOperations.RotateLeft(a, 5) + e + mixed;
        (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
    }
}
