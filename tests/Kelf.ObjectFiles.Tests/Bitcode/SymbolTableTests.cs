// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bitcode;

/// <summary>The linker's symbol table of bitcode, and when it is not used.</summary>
public sealed class SymbolTableTests
{
    [Theory]
    [InlineData(3u)]
    [InlineData(4u)]
    public void Symbols_come_from_the_table(uint version)
    {
        byte[] file = Builder(version).Build();
        Assert.Null(BitcodeText.Reason(file));
        Assert.Equal(
            ["f|f|Global, Executable|", "v|v|HasUncommon, Used|.data.x", "label||Executable|", "w|w|HasUncommon, Weak, Global|.data.y"],
            BitcodeText.Symbols(file));
    }

    [Theory]
    [InlineData(0, 99, "symbol table has version 99")]
    [InlineData(0x10, 0, "symbol table is for 0 modules, not 1")]
    [InlineData(0x10, int.MaxValue, "symbol table is damaged: 0x5fffffff4 bytes at 0x4c reach outside (232 bytes)")]
    [InlineData(0x1c, 0x100, "symbol table is damaged: 0x60 bytes at 0x100 reach outside (232 bytes)")]
    [InlineData(0x28, 1, "symbol table is damaged: 0x4 bytes at 0x2c reach outside (24 bytes)")]
    [InlineData(0x4c, 1, "symbol table is damaged: module has the symbols from 1 to 4")]
    [InlineData(0x50, 5, "symbol table is damaged: 0x4 bytes at 0x74 reach outside (96 bytes)")]
    [InlineData(0x58, 1000, "symbol table is damaged: 0x1 bytes at 0x3e8 reach outside (45 bytes)")]
    public void A_damaged_table_gives_way_to_the_modules(int offset, int value, string reason)
    {
        BitcodeBuilder builder = Builder(3);
        byte[] table = builder.BuildTable();
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(offset), value);
        byte[] file = builder.Build(table);
        Assert.Equal(reason, BitcodeText.Reason(file));
        Assert.Equal(
            ["f|f|Global, Executable|", "v|v|None|.data.x", "w|w|Weak, Global|.data.y", "label||Executable|"],
            BitcodeText.Symbols(file));
    }

    [Fact]
    public void A_short_table_gives_way_to_the_modules() =>
        Assert.Equal("symbol table of 3 bytes has no header", BitcodeText.Reason(Builder(3).Build([3, 0, 0])));

    [Fact]
    public void Without_a_table_the_modules_are_read() =>
        Assert.Equal("no symbol table", BitcodeText.Reason(new BitcodeBuilder { TableVersion = null }.Function("f").Build()));

    /// <summary>LLVM leaves out all of assembly when it cannot assemble a statement.</summary>
    [Fact]
    public void A_table_that_lacks_assembly_gives_way_to_the_modules()
    {
        BitcodeBuilder builder = new BitcodeBuilder { Assembly = "label: .long 1" }.Function("f").Symbol("f", 0x2400, "f");
        Assert.Equal("symbol table lacks the symbols of assembly", BitcodeText.Reason(builder.Build()));
        Assert.Equal(["f|f|Global, Executable|", "label||Executable|"], BitcodeText.Symbols(builder.Build()));
    }

    private static BitcodeBuilder Builder(uint version) => new BitcodeBuilder { TableVersion = version, Assembly = "label:" }
        .Function("f").Variable("v", 3, section: ".data.x").Variable("w", 16, section: ".data.y")
        .Symbol("f", 0x2400, "f").Symbol("v", 0x80, "v", ".data.x").Symbol("label", 0x2000).Symbol("w", 0x410, "w", ".data.y");
}
