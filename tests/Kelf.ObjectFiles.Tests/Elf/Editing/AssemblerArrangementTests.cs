// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf.Editing;

/// <summary>An object that is made from nothing is read again, field by field, for all classes and byte orders.</summary>
public sealed class AssemblerArrangementTests
{
    private static readonly byte[] s_contents = [1, 2, 3, 4, 5, 6, 7];

    public static TheoryData<ElfClass, ByteOrder, bool> Forms =>
        new(from elfClass in Enum.GetValues<ElfClass>()
            from order in Enum.GetValues<ByteOrder>()
            from hasAddends in (bool[])[false, true]
            select (elfClass, order, hasAddends));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Sections_lie_as_GNU_as_lays_them(ElfClass elfClass, ByteOrder order, bool hasAddends)
    {
        using NativeBuffer buffer = Write(elfClass, order, ElfMachine.X8664, hasAddends, relocations: 2);
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        ulong word = elfClass == ElfClass.Elf64 ? 8u : 4u;
        ulong header = elfClass == ElfClass.Elf64 ? 64u : 52u;
        int symbolSize = elfClass == ElfClass.Elf64 ? 24 : 16;
        ulong relocationSize = word * (hasAddends ? 3u : 2u);
        Assert.Equal(
            (elfClass, order, ElfMachine.X8664, ElfType.Relocatable, 0x55aau, 8u),
            (elf.Class, elf.ByteOrder, elf.Machine, elf.Type, elf.Flags, elf.NamesIndex));
        Assert.Equal((7, 3), (buffer.Contents.Span(7, 1)[0], buffer.Contents.Span(8, 1)[0]));

        string relocated = hasAddends ? ".rela.rodata" : ".rel.rodata";
        Assert.Equal(["", ".text", ".data", ".bss", ".rodata", relocated, ".symtab", ".strtab", ".shstrtab"], elf.Sections.ToArray().Select(s => s.Name));
        ulong contents = (header + 15) & ~15ul;
        ulong symbols = (contents + 7 + word - 1) / word * word;
        ulong names = symbols + (3 * (ulong)symbolSize);
        ulong records = (names + 13 + word - 1) / word * word;
        ulong sectionNames = records + (2 * relocationSize);
        Check(elf, 1, ElfSectionType.ProgramBits, ElfSectionFlags.Allocated | ElfSectionFlags.Executable, header, 0, 0, 0, 1, 0);
        Check(elf, 2, ElfSectionType.ProgramBits, ElfSectionFlags.Writable | ElfSectionFlags.Allocated, header, 0, 0, 0, 1, 0);
        Check(elf, 3, ElfSectionType.NoBits, ElfSectionFlags.Writable | ElfSectionFlags.Allocated, header, 0, 0, 0, 1, 0);
        Check(elf, 4, ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, contents, 7, 0, 0, 16, 0);
        Check(
            elf, 5, hasAddends ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations, ElfSectionFlags.InfoLink, records,
            2 * relocationSize, 6, 4, word, relocationSize);
        Check(elf, 6, ElfSectionType.SymbolTable, ElfSectionFlags.None, symbols, 3 * (ulong)symbolSize, 7, 1, word, (ulong)symbolSize);
        Check(elf, 7, ElfSectionType.StringTable, ElfSectionFlags.None, names, 13, 0, 0, 1, 0);
        Check(elf, 8, ElfSectionType.StringTable, ElfSectionFlags.None, sectionNames, 44 + (ulong)relocated.Length + 1, 0, 0, 1, 0);
        Assert.Equal(s_contents, elf.Contents(elf.Sections[4]).Span().ToArray());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Symbols_and_relocations_are_what_was_said(ElfClass elfClass, ByteOrder order, bool hasAddends)
    {
        using NativeBuffer buffer = Write(elfClass, order, ElfMachine.X8664, hasAddends, relocations: 2);
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        ElfSymbolTable symbols = elf.SymbolTable;
        Assert.Equal(3, symbols.Count);
        ElfSymbol table = symbols[1], text = symbols[2];
        Assert.Equal("table", System.Text.Encoding.ASCII.GetString(symbols.NameOf(table)));
        Assert.Equal((2ul, 5ul, 4u, ElfSymbolBinding.Global), (table.Value, table.Size, table.SectionNumber, table.Binding));
        Assert.Equal("_text", System.Text.Encoding.ASCII.GetString(symbols.NameOf(text)));
        Assert.True(text.IsUndefined);
        Assert.Equal(ElfSymbolBinding.Global, text.Binding);

        ElfRelocationTable relocations = elf.Relocations(elf.Sections[5]);
        Assert.Equal(2, relocations.Count);
        Assert.Equal((4ul, 1u, 2u), (relocations[1].Offset, relocations[1].Type, relocations[1].SymbolIndex));
        Assert.Equal(hasAddends ? -4 : 0, relocations[1].Addend);
    }

    [Fact]
    public void Without_relocations_there_is_no_section_of_them()
    {
        using NativeBuffer buffer = Write(ElfClass.Elf64, ByteOrder.Little, ElfMachine.Mips, hasAddends: true, relocations: 0);
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.Equal(["", ".text", ".data", ".bss", ".rodata", ".symtab", ".strtab", ".shstrtab"], elf.Sections.ToArray().Select(s => s.Name));
        Assert.Equal((6u, 7u), (elf.Sections[5].Link, elf.NamesIndex));
        // GNU as for MIPS aligns what is empty.
        Assert.Equal([16ul, 16ul, 16ul], [elf.Sections[1].Alignment, elf.Sections[2].Alignment, elf.Sections[3].Alignment]);
    }

    [Theory]
    [InlineData(ElfMachine.X8664)]
    [InlineData(ElfMachine.Mips)]
    public void A_relocation_of_64_bits_is_read_as_it_was_written(ElfMachine machine)
    {
        using NativeBuffer buffer = Write(ElfClass.Elf64, ByteOrder.Big, machine, hasAddends: true, relocations: 2);
        ElfRelocationTable relocations = ElfFile.Parse(buffer.Contents) is var elf ? elf.Relocations(elf.Sections[5]) : default;
        Assert.Equal((4ul, 1u, 2u, -4L), (relocations[1].Offset, relocations[1].Type, relocations[1].SymbolIndex, relocations[1].Addend));
    }

    [Fact]
    public void Sizes_of_a_segment_are_changed_where_they_are()
    {
        byte[] header = new byte[56];
        new ElfEncoder(ElfClass.Elf64, ByteOrder.Little).SegmentSizes(header, 0x1122, 0x3344);
        Assert.Equal((0x22, 0x11, 0x44, 0x33), (header[32], header[33], header[40], header[41]));
        header = new byte[32];
        new ElfEncoder(ElfClass.Elf32, ByteOrder.Big).SegmentSizes(header, 0x1122, 0x3344);
        Assert.Equal((0x11, 0x22, 0x33, 0x44), (header[18], header[19], header[22], header[23]));
    }

    private static void Check(
        ElfFile elf, int index, ElfSectionType type, ElfSectionFlags flags, ulong offset, ulong size, uint link, uint info, ulong alignment,
        ulong entrySize)
    {
        ElfSection section = elf.Sections[index];
        Assert.Equal(
            (type, flags, 0ul, offset, size, link, info, alignment, entrySize),
            (section.Type, section.Flags, section.Address, section.Offset, section.Size, section.Link, section.Info, section.Alignment, section.EntrySize));
    }

    private static NativeBuffer Write(ElfClass elfClass, ByteOrder order, ElfMachine machine, bool hasAddends, int relocations)
    {
        ElfEditor editor = new(EmptyObject.Make(new ElfObjectKind(elfClass, order, machine, 0x55aa, 7, 3)));
        ElfSection table = editor.File.SymbolSection!;
        editor.AddBefore(table.Index);
        uint section = editor.Add(new AddedSection(
            ".rodata", ElfSectionType.ProgramBits, ElfSectionFlags.Allocated, s_contents, Alignment: 16, EntrySize: 0)).Value;
        SymbolTableEditor symbols = editor.EditSymbols(table);
        symbols.Add("table", new ElfSymbol(0, 2, 5, 0x10, 0, section, 0));
        uint text = (uint)symbols.Add("_text", new ElfSymbol(0, 0, 0, 0x10, 0, 0, 0));
        ElfEncoder encoder = new(elfClass, order);
        int size = encoder.Layout.RelocationSize(hasAddends);
        byte[] records = new byte[relocations * size];
        for (int i = 0; i < relocations; i++)
        {
            encoder.Relocation(records.AsSpan(i * size), new ElfRelocation((ulong)i * 4, 1, text, -4), hasAddends, machine);
        }

        if (relocations > 0)
        {
            editor.Add(new AddedSection(
                hasAddends ? ".rela.rodata" : ".rel.rodata", hasAddends ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations,
                ElfSectionFlags.InfoLink, records, (uint)encoder.Layout.WordSize, (uint)size, table.Index.Value, section));
        }

        symbols.Apply();
        EditedTables tables = editor.MakeTables(SectionNaming.Appended);
        List<byte> bytes = [];
        tables.Reserve(AssemblerArrangement.Make(tables)).WriteTo(part => bytes.AddRange(part));
        return InMemory.File([.. bytes], "made.o");
    }
}
