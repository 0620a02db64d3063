// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Compression;

/// <summary>libzstd, which is bound when the first section or file that needs it is read: kelf starts and works without it.</summary>
public static class ZstdLibrary
{
    /// <summary>Name of the library's file.</summary>
    public const string FileName = "libzstd.so.1";

    /// <summary>The library, for messages.</summary>
    public static SystemLibrary Library { get; } =
        new("zstd", FileName, "libzstd1 (Debian, Ubuntu, openSUSE), libzstd (Fedora) or zstd (Arch)");
}
