// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Hashes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Hashes;

public sealed class Sha1Tests
{
    // FIPS 180-4's own examples, and the lengths around the ends of blocks against the runtime's.
    [Theory]
    [InlineData("", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("abc", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1")]
    public void Known_texts_have_known_hashes(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Sha1.Of(System.Text.Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void A_text_may_come_in_parts()
    {
        byte[] text = new byte[300];
        new Random(1).NextBytes(text);
        for (int length = 0; length <= text.Length; length++)
        {
            Sha1 hash = new();
            int first = length / 3;
            hash.Append(text.AsSpan(0, first));
            hash.Append(text.AsSpan(first, first));
            hash.Append(text.AsSpan(2 * first, length - (2 * first)));
#pragma warning disable CA5350 // what is compared with
            Assert.Equal(System.Security.Cryptography.SHA1.HashData(text.AsSpan(0, length)), hash.Finish());
#pragma warning restore CA5350
        }
    }
}
