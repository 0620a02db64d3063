// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Shared.Objects;

/// <summary>An object with the tables in its read-only data and their global symbols, as an assembler would make it.</summary>
internal sealed class TableObject
{
    private const string SectionName = ".rodata";
    private const string DataMark = "$d";
    private const byte Global = (byte)ElfSymbolBinding.Global << 4; // st_info

    private readonly ElfEditor _editor;
    private readonly SymbolTableEditor _symbols;
    private readonly SectionIndex _section;

    /// <summary>Begins the object.</summary>
    /// <param name="kind">Machine, class and so on.</param>
    /// <param name="contents">The bytes of the tables.</param>
    /// <param name="alignment">Their alignment: a power of two.</param>
    public TableObject(in ElfObjectKind kind, ReadOnlyMemory<byte> contents, uint alignment)
    {
        _editor = new ElfEditor(EmptyObject.Make(kind));
        ElfSection symbols = _editor.File.SymbolSection!;
        _editor.AddBefore(symbols.Index);
        _section = _editor.Add(new AddedSection(
            SectionName, ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, contents, alignment, EntrySize: 0));
        _symbols = _editor.EditSymbols(symbols);
        if (kind.Machine == ElfMachine.AArch64)
        {
            // ELF for the Arm 64-bit Architecture §5.6.4, mapping symbols: all assemblers mark data there, also in sections without code.
            _symbols.Add(DataMark, new ElfSymbol(0, 0, 0, (byte)ElfSymbolBinding.Local << 4, Other: 0, _section.Value, 0));
        }
    }

    /// <summary>Adds the symbol of a table.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="offset">Where it is in the section.</param>
    /// <param name="size">Its size; 0 when the text does not say it.</param>
    public void Define(string name, int offset, int size) =>
        _symbols.Add(name, new ElfSymbol(0, (ulong)offset, (ulong)size, Global, Other: 0, _section.Value, 0));

    /// <summary>Adds an undefined symbol.</summary>
    /// <returns>Its index.</returns>
    public uint Refer(string name) => (uint)_symbols.Add(name, new ElfSymbol(0, 0, 0, Global, Other: 0, 0, 0));

    /// <summary>Adds the relocations of the tables.</summary>
    /// <param name="records">As <see cref="ElfEncoder.Relocation"/> writes them.</param>
    /// <param name="hasAddends">True for <c>SHT_RELA</c>.</param>
    public void Relocate(ReadOnlyMemory<byte> records, bool hasAddends)
    {
        ElfLayout layout = _editor.File.Layout;
        _editor.Add(new AddedSection(
            (hasAddends ? ".rela" : ".rel") + SectionName,
            hasAddends ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations,
            ElfSectionFlags.InfoLink, records, (uint)layout.WordSize, (uint)layout.RelocationSize(hasAddends),
            Link: _symbols.Section.Index.Value, Info: _section.Value));
    }

    /// <summary>Writes the object.</summary>
    public void WriteTo(IByteSink sink)
    {
        _symbols.Apply();
        EditedTables tables = _editor.MakeTables(SectionNaming.Appended);
        tables.Reserve(AssemblerArrangement.Make(tables)).WriteTo(sink.Write);
    }
}
