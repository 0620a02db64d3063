// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf.Editing;

/// <summary>Sections and symbols that go, and everything that names those that stay by a number.</summary>
public sealed class RemovalTests
{
    public static TheoryData<ElfClass, ByteOrder, ElfMachine, bool> Files
    {
        get
        {
            TheoryData<ElfClass, ByteOrder, ElfMachine, bool> files = new();
            foreach (bool isPacked in new[] { false, true })
            {
                files.Add(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664, isPacked);
                files.Add(ElfClass.Elf64, ByteOrder.Big, ElfMachine.S390, isPacked);
                files.Add(ElfClass.Elf64, ByteOrder.Little, ElfMachine.Mips, isPacked);
                files.Add(ElfClass.Elf64, ByteOrder.Big, ElfMachine.Mips, isPacked);
                files.Add(ElfClass.Elf32, ByteOrder.Little, ElfMachine.I386, isPacked);
                files.Add(ElfClass.Elf32, ByteOrder.Big, ElfMachine.PowerPc, isPacked);
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_stays_follows(ElfClass elfClass, ByteOrder order, ElfMachine machine, bool isPacked)
    {
        using NativeBuffer image = Object(elfClass, order, machine).BuildInMemory();
        ElfFile before = ElfFile.Parse(image.Contents);
        ElfEditor editor = new(before);
        Remove(editor, ".gone");
        SymbolTableEditor symbols = editor.EditSymbols(before.SymbolSection!);
        symbols.Keep((in ElfSymbolTable _, in ElfSymbol symbol) => !editor.Numbers.Removes(symbol.SectionNumber));
        Assert.Equal(3, symbols.Add("new.local", Data(before, ".other", ElfSymbolBinding.Local)));
        Assert.Equal(before.SymbolTable.Count - 2 + 1, symbols.Add("new.global", Data(before, ".other", ElfSymbolBinding.Global)));
        symbols.Apply();
        SectionIndex added = editor.Add(new AddedSection(".added", ElfSectionType.ProgramBits, 0, new byte[] { 9 }, 1, 0));
        Assert.Equal((uint)before.Sections.Length, added.Value);

        using NativeBuffer result = InMemory.File(Write(editor, isPacked));
        ElfFile after = ElfFile.Parse(result.Contents);
        Assert.Equal(
            [.. before.Sections.ToArray().Select(section => section.Name).Where(name => name != ".gone"), ".added"],
            after.Sections.ToArray().Select(section => section.Name));
        Assert.Equal(
            [
                "0:", "1:local@.other", "2:local2@.other", "3:new.local@.other", "4:second@.keep", "5:undefined@", "6:first@.other",
                "7:new.global@.other",
            ],
            Symbols(after));
        Assert.Equal(4u, after.SymbolSection!.Info);
        Assert.Equal(["0:first", "2:local", "4:second"], Relocations(after, ".keep"));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Bytes(after, ".keep"));
        Assert.Equal([5, 6], Bytes(after, ".other"));
        Assert.Equal([9], Bytes(after, ".added"));
        Assert.True(!isPacked || result.Contents.Length < image.Contents.Length + 200);
        Assert.Equal(isPacked, result.Contents.Span().IndexOf("GONE"u8) < 0);
    }

    // Sections after the new one get other numbers, and what names them follows.
    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_added_before_others_moves_them(ElfClass elfClass, ByteOrder order, ElfMachine machine, bool isPacked)
    {
        using NativeBuffer image = Object(elfClass, order, machine).BuildInMemory();
        ElfFile before = ElfFile.Parse(image.Contents);
        Assert.True(before.TryFindSection(".other", out ElfSection? other));
        ElfEditor editor = new(before);
        editor.AddBefore(other.Index);
        SectionIndex added = editor.Add(new AddedSection(".added", ElfSectionType.ProgramBits, 0, new byte[] { 9 }, 1, 0));
        SymbolTableEditor symbols = editor.EditSymbols(before.SymbolSection!);
        symbols.Add("new", new ElfSymbol(0, 0, 1, 0x10, 0, added.Value, 0));
        symbols.Apply();
        Assert.False(editor.Numbers.IsUnchanged);
        Assert.Throws<InvalidOperationException>(() => editor.Add(new AddedSection(".late", ElfSectionType.ProgramBits, 0, default, 1, 0)));

        using NativeBuffer result = InMemory.File(Write(editor, isPacked));
        ElfFile after = ElfFile.Parse(result.Contents);
        Assert.Equal(
            before.Sections.ToArray().SelectMany(section => section.Name == ".other" ? [".added", ".other"] : (string[])[section.Name]),
            after.Sections.ToArray().Select(section => section.Name));
        Assert.Equal([.. Symbols(before), $"{before.SymbolTable.Count}:new@.added"], Symbols(after));
        Assert.Equal(Relocations(before, ".keep"), Relocations(after, ".keep"));
        Assert.Equal([5, 6], Bytes(after, ".other"));
        Assert.Equal([9], Bytes(after, ".added"));
    }

    [Fact]
    public void A_group_loses_its_members_that_go()
    {
        using NativeBuffer image = new ElfBuilder().Section(".a", [1]).Section(".gone", [2]).Section(".b", [3])
            .Section(".group", [1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0], ElfSectionType.Group)
            .Symbol("gone", ".gone").Symbol("signature", ".b")
            .With(".group", header => header with { Link = 5, Info = 2 }).BuildInMemory();
        ElfFile before = ElfFile.Parse(image.Contents);
        Assert.Equal(5u, before.SymbolSection!.Index.Value);
        ElfEditor editor = new(before);
        Remove(editor, ".gone");
        Without("gone", editor).Apply();
        using NativeBuffer result = InMemory.File(Write(editor, isPacked: true));
        ElfFile after = ElfFile.Parse(result.Contents);
        Assert.True(after.TryFindSection(".group", out ElfSection? group));
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0], Bytes(after, ".group"));
        Assert.Equal((4u, 1u), (group.Link, group.Info));
        Assert.Equal("signature", Encoding.ASCII.GetString(after.SymbolTable.NameOf(after.SymbolTable[1])));
    }

