// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Compression;

/// <summary>
/// The complaints about a compressed stream. All point at its first byte: neither library tells which byte it
/// stumbled over.
/// </summary>
internal static class InflateError
{
    public static string NameOf(CompressionKind kind) => kind == CompressionKind.Zlib ? "zlib" : "zstd";

    public static MalformedFileException Corrupt(Region compressed, CompressionKind kind, string? reason = null) =>
        compressed.Malformed(0, $"{NameOf(kind)} stream is corrupt{(reason is null ? "" : $": {reason}")}");

    public static MalformedFileException Short(Region compressed, CompressionKind kind, long got, ulong claimed) =>
        compressed.Malformed(0, $"{NameOf(kind)} stream ends after {got} of {claimed} bytes");

    public static MalformedFileException Long(Region compressed, CompressionKind kind, ulong claimed) =>
        compressed.Malformed(0, $"{NameOf(kind)} stream holds more than the stated {claimed} bytes");
}
