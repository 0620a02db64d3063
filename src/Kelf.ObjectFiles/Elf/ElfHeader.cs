// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>The ELF header as it is stored, normalised to 64 bits (gABI 4.1 ch. 4, <c>Elf64_Ehdr</c>).</summary>
/// <param name="Type"><c>e_type</c>.</param>
/// <param name="Machine"><c>e_machine</c>.</param>
/// <param name="Version"><c>e_version</c>; 1 in every file so far.</param>
/// <param name="Entry"><c>e_entry</c>: address where the program starts, 0 in relocatable files.</param>
/// <param name="SegmentsOffset"><c>e_phoff</c>: file offset of the program headers, 0 without any.</param>
/// <param name="SectionsOffset"><c>e_shoff</c>: file offset of the section headers, 0 without any.</param>
/// <param name="Flags"><c>e_flags</c>, whose meaning depends on the machine.</param>
/// <param name="HeaderSize"><c>e_ehsize</c> in bytes.</param>
/// <param name="SegmentSize"><c>e_phentsize</c> in bytes.</param>
/// <param name="SegmentCount"><c>e_phnum</c>; 0xffff when the null section's header has the number: <see cref="ElfFile.SegmentCount"/>.</param>
/// <param name="SectionSize"><c>e_shentsize</c> in bytes.</param>
/// <param name="SectionCount"><c>e_shnum</c>; 0 when the null section's header has the number.</param>
/// <param name="NamesIndex"><c>e_shstrndx</c>; 0xffff when the null section's header has the index.</param>
public readonly record struct ElfHeader(
    ElfType Type,
    ElfMachine Machine,
    uint Version,
    ulong Entry,
    ulong SegmentsOffset,
    ulong SectionsOffset,
    uint Flags,
    ushort HeaderSize,
    ushort SegmentSize,
    ushort SegmentCount,
    ushort SectionSize,
    ushort SectionCount,
    ushort NamesIndex)
{
    internal static ElfHeader Read(Region image, ElfClass elfClass, ByteOrder order)
    {
        ElfLayout layout = new(elfClass);
        int size = layout.HeaderSize;
        if (image.Length < size)
        {
            throw image.Malformed((ulong)image.Length, $"ELF header of {size} bytes is cut short");
        }

        Cursor cursor = image.Read(order, 16);
        ElfType type = (ElfType)cursor.U16();
        ElfMachine machine = (ElfMachine)cursor.U16();
        uint version = cursor.U32();
        ulong entry = cursor.Offset(layout.Is64);
        ulong segmentsOffset = cursor.Offset(layout.Is64);
        ulong sectionsOffset = cursor.Offset(layout.Is64);
        return new ElfHeader(
            type, machine, version, entry, segmentsOffset, sectionsOffset, cursor.U32(),
            cursor.U16(), cursor.U16(), cursor.U16(), cursor.U16(), cursor.U16(), cursor.U16());
    }
}
