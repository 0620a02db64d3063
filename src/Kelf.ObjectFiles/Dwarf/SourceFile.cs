// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf;

/// <summary>A file of a line table (DWARF 5 §6.2.4.1).</summary>
public readonly ref struct SourceFile
{
    /// <summary>Its name as written, usually without its directory.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Number of its directory in the table.</summary>
    public ulong Directory { get; init; }

    /// <summary>When it was last modified, as the compiler wrote it, mostly in seconds since 1970; 0 when that is not said.</summary>
    public ulong ModificationTime { get; init; }

    /// <summary>Its size in bytes; 0 when that is not said.</summary>
    public ulong Size { get; init; }

    /// <summary>The 16 bytes of its MD5 checksum; empty when there is none.</summary>
    public ReadOnlySpan<byte> Md5 { get; init; }
}
