// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.IO.Compression;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>
/// Decompresses whole files: gzip (RFC 1952), xz, and Zstandard (RFC 8878), one stream each, as kernel builds compress modules.
/// </summary>
public static class FileDecompressor
{
    // Modules have a few MiB; what claims more is not tried.
    private const ulong LargestFile = 1UL << 30;

    /// <summary>Decompresses a file if it begins like a compressed one.</summary>
    /// <param name="contents">The file.</param>
    /// <returns>The bytes, which the caller owns and disposes, or null when it is not compressed.</returns>
    /// <exception cref="MalformedFileException">It is cut short, corrupt, or too large.</exception>
    /// <exception cref="UnreadableFileException">The library for its format is not installed, or there is not enough memory.</exception>
    public static NativeBuffer? TryInflate(Region contents)
    {
        ReadOnlySpan<byte> start = contents.Span(0, (int)Math.Min(contents.Length, 6));
        return start switch
        {
            [0x1f, 0x8b, ..] => InflateGzip(contents),
            [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => XzInflater.Inflate(contents, LargestFile),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => SectionDecompressor.Inflate(
                contents, CompressionKind.Zstd, Limit(contents, "zstd", ZstdSize(contents)), contents.Source),
            _ => null,
        };
    }

    /// <summary>Refuses a size that no file of ours has.</summary>
    internal static ulong Limit(Region contents, string format, ulong size) => size <= LargestFile
        ? size
        : throw contents.Malformed(0, $"{format} file says that it expands to {size} bytes, and {LargestFile} are allowed");

    private static unsafe NativeBuffer InflateGzip(Region contents)
    {
        // The last four bytes are the size (RFC 1952 §2.3.1); deflate cannot reach more than 1032 times its input.
        if (contents.Length < 18)
        {
            throw contents.Malformed((ulong)contents.Length, "gzip file is cut short");
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(contents.Span((ulong)contents.Length - 4, 4));
        if (size > (ulong)contents.Length * InflateLimits.ZlibRatio)
        {
            throw contents.Malformed((ulong)contents.Length - 4, $"gzip file of {contents.Length} bytes cannot expand to {size} bytes");
        }

        NativeBuffer buffer = new((long)Limit(contents, "gzip", size), contents.Source);
        try
        {
            using UnmanagedMemoryStream source = new(contents.Start, contents.Length);
            using GZipStream stream = new(source, CompressionMode.Decompress);
            int got = stream.ReadAtLeast(buffer.Writable(0, (int)size), (int)size, throwOnEndOfStream: false);
            Span<byte> beyond = stackalloc byte[1];
            return got == (int)size && stream.Read(beyond) == 0
                ? buffer
                : throw contents.Malformed(0, $"gzip file does not expand to the {size} bytes that it says");
        }
        catch (Exception exception) when (exception is InvalidDataException or MalformedFileException)
        {
            buffer.Dispose();
            throw exception as MalformedFileException ?? contents.Malformed(0, "gzip file is corrupt");
        }
    }

    /// <summary>The content size that a frame header states (RFC 8878 §3.1.1.1).</summary>
    private static ulong ZstdSize(Region contents)
    {
        Cursor cursor = contents.Read(ByteOrder.Little, 4);
        byte descriptor = cursor.U8();
        bool isSingle = (descriptor & 0x20) != 0;
        cursor.Skip(isSingle ? 0u : 1u); // window descriptor
        cursor.Skip((descriptor & 3) switch { 0 => 0u, 1 => 1u, 2 => 2u, _ => 4u }); // dictionary
        return (descriptor >> 6, isSingle) switch
        {
            (0, true) => cursor.U8(),
            (1, _) => cursor.U16() + 256ul,
            (2, _) => cursor.U32(),
            (3, _) => cursor.U64(),
            _ => throw contents.Malformed(4, "zstd file does not say how many bytes it expands to: decompress it first"),
        };
    }
}
