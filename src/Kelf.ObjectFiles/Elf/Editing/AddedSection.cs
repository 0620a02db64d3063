// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>A section to add to a file; see <see cref="ElfEditor"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>sh_type</c>.</param>
/// <param name="Flags"><c>sh_flags</c>.</param>
/// <param name="Contents">Its bytes, in the byte order of the file.</param>
/// <param name="Alignment"><c>sh_addralign</c>: a power of two.</param>
/// <param name="EntrySize"><c>sh_entsize</c> in bytes.</param>
/// <param name="Link"><c>sh_link</c>: index of a section, as the editor numbers them.</param>
/// <param name="Info"><c>sh_info</c>: of relocations, and with <c>SHF_INFO_LINK</c>, such an index too.</param>
public sealed record AddedSection(
    string Name, ElfSectionType Type, ElfSectionFlags Flags, ReadOnlyMemory<byte> Contents, uint Alignment,
    uint EntrySize, uint Link = 0, uint Info = 0)
{
    /// <summary>The section's header, without name and place.</summary>
    /// <param name="index">Its index, as the editor numbers sections.</param>
    internal ElfSection Header(uint index) => new(
        new SectionIndex(index), Name, Type, Flags, Address: 0, Offset: 0, (ulong)Contents.Length, Link, Info, Alignment, EntrySize);
}
