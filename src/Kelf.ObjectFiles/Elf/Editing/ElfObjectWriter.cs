// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>
/// Writes a relocatable object with one section of contents and global symbols only, which is all that a generated table
/// needs, laid out as GNU as 2.40 does: header, contents, symbols, their names, relocations, names of sections, section
/// headers.
/// </summary>
/// <example><code>
/// ElfObjectWriter writer = new(kind, ".rodata", contents, alignment: 4);
/// writer.Define("table", offset: 0, size: 16);
/// uint text = writer.Refer("_text");
/// writer.SetRelocations(records, hasAddends: true);
/// writer.WriteTo(output.Write);
/// </code></example>
/// <param name="kind">Machine, class and so on.</param>
/// <param name="sectionName">Name of the section: read-only data.</param>
/// <param name="contents">Its bytes.</param>
/// <param name="alignment">Its alignment: a power of two.</param>
public sealed class ElfObjectWriter(
    ElfObjectKind kind, string sectionName, ReadOnlyMemory<byte> contents, uint alignment)
{
    // After the null section, .text, .data and .bss, which every object of GNU as has.
    private const uint ContentsIndex = 4;

    private readonly ElfEncoder _encoder = new(kind.Class, kind.Order);
    private readonly List<ElfSymbol> _symbols = [default];
    private readonly StringBuilder _symbolNames = new("\0");
    private ReadOnlyMemory<byte> _relocations;
    private bool _hasAddends;

    /// <summary>Adds a symbol in the section.</summary>
    /// <param name="name">Its name, in ASCII.</param>
    /// <param name="offset">Offset in the section.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <returns>Its index.</returns>
    public uint Define(string name, ulong offset, ulong size) => Add(name, offset, size, ContentsIndex);

    /// <summary>Adds an undefined symbol.</summary>
    /// <param name="name">Its name, in ASCII.</param>
    /// <returns>Its index.</returns>
    public uint Refer(string name) => Add(name, 0, 0, 0);

    /// <summary>Sets the relocations of the section.</summary>
    /// <param name="records">As <see cref="ElfEncoder.Relocation"/> writes them; none for no relocation section.</param>
    /// <param name="hasAddends">True for <c>SHT_RELA</c>.</param>
    public void SetRelocations(ReadOnlyMemory<byte> records, bool hasAddends) =>
        (_relocations, _hasAddends) = (records, hasAddends);

    /// <summary>Writes the object, from its first byte to its last.</summary>
    public void WriteTo(ByteWriter write)
    {
        ArgumentNullException.ThrowIfNull(write);
        ulong headerSize = (ulong)_encoder.Layout.HeaderSize;
        ulong word = (ulong)_encoder.Layout.WordSize;
        byte[] symbols = EncodeSymbols();
        byte[] symbolNames = Encoding.ASCII.GetBytes(_symbolNames.ToString());
        bool isRelocated = !_relocations.IsEmpty;
        string relocationName = (_hasAddends ? ".rela" : ".rel") + sectionName;
        // The name of the section is the end of that of its relocations.
        string last = isRelocated ? relocationName : sectionName;
        string sectionNames = $"\0.symtab\0.strtab\0.shstrtab\0.text\0.data\0.bss\0{last}\0";
        uint NameOf(string name) => (uint)sectionNames.IndexOf(name + "\0", StringComparison.Ordinal);

        ulong contentsAt = ElfLayout.AlignUp(headerSize, alignment);
        ulong symbolsAt = ElfLayout.AlignUp(contentsAt + (ulong)contents.Length, word);
        ulong symbolNamesAt = symbolsAt + (ulong)symbols.Length;
        ulong relocationsAt = isRelocated ? ElfLayout.AlignUp(symbolNamesAt + (ulong)symbolNames.Length, word) : symbolNamesAt + (ulong)symbolNames.Length;
        ulong sectionNamesAt = relocationsAt + (ulong)_relocations.Length;
        ulong headersAt = ElfLayout.AlignUp(sectionNamesAt + (ulong)sectionNames.Length, word);

        List<ElfSection> sections = [];
        void Section(
            string name, ElfSectionType type, ElfSectionFlags flags, ulong offset, int size, ulong align, uint link = 0,
            uint info = 0, int entrySize = 0) =>
            sections.Add(new ElfSection(
                new SectionIndex((uint)sections.Count), name, type, flags, Address: 0, offset, (ulong)size, link, info, align,
                (ulong)entrySize)
            {
                NameOffset = name.Length == 0 ? 0 : NameOf(name),
            });
        const ElfSectionFlags Data = ElfSectionFlags.Writable | ElfSectionFlags.Allocated;
        ulong emptyAlignment = kind.Machine == ElfMachine.Mips ? 16u : 1u;
        uint symbolsIndex = ContentsIndex + (isRelocated ? 2u : 1u);
        Section(string.Empty, ElfSectionType.Null, ElfSectionFlags.None, 0, 0, 0);
        Section(".text", ElfSectionType.ProgramBits, ElfSectionFlags.Allocated | ElfSectionFlags.Executable, headerSize, 0, emptyAlignment);
        Section(".data", ElfSectionType.ProgramBits, Data, headerSize, 0, emptyAlignment);
        Section(".bss", ElfSectionType.NoBits, Data, headerSize, 0, emptyAlignment);
        Section(sectionName, ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, contentsAt, contents.Length, alignment);
        if (isRelocated)
        {
            Section(
                relocationName, _hasAddends ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations,
                ElfSectionFlags.InfoLink, relocationsAt, _relocations.Length, word, symbolsIndex, ContentsIndex,
                _encoder.Layout.RelocationSize(_hasAddends));
        }

        // All symbols but the first, which is none, are global.
        Section(
            ".symtab", ElfSectionType.SymbolTable, ElfSectionFlags.None, symbolsAt, symbols.Length, word, symbolsIndex + 1, 1,
            _encoder.Layout.SymbolSize);
        Section(".strtab", ElfSectionType.StringTable, ElfSectionFlags.None, symbolNamesAt, symbolNames.Length, 1);
        Section(".shstrtab", ElfSectionType.StringTable, ElfSectionFlags.None, sectionNamesAt, sectionNames.Length, 1);

        byte[] header = new byte[headerSize];
        _encoder.RelocatableHeader(header, kind, headersAt, (ushort)sections.Count, (ushort)(sections.Count - 1));
        ulong position = 0;
        Put(0, header);
        Put(contentsAt, contents.Span);
        Put(symbolsAt, symbols);
        Put(symbolNamesAt, symbolNames);
        Put(relocationsAt, _relocations.Span);
        Put(sectionNamesAt, Encoding.ASCII.GetBytes(sectionNames));
        Put(headersAt, _encoder.SectionHeaders(sections));

        void Put(ulong offset, ReadOnlySpan<byte> bytes)
        {
            EditedFile.WriteZeros(offset - position, write);
            write(bytes);
            position = offset + (ulong)bytes.Length;
        }
    }

    private uint Add(string name, ulong value, ulong size, uint section)
    {
        byte info = (byte)((int)ElfSymbolBinding.Global << 4);
        _symbols.Add(new ElfSymbol((uint)_symbolNames.Length, value, size, info, Other: 0, section, _symbols.Count));
        _symbolNames.Append(name).Append('\0');
        return (uint)(_symbols.Count - 1);
    }

    private byte[] EncodeSymbols()
    {
        byte[] bytes = new byte[_symbols.Count * _encoder.Layout.SymbolSize];
        for (int i = 0; i < _symbols.Count; i++)
        {
            _encoder.Symbol(bytes.AsSpan(i * _encoder.Layout.SymbolSize), _symbols[i]);
        }

        return bytes;
    }
}
