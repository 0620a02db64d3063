// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Hashes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Hashes;

public sealed class KeyedHashTests
{
    [Fact]
    public void Each_byte_and_the_length_count()
    {
        HashSet<uint> hashes = [];
        int texts = 0;
        for (int length = 0; length <= 40; length++)
        {
            byte[] text = new byte[length];
            hashes.Add(KeyedHash.Of(text));
            texts++;
            for (int i = 0; i < length; i++)
            {
                text[i] = 1;
                hashes.Add(KeyedHash.Of(text));
                text[i] = 0;
                texts++;
            }
        }

        // Of 861 hashes of 32 bits two are equal once in ten thousand runs.
        Assert.InRange(hashes.Count, texts - 1, texts);
    }

    [Fact]
    public void Numbers_whose_halves_cancel_out_differ()
    {
        // The library's own hash of all of these is 0.
        int[] hashes = [.. Enumerable.Range(0, 10_000).Select(i => KeyedHash.Numbers.GetHashCode(((ulong)i << 32) | (uint)i)).Distinct()];
        Assert.InRange(hashes.Length, 9_990, 10_000);
        Assert.InRange(Enumerable.Range(0, 10_000).Select(i => KeyedHash.Places.GetHashCode((1, ((ulong)i << 32) | (uint)i)) & 0x3fff).Distinct().Count(), 6_000, 9_000);
        Assert.Equal(KeyedHash.Pairs.GetHashCode((5, 6)), KeyedHash.Pairs.GetHashCode((5, 6)));
        Assert.NotEqual(KeyedHash.Pairs.GetHashCode((5, 6)), KeyedHash.Pairs.GetHashCode((5, 7)));
    }
}
