// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers.Binary;
using System.Numerics;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Archives.Streams;

/// <summary>
/// Decodes compressed streams whose end is not known: what follows a stream is left alone. gzip is the runtime's; xz,
/// lzma, bzip2 and zstd are libraries of the system, bound at the first need; lzop and lz4 frames are few lines, which
/// no library on every system reads.
/// </summary>
public static class StreamDecoder
{
    // The largest window of a kernel is 128 MiB, however small the kernel; a decoder of xz needs a little more.
    private const long UsualWindow = 192 << 20;

    /// <summary>The formats.</summary>
    public static IReadOnlyList<StreamFormat> Formats { get; } =
    [
        StreamFormat.Gzip, StreamFormat.Xz, StreamFormat.Lzma, StreamFormat.Bzip2, StreamFormat.Lzop, StreamFormat.Lz4Legacy,
        StreamFormat.Zstd, StreamFormat.Lz4,
    ];

    /// <summary>The bytes that all streams of a format begin with.</summary>
    public static ReadOnlySpan<byte> Magic(StreamFormat format) => format switch
    {
        StreamFormat.Gzip => [0x1f, 0x8b, 8],
        StreamFormat.Xz => [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0],
        // Any properties are possible, but these are what every encoder uses.
        StreamFormat.Lzma => [0x5d, 0, 0],
        StreamFormat.Bzip2 => "BZh"u8,
        StreamFormat.Lzop => [0x89, (byte)'L', (byte)'Z', (byte)'O', 0, 0x0d, 0x0a, 0x1a, 0x0a],
        StreamFormat.Lz4Legacy => [2, 0x21, 0x4c, 0x18],
        StreamFormat.Lz4 => [4, 0x22, 0x4d, 0x18],
        _ => [0x28, 0xb5, 0x2f, 0xfd],
    };

    /// <summary>The format's name, as its program is called.</summary>
    public static string NameOf(StreamFormat format) => format switch
    {
        StreamFormat.Gzip => "gzip",
        StreamFormat.Xz => "xz",
        StreamFormat.Lzma => "lzma",
        StreamFormat.Bzip2 => "bzip2",
        StreamFormat.Lzop => "lzop",
        StreamFormat.Lz4Legacy or StreamFormat.Lz4 => "lz4",
        _ => "zstd",
    };

    /// <summary>
    /// Whether a stream may begin here: its magic number is there, and so is what can be checked of its header without decoding.
    /// In half a gigabyte of kernel there are tens of thousands of places with the magic number of lzma.
    /// </summary>
    public static bool MayBegin(Region input, StreamFormat format)
    {
        ReadOnlySpan<byte> start = input.Span(0, (int)Math.Min(input.Length, 64));
        if (!start.StartsWith(Magic(format)))
        {
            return false;
        }

        return format switch
        {
            // Reserved flags.
            StreamFormat.Gzip => start.Length > 18 && (start[3] & 0xe0) == 0,
            // Flags with their CRC (§2.1.1), and a check that is defined.
            StreamFormat.Xz => start.Length > 12 && start[6] == 0 && start[7] < 16
                && Crc32.Append(0, start.Slice(6, 2)) == BinaryPrimitives.ReadUInt32LittleEndian(start[8..]),
            StreamFormat.Lzma => start.Length > 13 && IsLzmaHeader(start),
            // The level, and the first six digits of pi that a block begins with.
            StreamFormat.Bzip2 => start.Length > 10 && start[3] is >= (byte)'1' and <= (byte)'9'
                && start[4..].StartsWith((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
            StreamFormat.Lz4Legacy => start.Length > 8
                && BinaryPrimitives.ReadUInt32LittleEndian(start[4..]) is > 0 and <= Lz4LegacyDecoder.LargestBlock,
            StreamFormat.Lz4 => Lz4FrameDecoder.IsHeader(start),
            // The reserved bit of the frame header (§3.1.1.1.1.4).
            StreamFormat.Zstd => start.Length > 8 && (start[4] & 8) == 0,
            _ => true,
        };
    }

    /// <summary>Decodes a stream.</summary>
    /// <param name="input">Begins with it; may go on after its end.</param>
    /// <param name="format">Its format.</param>
    /// <param name="output">Takes what it stands for, to its limit; also of a stream that turns out to be damaged.</param>
    /// <exception cref="MissingLibraryException">The format needs a library that is not installed.</exception>
    public static DecodeResult Decode(Region input, StreamFormat format, GrowingBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using PortionDecoder? decoder = PortionDecoder.Create(input, format, LargestWindow(output.Left));
        return decoder?.DecodeAll(output) ?? format switch
        {
            StreamFormat.Lzop => LzopDecoder.Decode(input, output),
            StreamFormat.Lz4Legacy => Lz4LegacyDecoder.Decode(input, output),
            _ => Lz4FrameDecoder.Decode(input, output),
        };
    }

    /// <summary>
    /// Bytes that a header may ask for as memory for what was decoded last: those of the usual encoders, or as many as there may be
    /// decoded. A decoder touches no more of them than it gives, so the output's limit holds for them too.
    /// </summary>
    /// <param name="left">Bytes that may be decoded.</param>
    internal static long LargestWindow(long left) => Math.Max(UsualWindow, left);

    // The dictionary 2^n or 2^n + 2^(n-1), and a size that is unknown or not absurd.
    private static bool IsLzmaHeader(ReadOnlySpan<byte> start)
    {
        uint dictionary = BinaryPrimitives.ReadUInt32LittleEndian(start[1..]);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(start[5..]);
        return dictionary is >= 1 << 16 and <= 1 << 29
            && (BitOperations.IsPow2(dictionary) || dictionary % 3 == 0 && BitOperations.IsPow2(dictionary / 3))
            && (size == ulong.MaxValue || size is > 0 and < 1UL << 32)
            // The first byte of the range coder's data is always 0.
            && start[13] == 0;
    }
}
