// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Compression;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Compression;

public sealed class SectionDecompressorTests
{
    private static readonly ByteSource Name = new("a.o", ".debug_info");

    [Theory]
    [InlineData(CompressionKind.Zlib)]
    [InlineData(CompressionKind.Zstd)]
    public void Gives_what_was_compressed(CompressionKind kind)
    {
        Property.Holds<byte[]>(
            contents =>
            {
                using NativeBuffer stream = Stored(kind, contents);
                using NativeBuffer result = Inflate(stream, kind, (ulong)contents.Length);
                return result.Contents.Span().SequenceEqual(contents) && result.Contents.Source == Name;
            },
            count: 100);
    }

    [Theory]
    [InlineData(CompressionKind.Zlib)]
    [InlineData(CompressionKind.Zstd)]
    public void Gives_more_than_one_buffer_of_the_library(CompressionKind kind)
    {
        byte[] contents = new byte[1_000_003];
        new Random(1).NextBytes(contents);
        using NativeBuffer stream = Stored(kind, contents);
        using NativeBuffer result = Inflate(stream, kind, (ulong)contents.Length);
        Assert.True(result.Contents.Span().SequenceEqual(contents));
    }

    [Theory]
    [InlineData(CompressionKind.Zlib, "a.o: .debug_info+0x0: zlib stream ends after 5 of 6 bytes")]
    [InlineData(CompressionKind.Zstd, "a.o: .debug_info+0x0: zstd stream ends after 5 of 6 bytes")]
    public void Refuses_a_stream_that_is_shorter_than_stated(CompressionKind kind, string message)
    {
        using NativeBuffer stream = Stored(kind, [1, 2, 3, 4, 5]);
        Expect.Malformed(message, () => Inflate(stream, kind, 6));
    }

    [Theory]
    [InlineData(CompressionKind.Zlib, 4, "a.o: .debug_info+0x0: zlib stream holds more than the stated 4 bytes")]
    [InlineData(CompressionKind.Zlib, 0, "a.o: .debug_info+0x0: zlib stream holds more than the stated 0 bytes")]
    [InlineData(CompressionKind.Zstd, 4, "a.o: .debug_info+0x0: zstd stream holds more than the stated 4 bytes")]
    [InlineData(CompressionKind.Zstd, 0, "a.o: .debug_info+0x0: zstd stream holds more than the stated 0 bytes")]
    public void Refuses_a_stream_that_is_longer_than_stated(CompressionKind kind, ulong stated, string message)
    {
        using NativeBuffer stream = Stored(kind, [1, 2, 3, 4, 5]);
        Expect.Malformed(message, () => Inflate(stream, kind, stated));
    }

    [Theory]
    [InlineData(CompressionKind.Zlib)]
    [InlineData(CompressionKind.Zstd)]
    public void No_stream_is_no_bytes(CompressionKind kind)
    {
        using NativeBuffer result = SectionDecompressor.Inflate(default, kind, 0, Name, Budget);
        Assert.True(result.Contents.IsEmpty);
    }

    [Theory]
    [InlineData(CompressionKind.Zlib, "a.o: .debug_info+0x0: zlib stream is corrupt")]
    [InlineData(CompressionKind.Zstd, "a.o: .debug_info+0x0: zstd stream is corrupt: Unknown frame descriptor")]
    public void Refuses_a_corrupt_stream(CompressionKind kind, string message)
    {
        using NativeBuffer stream = Stored(kind, [1, 2, 3, 4, 5]);
        stream.Writable(0, 1)[0] ^= 0xff;
        Expect.Malformed(message, () => Inflate(stream, kind, 5));
    }

    [Fact]
    public void Refuses_a_zlib_stream_that_wants_a_dictionary()
    {
        // Found by the fuzzer: FDICT of RFC 1950 §2.2, for which the runtime has an exception of its own.
        using NativeBuffer stream = InMemory.File([0x78, 0x20, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1], "a.o", ".debug_info");
        Expect.Malformed("a.o: .debug_info+0x0: zlib stream is corrupt", () => Inflate(stream, CompressionKind.Zlib, 5));
    }

    [Fact]
    public void Compares_the_checksum_of_zlib()
    {
        using NativeBuffer stream = Stored(CompressionKind.Zlib, [1, 2, 3, 4, 5]);
        stream.Writable((ulong)stream.Contents.Length - 1, 1)[0] ^= 1;
        Expect.Malformed(
            "a.o: .debug_info+0x0: zlib stream is corrupt", () => Inflate(stream, CompressionKind.Zlib, 5));
    }

    [Fact]
    public void Wants_the_checksum_of_zlib()
    {
        using NativeBuffer stream = InMemory.File(
            Compressed(CompressionKind.Zlib, [1, 2, 3, 4, 5]).AsSpan()[..^1], "a.o", ".debug_info");
        Expect.Malformed(
            "a.o: .debug_info+0x0: zlib stream is corrupt: its checksum is cut short",
            () => Inflate(stream, CompressionKind.Zlib, 5));
    }

    [Theory]
    [InlineData(CompressionKind.Zlib)]
    [InlineData(CompressionKind.Zstd)]
    public void Refuses_a_stream_that_is_cut_short(CompressionKind kind)
    {
        byte[] contents = new byte[300];
        new Random(2).NextBytes(contents);
        byte[] whole = Compressed(kind, contents);
        for (int length = 1; length < whole.Length; length++)
        {
            using NativeBuffer stream = InMemory.File(whole.AsSpan(0, length), "a.o", ".debug_info");
            Assert.Throws<MalformedFileException>(() => Inflate(stream, kind, 300));
        }
    }

