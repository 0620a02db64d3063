// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Archives.Streams;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.Archives.Tests.Streams;

public sealed class XzEncoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(100_003)]
    public void How_the_data_are_cut_does_not_matter(int size)
    {
        byte[] data = Text(400_000);
        ReadOnlyMemory<byte>[] parts = [.. data.Chunk(size).Select(part => (ReadOnlyMemory<byte>)part), default];
        using GrowingBuffer whole = XzEncoder.Encode([data], 6);
        using GrowingBuffer cut = XzEncoder.Encode(parts, 6);
        Assert.Equal(whole.Contents.Span().ToArray(), cut.Contents.Span().ToArray());
        using GrowingBuffer wholeOfTwo = XzEncoder.EncodeInThreads([data], 0, 2);
        using GrowingBuffer cutOfTwo = XzEncoder.EncodeInThreads(parts, 0, 1);
        Assert.Equal(wholeOfTwo.Contents.Span().ToArray(), cutOfTwo.Contents.Span().ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300_000)]
    public void What_was_compressed_comes_back(int length)
    {
        byte[] data = Text(length);
        using GrowingBuffer xz = XzEncoder.Encode([data], 9);
        using GrowingBuffer back = new(new ByteSource("back"), 1 << 20);
        Assert.Equal(DecodeStatus.Done, StreamDecoder.Decode(xz.Contents, StreamFormat.Xz, back).Status);
        Assert.Equal(data, back.Contents.Span().ToArray());
    }

    [Fact]
    public void A_failure_of_a_part_ends_the_stream()
    {
        static IEnumerable<ReadOnlyMemory<byte>> Failing()
        {
            yield return Text(300_000);
            throw new InvalidDataException("part");
        }

        Assert.Equal("part", Assert.Throws<InvalidDataException>(() => XzEncoder.Encode(Failing(), 6)).Message);
        Assert.Equal("part", Assert.Throws<InvalidDataException>(() => XzEncoder.EncodeInThreads(Failing(), 6, 2)).Message);
    }

    // Some matches, near and far, and some noise.
    private static byte[] Text(int length)
    {
        Random random = new(1);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++)
        {
            text[i] = i > 5000 && i % 300 < 200 ? text[i - 300 * (1 + i / 30_000)] : (byte)random.Next('a', 'f');
        }

        return text;
    }
}
