// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Compression;

/// <summary>How the contents of a section are compressed (<c>ch_type</c>, gABI 4.1 ch. 4 "Section Compression").</summary>
public enum CompressionKind
{
    /// <summary><c>ELFCOMPRESS_ZLIB</c>: a zlib stream (RFC 1950).</summary>
    Zlib = 1,

    /// <summary><c>ELFCOMPRESS_ZSTD</c>: one or several Zstandard frames (RFC 8878).</summary>
    Zstd = 2,
}
