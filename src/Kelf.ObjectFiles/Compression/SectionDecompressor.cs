// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>Decompresses the contents of a section into memory of its own.</summary>
public static class SectionDecompressor
{
    /// <summary>Decompresses a stream that must give exactly the stated number of bytes.</summary>
    /// <param name="compressed">
    /// The stream, without the compression header. Bytes after the end of a zlib stream are ignored, as libelf does; a zstd
    /// stream may be several frames and nothing else.
    /// </param>
    /// <param name="kind">Its format.</param>
    /// <param name="uncompressedSize">The size in bytes that the file states.</param>
    /// <param name="name">What the result stands for in messages.</param>
    /// <param name="budget">What those bytes are taken from, before there is memory for them.</param>
    /// <returns>The bytes; the caller owns and disposes them.</returns>
    /// <exception cref="MalformedFileException">
    /// The size is not reachable or more than the budget, or the stream is corrupt or gives fewer or more bytes. The place in the message is that of
    /// the stream in <paramref name="compressed"/>'s source.
    /// </exception>
    /// <exception cref="UnreadableFileException">
    /// There is not enough memory, or the stream is zstd and libzstd is not installed.
    /// </exception>
    public static NativeBuffer Inflate(Region compressed, CompressionKind kind, ulong uncompressedSize, ByteSource name, DecompressionBudget budget)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(budget);
        InflateLimits.Check(compressed, kind, uncompressedSize);
        if (!budget.TrySpend(uncompressedSize))
        {
            throw compressed.Malformed(0, $"its {uncompressedSize} bytes are too many: {budget.Exceeded}");
        }

        NativeBuffer buffer = Allocate((long)uncompressedSize, name);
        try
        {
            switch (kind)
            {
                case var _ when compressed.IsEmpty:
                    break; // some producers write no stream for no bytes; the check above saw to the rest
                case CompressionKind.Zlib:
                    ZlibInflater.Inflate(compressed, buffer);
                    break;
                case CompressionKind.Zstd:
                    ZstdInflater.Inflate(compressed, buffer);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of compression");
            }

            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static NativeBuffer Allocate(long size, ByteSource name)
    {
        try
        {
            return new NativeBuffer(size, name);
        }
        catch (OutOfMemoryException)
        {
            throw new UnreadableFileException(name.File, $"no memory for the {size} bytes of {name.Section}");
        }
    }
}
