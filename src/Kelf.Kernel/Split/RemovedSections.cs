// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>Which sections go.</summary>
internal static class RemovedSections
{
    /// <summary>Removes sections of relocations, except those for a loader (<c>.rela.dyn</c>), and <c>.modinfo</c>.</summary>
    /// <exception cref="RefusedException">A section is named like relocations, but is something else.</exception>
    public static SectionNumbers Remove(ElfEditor editor, RemovalRules rules)
    {
        foreach (ElfSection section in editor.File.Sections)
        {
            // The header before the first section has no name, whatever its field says (gABI 4.1 ch. 4).
            bool goes = section.Index.Value != 0 && (section.Name == ModuleInformation.SectionName ? rules.ModuleInformation
                : rules.IsNamedLikeRelocations(section.Name) && IsRelocation(editor.File, section));
            if (goes)
            {
                editor.Remove(section.Index);
            }
        }

        return editor.Numbers;
    }

    /// <summary>Refuses an image in which something that stays refers to something that goes, or that was not linked.</summary>
    /// <exception cref="MalformedFileException">A reference is to no section.</exception>
    /// <exception cref="RefusedException">It is to one that goes, or there are groups.</exception>
    public static void RefuseReferences(ElfFile image, SectionNumbers numbers)
    {
        foreach (ElfSection section in image.Sections)
        {
            if (section.Type == ElfSectionType.Null || numbers.Removes(section))
            {
                continue;
            }

            if (section.Type == ElfSectionType.Group)
            {
                throw new RefusedException(
                    image.Image.Source.File, $"section {section.Index.Value} ({section.Name}) is a group, which only unlinked files have");
            }

            RefuseReference(image, numbers, section, section.Link, "sh_link");
            if (section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
                || (section.Flags & ElfSectionFlags.InfoLink) != 0)
            {
                RefuseReference(image, numbers, section, section.Info, "sh_info");
            }
        }
    }

    private static bool IsRelocation(ElfFile image, ElfSection section)
    {
        if (section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends && !section.IsAllocated)
        {
            return true;
        }

        throw new RefusedException(image.Image.Source.File, string.Create(
            CultureInfo.InvariantCulture,
            $"section {section.Index.Value} ({section.Name}) is named like relocations, but "
            + $"{(section.IsAllocated ? "is loaded" : $"has type {(uint)section.Type}")}: it is not safe to remove it"));
    }

    private static void RefuseReference(ElfFile image, SectionNumbers numbers, ElfSection section, uint number, string field)
    {
        ElfSection other = image.SectionAt(number, $"{field} of section {section.Index.Value} ({section.Name})");
        if (numbers.Removes(other))
        {
            throw new RefusedException(
                image.Image.Source.File, $"section {section.Index.Value} ({section.Name}) refers to {other.Name}, which is to be removed");
        }
    }
}
