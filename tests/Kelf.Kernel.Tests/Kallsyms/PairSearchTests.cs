// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.Intrinsics.X86;

using Kelf.Kernel.Kallsyms.Compression;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>The search for pairs in both widths, whatever the processor is.</summary>
public sealed class PairSearchTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_pair_is_found_wherever_it_is(bool isWide)
    {
        Assert.SkipWhen(isWide && !Avx2.IsSupported, "no AVX2");
        for (int length = 2; length < 100; length++)
        {
            for (int at = 0; at + 1 < length; at++)
            {
                byte[] bytes = new byte[length + PairSearch.Margin];
                (bytes[at], bytes[at + 1]) = (7, 9);
                for (int from = 0; from <= length; from++)
                {
                    PairSearch search = new(bytes, 7, 9, isWide);
                    Assert.Equal(from <= at ? at : -1, search.Next(from));
                }

                // The halves alone, and the other way round, are no pair.
                Assert.Equal(-1, new PairSearch(bytes, 9, 7, isWide).Next(0));
                Assert.Equal(-1, new PairSearch(bytes, 7, 7, isWide).Next(0));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void All_places_are_found_in_their_order(bool isWide)
    {
        Assert.SkipWhen(isWide && !Avx2.IsSupported, "no AVX2");
        Random random = new(1);
        for (int round = 0; round < 300; round++)
        {
            int length = random.Next(2, 300), alphabet = random.Next(2, 12);
            byte[] bytes = [.. Enumerable.Range(0, length + PairSearch.Margin).Select(_ => (byte)random.Next(alphabet))];
            byte first = (byte)random.Next(alphabet), second = (byte)random.Next(alphabet);
            int step = random.Next(1, 4);
            PairSearch search = new(bytes, first, second, isWide);
            int from = 0;
            while (from < length)
            {
                int place = Enumerable.Range(from, length - from)
                    .FirstOrDefault(at => bytes[at] == first && bytes[at + 1] == second, -1);
                Assert.Equal(place, search.Next(from));
                from = place < 0 ? length : place + step;
            }
        }
    }

    // What the compression does: it writes after the place that was found, and searches on after what it wrote.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bytes_between_two_searches_may_change(bool isWide)
    {
        Assert.SkipWhen(isWide && !Avx2.IsSupported, "no AVX2");
        byte[] bytes = new byte[200 + PairSearch.Margin];
        Array.Fill(bytes, (byte)5);
        PairSearch search = new(bytes, 5, 5, isWide);
        for (int from = 0; from < 200; from += 10)
        {
            Assert.Equal(from, search.Next(from));
            bytes.AsSpan(from, 10).Clear();
        }

        Assert.Equal(-1, search.Next(200));
    }
}
