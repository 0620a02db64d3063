// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>Writes the records of an ELF file of one class and byte order (gABI 4.1 ch. 4 and 5).</summary>
/// <param name="elfClass">32 or 64 bits.</param>
/// <param name="order">Byte order.</param>
public readonly struct ElfEncoder(ElfClass elfClass, ByteOrder order)
{
    private readonly bool _is64 = elfClass == ElfClass.Elf64;
    private readonly bool _isLittle = order == ByteOrder.Little;

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

    /// <summary>Writes a 16-bit number.</summary>
    public void U16(Span<byte> target, ushort value)
    {
        if (_isLittle)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(target, value);
        }
    }

    /// <summary>Writes a 32-bit number.</summary>
    public void U32(Span<byte> target, uint value)
    {
        if (_isLittle)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(target, value);
        }
    }

    /// <summary>Writes a number of the class's width: 4 or 8 bytes.</summary>
    public void Word(Span<byte> target, ulong value)
    {
        if (!_is64)
        {
            U32(target, (uint)value);
        }
        else if (_isLittle)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(target, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(target, value);
        }
    }

    /// <summary>Writes a section header; its name is <see cref="ElfSection.NameOffset"/>.</summary>
    public void SectionHeader(Span<byte> target, ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        int word = _is64 ? 8 : 4;
        U32(target, section.NameOffset);
        U32(target[4..], (uint)section.Type);
        target = target[8..];
        foreach (ulong value in (ReadOnlySpan<ulong>)[(ulong)section.Flags, section.Address, section.Offset, section.Size])
        {
            Word(target, value);
            target = target[word..];
        }

        U32(target, section.Link);
        U32(target[4..], section.Info);
        Word(target[8..], section.Alignment);
        Word(target[(8 + word)..], section.EntrySize);
    }

    /// <summary>Changes the sizes in a program header that is already in place.</summary>
    /// <param name="header">The header.</param>
    /// <param name="fileSize"><c>p_filesz</c>.</param>
    /// <param name="memorySize"><c>p_memsz</c>.</param>
    public void SegmentSizes(Span<byte> header, ulong fileSize, ulong memorySize)
    {
        Word(header[(_is64 ? 32 : 16)..], fileSize);
        Word(header[(_is64 ? 40 : 20)..], memorySize);
    }

    /// <summary>Changes in an ELF header that is already in place where the section headers are.</summary>
    /// <param name="header">The header.</param>
    /// <param name="offset"><c>e_shoff</c>.</param>
    /// <param name="count"><c>e_shnum</c>.</param>
    /// <param name="namesIndex"><c>e_shstrndx</c>.</param>
    public void SectionTable(Span<byte> header, ulong offset, ushort count, ushort namesIndex)
    {
        Word(header[(_is64 ? 40 : 32)..], offset);
        U16(header[(_is64 ? 60 : 48)..], count);
        U16(header[(_is64 ? 62 : 50)..], namesIndex);
    }
}
