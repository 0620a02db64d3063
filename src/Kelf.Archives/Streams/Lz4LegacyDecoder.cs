// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>
/// Frames of <c>lz4 -l</c> (<c>lz4_Frame_format.md</c>, "Legacy frame"): blocks that each stand for 8 MiB, but for the last,
/// without any check value. A frame has no end mark: the kernel's build puts the size of what it stands for after it, which is
/// compared if it is there.
/// </summary>
internal static class Lz4LegacyDecoder
{
    /// <summary>What 8 MiB may become at worst (<c>LZ4_COMPRESSBOUND</c>).</summary>
    public const uint LargestBlock = BlockSize + BlockSize / 255 + 16;

    private const uint BlockSize = 8 << 20;

    public static DecodeResult Decode(Region input, GrowingBuffer output)
    {
        long position = 4;
        for (long size = BlockSize; size == BlockSize && position + 4 <= input.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(input.Span((ulong)position, 4));
            bool isTooLong = length > input.Length - position - 4;
            if (length is 0 or > LargestBlock || length == output.Length && isTooLong)
            {
                break; // the size of all, when the last block is full; or what has nothing to do with the frame
            }

            if (isTooLong)
            {
                return new(DecodeStatus.Truncated);
            }

            long before = output.Length;
            // Matches do not reach into the block before.
            if (!Lz4Block.TryDecode(input.Span((ulong)position + 4, (int)length), output, before, (int)BlockSize))
            {
                return new(output.Left == 0 ? DecodeStatus.LimitReached : DecodeStatus.Corrupt);
            }

            size = output.Length - before;
            position += 4 + length;
        }

        return new(DecodeStatus.Done, position);
    }
}
