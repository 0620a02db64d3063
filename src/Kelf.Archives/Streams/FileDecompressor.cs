// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Archives.Streams;

/// <summary>Decompresses whole files: gzip (RFC 1952), xz, and Zstandard (RFC 8878), as kernel builds compress modules.</summary>
public static class FileDecompressor
{
    private static readonly StreamFormat[] s_formats = [StreamFormat.Gzip, StreamFormat.Xz, StreamFormat.Zstd];

    /// <summary>True when a file begins like a compressed one.</summary>
    public static bool IsCompressed(Region contents) => FormatOf(contents) is not null;

    /// <summary>Decompresses a file if it begins like a compressed one.</summary>
    /// <param name="contents">The file.</param>
    /// <param name="budget">What it may expand to.</param>
    /// <returns>The bytes, which the caller owns and disposes, or null when it is not compressed.</returns>
    /// <exception cref="MalformedFileException">It is cut short, corrupt, or expands to more than it may.</exception>
    /// <exception cref="MissingLibraryException">The library for its format is not installed.</exception>
    public static GrowingBuffer? TryInflate(Region contents, DecompressionBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return FormatOf(contents) is { } format ? Inflate(contents, format, budget) : null;
    }

    private static StreamFormat? FormatOf(Region contents)
    {
        ReadOnlySpan<byte> start = contents.Span(0, (int)Math.Min(contents.Length, 16));
        foreach (StreamFormat format in s_formats)
        {
            if (start.StartsWith(StreamDecoder.Magic(format)))
            {
                return format;
            }
        }

        return null;
    }

    private static GrowingBuffer Inflate(Region contents, StreamFormat format, DecompressionBudget budget)
    {
        GrowingBuffer buffer = new(contents.Source, long.MaxValue, budget);
        try
        {
            DecodeResult result = StreamDecoder.Decode(contents, format, buffer);
            string? mistake = result.Status switch
            {
                DecodeStatus.Done when result.Consumed == contents.Length => null,
                DecodeStatus.Done => "has something after its end",
                DecodeStatus.Truncated => "is cut short",
                DecodeStatus.LimitReached => $"is too large: {budget.Exceeded}",
                DecodeStatus.TooMuchMemory => $"is too large: {budget.ExceededByMemory}",
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
