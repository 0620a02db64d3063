// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>Writes the records of an ELF file of one class and byte order (gABI 4.1 ch. 4 and 5).</summary>
/// <param name="elfClass">32 or 64 bits.</param>
/// <param name="order">Byte order.</param>
public readonly struct ElfEncoder(ElfClass elfClass, ByteOrder order)
{
    private readonly ElfLayout _layout = new(elfClass);
    private readonly NumberWriter _numbers = new(order);

    /// <summary>An encoder for records as a file has them.</summary>
    public ElfEncoder(ElfFile file)
        : this(file.Class, file.ByteOrder)
    {
    }

    /// <summary>Sizes and field offsets of the records.</summary>
    public ElfLayout Layout => _layout;

    /// <summary>Writes the header of a file that has sections and no segments.</summary>
    /// <param name="target">Room for <see cref="ElfLayout.HeaderSize"/> bytes, all 0.</param>
    /// <param name="kind">Machine and flags.</param>
    /// <param name="sections"><c>e_shoff</c>.</param>
    /// <param name="count"><c>e_shnum</c>.</param>
    /// <param name="namesIndex"><c>e_shstrndx</c>.</param>
    public void RelocatableHeader(Span<byte> target, in ElfObjectKind kind, ulong sections, ushort count, ushort namesIndex)
    {
        "\u007fELF"u8.CopyTo(target);
        target[4] = (byte)kind.Class;
        target[5] = kind.Order == ByteOrder.Little ? (byte)1 : (byte)2;
        target[6] = 1; // EV_CURRENT
        target[7] = kind.OsAbi;
        target[8] = kind.AbiVersion;
        _numbers.U16(target[16..], (ushort)ElfType.Relocatable);
        _numbers.U16(target[18..], (ushort)kind.Machine);
        _numbers.U32(target[20..], 1); // EV_CURRENT
        // e_entry, e_phoff and e_shoff are words; e_phentsize and e_phnum stay 0.
        Span<byte> rest = target[(ElfLayout.CommonHeaderSize + (3 * _layout.WordSize))..];
        _numbers.U32(rest, kind.Flags);
        _numbers.U16(rest[4..], (ushort)_layout.HeaderSize);
        _numbers.U16(rest[10..], (ushort)_layout.SectionHeaderSize);
        SectionTable(target, sections, count, namesIndex);
    }

    /// <summary>Writes a symbol; its section has to be below <c>SHN_LORESERVE</c>.</summary>
    public void Symbol(Span<byte> target, in ElfSymbol symbol)
    {
        _numbers.U32(target, symbol.NameOffset);
        if (!_layout.Is64)
        {
            _numbers.U32(target[4..], (uint)symbol.Value);
            _numbers.U32(target[8..], (uint)symbol.Size);
        }
        else
        {
            _numbers.U64(target[8..], symbol.Value);
            _numbers.U64(target[16..], symbol.Size);
        }

        target[_layout.SymbolSectionOffset - 2] = symbol.Info;
        target[_layout.SymbolSectionOffset - 1] = symbol.Other;
        _numbers.U16(target[_layout.SymbolSectionOffset..], (ushort)symbol.SectionNumber);
    }

    /// <summary>Writes a relocation.</summary>
    /// <param name="target">Room for <see cref="ElfLayout.RelocationSize"/> bytes.</param>
    /// <param name="relocation">The relocation; without an addend of its own, the addend is not written.</param>
    /// <param name="hasAddend">True for <c>SHT_RELA</c>.</param>
    /// <param name="machine">On MIPS, 64 bits have a form of their own.</param>
    public void Relocation(Span<byte> target, in ElfRelocation relocation, bool hasAddend, ElfMachine machine)
    {
        int word = _numbers.Word(target, _layout.Is64, relocation.Offset);
        if (!_layout.Is64)
        {
            _numbers.U32(target[word..], (relocation.SymbolIndex << 8) | relocation.Type);
        }
        else if (machine == ElfMachine.Mips)
        {
            // Symbol, special symbol, then types 3, 2 and 1 (64-bit ELF Object File Specification for MIPS, 2.9.1).
            _numbers.U32(target[word..], relocation.SymbolIndex);
            target[12] = target[13] = target[14] = 0;
            target[15] = (byte)relocation.Type;
        }
        else
        {
            _numbers.U64(target[word..], ((ulong)relocation.SymbolIndex << 32) | relocation.Type);
        }

        if (hasAddend)
        {
            _numbers.Word(target[(2 * word)..], _layout.Is64, (ulong)relocation.Addend);
        }
    }

    /// <summary>Writes a section header; its name is <see cref="ElfSection.NameOffset"/>.</summary>
    public void SectionHeader(Span<byte> target, ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        int word = _layout.WordSize;
        _numbers.U32(target, section.NameOffset);
        _numbers.U32(target[4..], (uint)section.Type);
        target = target[8..];
        foreach (ulong value in (ReadOnlySpan<ulong>)[(ulong)section.Flags, section.Address, section.Offset, section.Size])
        {
            _numbers.Word(target, _layout.Is64, value);
            target = target[word..];
        }

        _numbers.U32(target, section.Link);
        _numbers.U32(target[4..], section.Info);
        _numbers.Word(target[8..], _layout.Is64, section.Alignment);
        _numbers.Word(target[(8 + word)..], _layout.Is64, section.EntrySize);
    }

    /// <summary>Writes section headers, one after the other.</summary>
    public byte[] SectionHeaders(IReadOnlyList<ElfSection> sections)
    {
        ArgumentNullException.ThrowIfNull(sections);
        byte[] table = new byte[checked(sections.Count * _layout.SectionHeaderSize)];
        for (int i = 0; i < sections.Count; i++)
        {
            SectionHeader(table.AsSpan(i * _layout.SectionHeaderSize), sections[i]);
        }

        return table;
    }

    /// <summary>Changes the sizes in a program header that is already in place.</summary>
    /// <param name="header">The header.</param>
    /// <param name="fileSize"><c>p_filesz</c>.</param>
    /// <param name="memorySize"><c>p_memsz</c>.</param>
    public void SegmentSizes(Span<byte> header, ulong fileSize, ulong memorySize)
    {
        _numbers.Word(header[_layout.SegmentFileSizeField..], _layout.Is64, fileSize);
        _numbers.Word(header[_layout.SegmentMemorySizeField..], _layout.Is64, memorySize);
    }

    /// <summary>Changes in an ELF header that is already in place where the section headers are.</summary>
    /// <param name="header">The header.</param>
    /// <param name="offset"><c>e_shoff</c>.</param>
    /// <param name="count"><c>e_shnum</c>.</param>
    /// <param name="namesIndex"><c>e_shstrndx</c>.</param>
    public void SectionTable(Span<byte> header, ulong offset, ushort count, ushort namesIndex)
    {
        _numbers.Word(header[_layout.SectionsOffsetField..], _layout.Is64, offset);
        _numbers.U16(header[_layout.SectionCountField..], count);
        _numbers.U16(header[_layout.NamesIndexField..], namesIndex);
    }
}
