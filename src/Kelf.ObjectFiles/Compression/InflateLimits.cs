// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>
/// What a compressed section may claim to expand to. The claim is a number in the file, so it is compared with what the
/// format can reach from the bytes that are there, before any memory is asked for.
/// </summary>
internal static class InflateLimits
{
    /// <summary>
    /// Bytes that one byte of a deflate stream can stand for at most: the longest match (258 bytes) may take two bits,
    /// one for its length code and one for its distance code (RFC 1951 §3.2.5), so 4 times 258.
    /// </summary>
    public const ulong ZlibRatio = 1032;

    /// <summary>
    /// Bytes that one byte of a Zstandard frame can stand for at most: a block is at most 128 KiB long (RFC 8878
    /// §3.1.1.2.4), and the shortest that reaches this is an RLE block of four bytes (header of three, one value).
    /// </summary>
    public const ulong ZstdRatio = 128 * 1024 / 4;

    /// <summary>Refuses a claim that the stream cannot meet.</summary>
    /// <param name="compressed">The stream.</param>
    /// <param name="kind">Its format.</param>
    /// <param name="claimed">The uncompressed size in bytes that the file states.</param>
    /// <exception cref="MalformedFileException">It cannot.</exception>
    public static void Check(Region compressed, CompressionKind kind, ulong claimed)
    {
        UInt128 reachable = (UInt128)compressed.Length * (kind == CompressionKind.Zlib ? ZlibRatio : ZstdRatio);
        if (claimed > reachable)
        {
            throw compressed.Malformed(
                0, $"{compressed.Length} bytes of {InflateError.NameOf(kind)} cannot expand to the stated {claimed} bytes");
        }
    }
}
