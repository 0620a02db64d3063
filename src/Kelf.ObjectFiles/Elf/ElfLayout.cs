// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>
/// Sizes and field offsets, in bytes, of the records of an ELF class (gABI 4.1 ch. 4 and 5): what differs between
/// <c>Elf32_*</c> and <c>Elf64_*</c>.
/// </summary>
/// <param name="elfClass">32 or 64 bits.</param>
public readonly struct ElfLayout(ElfClass elfClass)
{
    /// <summary>Where the fields of the ELF header that have one offset in both classes end: <c>e_version</c>.</summary>
    public const int CommonHeaderSize = 24;

    /// <summary>True for the 64-bit class.</summary>
    public bool Is64 { get; } = elfClass == ElfClass.Elf64;

    /// <summary>Size of an address (<c>Elf64_Addr</c>), and the alignment of tables in a file.</summary>
    public int WordSize => Is64 ? 8 : 4;

    /// <summary>Size of the ELF header (<c>Elf64_Ehdr</c>).</summary>
    public int HeaderSize => Is64 ? 64 : 52;

    /// <summary>Size of a section header (<c>Elf64_Shdr</c>).</summary>
    public int SectionHeaderSize => Is64 ? 64 : 40;

    /// <summary>Size of a program header (<c>Elf64_Phdr</c>).</summary>
    public int SegmentHeaderSize => Is64 ? 56 : 32;

    /// <summary>Size of a symbol (<c>Elf64_Sym</c>).</summary>
    public int SymbolSize => Is64 ? 24 : 16;

    /// <summary>Size of an entry of the dynamic section (<c>Elf64_Dyn</c>).</summary>
    public int DynamicEntrySize => 2 * WordSize;

    /// <summary>Size of a compression header (<c>Elf64_Chdr</c>).</summary>
    public int CompressionHeaderSize => Is64 ? 24 : 12;

    /// <summary>Offset of <c>e_phoff</c> in the ELF header.</summary>
    public int SegmentsOffsetField => CommonHeaderSize + WordSize;

    /// <summary>Offset of <c>e_shoff</c> in the ELF header.</summary>
    public int SectionsOffsetField => CommonHeaderSize + (2 * WordSize);

    /// <summary>Offset of <c>e_ehsize</c> in the ELF header; five more 16-bit fields follow.</summary>
    public int HeaderSizeField => HeaderSize - 12;

    /// <summary>Offset of <c>e_phentsize</c> in the ELF header.</summary>
    public int SegmentSizeField => HeaderSize - 10;

    /// <summary>Offset of <c>e_shentsize</c> in the ELF header.</summary>
    public int SectionSizeField => HeaderSize - 6;

    /// <summary>Offset of <c>e_shnum</c> in the ELF header.</summary>
    public int SectionCountField => HeaderSize - 4;

    /// <summary>Offset of <c>e_shstrndx</c> in the ELF header.</summary>
    public int NamesIndexField => HeaderSize - 2;

    /// <summary>Offset of <c>p_filesz</c> in a program header.</summary>
    public int SegmentFileSizeField => Is64 ? 32 : 16;

    /// <summary>Offset of <c>p_memsz</c> in a program header.</summary>
    public int SegmentMemorySizeField => SegmentFileSizeField + WordSize;

    /// <summary>Offset of <c>sh_size</c> in a section header.</summary>
    public int SectionSizeOffset => 8 + (3 * WordSize);

    /// <summary>Offset of <c>sh_offset</c> in a section header.</summary>
    public int SectionOffsetOffset => 8 + (2 * WordSize);

    /// <summary>Offset of <c>sh_link</c> in a section header; <c>sh_info</c> follows it.</summary>
    public int SectionLinkOffset => 8 + (4 * WordSize);

    /// <summary>Offset of <c>st_info</c> in a symbol; <c>st_other</c> follows it.</summary>
    public int SymbolInfoOffset => Is64 ? 4 : 12;

    /// <summary>Offset of <c>st_shndx</c> in a symbol.</summary>
    public int SymbolSectionOffset => SymbolInfoOffset + 2;

    /// <summary>Offset of <c>st_value</c> in a symbol.</summary>
    public int SymbolValueOffset => Is64 ? 8 : 4;

    /// <summary>Size of a relocation.</summary>
    /// <param name="hasAddend">True for <c>Elf64_Rela</c>, false for <c>Elf64_Rel</c>.</param>
    public int RelocationSize(bool hasAddend) => WordSize * (hasAddend ? 3 : 2);

    /// <summary>The next multiple of an alignment.</summary>
    /// <param name="value">Offset or address.</param>
    /// <param name="alignment">Any number; 0 means 1, as in <c>sh_addralign</c>.</param>
    public static ulong AlignUp(ulong value, ulong alignment) =>
        alignment <= 1 ? value : (value + alignment - 1) / alignment * alignment;
}
