// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>
/// LZO1X, from the description of its stream in the kernel's documentation (<c>Documentation/staging/lzo.rst</c>). An
/// instruction is a match, whose last two bits say how many literals follow, and how the next instruction is read.
/// </summary>
internal static class Lzo1xDecoder
{
    // What the number of literals after the last match makes of instructions 0 to 15: a run of literals, a match of
    // two bytes, or one of three farther away.
    private const int NoLiterals = 0;
    private const int ManyLiterals = 4;

    // More than a block can hold.
    private const int MostZeros = 1 << 20;

    // The distance of a match of instructions 16 to 31 that is none.
    private const int EndOfStream = 16384;

    /// <summary>Decodes a block.</summary>
    /// <returns>False when it is damaged, or gives more than <paramref name="size"/> bytes.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> block, GrowingBuffer output, uint size)
    {
        long start = output.Length;
        int state = NoLiterals;
        if (block is [> 17, ..])
        {
            // Only the first instruction can be such a run.
            int literals = block[0] - 17;
            block = block[1..];
            if (!TryCopy(ref block, literals, output))
            {
                return false;
            }

            state = Math.Min(literals, ManyLiterals);
        }

        while (!block.IsEmpty && output.Length - start <= size)
        {
            int instruction = block[0];
            block = block[1..];
            if (instruction < 16 && state == NoLiterals)
            {
                if (!TryLength(ref block, instruction, 15, out int run) || !TryCopy(ref block, run + 3, output))
                {
                    return false;
                }

                state = ManyLiterals;
                continue;
            }

            if (!TryMatch(ref block, instruction, state, out int length, out int distance, out int literals))
            {
                return false;
            }

            // Matches of another kind have this distance too.
            if (distance == EndOfStream && instruction is >= 16 and < 32)
            {
                return block.IsEmpty;
            }

            if (distance > output.Length - start || length > size - (output.Length - start)
                || !output.TryRepeat(distance, length) || !TryCopy(ref block, literals, output))
            {
                return false;
            }

            state = literals;
        }

        return false;
    }

    private static bool TryMatch(
        ref ReadOnlySpan<byte> block, int instruction, int state, out int length, out int distance, out int literals)
    {
        (length, distance, literals) = (0, 0, instruction & 3);
        switch (instruction)
        {
            case >= 64:
                length = instruction >= 128 ? 5 + ((instruction >> 5) & 3) : 3 + ((instruction >> 5) & 1);
                distance = ((instruction >> 2) & 7) + 1;
                return TryHigh(ref block, 3, ref distance);
            case >= 32:
                return TryLength(ref block, instruction & 31, 31, out length) && TryLow(ref block, 1, ref length, ref distance, ref literals);
            case >= 16:
                int far = EndOfStream + ((instruction & 8) << 11);
                return TryLength(ref block, instruction & 7, 7, out length) && TryLow(ref block, far, ref length, ref distance, ref literals);
            default:
                length = state == ManyLiterals ? 3 : 2;
                distance = (instruction >> 2) + (state == ManyLiterals ? 2049 : 1);
                return TryHigh(ref block, 2, ref distance);
        }
    }

    // The distance's upper bits in the next byte.
    private static bool TryHigh(ref ReadOnlySpan<byte> block, int shift, ref int distance)
    {
        if (block.IsEmpty)
        {
            return false;
        }

        distance += block[0] << shift;
        block = block[1..];
        return true;
    }

    // The distance and the number of literals in the next two bytes.
    private static bool TryLow(ref ReadOnlySpan<byte> block, int nearest, ref int length, ref int distance, ref int literals)
    {
        if (block.Length < 2)
        {
            return false;
        }

        int bits = BinaryPrimitives.ReadUInt16LittleEndian(block);
        block = block[2..];
        length += 2;
        distance = nearest + (bits >> 2);
        literals = bits & 3;
        return true;
    }

    // A length of 0 goes on in the next bytes: 255 for each zero, and the first that is none.
    private static bool TryLength(ref ReadOnlySpan<byte> block, int bits, int most, out int length)
    {
        length = bits;
        if (bits != 0)
        {
            return true;
        }

        int zeros = block.IndexOfAnyExcept((byte)0);
        if (zeros is < 0 or > MostZeros)
        {
            return false;
        }

        length = most + zeros * 255 + block[zeros];
        block = block[(zeros + 1)..];
        return true;
    }

    private static bool TryCopy(ref ReadOnlySpan<byte> block, int count, GrowingBuffer output)
    {
        if (count > block.Length || !output.TryWrite(block[..count]))
        {
            return false;
        }

        block = block[count..];
        return true;
    }
}
