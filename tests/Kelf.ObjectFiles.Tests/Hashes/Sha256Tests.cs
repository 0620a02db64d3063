// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Hashes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Hashes;

public sealed class Sha256Tests
{
    // FIPS 180-4's own examples, and the lengths around the ends of blocks against the runtime's.
    [Fact]
    public void Known_texts_have_known_hashes()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Sha256.Text([]));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.Text("abc"u8));
        Assert.Equal(
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            Sha256.Text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"u8));
    }

    [Fact]
    public void All_lengths_are_padded_right()
    {
        byte[] text = new byte[300];
        new Random(1).NextBytes(text);
        for (int length = 0; length <= text.Length; length++)
        {
            Assert.Equal(System.Security.Cryptography.SHA256.HashData(text.AsSpan(0, length)), Sha256.Of(text.AsSpan(0, length)));
        }
    }
}
