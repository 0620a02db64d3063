// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Sorttable;

/// <summary>A run of bytes of the image as it is and as it shall be.</summary>
/// <param name="Name">The section, for messages.</param>
/// <param name="Offset">Offset in the file.</param>
/// <param name="Before">As it is.</param>
/// <param name="After">As it shall be; as long as <paramref name="Before"/>.</param>
internal sealed record SortedTable(string Name, ulong Offset, Region Before, byte[] After)
{
    /// <summary>A whole section.</summary>
    public static SortedTable Of(ElfSection section, Region before, byte[] after) =>
        new(section.Name, section.Offset, before, after);

    /// <summary>What has to be written, from the first to the last byte that changes; null when none does.</summary>
    public FilePatch? ToEdit()
    {
        ReadOnlySpan<byte> before = Before.Span();
        int start = before.CommonPrefixLength(After);
        if (start == After.Length)
        {
            return null;
        }

        int end = After.Length;
        while (before[end - 1] == After[end - 1])
        {
            end--;
        }

        return new FilePatch(Offset + (ulong)start, After.AsMemory(start, end - start));
    }
}