    [Fact]
    public void A_group_whose_signature_goes_is_an_error()
    {
        using NativeBuffer image = new ElfBuilder().Section(".group", [1, 0, 0, 0, 2, 0, 0, 0], ElfSectionType.Group)
            .Section(".text", [1]).Symbol("stays", ".text").Symbol("goes", ".text")
            .With(".group", header => header with { Link = 3, Info = 2 }).BuildInMemory();
        SymbolTableEditor symbols = Without("goes", new ElfEditor(ElfFile.Parse(image.Contents)));
        Expect.Malformed("a.o: .group+0x0: symbol 2 goes, and is the signature of this group", () => symbols.Apply());
    }

    [Fact]
    public void A_list_of_significant_symbols_that_is_outdated_has_no_link()
    {
        using NativeBuffer image = new ElfBuilder().Section(".llvm_addrsig", [2], ElfSectionType.LlvmAddressSignificance)
            .Section(".text", [1]).Symbol("goes", ".text").Symbol("stays", ".text")
            .With(".llvm_addrsig", header => header with { Link = 3 }).BuildInMemory();
        ElfEditor editor = new(ElfFile.Parse(image.Contents));
        Without("goes", editor).Apply();
        using NativeBuffer result = InMemory.File(Write(editor, isPacked: true));
        ElfFile after = ElfFile.Parse(result.Contents);
        Assert.Equal(0u, after.Sections[1].Link);
        Assert.Equal(["0:", "1:stays@.text"], Symbols(after));
    }

    [Fact]
    public void A_relocation_that_names_a_symbol_that_goes_is_an_error()
    {
        using NativeBuffer image = Object(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664).BuildInMemory();
        SymbolTableEditor symbols = Without("first", new ElfEditor(ElfFile.Parse(image.Contents)));
        Expect.Malformed("a.o: .rela.keep+0x0: symbol 4 goes, and is named here", () => symbols.Apply());
    }

    [Fact]
    public void A_section_that_stays_may_not_refer_to_one_that_goes()
    {
        using NativeBuffer image = Object(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664).BuildInMemory();
        ElfEditor editor = new(ElfFile.Parse(image.Contents));
        Remove(editor, ".keep");
        Assert.Equal(
            "section 4 (.rela.keep) refers to section 1, which is removed",
            Assert.Throws<InvalidOperationException>(() => Write(editor, isPacked: true)).Message);
    }

