// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.ObjectFiles.Compression;

/// <summary>libzstd, which is bound when the first section or file that needs it is read: kelf starts and works without it.</summary>
public static class ZstdLibrary
{
    /// <summary>Name of the library's file.</summary>
    public const string FileName = "libzstd.so.1";

    /// <summary>Where distributions have it, for messages.</summary>
    public const string Packages = "package libzstd1 on Debian and Ubuntu, libzstd on Fedora, libzstd1 on openSUSE, zstd on Arch";
}
