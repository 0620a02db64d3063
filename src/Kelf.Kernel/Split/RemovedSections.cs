// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Modules;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Split;

/// <summary>Which sections go, and the numbers of those that stay.</summary>
internal sealed class RemovedSections
{
    private const uint Gone = uint.MaxValue;
    private readonly ElfFile _image;
    private readonly uint[] _numbers;

    private RemovedSections(ElfFile image, uint[] numbers, int kept)
    {
        (_image, _numbers, KeptCount) = (image, numbers, kept);
    }

    /// <summary>Number of sections that stay, the null section included.</summary>
    public int KeptCount { get; }

    /// <summary>True when nothing goes.</summary>
    public bool IsEmpty => KeptCount == _numbers.Length;

    /// <summary>Finds them: sections of relocations, except those for a loader (<c>.rela.dyn</c>), and <c>.modinfo</c>.</summary>
    /// <exception cref="RefusedException">A section is named like relocations, but is something else.</exception>
    public static RemovedSections Find(ElfFile image, RemovalRules rules)
    {
        uint[] numbers = new uint[image.Sections.Length];
        int kept = 0;
        foreach (ElfSection section in image.Sections)
        {
            bool goes = section.Name == ModuleInformation.SectionName ? rules.ModuleInformation
                : rules.IsNamedLikeRelocations(section.Name) && IsRelocation(image, section);
            numbers[section.Index.Value] = goes ? Gone : (uint)kept++;
        }

        return new RemovedSections(image, numbers, kept);
    }

    /// <summary>True when the section goes.</summary>
    public bool Contains(ElfSection section) => _numbers[section.Index.Value] == Gone;

    /// <summary>True when the section of that number goes; false for numbers that are no section's.</summary>
    public bool Contains(uint number) => number < (uint)_numbers.Length && _numbers[number] == Gone;

    /// <summary>The new number of a section that stays.</summary>
    public uint NumberOf(uint number) => _numbers[number];

    /// <summary>The header of a section that stays, with the new numbers of the sections that it refers to.</summary>
    /// <exception cref="RefusedException">It refers to a section that goes.</exception>
    public ElfSection Renumber(ElfSection section)
    {
        if (section.Type == ElfSectionType.Null)
        {
            return section;
        }

        if (section.Type == ElfSectionType.Group)
        {
            throw new RefusedException(
                _image.Image.Source.File, $"section {section.Index.Value} ({section.Name}) is a group, which only unlinked files have");
        }

        bool infoIsSection = section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
            || (section.Flags & ElfSectionFlags.InfoLink) != 0;
        return section with
        {
            Link = Renumber(section, section.Link, "sh_link"),
            Info = infoIsSection ? Renumber(section, section.Info, "sh_info") : section.Info,
        };
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

    private uint Renumber(ElfSection section, uint number, string field)
    {
        ElfSection other = _image.SectionAt(number, $"{field} of section {section.Index.Value} ({section.Name})");
        return Contains(other)
            ? throw new RefusedException(
                _image.Image.Source.File, $"section {section.Index.Value} ({section.Name}) refers to {other.Name}, which is to be removed")
            : _numbers[number];
    }
}
