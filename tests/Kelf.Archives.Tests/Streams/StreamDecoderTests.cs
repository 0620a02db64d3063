// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.IO.Compression;
using System.Text;

using Kelf.Archives.Streams;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Archives.Tests.Streams;

/// <summary>Streams of all formats, made by their programs and, where those are not everywhere, kept here.</summary>
public sealed class StreamDecoderTests
{
    private static readonly byte[] _text = MakeText(300_000);

    private static readonly byte[] _stored = LzopFile("stored"u8.ToArray(), "stored"u8.ToArray());

    public static TheoryData<StreamFormat, string> Programs => new()
    {
        { StreamFormat.Gzip, "gzip -nc9" },
        { StreamFormat.Gzip, "gzip -c1" },
        { StreamFormat.Xz, "xz -c --check=crc32 --x86 --lzma2=dict=32MiB" },
        { StreamFormat.Xz, "xz -c9 --check=sha256" },
        { StreamFormat.Lzma, "xz -c --format=lzma" },
        { StreamFormat.Bzip2, "bzip2 -c" },
        { StreamFormat.Zstd, "zstd -qc -19" },
        { StreamFormat.Zstd, "zstd -qc -22 --ultra --no-check" },
        { StreamFormat.Lz4Legacy, "lz4 -lc" },
        { StreamFormat.Lz4Legacy, "lz4 -lc9" },
        { StreamFormat.Lz4, "lz4 -c" },
        { StreamFormat.Lz4, "lz4 -qc9 -B4 -BD -BX" },
        { StreamFormat.Lz4, "lz4 -qc1 -B5 -BI --content-size --no-frame-crc" },
        { StreamFormat.Lzop, "lzop -c" },
        { StreamFormat.Lzop, "lzop -c9" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_stream_is_read_to_its_end_and_no_further(StreamFormat format, string program)
    {
        byte[] stream = Compress(program, _text);
        // What the kernel's build puts after a payload, and what is after that.
        byte[] trailer = [.. BitConverter.GetBytes(_text.Length), .. new byte[100]];
        using NativeBuffer file = InMemory.File([.. stream, .. trailer]);
        Assert.True(StreamDecoder.MayBegin(file.Contents, format));
        using GrowingBuffer output = new(new ByteSource("out"), 1 << 20);
        Assert.Equal(new DecodeResult(DecodeStatus.Done, stream.Length), StreamDecoder.Decode(file.Contents, format, output));
        Assert.True(output.Contents.Span().SequenceEqual(_text));
    }

    // Random bytes do not become smaller: libraries get the stream in three portions.
    [Theory]
    [InlineData(StreamFormat.Xz, "xz -c0")]
    [InlineData(StreamFormat.Lzma, "xz -c0 --format=lzma")]
    [InlineData(StreamFormat.Bzip2, "bzip2 -c")]
    [InlineData(StreamFormat.Zstd, "zstd -qc -1")]
    public void A_stream_of_several_portions_is_read_to_its_end(StreamFormat format, string program)
    {
        byte[] bytes = new byte[2 * StreamPortion.Size + 1];
        new Random(5).NextBytes(bytes);
        byte[] stream = Compress(program, bytes);
        foreach (int behind in new[] { 0, 10 })
        {
            using NativeBuffer file = InMemory.File([.. stream, .. new byte[behind]]);
            using GrowingBuffer output = new(new ByteSource("out"), 3 * StreamPortion.Size);
            Assert.Equal(new DecodeResult(DecodeStatus.Done, stream.Length), StreamDecoder.Decode(file.Contents, format, output));
            Assert.True(output.Contents.Span().SequenceEqual(bytes));
        }

        using NativeBuffer cut = InMemory.File(stream.AsSpan(0, stream.Length - 20));
        using GrowingBuffer half = new(new ByteSource("out"), 3 * StreamPortion.Size);
        Assert.Equal(DecodeStatus.Truncated, StreamDecoder.Decode(cut.Contents, format, half).Status);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_limit_holds(StreamFormat format, string program)
    {
        using NativeBuffer file = InMemory.File(Compress(program, _text));
        using GrowingBuffer output = new(new ByteSource("out"), 512);
        Assert.Equal(DecodeStatus.LimitReached, StreamDecoder.Decode(file.Contents, format, output).Status);
        Assert.True(output.Length <= 512);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_stream_that_is_cut_short_is_not_done(StreamFormat format, string program)
    {
        byte[] stream = Compress(program, _text);
        foreach (int length in new[] { 20, stream.Length / 2, stream.Length - 1 })
        {
            using NativeBuffer file = InMemory.File(stream.AsSpan(0, length));
            using GrowingBuffer output = new(new ByteSource("out"), 1 << 20);
            Assert.NotEqual(DecodeStatus.Done, StreamDecoder.Decode(file.Contents, format, output).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Flipped_bits_are_noticed_where_there_is_a_check(StreamFormat format, string program)
    {
        byte[] stream = Compress(program, _text);
        bool hasCheck = format is not (StreamFormat.Lz4Legacy or StreamFormat.Lzma) && !program.Contains("--no-", StringComparison.Ordinal);
        Random random = new(3);
        for (int i = 0; i < 50; i++)
        {
            byte[] damaged = [.. stream];
            damaged[random.Next(stream.Length / 4, stream.Length - 16)] ^= (byte)(1 << random.Next(8));
            using NativeBuffer file = InMemory.File(damaged);
            using GrowingBuffer output = new(new ByteSource("out"), 1 << 20);
            DecodeResult result = StreamDecoder.Decode(file.Contents, format, output);
            Assert.True(result.Status != DecodeStatus.Done || !hasCheck || output.Contents.Span().SequenceEqual(_text));
        }
    }

    [Fact]
    public void Gzip_headers_may_have_any_field()
    {
        byte[] deflated = Compress("gzip -nc", "text"u8.ToArray())[10..];
        byte[] header = [0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, .. "name\0comment\0"u8, 0xaa, 0xbb];
        using NativeBuffer file = InMemory.File([.. header, .. deflated]);
        using GrowingBuffer output = new(new ByteSource("out"), 100);
        Assert.Equal(DecodeStatus.Done, StreamDecoder.Decode(file.Contents, StreamFormat.Gzip, output).Status);
        Assert.Equal("text", Encoding.ASCII.GetString(output.Contents.Span()));
    }

    [Fact]
    public void Several_lz4_blocks_end_with_one_that_is_not_full()
    {
        byte[] text = new byte[(8 << 20) + 5];
        text[^1] = 1;
        foreach (int length in new[] { text.Length, 8 << 20 })
        {
            byte[] stream = Compress("lz4 -lc", text[..length]);
            using NativeBuffer file = InMemory.File([.. stream, .. BitConverter.GetBytes(length)]);
            using GrowingBuffer output = new(new ByteSource("out"), 16 << 20);
            Assert.Equal(new DecodeResult(DecodeStatus.Done, stream.Length), StreamDecoder.Decode(file.Contents, StreamFormat.Lz4Legacy, output));
            Assert.Equal(length, output.Length);
        }
    }

    // What the kernel's build puts behind a stream of exactly one block could be the size of another.
    [Fact]
    public void The_size_of_all_is_no_lz4_block()
    {
        byte[] stream = Compress("lz4 -lc", new byte[8 << 20]);
        using NativeBuffer file = InMemory.File([.. stream, .. BitConverter.GetBytes(8 << 20), .. new byte[500]]);
        using GrowingBuffer output = new(new ByteSource("out"), 16 << 20);
        Assert.Equal(new DecodeResult(DecodeStatus.Done, stream.Length), StreamDecoder.Decode(file.Contents, StreamFormat.Lz4Legacy, output));
    }

    [Fact]
    public void Lzop_blocks_may_be_stored()
    {
        using NativeBuffer file = InMemory.File(_stored);
        using GrowingBuffer output = new(new ByteSource("out"), 100);
        Assert.Equal(new DecodeResult(DecodeStatus.Done, _stored.Length), StreamDecoder.Decode(file.Contents, StreamFormat.Lzop, output));
        Assert.Equal("stored", Encoding.ASCII.GetString(output.Contents.Span()));
    }
 
    // The values of xxhash_spec.md's own test vectors, whose lengths are on both sides of a stripe of 16 bytes.
    [Theory]
    [InlineData("", 0x02cc5d05u)]
    [InlineData("a", 0x550d7456u)]
    [InlineData("abc", 0x32d153ffu)]
    [InlineData("Nobody inspects the spammish repetition", 0xe2293b2fu)]
    public void XxHash_of_32_bits(string text, uint hash)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(hash, XxHash32.Of(bytes));
        for (int cut = 0; cut < bytes.Length; cut++)
        {
            XxHash32 pieces = new();
            pieces.Append(bytes.AsSpan(0, cut));
            pieces.Append(bytes.AsSpan(cut));
            Assert.Equal(hash, pieces.Value);
        }
    }

    // Blocks of an lz4 frame by hand: 4 literals; 4 more that a match of the block before gives.
    [Theory]
    [InlineData(0x40, "05000000 4061626364 00000000", "abcd")]
    [InlineData(0x40, "04000080 61626364 00000000", "abcd")] // stored
    [InlineData(0x40, "04000080 61626364 04000000 00040010 00000000", null)] // the literal at the end of a block is missing
    [InlineData(0x40, "04000080 61626364 05000000 0004001078 00000000", "abcdabcdx")] // linked
    [InlineData(0x60, "04000080 61626364 05000000 0004001078 00000000", null)] // independent
    [InlineData(0x40, "04000080 61626364 05000000 0005001078 00000000", null)] // before the beginning
    [InlineData(0x50, "04000080 61626364 ffffffff 00000000", null)] // a wrong check of the block
    [InlineData(0x50, "04000080 61626364 053764a3 00000000", "abcd")]
    [InlineData(0x44, "04000080 61626364 00000000 ffffffff", null)] // a wrong check of all
    [InlineData(0x44, "04000080 61626364 00000000 053764a3", "abcd")]
    [InlineData(0x44, "04000080 61626364 00000000", null)]
    [InlineData(0x40, "01000180 00 00000000", null)] // a block of more than 64 KiB
    [InlineData(0x40, "04000080 6162", null)]
    [InlineData(0x40, "04000080 61626364 0000", null)]
    [InlineData(0x40, "", null)]
    public void Lz4_frames(int flags, string blocks, string? text)
    {
        byte[] descriptor = [(byte)flags, 0x40];
        byte[] frame =
        [
            4, 0x22, 0x4d, 0x18, .. descriptor, (byte)(XxHash32.Of(descriptor) >> 8), .. Convert.FromHexString(blocks.Replace(" ", "")),
        ];
        byte[] behind = blocks.Length > 0 && text is not null ? new byte[20] : [];
        using NativeBuffer file = InMemory.File([.. frame, .. behind]);
        using GrowingBuffer output = new(new ByteSource("out"), 1 << 20);
        DecodeResult result = StreamDecoder.Decode(file.Contents, StreamFormat.Lz4, output);
        Assert.Equal(text is not null, result.Status == DecodeStatus.Done);
        Assert.True(text is null || result.Consumed == frame.Length);
        Assert.Equal(text, text is null ? null : Encoding.ASCII.GetString(output.Contents.Span()));
    }

    // Each instruction of Documentation/staging/lzo.rst by hand.
    [Theory]
    [InlineData("15 61626364 110000", "abcd")] // 4 literals at the start
    [InlineData("01 61626364 110000", "abcd")] // a run of 3 + 1
    [InlineData("0001 " + "61616161616161616161616161616161616161 110000", "aaaaaaaaaaaaaaaaaaa")] // a run of 3 + 15 + 1
    [InlineData("14 616263 4800 110000", "abcabc")] // 010 D=010 SS=00: 3 bytes from distance 3
    [InlineData("14 616263 8800 110000", "abcabcab")] // 100 D=010: 5 bytes from distance 3
    [InlineData("14 616263 4900 78 110000", "abcabcx")] // and one literal after it
    [InlineData("14 616263 0800 110000", "abcab")] // after three literals: 2 bytes from distance 3
    [InlineData("14 616263 270800 110000", "abcabcabcabc")] // 001 L=7: 9 bytes, distance 2 + 1
    [InlineData("14 616263 20010800 110000", "abcabcabcabcabcabcabcabcabcabcabcabca")] // L=0, then 1: 34 bytes
    public void Lzo_instructions(string block, string text)
    {
        byte[] bytes = Convert.FromHexString(block.Replace(" ", ""));
        using GrowingBuffer output = new(new ByteSource("out"), 100);
        Assert.True(Lzo1xDecoder.TryDecode(bytes, output, (uint)text.Length));
        Assert.Equal(text, Encoding.ASCII.GetString(output.Contents.Span()));
    }

    // The farthest match of one instruction is as far as the mark of the end in another.
    [Fact]
    public void Lzo_ends_only_with_its_own_instruction()
    {
        const int Distance = 16384;
        byte[] literals = new byte[Distance];
        new Random(5).NextBytes(literals);
        // A run of 3 + 15 + 64 * 255 + 46; 001 L=1, D=16383; the end.
        byte[] block = [0, .. new byte[64], 46, .. literals, 0x21, 0xfc, 0xff, 0x11, 0, 0];
        using GrowingBuffer output = new(new ByteSource("out"), 1 << 20);
        Assert.True(Lzo1xDecoder.TryDecode(block, output, Distance + 3));
        Assert.Equal([.. literals, .. literals[..3]], output.Contents.Span().ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("15 6162")] // literals that are not there
    [InlineData("15 61626364")] // no end
    [InlineData("15 61626364 11000000")] // bytes after the end
    [InlineData("14 616263 5000 110000")] // distance 5 of 3
    [InlineData("00 0000000000")] // a length without an end
    [InlineData("14 616263 20")]
    [InlineData("14 616263 2008")]
    [InlineData("14 616263 48")]
    public void Damaged_lzo_is_refused(string block)
    {
        using GrowingBuffer output = new(new ByteSource("out"), 1000);
        Assert.False(Lzo1xDecoder.TryDecode(Convert.FromHexString(block.Replace(" ", "")), output, 100));
    }

    [Theory]
    [InlineData(StreamFormat.Gzip, "1f8b08e0 00000000 0003 0000000000000000 00")] // reserved flags
    [InlineData(StreamFormat.Xz, "fd377a585a00 0004 00000000 0000")] // CRC of the flags
    [InlineData(StreamFormat.Lzma, "5d0000 0001 ffffffffffffffff 01 00")] // the range coder's first byte
    [InlineData(StreamFormat.Lzma, "5d0000 1001 ffffffffffffffff 00 00")] // a dictionary of no usual size
    [InlineData(StreamFormat.Bzip2, "425a6830 314159265359 00")] // level 0
    [InlineData(StreamFormat.Bzip2, "425a6839 314159265358 00")]
    [InlineData(StreamFormat.Lz4Legacy, "02214c18 00000000 0000")] // no block
    [InlineData(StreamFormat.Lz4Legacy, "02214c18 ffffff7f 0000")] // a block of 2 GB
    [InlineData(StreamFormat.Zstd, "28b52ffd 08000000 0000")] // reserved bit
    [InlineData(StreamFormat.Lz4, "04224d18 604083 00000000")] // the check of the descriptor
    [InlineData(StreamFormat.Lz4, "04224d18 a0400f 00000000")] // version 2
    [InlineData(StreamFormat.Lz4, "04224d18 6240f0 00000000")] // a reserved flag
    [InlineData(StreamFormat.Lz4, "04224d18 6041bd 00000000")] // a reserved bit
    [InlineData(StreamFormat.Lz4, "04224d18 6030d4 00000000")] // blocks of 16 KiB
    [InlineData(StreamFormat.Lz4, "04224d18 684082 0000")] // no room for the size
    [InlineData(StreamFormat.Gzip, "1f8b08")]
    public void What_only_looks_like_a_stream_is_not_decoded(StreamFormat format, string start)
    {
        using NativeBuffer file = InMemory.File(Convert.FromHexString(start.Replace(" ", "")));
        Assert.False(StreamDecoder.MayBegin(file.Contents, format));
    }

    private static byte[] MakeText(int size)
    {
        StringBuilder text = new();
        Random random = new(4);
        while (text.Length < size)
        {
            text.Append("#define CONFIG_").Append(random.Next(1000)).Append(' ').Append((char)random.Next(32, 127)).Append('\n');
        }

        return Encoding.Latin1.GetBytes(text.ToString(0, size));
    }

    private static byte[] LzopFile(byte[] data, byte[] compressed)
    {
        ByteAssembler header = new(ByteOrder.Big);
        header.U16(0x1040).U16(0x20a0).U16(0x0940).U8(1).U8(5).U32(0).U32(0x81a4).U32(0).U32(0).U8(0);
        byte[] fields = header.ToArray();
        uint a = 1, b = 0;
        foreach (byte value in fields)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        ByteAssembler file = new(ByteOrder.Big);
        return file.Bytes([0x89, .. "LZO"u8, 0, 0x0d, 0x0a, 0x1a, 0x0a]).Bytes(fields).U32((b << 16) | a)
            .U32((uint)data.Length).U32((uint)compressed.Length).Bytes(compressed).U32(0).ToArray();
    }

    private static byte[] Compress(string command, byte[] text)
    {
        string[] words = command.Split(' ');
        if (words[0] == "gzip" && words[1] == "-nc9")
        {
            using MemoryStream result = new();
            using (GZipStream stream = new(result, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                stream.Write(text);
            }

            return result.ToArray();
        }

        try
        {
            using Process process = Process.Start(new ProcessStartInfo(words[0], words[1..])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            using MemoryStream output = new();
            Task copy = process.StandardOutput.BaseStream.CopyToAsync(output);
            process.StandardInput.BaseStream.Write(text);
            process.StandardInput.Close();
            copy.Wait();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output.ToArray();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"no {words[0]}");
            return [];
        }
    }
}
