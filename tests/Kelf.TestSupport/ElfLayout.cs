// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport;

/// <summary>
/// Lays an <see cref="ElfBuilder"/> out: ELF header, contents, section headers. Sections are the null section, those that
/// were added, their relocation sections, <c>.symtab</c>, <c>.symtab_shndx</c> when it is needed, <c>.strtab</c> and
/// <c>.shstrtab</c>.
/// </summary>
internal sealed class ElfLayout
{
    private const uint FirstReserved = 0xff00;
    private readonly ElfBuilder _elf;
    private readonly bool _is64;
    private readonly ByteAssembler _file;
    private readonly List<ElfSectionFields> _headers = [];
    private readonly List<string> _headerNames = [];
    private readonly StringPool _sectionNames = new(startsWithEmpty: true);
    private readonly StringPool _symbolNames = new(startsWithEmpty: true);
    private readonly List<ElfSymbolSpec> _symbols = [];
    private readonly Dictionary<string, uint> _symbolsByName = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, uint> _symbolsBySection = [];

    private int SegmentSize => _is64 ? 56 : 32;

    private ElfLayout(ElfBuilder elf)
    {
        _elf = elf;
        _is64 = elf.Class == ElfClass.Elf64;
        _file = new ByteAssembler(elf.Order);
    }

    public static byte[] Write(ElfBuilder elf) => new ElfLayout(elf).Write();

