// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class SectionSymbolTests
{
    private const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;

    [Theory]
    [InlineData("f", "f@0 10")] // up to g, though st_size says 12: padding belongs to it
    [InlineData("g", "g@10 8")] // an alias at the same place ends nothing, nor does a symbol inside
    [InlineData("alias", "alias@10 8")]
    [InlineData("inside", "inside@14 4")]
    [InlineData("last", "last@18 8")] // up to the end of the section; mapping symbols are none
    [InlineData("twin", "twin@18 8, twin@20 10")] // that of .init.text lies behind the code that stays
    [InlineData("sizeless", "sizeless@18 8")]
    [InlineData("absolute", "absolute@5 0")]
    [InlineData("elsewhere", "elsewhere@0 0")]
    [InlineData("nothing", "")]
    public void A_symbol_ends_where_the_next_one_of_its_section_begins(string name, string expected)
    {
        using NativeBuffer file = new ElfBuilder()
            .Section(".text", new byte[0x20], flags: Code)
            .Section(".init.text", new byte[0x10], flags: Code)
            .Symbol("f", ".text", 0, 12)
            .Symbol("g", ".text", 0x10, 8)
            .Symbol("alias", ".text", 0x10, 8)
            .Symbol("inside", ".text", 0x14, 2)
            .Symbol("last", ".text", 0x18, 4)
            .Symbol("twin", ".text", 0x18, 4)
            .Symbol("sizeless", ".text", 0x18)
            .Symbol("$x", ".text", 0x1c)
            .Symbol(".L1", ".text", 0x1c)
            .Symbol("L0\u0001", ".text", 0x1c)
            .Symbol("twin", ".init.text", 0, 4)
            .Symbol("absolute", ElfSymbol.AbsoluteSection, 5)
            .Symbol("elsewhere", null)
            .BuildInMemory();
        ILookup<string, SectionSymbol> found = SectionSymbol.Find(ElfFile.Parse(file.Contents), [name, "f", name]);
        Assert.Equal(
            expected,
            string.Join(", ", found[name].Select(symbol => $"{name}@{PlaceOf(symbol):x} {symbol.Size:x}")));
    }

    // .init.text is laid at the next page.
    private static ulong PlaceOf(SectionSymbol symbol) =>
        symbol.Section?.Name == ".init.text" ? symbol.Address - 0x1000 + 0x20 : symbol.Address;

    [Fact]
    public void The_last_symbol_of_a_linked_section_ends_with_it()
    {
        using NativeBuffer file = new ElfBuilder(type: ElfType.Executable)
            .Section(".text", new byte[0x20], flags: Code)
            .With(".text", header => header with { Address = 0x1000 })
            .Symbol("f", ".text", 0x1008, 4)
            .BuildInMemory();
        SectionSymbol symbol = Assert.Single(SectionSymbol.Find(ElfFile.Parse(file.Contents), ["f"])["f"]);
        Assert.Equal((0x1008ul, 0x18ul), (symbol.Address, symbol.Size));
    }
}
