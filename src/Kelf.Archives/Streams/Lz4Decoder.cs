// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>
/// Frames of <c>lz4 -l</c> (<c>lz4_Frame_format.md</c>, "Legacy frame"; <c>lz4_Block_format.md</c>): blocks that each stand for
/// 8 MiB, but for the last, without any check value. A frame has no end mark: the kernel's build puts the size of what it
/// stands for after it, which is compared if it is there.
/// </summary>
internal static class Lz4Decoder
{
    /// <summary>What 8 MiB may become at worst (<c>LZ4_COMPRESSBOUND</c>).</summary>
    public const uint LargestBlock = BlockSize + BlockSize / 255 + 16;

    private const uint BlockSize = 8 << 20;
    private const int SmallestMatch = 4;

    public static DecodeResult Decode(Region input, GrowingBuffer output)
    {
        long position = 4;
        for (long size = BlockSize; size == BlockSize && position + 4 <= input.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(input.Span((ulong)position, 4));
            if (length is 0 or > LargestBlock || length == output.Length && position + 4 == input.Length)
            {
                break; // the size of all, when the last block is full
            }

            if (length > input.Length - position - 4)
            {
                return new(DecodeStatus.Truncated);
            }

            long before = output.Length;
            if (!TryDecodeBlock(input.Span((ulong)position + 4, (int)length), output))
            {
                return new(output.Left == 0 ? DecodeStatus.LimitReached : DecodeStatus.Corrupt);
            }

            size = output.Length - before;
            if (size > BlockSize)
            {
                return new(DecodeStatus.Corrupt);
            }

            position += 4 + length;
        }

        return new(DecodeStatus.Done, position);
    }

    private static bool TryDecodeBlock(ReadOnlySpan<byte> block, GrowingBuffer output)
    {
        // Matches do not reach into the block before.
        long start = output.Length;
        while (!block.IsEmpty)
        {
            int token = block[0];
            block = block[1..];
            if (!TryLength(ref block, token >> 4, out int literals) || literals > block.Length
                || !output.TryWrite(block[..literals]))
            {
                return false;
            }

            block = block[literals..];
            if (block.IsEmpty)
            {
                return true; // the last sequence has no match
            }

            if (block.Length < 2)
            {
                return false;
            }

            int distance = BinaryPrimitives.ReadUInt16LittleEndian(block);
            block = block[2..];
            if (!TryLength(ref block, token & 15, out int match) || distance > output.Length - start
                || !output.TryRepeat(distance, match + SmallestMatch) || output.Length - start > BlockSize)
            {
                return false;
            }
        }

        return true;
    }

    // 15 goes on in bytes that are added, up to one that is not 255.
    private static bool TryLength(ref ReadOnlySpan<byte> block, int nibble, out int length)
    {
        length = nibble;
        if (nibble < 15)
        {
            return true;
        }

        for (int i = 0; i < block.Length && length <= BlockSize; i++)
        {
            length += block[i];
            if (block[i] != 255)
            {
                block = block[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
