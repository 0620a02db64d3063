// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>Blocks of LZ4 (<c>lz4_Block_format.md</c>): sequences of literals and matches, the last without a match.</summary>
internal static class Lz4Block
{
    private const int SmallestMatch = 4;

    /// <summary>Decodes a block.</summary>
    /// <param name="block">Its bytes.</param>
    /// <param name="output">Takes what it stands for.</param>
    /// <param name="window">Where the bytes begin that matches may reach back to, an offset in the output.</param>
    /// <param name="largest">Bytes that it may give.</param>
    /// <returns>False when it is damaged, gives more than it may, or the output is full.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> block, GrowingBuffer output, long window, int largest)
    {
        long end = output.Length + largest;
        while (!block.IsEmpty)
        {
            int token = block[0];
            block = block[1..];
            if (!TryLength(ref block, token >> 4, largest, out int literals) || literals > block.Length
                || !output.TryWrite(block[..literals]))
            {
                return false;
            }

            block = block[literals..];
            if (block.IsEmpty)
            {
                return output.Length <= end;
            }

            if (block.Length < 2)
            {
                return false;
            }

            int distance = BinaryPrimitives.ReadUInt16LittleEndian(block);
            block = block[2..];
            if (!TryLength(ref block, token & 15, largest, out int match) || distance > output.Length - window
                || !output.TryRepeat(distance, match + SmallestMatch) || output.Length > end)
            {
                return false;
            }
        }

        return true;
    }

    // 15 goes on in bytes that are added, up to one that is not 255.
    private static bool TryLength(ref ReadOnlySpan<byte> block, int nibble, int largest, out int length)
    {
        length = nibble;
        if (nibble < 15)
        {
            return true;
        }

        for (int i = 0; i < block.Length && length <= largest; i++)
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
