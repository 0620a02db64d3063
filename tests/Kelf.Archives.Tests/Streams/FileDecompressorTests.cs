// SPDX-License-Identifier: GPL-2.0-only
using System.IO.Compression;

using Kelf.Archives.Streams;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Archives.Tests.Streams;

public sealed class FileDecompressorTests
{
    private static readonly byte[] s_contents = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i / 7))];

    [Fact]
    public void Gzip_is_expanded() => Assert.Equal(s_contents, Inflate(Gzip()));

    [Fact]
    public void Zstd_is_expanded() => Assert.Equal(s_contents, Inflate(Packing.ZstdFrame(s_contents)));

    [Fact]
    public void What_is_not_compressed_is_left_alone()
    {
        Assert.Null(Inflate(s_contents));
        Assert.Null(Inflate([]));
        Assert.Null(Inflate([0x1f]));
    }

    [Fact]
    public void No_part_may_be_missing()
    {
        byte[] file = Gzip();
        for (int length = 3; length < file.Length; length += 5)
        {
            int kept = length;
            Assert.Throws<MalformedFileException>(() => Inflate(file.AsSpan(0, kept).ToArray()));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9_999)]
    [InlineData(10_001)]
    [InlineData(uint.MaxValue)]
    public void The_size_at_the_end_is_that_of_the_contents(uint size) =>
        Assert.Throws<MalformedFileException>(() => Inflate([.. Gzip().SkipLast(4), .. BitConverter.GetBytes(size)]));

    [Fact]
    public void It_expands_to_no_more_than_it_may()
    {
        DecompressionLimit limit = new() { Bytes = s_contents.Length - 1, Remedy = "--more" };
        string problem = $"x.ko.gz: +0x0: gzip file is too large: the compressed parts of the file expand to more than {s_contents.Length - 1} bytes; --more";
        Assert.Equal(problem, Assert.Throws<MalformedFileException>(() => Inflate(Gzip(), limit)).Message);
        Assert.Equal(
            problem.Replace("gzip file", "zstd file", StringComparison.Ordinal),
            Assert.Throws<MalformedFileException>(() => Inflate(Packing.ZstdFrame(s_contents), limit)).Message);
    }

    [Theory]
    [InlineData(StreamFormat.Gzip)]
    [InlineData(StreamFormat.Xz)]
    [InlineData(StreamFormat.Zstd)]
    public void It_may_expand_to_exactly_the_limit(StreamFormat format) => Assert.Equal(
        s_contents,
        Inflate(
            format switch { StreamFormat.Gzip => Gzip(), StreamFormat.Xz => BootImages.Xz(s_contents), _ => Packing.ZstdFrame(s_contents) },
            new DecompressionLimit { Bytes = s_contents.Length }));

    private static byte[] Gzip()
    {
        using MemoryStream result = new();
        using (GZipStream stream = new(result, CompressionLevel.Fastest))
        {
            stream.Write(s_contents);
        }

        return result.ToArray();
    }

    private static byte[]? Inflate(byte[] file, DecompressionLimit? limit = null)
    {
        using NativeBuffer input = InMemory.File(file, "x.ko.gz");
        using GrowingBuffer? output = FileDecompressor.TryInflate(input.Contents, (limit ?? DecompressionLimit.Standard).For(file.Length));
        return output?.Contents.Span().ToArray();
    }
}
