// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Numerics;

namespace Kelf.Kernel.Modpost.SourceVersions;

/// <summary>
/// The digest of a module's sources: MD4 (RFC 1320), except that the words of a block are big-endian. So the first
/// <c>srcversion</c> was computed, and all after it have to be equal; it protects nothing.
/// </summary>
internal sealed class SourceDigest
{
    private const int BlockSize = 64;
    private const int LengthAt = 56;

    // The digits of the text: the last of the sixteen bytes are not in it.
    private const int Digits = 23;

    private readonly uint[] _state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]; // §3.3
    private readonly byte[] _block = new byte[BlockSize];
    private int _inBlock;
    private ulong _length;

    private static ReadOnlySpan<byte> Shifts => [3, 7, 11, 19, 3, 5, 9, 13, 3, 9, 11, 15];

    // The order in which the third round takes the words; that of the second is 0, 4, 8, 12, 1, 5...
    private static ReadOnlySpan<byte> ThirdOrder => [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15];

    /// <summary>Takes bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _length += (ulong)bytes.Length;
        if (_inBlock > 0)
        {
            int part = Math.Min(BlockSize - _inBlock, bytes.Length);
            bytes[..part].CopyTo(_block.AsSpan(_inBlock));
            _inBlock += part;
            bytes = bytes[part..];
            if (_inBlock < BlockSize)
            {
                return;
            }

            Compress(_block);
            _inBlock = 0;
        }

        for (; bytes.Length >= BlockSize; bytes = bytes[BlockSize..])
        {
            Compress(bytes);
        }

        bytes.CopyTo(_block);
        _inBlock = bytes.Length;
    }

    /// <summary>The text of the digest, after which nothing can be added.</summary>
    public string Finish()
    {
        _block[_inBlock] = 0x80;
        _block.AsSpan(_inBlock + 1).Clear();
        if (_inBlock >= LengthAt)
        {
            Compress(_block);
            _block.AsSpan().Clear();
        }

        // The length in bits, the low word first, each as a value: big-endian like the words before.
        BinaryPrimitives.WriteUInt32BigEndian(_block.AsSpan(LengthAt), (uint)(_length << 3));
        BinaryPrimitives.WriteUInt32BigEndian(_block.AsSpan(LengthAt + 4), (uint)(_length >> 29));
        Compress(_block);
        Span<byte> digest = stackalloc byte[16];
        for (int i = 0; i < _state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(i * 4)..], _state[i]);
        }

        return Convert.ToHexString(digest)[..Digits];
    }

    // One block (§3.4): three rounds of sixteen steps.
    private void Compress(ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[16];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        }

        uint a = _state[0], b = _state[1], c = _state[2], d = _state[3];
        for (int i = 0; i < 48; i++)
        {
            uint mixed = (i / 16) switch
            {
                0 => ((b & c) | (~b & d)) + words[i],
                1 => ((b & c) | (b & d) | (c & d)) + words[i % 4 * 4 + i % 16 / 4] + 0x5a827999,
                _ => (b ^ c ^ d) + words[ThirdOrder[i % 16]] + 0x6ed9eba1,
            };
            (a, d, c, b) = (d, c, b, BitOperations.RotateLeft(a + mixed, Shifts[i / 16 * 4 + i % 4]));
        }

        _state[0] += a;
        _state[1] += b;
        _state[2] += c;
        _state[3] += d;
    }
}