    [Fact]
    public void Numbers_are_final_once_they_were_asked_for()
    {
        using NativeBuffer image = Object(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664).BuildInMemory();
        ElfEditor editor = new(ElfFile.Parse(image.Contents));
        Assert.True(editor.Numbers.IsUnchanged);
        Assert.Throws<InvalidOperationException>(() => Remove(editor, ".gone"));
        Assert.Throws<InvalidOperationException>(() => editor.AddBefore(new SectionIndex(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElfEditor(editor.File).AddBefore(new SectionIndex(100)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElfEditor(editor.File).Remove(new SectionIndex(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElfEditor(editor.File).Remove(new SectionIndex(100)));
    }

    [Fact]
    public void New_contents_without_a_place_are_an_error()
    {
        using NativeBuffer image = Object(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664).BuildInMemory();
        ElfEditor editor = new(ElfFile.Parse(image.Contents));
        editor.Replace(new SectionIndex(1), new byte[] { 1 });
        EditedTables tables = editor.MakeTables(SectionNaming.Kept);
        Assert.Equal(
            "section 1 (.keep) has new contents and no place",
            Assert.Throws<InvalidOperationException>(() => tables.Reserve(new ElfArrangement([], tables.HeadEnd, []))).Message);
    }

    // Locals l1, l2 and one of .gone; globals first, second, one of .gone, and an undefined one.
    private static ElfBuilder Object(ElfClass elfClass, ByteOrder order, ElfMachine machine) =>
        new ElfBuilder(elfClass, order, machine)
            .Section(".keep", [1, 2, 3, 4, 5, 6, 7, 8])
            .Section(".gone", "GONE"u8.ToArray())
            .Section(".other", [5, 6])
            .Symbol("local", ".other", binding: ElfSymbolBinding.Local)
            .Symbol("local.gone", ".gone", binding: ElfSymbolBinding.Local)
            .Symbol("local2", ".other", binding: ElfSymbolBinding.Local)
            .Symbol("first", ".other")
            .Symbol("second", ".keep")
            .Symbol("gone", ".gone")
            .Symbol("undefined", (string?)null)
            .Relocate(".keep", 0, 1, "first")
            .Relocate(".keep", 2, 1, "local")
            .Relocate(".keep", 4, 1, "second");

    private static ElfSymbol Data(ElfFile file, string section, ElfSymbolBinding binding)
    {
        Assert.True(file.TryFindSection(section, out ElfSection? found));
        return new ElfSymbol(0, 1, 1, (byte)(((int)binding << 4) | (int)ElfSymbolType.Object), 0, found.Index.Value, 0);
    }

    private static void Remove(ElfEditor editor, string name)
    {
        Assert.True(editor.File.TryFindSection(name, out ElfSection? section));
        editor.Remove(section.Index);
    }

    private static SymbolTableEditor Without(string name, ElfEditor editor)
    {
        SymbolTableEditor symbols = editor.EditSymbols(editor.File.SymbolSection!);
        symbols.Keep((in ElfSymbolTable table, in ElfSymbol symbol) => Encoding.ASCII.GetString(table.NameOf(symbol)) != name);
        return symbols;
    }

    private static string[] Symbols(ElfFile file)
    {
        ElfSymbolTable table = file.SymbolTable;
        List<string> found = [];
        for (int i = 0; i < table.Count; i++)
        {
            ElfSymbol symbol = table[i];
            string section = symbol.IsUndefined ? "" : file.Sections[(int)symbol.SectionNumber].Name;
            found.Add($"{i}:{Encoding.ASCII.GetString(table.NameOf(symbol))}{(i == 0 ? "" : "@" + section)}");
        }

        return [.. found];
    }

    private static string[] Relocations(ElfFile file, string section)
    {
        ElfSection relocations = file.Sections.ToArray().Single(other =>
            other.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
            && file.Sections[(int)other.Info].Name == section);
        ElfRelocationTable table = file.Relocations(relocations);
        List<string> found = [];
        for (long i = 0; i < table.Count; i++)
        {
            found.Add($"{table[i].Offset}:{Encoding.ASCII.GetString(file.SymbolTable.NameOf(file.SymbolTable[(int)table[i].SymbolIndex]))}");
        }

        return [.. found];
    }

    private static byte[] Bytes(ElfFile file, string name)
    {
        Assert.True(file.TryFindSection(name, out ElfSection? section));
        return file.Contents(section).Span().ToArray();
    }

    private static byte[] Write(ElfEditor editor, bool isPacked)
    {
        using MemoryStream output = new();
        if (isPacked)
        {
            EditedTables tables = editor.MakeTables(SectionNaming.Compacted);
            EditedFile file = tables.Reserve(PackedArrangement.Make(tables));
            file.WriteTo(output.Write);
            Assert.Equal((long)file.Size, output.Length);
        }
        else
        {
            editor.WriteTo(output.Write);
        }

        return output.ToArray();
    }
}
