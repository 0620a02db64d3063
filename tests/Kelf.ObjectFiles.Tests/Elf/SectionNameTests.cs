// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>The names of sections up to the edges of their table, read all at once and one by one.</summary>
public sealed class SectionNameTests
{
    private const int NamesIndexField = 62;

    [Fact]
    public void One_header_is_that_of_all()
    {
        using NativeBuffer buffer = InMemory.File(Elf().Build());
        SectionHeaderTable table = Table(buffer);
        ElfSection[] all = table.ReadAll();
        Assert.Equal(["", ".x", ".y", ".symtab", ".strtab", ".shstrtab"], all.Select(section => section.Name));
        Assert.Equal(all, Enumerable.Range(0, table.Count).Select(table.Read));
    }

    [Fact]
    public void Without_a_table_there_are_no_names()
    {
        // What the null section's header says is not looked at.
        byte[] file = Elf().With("", header => header with { Size = 1 << 20 }).Build();
        (file[NamesIndexField], file[NamesIndexField + 1]) = (0, 0);
        using NativeBuffer buffer = InMemory.File(file);
        AllAreEmpty(Table(buffer));

        // A table of no bytes, at the very end of the file.
        using NativeBuffer empty = InMemory.File(
            Elf().With(".shstrtab", header => header with { Offset = (ulong)file.Length, Size = 0 }).Build());
        AllAreEmpty(Table(empty));
    }

    [Fact]
    public void The_table_may_reach_to_the_end_of_the_file()
    {
        byte[] file = Elf().Build();
        using NativeBuffer whole = InMemory.File(
            Elf().With(".shstrtab", header => header with { Size = (ulong)file.Length - header.Offset }).Build());
        Assert.Equal(".x", Table(whole).Read(1).Name);
        using NativeBuffer beyond = InMemory.File(
            Elf().With(".shstrtab", header => header with { Size = (ulong)file.Length - header.Offset + 1 }).Build());
        Assert.Contains(
            "reaches outside the file", Assert.Throws<MalformedFileException>(() => Table(beyond).ReadAll()).Message, StringComparison.Ordinal);
        using NativeBuffer behind = InMemory.File(
            Elf().With(".shstrtab", header => header with { Offset = (ulong)file.Length + 1, Size = 0 }).Build());
        Expect.Malformed(
            $"a.o: +0x{file.Length + 1:x}: section name table of 0x0 bytes reaches outside the file ({file.Length} bytes)",
            () => Table(behind).ReadAll());
    }

    [Fact]
    public void Names_and_the_table_s_index_have_to_be_inside()
    {
        int size = 0;
        byte[] file = Elf().With(".shstrtab", header =>
        {
            size = (int)header.Size;
            return header;
        }).Build();
        using NativeBuffer buffer = InMemory.File(Elf().With(".x", header => header with { Name = (uint)size }).Build());
        string message = Assert.Throws<MalformedFileException>(() => Table(buffer).Read(1)).Message;
        Assert.EndsWith(
            $"name offset 0x{size:x} of section 1 is outside the section name table ({size} bytes)", message, StringComparison.Ordinal);
        file[NamesIndexField] = 6;
        using NativeBuffer outside = InMemory.File(file);
        Expect.Malformed("a.o: +0x3e: section name table index 6 is not below 6", () => ElfFile.Parse(outside.Contents));
    }

    private static void AllAreEmpty(SectionHeaderTable table)
    {
        Assert.Equal(6, table.Count);
        Assert.All(table.ReadAll(), section => Assert.Equal("", section.Name));
        Assert.All(Enumerable.Range(0, 6), index => Assert.Equal("", table.Read(index).Name));
    }

    private static ElfBuilder Elf() => new ElfBuilder().Section(".x", [1]).Section(".y", [2]);

    private static SectionHeaderTable Table(NativeBuffer buffer) => new(
        buffer.Contents, ElfClass.Elf64, ByteOrder.Little, ElfHeader.Read(buffer.Contents, ElfClass.Elf64, ByteOrder.Little));
}
