// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;
using System.Text;

using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Lines;

public sealed class ModuleTablesTests
{
    private static readonly string[] s_present = [".text", ".exit.text", ".init.text"];

    // "a.c" and its NUL take four bytes, "bc.h" five: what follows the names is not aligned.
    private static readonly LineTable s_table = new(
        ["a.c"u8.ToArray(), "bc.h"u8.ToArray()],
        [
            new LineArea(".text", 0x100, [new LineEntry(0, 0, 1), new LineEntry(0x20, 1, 2)]),
            new LineArea(".exit.text", 0x10, [new LineEntry(0, 0, 7)]),
            new LineArea(".init.text", 0x30, [new LineEntry(4, 1, 8)]),
        ]);

    public static TheoryData<ElfMachine, ElfClass, ByteOrder, ulong> Machines { get; } = new()
    {
        { ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little, 8 },
        { ElfMachine.S390, ElfClass.Elf64, ByteOrder.Big, 8 },
        { ElfMachine.I386, ElfClass.Elf32, ByteOrder.Little, 8 },
        { ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Big, 12 }, // the low half of a number of 8 bytes
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Tables_that_are_added_are_read(ElfMachine machine, ElfClass elfClass, ByteOrder order, ulong anchor)
    {
        byte[] before = Object(s_table with { Areas = [] }, new ElfObjectKind(elfClass, order, machine));
        byte[] after = Edit(before, s_table);
        Check(s_table, after);
        int head = elfClass == ElfClass.Elf64 ? 64 : 52;
        using NativeBuffer original = InMemory.File((byte[])before.Clone(), "x.ko");
        int end = (int)ElfFile.Parse(original.Contents).Header.SectionsOffset;
        Assert.True(after.AsSpan(head, end - head).SequenceEqual(before.AsSpan(head, end - head)), "what was there is where it was");
        using NativeBuffer file = InMemory.File(after, "x.ko");
        ElfFile module = ElfFile.Parse(file.Contents);
        ElfSection section = module.Sections.ToArray().First(one => one.Name is ".rela.mod_lineinfo" or ".rel.mod_lineinfo");
        List<ulong> offsets = [];
        foreach (ElfRelocation relocation in module.Relocations(section))
        {
            offsets.Add(relocation.Offset);
        }

        Assert.Equal([anchor, anchor + 16], offsets);
    }

    [Fact]
    public void Tables_that_are_there_are_replaced()
    {
        byte[] once = Edit(Object(s_table with { Areas = [] }), s_table);
        using (NativeBuffer file = InMemory.File((byte[])once.Clone(), "x.ko"))
        {
            Assert.False(ModuleEditor.Edit(ElfFile.Parse(file.Contents), s_table).HasChanges);
        }

        LineTable other = s_table with { Areas = [s_table.Areas[0] with { Entries = [new LineEntry(0, 1, 3)] }] };
        byte[] twice = Edit(once, other);
        using NativeBuffer changed = InMemory.File(twice, "x.ko");
        ElfFile module = ElfFile.Parse(changed.Contents);
        Assert.Single(module.Sections.ToArray(), section => section.Name == ".mod_lineinfo");
        Assert.Single(module.Sections.ToArray(), section => section.Name == ".init.mod_lineinfo");
        Check(other, twice);
    }

    [Fact]
    public void A_signed_module_is_refused()
    {
        byte[] signed = [.. Object(s_table), .. "~Module signature appended~\n"u8];
        using NativeBuffer file = InMemory.File(signed, "x.ko");
        ElfFile module = ElfFile.Parse(file.Contents);
        Assert.Contains(
            "the module is signed", Assert.Throws<RefusedException>(() => ModuleEditor.Edit(module, s_table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_object_has_an_empty_section_for_each_that_the_module_has()
    {
        using NativeBuffer file = InMemory.File(Object(s_table), "x.o");
        ElfFile made = ElfFile.Parse(file.Contents);
        Assert.All(s_present, name => Assert.True(made.TryFindSection(name, out ElfSection? section) && section.Size == 0));
        Check(s_table, Object(s_table));
    }

    // Version 7 labels the second table before it is aligned, and the place of the table is that of the label.
    [Fact]
    public void The_second_table_begins_at_its_header()
    {
        Assert.Equal(0u, PlaceOfSecond(s_table) % 4);
        Assert.NotEqual(0u, PlaceOfSecond(s_table with { IsOriginal = true }) % 4);
    }

    [Fact]
    public void Quotes_are_escaped_in_text_and_newlines_refused()
    {
        string text = Text(s_table with { Files = ["a\"b\\c.c"u8.ToArray()] });
        Assert.Contains("\t.asciz \"a\\\"b\\\\c.c\"\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "a newline in the path", Assert.Throws<RefusedException>(() => Text(s_table with { Files = ["a\nb.c"u8.ToArray()] })).Message,
            StringComparison.Ordinal);
    }

    private static string Text(LineTable table) =>
        Encoding.UTF8.GetString(TableText.OfModule(table, s_present, is64: true, ByteOrder.Little, "x.ko"));

    private static uint PlaceOfSecond(LineTable table) => BinaryPrimitives.ReadUInt32LittleEndian(
        LineSections.Encode(table, LineSections.Blobs[0], ElfClass.Elf64, ByteOrder.Little)!.Value.Contents.AsSpan(8 + 16 + 12));

    private static byte[] Object(LineTable table, ElfObjectKind? kind = null)
    {
        ByteBuilder bytes = new();
        TableObjects.WriteModule(
            table, s_present, kind ?? new ElfObjectKind(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664), "x.ko", bytes);
        return bytes.Bytes.ToArray();
    }

    private static byte[] Edit(byte[] module, LineTable table)
    {
        using NativeBuffer file = InMemory.File((byte[])module.Clone(), "x.ko");
        ElfEditor editor = ModuleEditor.Edit(ElfFile.Parse(file.Contents), table);
        ByteBuilder bytes = new();
        editor.WriteTo(bytes.Write);
        return bytes.Bytes.ToArray();
    }

    private static void Check(LineTable expected, byte[] module)
    {
        using NativeBuffer file = InMemory.File((byte[])module.Clone(), "x.ko");
        IReadOnlyList<StoredTable> tables = StoredTable.Read(ElfFile.Parse(file.Contents));
        Assert.Equal(expected.Areas.Select(area => area.Section), tables.Select(table => table.Section));
        foreach ((LineArea area, StoredTable table) in expected.Areas.Zip(tables))
        {
            Assert.Equal(area.Entries, table.Entries);
            Assert.Equal(expected.Files.Select(name => Encoding.UTF8.GetString(name.Span)), table.Files);
        }
    }
}
