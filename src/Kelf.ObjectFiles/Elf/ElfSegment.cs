// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>One program header, normalised to 64 bits (gABI 4.1 ch. 5, <c>Elf64_Phdr</c>).</summary>
/// <param name="Index">Its position in the table, from 0.</param>
/// <param name="Type"><c>p_type</c>.</param>
/// <param name="Flags"><c>p_flags</c>.</param>
/// <param name="Offset"><c>p_offset</c>: offset in the file in bytes.</param>
/// <param name="Address"><c>p_vaddr</c>: address in memory.</param>
/// <param name="PhysicalAddress"><c>p_paddr</c>.</param>
/// <param name="FileSize"><c>p_filesz</c>: bytes in the file.</param>
/// <param name="MemorySize"><c>p_memsz</c>: bytes in memory.</param>
/// <param name="Alignment"><c>p_align</c>.</param>
public readonly record struct ElfSegment(
    int Index,
    ElfSegmentType Type,
    ElfSegmentFlags Flags,
    ulong Offset,
    ulong Address,
    ulong PhysicalAddress,
    ulong FileSize,
    ulong MemorySize,
    ulong Alignment);
