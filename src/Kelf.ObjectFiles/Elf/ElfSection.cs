// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>Position of a section in the section header table, from 0; 0 is the null section.</summary>
/// <param name="Value">The index; indices of 0xff00 and above are ordinary here (gABI 4.1: extended numbering).</param>
public readonly record struct SectionIndex(uint Value);

/// <summary>One section header, normalised to 64 bits (gABI 4.1 ch. 4, <c>Elf64_Shdr</c>).</summary>
/// <param name="Index">Its position in the table.</param>
/// <param name="Name">Name; bytes that are not UTF-8 show as U+FFFD.</param>
/// <param name="Type"><c>sh_type</c>.</param>
/// <param name="Flags"><c>sh_flags</c>.</param>
/// <param name="Address"><c>sh_addr</c>: address in memory, 0 in relocatable files.</param>
/// <param name="Offset"><c>sh_offset</c>: offset in the file in bytes.</param>
/// <param name="Size"><c>sh_size</c> in bytes.</param>
/// <param name="Link"><c>sh_link</c>: meaning depends on the type.</param>
/// <param name="Info"><c>sh_info</c>: meaning depends on the type.</param>
/// <param name="Alignment"><c>sh_addralign</c>.</param>
/// <param name="EntrySize"><c>sh_entsize</c> in bytes.</param>
public sealed record ElfSection(
    SectionIndex Index,
    string Name,
    ElfSectionType Type,
    ElfSectionFlags Flags,
    ulong Address,
    ulong Offset,
    ulong Size,
    uint Link,
    uint Info,
    ulong Alignment,
    ulong EntrySize)
{
    /// <summary><c>sh_name</c>: offset of the name in the section name table.</summary>
    public uint NameOffset { get; init; }

    /// <summary>True when the section has bytes in the file.</summary>
    public bool HasBytes => Type is not (ElfSectionType.NoBits or ElfSectionType.Null) && Size > 0;

    /// <summary>True when the section occupies memory at run time (<c>SHF_ALLOC</c>).</summary>
    public bool IsAllocated => (Flags & ElfSectionFlags.Allocated) != 0;

    /// <summary>True when the contents are compressed (<c>SHF_COMPRESSED</c>, not the older <c>.zdebug_</c>).</summary>
    public bool IsCompressed => (Flags & ElfSectionFlags.Compressed) != 0;
}
