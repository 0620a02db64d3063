// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Images;

/// <summary>Where an ELF file ends that something follows: a table of relocations, a signature, the rest of a kernel.</summary>
internal static class ElfExtent
{
    /// <summary>The bytes up to the end of its headers, sections and segments, and no further than there are any.</summary>
    /// <exception cref="MalformedFileException">The file is malformed.</exception>
    public static Region Of(ElfFile elf)
    {
        ulong end = (ulong)elf.Layout.HeaderSize;
        foreach (ElfSegment segment in elf.ReadSegments())
        {
            end = Math.Max(end, segment.Offset + segment.FileSize);
        }

        foreach (ElfSection section in elf.Sections)
        {
            end = section.Type == ElfSectionType.NoBits ? end : Math.Max(end, section.Offset + section.Size);
        }

        end = Math.Max(end, elf.Header.SectionsOffset + ((ulong)elf.Sections.Length * (ulong)elf.Layout.SectionHeaderSize));
        return elf.Image.Slice(0, Math.Min(end, (ulong)elf.Image.Length));
    }
}
