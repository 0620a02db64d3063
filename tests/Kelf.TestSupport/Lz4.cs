// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.TestSupport;

/// <summary>A compressor of LZ4 that leaves open what it is told to: real ones decide by what came before.</summary>
public static class Lz4
{
    private const int SmallestMatch = 4;
    private const int LongestDistance = 65535;
    private const int LastLiterals = 12; // of a block, which end it

    /// <summary>A legacy frame of less than 8 MiB.</summary>
    /// <param name="contents">What it stands for.</param>
    /// <param name="literals">A text in it that becomes literals as a whole.</param>
    public static byte[] Legacy(byte[] contents, string literals)
    {
        byte[] block = Block(contents, literals);
        return [2, 0x21, 0x4c, 0x18, .. BitConverter.GetBytes(block.Length), .. block];
    }

    /// <summary>A block.</summary>
    public static byte[] Block(byte[] contents, string literals)
    {
        byte[] open = Encoding.ASCII.GetBytes(literals);
        int openAt = open.Length == 0 ? contents.Length : contents.AsSpan().IndexOf(open);
        List<byte> block = [];
        Dictionary<uint, int> places = [];
        int start = 0;
        for (int at = 0; at + LastLiterals < contents.Length;)
        {
            uint word = BitConverter.ToUInt32(contents, at);
            bool isFound = places.TryGetValue(word, out int earlier) && at - earlier <= LongestDistance;
            places[word] = at;
            if (!isFound || at + SmallestMatch > openAt && at < openAt + open.Length)
            {
                at++;
                continue;
            }

            int end = at < openAt ? openAt : contents.Length - LastLiterals / 2;
            int length = SmallestMatch;
            while (at + length < end && contents[earlier + length] == contents[at + length])
            {
                length++;
            }

            Sequence(block, contents.AsSpan(start, at - start), at - earlier, length);
            start = at += length;
        }

        Sequence(block, contents.AsSpan(start), 0, 0);
        return [.. block];
    }

    private static void Sequence(List<byte> block, ReadOnlySpan<byte> literals, int distance, int match)
    {
        int rest = match == 0 ? 0 : match - SmallestMatch;
        block.Add((byte)(Math.Min(literals.Length, 15) << 4 | Math.Min(rest, 15)));
        Length(block, literals.Length);
        block.AddRange(literals);
        if (match > 0)
        {
            block.AddRange([(byte)distance, (byte)(distance >> 8)]);
            Length(block, rest);
        }
    }

    private static void Length(List<byte> block, int length)
    {
        for (int left = length - 15; left >= 0; left -= 255)
        {
            block.Add((byte)Math.Min(left, 255));
        }
    }
}
