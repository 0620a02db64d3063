// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>What <c>/proc/version</c> shows, in an image: <c>Linux version 6.12.117-amd64 (builder@host) …</c>.</summary>
public static class KernelBanner
{
    // __NEW_UTS_LEN in the kernel, and what ends it.
    private const int LongestRelease = 65;

    private static readonly byte[] s_prefix = "Linux version "u8.ToArray();
    private static readonly byte[] s_symbol = "linux_banner"u8.ToArray();

    /// <summary>Reads the release from the image's banner, to which the symbol <c>linux_banner</c> points.</summary>
    /// <returns>The release (<c>6.12.117-amd64</c>), or null when the image has no banner: a part of a kernel, or no kernel at all.</returns>
    public static string? ReleaseOf(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.SymbolTable.Find(s_symbol, symbol =>
            symbol.Type == ElfSymbolType.Object && symbol.SectionNumber < (uint)image.Sections.Length) is { } banner
            ? Read(image, banner)
            : null;
    }

    private static string? Read(ElfFile image, in ElfSymbol symbol)
    {
        ElfSection section = image.Sections[(int)symbol.SectionNumber];
        Region contents = image.Contents(section);
        ulong offset = symbol.Value - section.Address;
        if (offset >= (ulong)contents.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> banner = contents.Span(offset, (int)Math.Min((ulong)contents.Length - offset, (ulong)(s_prefix.Length + LongestRelease)));
        if (!banner.StartsWith(s_prefix))
        {
            return null;
        }

        ReadOnlySpan<byte> release = banner[s_prefix.Length..];
        int end = release.IndexOfAny((byte)' ', (byte)'\n', (byte)0);
        return end > 0 ? Encoding.Latin1.GetString(release[..end]) : null;
    }
}
