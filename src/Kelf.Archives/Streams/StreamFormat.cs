// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.Archives.Streams;

/// <summary>A format of compressed files, by its magic number: those that kernels and their modules come in.</summary>
public enum StreamFormat
{
    /// <summary>gzip (RFC 1952).</summary>
    Gzip,

    /// <summary>xz (<c>xz-file-format.txt</c>).</summary>
    Xz,

    /// <summary>The format before xz: LZMA_Alone (<c>lzma-file-format.txt</c>).</summary>
    Lzma,

    /// <summary>bzip2.</summary>
    Bzip2,

    /// <summary>lzop, whose data is LZO1X.</summary>
    Lzop,

    /// <summary>The frames of <c>lz4 -l</c> (<c>lz4_Frame_format.md</c>, "Legacy frame").</summary>
    Lz4Legacy,

    /// <summary>Zstandard (RFC 8878).</summary>
    Zstd,

    /// <summary>The frames of <c>lz4</c> (<c>lz4_Frame_format.md</c>, "General structure of LZ4 Frame format").</summary>
    Lz4,
}