    private byte[] Write()
    {
        _file.Bytes(new byte[(_is64 ? 64 : 52) + (SegmentSize * _elf.Segments.Count)]);
        _headers.Add(new ElfSectionFields(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        _headerNames.Add("");
        foreach (ElfSectionSpec section in _elf.SectionSpecs)
        {
            WriteSection(section);
        }

        OrderSymbols();
        uint relocationSections = (uint)_elf.SectionSpecs.Count(section => section.Relocations.Count > 0);
        uint symbolTable = (uint)_elf.SectionSpecs.Count + (_elf.RelocationsLast ? 0 : relocationSections) + 1;
        if (!_elf.RelocationsLast)
        {
            WriteRelocations(symbolTable);
        }

        WriteSymbols(symbolTable);
        Add(".strtab", ElfSectionType.StringTable, _symbolNames.ToArray());
        if (_elf.RelocationsLast)
        {
            WriteRelocations(symbolTable);
        }

        _sectionNames.Add(".shstrtab");
        Add(".shstrtab", ElfSectionType.StringTable, _sectionNames.ToArray());
        WriteHeaders();
        return _file.ToArray();
    }

    private void WriteSection(ElfSectionSpec section)
    {
        bool compressed = section.Packing is SectionPacking.Zlib or SectionPacking.Zstd;
        Add(
            section.Name, section.Type, Packing.Pack(section.Contents, section.Packing, _elf.Class, _elf.Order),
            flags: section.Flags | (compressed ? ElfSectionFlags.Compressed : 0));
    }

    /// <summary>The null symbol, symbols of sections that relocations name, local symbols, then the others (gABI).</summary>
    private void OrderSymbols()
    {
        HashSet<string> named = [.. _elf.SymbolSpecs.Select(symbol => symbol.Name)];
        _symbols.Add(new ElfSymbolSpec("", 0, 0, 0, ElfSymbolBinding.Local, ElfSymbolType.NoType));
        foreach (ElfRelocationSpec relocation in _elf.SectionSpecs.SelectMany(section => section.Relocations))
        {
            if (relocation.Section != 0 && !named.Contains(relocation.Symbol)
                && _symbolsBySection.TryAdd(relocation.Section, (uint)_symbols.Count))
            {
                _symbols.Add(new ElfSymbolSpec("", relocation.Section, 0, 0, ElfSymbolBinding.Local, ElfSymbolType.Section));
            }
        }

        foreach (ElfSymbolSpec symbol in _elf.SymbolSpecs.OrderBy(symbol => symbol.Binding != ElfSymbolBinding.Local))
        {
            _symbolsByName.TryAdd(symbol.Name, (uint)_symbols.Count);
            _symbols.Add(symbol);
        }
    }

    private uint SymbolOf(ElfRelocationSpec relocation) => relocation.Symbol.Length == 0 ? 0
        : _symbolsByName.TryGetValue(relocation.Symbol, out uint index) ? index
        : _symbolsBySection[relocation.Section];

    private void WriteRelocations(uint symbolTable)
    {
        for (int i = 0; i < _elf.SectionSpecs.Count; i++)
        {
            WriteRelocations(_elf.SectionSpecs[i], (uint)i + 1, symbolTable);
        }
    }

    private void WriteRelocations(ElfSectionSpec section, uint index, uint symbolTable)
    {
        if (section.Relocations.Count == 0)
        {
            return;
        }

        ByteAssembler records = new(_elf.Order);
        foreach (ElfRelocationSpec relocation in section.Relocations)
        {
            uint symbol = SymbolOf(relocation);
            records.Word(_is64, relocation.Offset);
            if (_is64 && _elf.Machine == ElfMachine.Mips)
            {
                records.U32(symbol).U8(0).U8(0).U8(0).U8(relocation.Type); // special symbol, types 3, 2, 1
            }
            else
            {
                records.Word(_is64, _is64 ? ((ulong)symbol << 32) | relocation.Type : (symbol << 8) | relocation.Type);
            }

            if (_elf.UsesAddends)
            {
                records.Word(_is64, (ulong)relocation.Addend);
            }
        }

        Add(
            (_elf.UsesAddends ? ".rela" : ".rel") + section.Name,
            _elf.UsesAddends ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations,
            records.ToArray(), link: symbolTable, info: index,
            entrySize: (_is64 ? 8ul : 4ul) * (_elf.UsesAddends ? 3ul : 2ul));
    }

    private void WriteSymbols(uint symbolTable)
    {
        bool extended = _elf.ForceExtendedIndices || _symbols.Exists(symbol => IsExtended(symbol.SectionNumber));
        ByteAssembler records = new(_elf.Order);
        ByteAssembler indices = new(_elf.Order);
        foreach (ElfSymbolSpec symbol in _symbols)
        {
            bool isReal = symbol.SectionNumber < ElfSymbol.ReservedSections;
            bool viaIndex = extended && isReal && symbol.SectionNumber != 0
                && (_elf.ForceExtendedIndices || IsExtended(symbol.SectionNumber));
            indices.U32(viaIndex ? symbol.SectionNumber : 0);
            WriteSymbol(records, symbol, viaIndex ? 0xffff : symbol.SectionNumber & 0xffff);
        }

        uint locals = (uint)_symbols.Count(symbol => symbol.Binding == ElfSymbolBinding.Local);
        Add(
            ".symtab", ElfSectionType.SymbolTable, records.ToArray(), link: symbolTable + (extended ? 2u : 1u), info: locals,
            entrySize: _is64 ? 24u : 16u);
        if (extended)
        {
            Add(".symtab_shndx", ElfSectionType.ExtendedIndices, indices.ToArray(), link: symbolTable, entrySize: 4);
        }
    }

    private static bool IsExtended(uint section) => section is >= FirstReserved and < ElfSymbol.ReservedSections;

    private void WriteSymbol(ByteAssembler records, ElfSymbolSpec symbol, uint section)
    {
        byte info = (byte)(((int)symbol.Binding << 4) | (int)symbol.Type);
        records.U32(_symbolNames.Add(symbol.Name));
        if (_is64)
        {
            records.U8(info).U8(0).U16(section).U64(symbol.Value).U64(symbol.Size);
        }
        else
        {
            records.U32(symbol.Value).U32(symbol.Size).U8(info).U8(0).U16(section);
        }
    }

    private void Add(
        string name, ElfSectionType type, byte[] contents, ElfSectionFlags flags = 0, uint link = 0, uint info = 0,
        ulong entrySize = 0)
    {
        _file.Align(8);
        ulong address = (flags & ElfSectionFlags.Allocated) != 0 && _elf.LoadAddress is { } start ? start + (ulong)_file.Position : 0;
        _headers.Add(new ElfSectionFields(
            _sectionNames.Add(name), (uint)type, (ulong)flags, address, (ulong)_file.Position, (ulong)contents.Length, link, info,
            1, entrySize));
        _headerNames.Add(name);
        if (type != ElfSectionType.NoBits || address != 0)
        {
            _file.Bytes(contents);
        }
    }

    private void WriteHeaders()
    {
        uint count = (uint)_headers.Count;
        uint namesIndex = count - 1;
        if (count >= FirstReserved)
        {
            // Extended numbering: the null section's header holds what the ELF header's 16 bits cannot.
            _headers[0] = _headers[0] with { Size = count, Link = namesIndex };
        }

        foreach ((string name, Func<ElfSectionFields, ElfSectionFields> change) in _elf.Changes)
        {
            int index = _headerNames.LastIndexOf(name);
            _headers[index] = change(_headers[index]);
        }

        _file.Align(8);
        int sectionsOffset = _file.Position;
        foreach (ElfSectionFields h in _headers)
        {
            _file.U32(h.Name).U32(h.Type).Word(_is64, h.Flags).Word(_is64, h.Address).Word(_is64, h.Offset)
                .Word(_is64, h.Size)
                .U32(h.Link).U32(h.Info).Word(_is64, h.Alignment).Word(_is64, h.EntrySize);
        }

        ByteAssembler header = new(_elf.Order);
        header.Bytes("\u007fELF"u8).U8((uint)_elf.Class).U8(_elf.Order == ByteOrder.Little ? 1u : 2u).U8(1)
            .Bytes(new byte[9])
            .U16((uint)_elf.Type).U16((uint)_elf.Machine).U32(1)
            .Word(_is64, 0).Word(_is64, _elf.Segments.Count == 0 ? 0 : _is64 ? 64u : 52u).Word(_is64, (ulong)sectionsOffset)
            .U32(_elf.Flags).U16(_is64 ? 64u : 52u).U16(_elf.Segments.Count == 0 ? 0u : (uint)SegmentSize)
            .U16((uint)_elf.Segments.Count).U16(_is64 ? 64u : 40u)
            .U16(count < FirstReserved ? count : 0).U16(count < FirstReserved ? namesIndex : 0xffff);
        foreach ((string first, string last) in _elf.Segments)
        {
            WriteSegment(header, _headers[_headerNames.LastIndexOf(first)], _headers[_headerNames.LastIndexOf(last)]);
        }

        byte[] bytes = header.ToArray();
        for (int i = 0; i < bytes.Length; i++)
        {
            _file.Patch(i, bytes[i], 1);
        }
    }

    private void WriteSegment(ByteAssembler header, ElfSectionFields first, ElfSectionFields last)
    {
        const uint ReadWrite = 6;
        ulong memory = last.Address + last.Size - first.Address;
        ulong file = last.Type == (uint)ElfSectionType.NoBits ? last.Offset - first.Offset : memory;
        header.U32((uint)ElfSegmentType.Load);
        if (_is64)
        {
            header.U32(ReadWrite);
        }

        header.Word(_is64, first.Offset).Word(_is64, first.Address).Word(_is64, first.Address)
            .Word(_is64, file).Word(_is64, memory);
        if (!_is64)
        {
            header.U32(ReadWrite);
        }

        header.Word(_is64, _elf.SegmentAlignment);
    }
}
