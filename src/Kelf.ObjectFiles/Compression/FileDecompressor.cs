// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>Decompresses whole files: gzip (RFC 1952), xz, and Zstandard (RFC 8878), as kernel builds compress modules.</summary>
public static class FileDecompressor
{
    // Modules have a few MiB, and shrink to a third.
    private const long LargestFile = 1L << 30;
    private const long SmallFile = 1L << 20;

    private static readonly StreamFormat[] s_formats = [StreamFormat.Gzip, StreamFormat.Xz, StreamFormat.Zstd];

    /// <summary>Decompresses a file if it begins like a compressed one.</summary>
    /// <param name="contents">The file.</param>
    /// <returns>The bytes, which the caller owns and disposes, or null when it is not compressed.</returns>
    /// <exception cref="MalformedFileException">It is cut short, corrupt, or too large.</exception>
    /// <exception cref="MissingLibraryException">The library for its format is not installed.</exception>
    public static GrowingBuffer? TryInflate(Region contents)
    {
        ReadOnlySpan<byte> start = contents.Span(0, (int)Math.Min(contents.Length, 16));
        foreach (StreamFormat format in s_formats)
        {
            if (start.StartsWith(StreamDecoder.Magic(format)))
            {
                return Inflate(contents, format);
            }
        }

        return null;
    }

    private static GrowingBuffer Inflate(Region contents, StreamFormat format)
    {
        GrowingBuffer buffer = new(contents.Source, Math.Min(LargestFile, SmallFile + (contents.Length * (long)InflateLimits.ZlibRatio)));
        try
        {
            DecodeResult result = StreamDecoder.Decode(contents, format, buffer);
            string? mistake = result.Status switch
            {
                DecodeStatus.Done when result.Consumed == contents.Length => null,
                DecodeStatus.Done => "has something behind its end",
                DecodeStatus.Truncated => "is cut short",
                DecodeStatus.LimitReached => "expands to more than is allowed",
                _ => "is corrupt",
            };
            return mistake is null ? buffer : throw contents.Malformed(0, $"{StreamDecoder.NameOf(format)} file {mistake}");
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
