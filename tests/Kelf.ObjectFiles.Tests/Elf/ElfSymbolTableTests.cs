// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

public sealed class ElfSymbolTableTests
{
    [Theory]
    [MemberData(nameof(ElfFileTests.Formats), MemberType = typeof(ElfFileTests))]
    public void Reads_symbols(ElfClass elfClass, ByteOrder order)
    {
        using NativeBuffer buffer = new ElfBuilder(elfClass, order)
            .Section(".text", new byte[16])
            .Symbol("f", ".text", 0x1234_5678, 0x0102_0304, type: ElfSymbolType.Function)
            .Symbol("l", ".text", 1, binding: ElfSymbolBinding.Local, type: ElfSymbolType.Object)
            .Symbol("u", null, binding: ElfSymbolBinding.Weak)
            .Symbol("c", ElfSymbol.CommonSection, 8, 4)
            .BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        ElfSymbolTable symbols = Table(elf);
        Assert.Equal(5, symbols.Count);
        Assert.Equal(default, symbols[0]);
        Assert.True(symbols.NameOf(symbols[0]).IsEmpty);
        Assert.Equal(
            [
                ("l", ElfSymbolBinding.Local, ElfSymbolType.Object, 1u, 1ul, 0ul, false),
                ("f", ElfSymbolBinding.Global, ElfSymbolType.Function, 1u, 0x1234_5678ul, 0x0102_0304ul, false),
                ("u", ElfSymbolBinding.Weak, ElfSymbolType.NoType, 0u, 0ul, 0ul, true),
                ("c", ElfSymbolBinding.Global, ElfSymbolType.NoType, ElfSymbol.CommonSection, 8ul, 4ul, false),
            ],
            Enumerable.Range(1, 4).Select(i =>
            {
                ElfSymbol s = symbols[i];
                string name = System.Text.Encoding.UTF8.GetString(symbols.NameOf(s));
                return (name, s.Binding, s.Type, s.SectionNumber, s.Value, s.Size, s.IsUndefined);
            }));
        Assert.Equal([0u, 1, 1, 0, ElfSymbol.CommonSection], Enumerable.Range(0, 5).Select(symbols.SectionNumberAt));
        Assert.Throws<MalformedFileException>(() => symbols.SectionNumberAt(5).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(ElfFileTests.Formats), MemberType = typeof(ElfFileTests))]
    public void Finds_the_first_symbol_of_a_name_that_is_accepted(ElfClass elfClass, ByteOrder order)
    {
        using NativeBuffer buffer = new ElfBuilder(elfClass, order)
            .Section(".text", new byte[16])
            .Symbol("a_banner", ".text", 1)
            .Symbol("banner", null)
            .Symbol("banner2", ".text", 2)
            .Symbol("banner", ".text", 3)
            .Symbol("banner", ".text", 4)
            .BuildInMemory();
        ElfSymbolTable symbols = Table(ElfFile.Parse(buffer.Contents));
        Assert.Equal(3ul, symbols.Find("banner"u8, symbol => !symbol.IsUndefined)?.Value);
        Assert.Equal(4ul, symbols.Find("banner"u8, symbol => symbol.Value > 3)?.Value);
        Assert.Equal(1ul, symbols.Find("a_banner"u8, _ => true)?.Value);
        Assert.Null(symbols.Find("banner"u8, symbol => symbol.Value > 4));
        Assert.Null(symbols.Find("anne"u8, _ => true));
        Assert.Null(symbols.Find("banner3"u8, _ => true));
    }

    [Fact]
    public void Finds_a_name_that_the_string_table_has_many_times_and_one_that_is_the_end_of_another()
    {
        ElfBuilder builder = new ElfBuilder().Section(".x", []);
        for (ulong i = 1; i <= 20; i++)
        {
            builder.Symbol($"{i}_banner", ".x", i);
        }

        // The last symbol's name is the end of the twentieth's.
        using NativeBuffer buffer = builder.Symbol("", ".x", 21).BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        ElfSymbolTable symbols = Table(elf);
        ElfSection section = elf.SymbolSection!;
        ulong at = section.Offset + (21 * section.EntrySize);
        uint end = (uint)symbols.Strings.IndexOf("20_banner"u8) + 3;
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.Writable(at, 4), end);
        Assert.Equal(21, Table(ElfFile.Parse(buffer.Contents)).Find("banner"u8, _ => true)?.Index);
    }

    [Theory]
    [InlineData(ElfClass.Elf64, 16, "a.o: .symtab+0x0: expected sh_entsize (16) to be 24")]
    [InlineData(ElfClass.Elf32, 0, "a.o: .symtab+0x0: expected sh_entsize (0) to be 16")]
    public void Refuses_another_entry_size(ElfClass elfClass, ulong size, string message) => Refuses(
        new ElfBuilder(elfClass).With(".symtab", header => header with { EntrySize = size }), message);

    [Fact]
    public void Refuses_strings_in_no_section() => Refuses(
        new ElfBuilder().With(".symtab", header => header with { Link = 9 }),
        "a.o: sh_link of section 1 (.symtab) is 9, but there are 4 sections");

    [Fact]
    public void Refuses_a_name_outside_the_strings()
    {
        using NativeBuffer buffer = new ElfBuilder()
            .Section(".x", []).Symbol("name", ".x").With(".strtab", header => header with { Size = 1 }).BuildInMemory();
        ElfSymbolTable symbols = Table(ElfFile.Parse(buffer.Contents));
        Expect.Malformed(
            "a.o: .symtab+0x18: name offset 0x1 of symbol 1 is outside .strtab (1 bytes)", () => symbols.NameOf(symbols[1]).ToArray());
    }

    [Fact]
    public void Refuses_an_index_outside()
    {
        using NativeBuffer buffer = new ElfBuilder().BuildInMemory();
        ElfSymbolTable symbols = Table(ElfFile.Parse(buffer.Contents));
        Expect.Malformed("a.o: .symtab+0x18: 0x4 bytes are wanted and 0 are left", () => symbols[1].ToString());
    }

    [Fact]
    public void A_remainder_is_no_symbol()
    {
        using NativeBuffer buffer = new ElfBuilder().Symbol("a", null)
            .With(".symtab", header => header with { Size = 47 }).BuildInMemory();
        Assert.Equal(1, Table(ElfFile.Parse(buffer.Contents)).Count);
    }

    [Fact]
    public void Walking_allocates_nothing()
    {
        ElfBuilder builder = new ElfBuilder { ForceExtendedIndices = true }.Section(".text", []);
        for (int i = 0; i < 10_000; i++)
        {
            builder.Symbol("s", ".text", (ulong)i);
        }

        using NativeBuffer buffer = builder.BuildInMemory();
        ElfSymbolTable symbols = Table(ElfFile.Parse(buffer.Contents));
        Allocation.None(50_015_000, () =>
        {
            long sum = 0;
            for (int i = 0; i < symbols.Count; i++)
            {
                ElfSymbol symbol = symbols[i];
                sum += (long)symbol.Value + symbol.SectionNumber + symbols.NameOf(symbol).Length;
            }

            return sum;
        });
    }

    private static void Refuses(ElfBuilder builder, string message)
    {
        using NativeBuffer buffer = builder.BuildInMemory();
        Expect.Malformed(message, () => Table(ElfFile.Parse(buffer.Contents)));
    }

    private static ElfSymbolTable Table(ElfFile elf)
    {
        Assert.True(elf.TryFindSection(".symtab", out ElfSection? section));
        return elf.Symbols(section);
    }
}
