// SPDX-License-Identifier: GPL-2.0-only
using System.Security.Cryptography;
using System.Text;

using Kelf.ObjectFiles.Hashes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Hashes;

#pragma warning disable CA5351 // It is what MD5 of our own is compared with.
public sealed class Md5Tests
{
    /// <summary>RFC 1321's own test suite (§A.5).</summary>
    [Theory]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("a", "0cc175b9c0f1b6a831c399e269772661")]
    [InlineData("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a")]
    public void Texts_of_the_RFC_have_their_hashes(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Md5.Of(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Every_text_has_the_hash_that_the_framework_finds() =>
        Property.Holds<byte[]>(text => MD5.HashData(text).AsSpan().SequenceEqual(Md5.Of(text)));

    [Fact]
    public void All_lengths_are_padded_right()
    {
        byte[] text = new byte[300];
        new Random(1).NextBytes(text);
        for (int length = 0; length <= text.Length; length++)
        {
            Assert.Equal(MD5.HashData(text.AsSpan(0, length)), Md5.Of(text.AsSpan(0, length)));
        }
    }
}
