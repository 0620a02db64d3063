// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>Writes the records of an ELF file of one class and byte order (gABI 4.1 ch. 4 and 5).</summary>
/// <param name="elfClass">32 or 64 bits.</param>
/// <param name="order">Byte order.</param>
public readonly struct ElfEncoder(ElfClass elfClass, ByteOrder order)
{
    private readonly bool _is64 = elfClass == ElfClass.Elf64;
    private readonly NumberWriter _numbers = new(order);

    /// <summary>An encoder for records as a file has them.</summary>
    public ElfEncoder(ElfFile file)
        : this(file.Class, file.ByteOrder)
    {
    }

    /// <summary>Bytes of a section header.</summary>
    public int SectionHeaderSize => _is64 ? 64 : 40;

    /// <summary>Bytes of a program header.</summary>
    public int SegmentHeaderSize => _is64 ? 56 : 32;

    /// <summary>Bytes of a symbol.</summary>
    public int SymbolSize => _is64 ? 24 : 16;

    /// <summary>Offset of <c>st_shndx</c> in a symbol.</summary>
    public int SymbolSectionField => _is64 ? 6 : 14;

    /// <summary>Writes a section header; its name is <see cref="ElfSection.NameOffset"/>.</summary>
    public void SectionHeader(Span<byte> target, ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        int word = _is64 ? 8 : 4;
        _numbers.U32(target, section.NameOffset);
        _numbers.U32(target[4..], (uint)section.Type);
        target = target[8..];
        foreach (ulong value in (ReadOnlySpan<ulong>)[(ulong)section.Flags, section.Address, section.Offset, section.Size])
        {
            _numbers.Word(target, _is64, value);
            target = target[word..];
        }

        _numbers.U32(target, section.Link);
        _numbers.U32(target[4..], section.Info);
        _numbers.Word(target[8..], _is64, section.Alignment);
        _numbers.Word(target[(8 + word)..], _is64, section.EntrySize);
    }

    /// <summary>Changes the sizes in a program header that is already in place.</summary>
    /// <param name="header">The header.</param>
    /// <param name="fileSize"><c>p_filesz</c>.</param>
    /// <param name="memorySize"><c>p_memsz</c>.</param>
    public void SegmentSizes(Span<byte> header, ulong fileSize, ulong memorySize)
    {
        _numbers.Word(header[(_is64 ? 32 : 16)..], _is64, fileSize);
        _numbers.Word(header[(_is64 ? 40 : 20)..], _is64, memorySize);
    }

    /// <summary>Changes in an ELF header that is already in place where the section headers are.</summary>
    /// <param name="header">The header.</param>
    /// <param name="offset"><c>e_shoff</c>.</param>
    /// <param name="count"><c>e_shnum</c>.</param>
    /// <param name="namesIndex"><c>e_shstrndx</c>.</param>
    public void SectionTable(Span<byte> header, ulong offset, ushort count, ushort namesIndex)
    {
        _numbers.Word(header[(_is64 ? 40 : 32)..], _is64, offset);
        _numbers.U16(header[(_is64 ? 60 : 48)..], count);
        _numbers.U16(header[(_is64 ? 62 : 50)..], namesIndex);
    }
}
