// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

public sealed class ElfFileTests
{
    /// <summary>Both classes in both byte orders.</summary>
    public static TheoryData<ElfClass, ByteOrder> Formats { get; } = new()
    {
        { ElfClass.Elf32, ByteOrder.Little },
        { ElfClass.Elf32, ByteOrder.Big },
        { ElfClass.Elf64, ByteOrder.Little },
        { ElfClass.Elf64, ByteOrder.Big },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Reads_header_and_sections(ElfClass elfClass, ByteOrder order)
    {
        ElfBuilder builder = new ElfBuilder(elfClass, order, ElfMachine.PowerPc64, ElfType.Dynamic) { Flags = 0x12345678 }
            .Section(".text", [1, 2, 3], flags: ElfSectionFlags.Allocated)
            .Section(".note", [4], ElfSectionType.Note);
        using NativeBuffer buffer = builder.BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.Equal((elfClass, order, ElfType.Dynamic, ElfMachine.PowerPc64),
            (elf.Class, elf.ByteOrder, elf.Type, elf.Machine));
        Assert.Equal(0x12345678u, elf.Flags);
        Assert.Equal(
            ["", ".text", ".note", ".symtab", ".strtab", ".shstrtab"], elf.Sections.ToArray()
                .Select(section => section.Name));
        Assert.Equal([0u, 1, 2, 3, 4, 5], elf.Sections.ToArray().Select(section => section.Index.Value));
        ElfSection text = elf.Sections[1];
        Assert.True(text.IsAllocated);
        Assert.False(text.IsCompressed);
        Assert.Equal((ElfSectionType.ProgramBits, 3ul), (text.Type, text.Size));
        Assert.Equal([1, 2, 3], elf.Contents(text).Span().ToArray());
        Assert.Equal("a.o: .text+0x2: odd", elf.Contents(text).Malformed(2, "odd").Message);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_header_alone_gives_the_same_sections_when_they_are_asked_for(ElfClass elfClass, ByteOrder order)
    {
        using NativeBuffer buffer = new ElfBuilder(elfClass, order).Section(".a", [1], ElfSectionType.Note).Section(".b", [2])
            .Section(".c", [3], ElfSectionType.Note).BuildInMemory();
        ElfFile whole = ElfFile.Parse(buffer.Contents);
        ElfFile lazy = ElfFile.ParseHeader(buffer.Contents);
        Assert.Equal([".a", ".c"], lazy.SectionsOfType(ElfSectionType.Note).Select(section => section.Name));
        Assert.Equal(whole.SectionsOfType(ElfSectionType.Note), lazy.SectionsOfType(ElfSectionType.Note));
        Assert.Equal(whole.SectionAt(2, "x"), lazy.SectionAt(2, "x"));
        Assert.Equal(whole.NamesIndex, lazy.NamesIndex);
        Assert.Equal(whole.Sections.ToArray(), lazy.Sections.ToArray());
        Assert.Throws<MalformedFileException>(() => lazy.SectionAt(99, "x"));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Reads_every_field_of_a_section_header(ElfClass elfClass, ByteOrder order)
    {
        bool is64 = elfClass == ElfClass.Elf64;
        ulong wide = is64 ? 0x1122_3344_5566_7788ul : 0x1122_3344;
        using NativeBuffer buffer = new ElfBuilder(elfClass, order).Section(".x", [1])
            .With(".x", header => header with
            {
                Type = 0x0102_0304, Flags = wide + 1, Address = wide + 2, Offset = wide + 3, Size = wide + 4,
                Link = 0x0506_0708, Info = 0x090a_0b0c, Alignment = wide + 5, EntrySize = wide + 6,
            })
            .BuildInMemory();
        Assert.Equal(
            new ElfSection(
                new SectionIndex(1), ".x", (ElfSectionType)0x0102_0304, (ElfSectionFlags)(wide + 1), wide + 2, wide + 3,
                wide + 4, 0x0506_0708, 0x090a_0b0c, wide + 5, wide + 6)
            {
                NameOffset = 1,
            },
            ElfFile.Parse(buffer.Contents).Sections[1]);
    }

    [Fact]
    public void Finds_the_first_section_of_a_name()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".x", [1]).Section(".x", [2]).BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.True(elf.TryFindSection(".x", out ElfSection? section));
        Assert.Equal(1u, section.Index.Value);
        Assert.False(elf.TryFindSection(".y", out _));
    }

    [Fact]
    public void A_section_without_space_has_no_contents()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".bss", new byte[100], ElfSectionType.NoBits).BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.Equal(100ul, elf.Sections[1].Size);
        Assert.True(elf.Contents(elf.Sections[1]).IsEmpty);
    }

    [Fact]
    public void A_file_may_have_no_sections()
    {
        byte[] bytes = new ElfBuilder().Build();
        bytes.AsSpan(40, 8).Clear(); // e_shoff
        using NativeBuffer buffer = InMemory.File(bytes);
        Assert.True(ElfFile.Parse(buffer.Contents).Sections.IsEmpty);
    }

    [Fact]
    public void Names_that_are_not_UTF8_do_no_harm()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".\u00ff", [1]).BuildInMemory();
        Assert.Equal(".\ufffd", ElfFile.Parse(buffer.Contents).Sections[1].Name);
    }

    [Fact]
    public void Builder_and_reader_round_trip()
    {
        Property.Holds<(byte[][] Contents, bool Is64, bool Big)>(input =>
        {
            ElfBuilder builder = new(
                input.Is64 ? ElfClass.Elf64 : ElfClass.Elf32, input.Big ? ByteOrder.Big : ByteOrder.Little);
            for (int i = 0; i < input.Contents.Length; i++)
            {
                builder.Section($".s{i}", input.Contents[i])
                    .Symbol($"s{i}", $".s{i}", (ulong)i, (ulong)input.Contents[i].Length);
            }

            using NativeBuffer buffer = builder.BuildInMemory();
            ElfFile elf = ElfFile.Parse(buffer.Contents);
            Assert.True(elf.TryFindSection(".symtab", out ElfSection? table));
            ElfSymbolTable symbols = elf.Symbols(table);
            for (int i = 0; i < input.Contents.Length; i++)
            {
                ElfSymbol symbol = symbols[i + 1];
                ElfSection section = elf.SectionAt(symbol.SectionNumber, "st_shndx");
                if (section.Name != $".s{i}" || !elf.Contents(section).Span().SequenceEqual(input.Contents[i])
                    || symbol.Value != (ulong)i || symbol.Size != section.Size
                    || !symbols.NameOf(symbol).SequenceEqual(ByteString($"s{i}")))
                {
                    return false;
                }
            }

            return symbols.Count == input.Contents.Length + 1;
        });
    }

    private static byte[] ByteString(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
