// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs;

/// <summary>Where the sections of an image lie in its file.</summary>
internal static class SectionRanges
{
    /// <summary>Refuses a file in which two sections share bytes: no linker makes one, and dropping either would hurt the other.</summary>
    /// <exception cref="MalformedFileException">Two do, or one reaches outside the file.</exception>
    public static void RefuseShared(ElfFile elf)
    {
        List<ElfSection> sections = [];
        foreach (ElfSection section in elf.Sections)
        {
            if (section.HasBytes)
            {
                _ = elf.Contents(section);
                sections.Add(section);
            }
        }

        sections.Sort((a, b) => a.Offset != b.Offset
            ? a.Offset.CompareTo(b.Offset)
            : a.Index.Value.CompareTo(b.Index.Value));
        for (int i = 1; i < sections.Count; i++)
        {
            ElfSection before = sections[i - 1];
            if (sections[i].Offset < before.Offset + before.Size)
            {
                throw elf.Image.Malformed(sections[i].Offset, $"sections {before.Index.Value} ({before.Name}) and "
                    + $"{sections[i].Index.Value} ({sections[i].Name}) share bytes of the file");
            }
        }
    }
}
