// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>Section numbers that do not fit in 16 bits (gABI 4.1 ch. 4), as <c>-ffunction-sections</c> makes them.</summary>
public sealed class ExtendedNumberingTests
{
    [Theory]
    [InlineData(ElfClass.Elf32, ByteOrder.Big)]
    [InlineData(ElfClass.Elf64, ByteOrder.Little)]
    public void More_sections_than_16_bits_can_count(ElfClass elfClass, ByteOrder order)
    {
        const int Count = 0x10005;
        ElfBuilder builder = new(elfClass, order, ElfMachine.PowerPc64);
        for (int i = 1; i <= Count; i++)
        {
            builder.Section(i == Count ? ".last" : ".many", []);
        }

        using NativeBuffer buffer = builder
            .Symbol("low", ".many").Symbol("last", ".last").Symbol("abs", ElfSymbol.AbsoluteSection).BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.Equal(Count + 5, elf.Sections.Length);
        Assert.Equal(".last", elf.Sections[Count].Name);
        Assert.True(elf.TryFindSection(".symtab", out ElfSection? table));
        ElfSymbolTable symbols = elf.Symbols(table);
        Assert.Equal([Count - 1u, Count, ElfSymbol.AbsoluteSection], Enumerable.Range(1, 3)
            .Select(i => symbols[i].SectionNumber));
    }

    [Fact]
    public void Section_counts_around_the_limit()
    {
        foreach (int count in (int[])[0xfefb, 0xfefc, 0xfefd]) // with the five others: 0xff00 and its neighbours
        {
            ElfBuilder builder = new();
            for (int i = 0; i < count; i++)
            {
                builder.Section(".many", []);
            }

            using NativeBuffer buffer = builder.BuildInMemory();
            Assert.Equal(count + 4, ElfFile.Parse(buffer.Contents).Sections.Length);
        }
    }

    [Fact]
    public void Small_numbers_may_stand_in_the_extended_table_too()
    {
        using NativeBuffer buffer = new ElfBuilder { ForceExtendedIndices = true }
            .Section(".a", []).Section(".b", []).Symbol("a", ".a").Symbol("b", ".b").Symbol("u", null).BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.True(elf.TryFindSection(".symtab", out ElfSection? table));
        ElfSymbolTable symbols = elf.Symbols(table);
        Assert.Equal([1u, 2, 0], Enumerable.Range(1, 3).Select(i => symbols[i].SectionNumber));
        Assert.Equal([1u, 2, 0], Enumerable.Range(1, 3).Select(symbols.SectionNumberAt));
    }

    [Fact]
    public void Without_the_table_an_extended_index_stays_reserved()
    {
        using NativeBuffer buffer = new ElfBuilder { ForceExtendedIndices = true }
            .Section(".a", []).Symbol("a", ".a").With(".symtab_shndx", header => header with { Type = 1 }).BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.True(elf.TryFindSection(".symtab", out ElfSection? table));
        Assert.Equal(0xffff_ffffu, elf.Symbols(table)[1].SectionNumber);
        Assert.Equal(0xffff_ffffu, elf.Symbols(table).SectionNumberAt(1));
    }

    [Fact]
    public void The_table_of_extended_indices_may_be_too_short()
    {
        using NativeBuffer buffer = new ElfBuilder { ForceExtendedIndices = true }
            .Section(".a", []).Symbol("a", ".a").With(".symtab_shndx", header => header with { Size = 4 }).BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.True(elf.TryFindSection(".symtab", out ElfSection? table));
        Expect.Malformed(
            "a.o: .symtab_shndx+0x4: 0x4 bytes are wanted and 0 are left", () => elf.Symbols(table)[1].ToString());
        Expect.Malformed(
            "a.o: .symtab_shndx+0x4: 0x4 bytes are wanted and 0 are left", () => elf.Symbols(table).SectionNumberAt(1).ToString(CultureInfo.InvariantCulture));
    }
}