    [Fact]
    public void Ignores_what_follows_a_zlib_stream()
    {
        using NativeBuffer stream = InMemory.File([.. Compressed(CompressionKind.Zlib, [1, 2]), 0, 0], "a.o", ".debug_info");
        using NativeBuffer result = Inflate(stream, CompressionKind.Zlib, 2);
        Assert.Equal([1, 2], result.Contents.Span().ToArray());
    }

    [Fact]
    public void Refuses_what_follows_zstd_frames()
    {
        using NativeBuffer stream = InMemory.File(
            [.. Compressed(CompressionKind.Zstd, [1, 2]), 0, 0], "a.o", ".debug_info");
        Expect.Malformed(
            "a.o: .debug_info+0x0: zstd stream is cut short, or followed by other bytes",
            () => Inflate(stream, CompressionKind.Zstd, 2));
    }

    [Fact]
    public void Joins_zstd_frames()
    {
        using NativeBuffer stream = InMemory.File(
            [.. Compressed(CompressionKind.Zstd, [1, 2]), .. Compressed(CompressionKind.Zstd, [3])], "a.o", ".debug_info");
        using NativeBuffer result = Inflate(stream, CompressionKind.Zstd, 3);
        Assert.Equal([1, 2, 3], result.Contents.Span().ToArray());
    }

    [Theory]
    [InlineData(CompressionKind.Zlib, 10, 10_321, "10 bytes of zlib cannot expand to the stated 10321 bytes")]
    [InlineData(CompressionKind.Zstd, 10, 327_681, "10 bytes of zstd cannot expand to the stated 327681 bytes")]
    [InlineData(CompressionKind.Zlib, 0, 1, "0 bytes of zlib cannot expand to the stated 1 bytes")]
    [InlineData(CompressionKind.Zlib, 10, 0x4_0000_0001, "10 bytes of zlib cannot expand to the stated 17179869185 bytes")]
    [InlineData(CompressionKind.Zstd, 10, ulong.MaxValue,
        "10 bytes of zstd cannot expand to the stated 18446744073709551615 bytes")]
    public void Refuses_a_size_before_it_allocates(CompressionKind kind, int stored, ulong stated, string what)
    {
        using NativeBuffer stream = InMemory.File(new byte[stored], "a.o", ".debug_info");
        Expect.Malformed($"a.o: .debug_info+0x0: {what}", () => Inflate(stream, kind, stated));
    }

    [Theory]
    [InlineData(CompressionKind.Zlib)]
    [InlineData(CompressionKind.Zstd)]
    public void What_it_gives_is_taken_from_the_budget_before_there_is_memory_for_it(CompressionKind kind)
    {
        // It could give as much.
        using NativeBuffer stream = InMemory.File(new byte[100_000], "a.o", ".debug_info");
        DecompressionBudget budget = new DecompressionLimit { Remedy = "--more" }.For(0);
        Expect.Malformed(
            "a.o: .debug_info+0x0: its 100000000 bytes are too many: the compressed parts of the file expand to more than "
            + "67108864 bytes; --more",
            () => SectionDecompressor.Inflate(stream.Contents, kind, 100_000_000, Name, budget));
        Assert.Equal(64 << 20, budget.Left);
        using NativeBuffer small = Stored(kind, [1, 2, 3]);
        SectionDecompressor.Inflate(small.Contents, kind, 3, Name, budget).Dispose();
        Assert.Equal((64 << 20) - 3, budget.Left);
    }

    [Fact]
    public void The_limit_of_zlib_lets_the_densest_stream_pass()
    {
        byte[] contents = new byte[4 << 20];
        byte[] stream = Compressed(CompressionKind.Zlib, contents);
        Assert.True(contents.Length / stream.Length > 900, "zeros should compress about a thousandfold");
        using NativeBuffer stored = InMemory.File(stream);
        using NativeBuffer result = Inflate(stored, CompressionKind.Zlib, (ulong)contents.Length);
        Assert.Equal(contents.Length, result.Contents.Length);
    }

    [Fact]
    public void The_limit_of_zstd_lets_the_densest_frame_pass()
    {
        using NativeBuffer stored = InMemory.File(Packing.ZstdRunFrame(blocks: 8, value: 0xa5));
        using NativeBuffer result = Inflate(stored, CompressionKind.Zstd, 1 << 20);
        Assert.Equal(-1, result.Contents.Span().IndexOfAnyExcept((byte)0xa5));
    }

    [Fact]
    public void Says_where_the_stream_stands()
    {
        using NativeBuffer section = InMemory.File(new byte[32], "a.o", ".debug_info");
        Expect.Malformed(
            "a.o: .debug_info+0x18: zlib stream is corrupt",
            () => SectionDecompressor.Inflate(section.Contents.Slice(24, 8), CompressionKind.Zlib, 5, Name, Budget));
    }

    private static DecompressionBudget Budget => DecompressionLimit.Standard.For(0);

    private static NativeBuffer Inflate(NativeBuffer stream, CompressionKind kind, ulong size) =>
        SectionDecompressor.Inflate(stream.Contents, kind, size, Name, Budget);

    private static NativeBuffer Stored(CompressionKind kind, byte[] contents) =>
        InMemory.File(Compressed(kind, contents), "a.o", ".debug_info");

    private static byte[] Compressed(CompressionKind kind, byte[] contents) =>
        kind == CompressionKind.Zlib ? Packing.ZlibStream(contents) : Packing.ZstdFrame(contents);
}
