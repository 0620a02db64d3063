// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>Reads of the global offset table that a linker made into instructions with an address in them.</summary>
public sealed class RelaxedLoadTests
{
    private const uint GotPcRelX = 41;
    private const uint RexGotPcRelX = 42;

    // In tests/Fixtures/relocs/lld: all that lld relaxes, and what the original relocs makes of it.
    private static readonly uint[] s_relaxed =
    [
        0x8100000a, 0x81000011, 0x81000018, 0x8100001f, 0x81000026, 0x8100002d, 0x81000034, 0x8100003b, 0x81000042, 0x81000049,
    ];

    [Fact]
    public void What_lld_relaxed_is_in_the_table()
    {
        using TestImage image = TestImage.Of("lld");
        RelocationTable table = image.Table();
        Assert.Equal([.. s_relaxed, 0x8100005e], table.Lists[1].Places);
        Assert.Equal([0x81001000], table.Lists[0].Places);
        Assert.Equal(
            "places that the linker relaxed to absolute addresses: 10, the first 0xffffffff8100000a (.text); they are in the "
            + "table, which the original relocs leaves them out of, so that a moved kernel reads wrong addresses there "
            + "(--compat or KELF_RELOCS=compat: leave them out, too)",
            Assert.Single(table.Warnings).Text);
        Assert.Equal(table.Warnings, KernelTable.Make(image.Image, new RelocsOptions()).Warnings);
    }

    [Fact]
    public void The_table_of_the_original_can_be_had()
    {
        using TestImage image = TestImage.Of("lld");
        RelocationTable table = X86Relocs.MakeTable(
            image.Image, new RelocsOptions { Rules = RelocationRules.Linux73, IsCompatible = true });
        Assert.Equal(TestImage.Bytes("lld/table"), table.ToBytes());
        Assert.Equal(TestImage.Text("lld/text"), TestImage.Written(table.WriteText));
        Assert.Empty(table.Warnings);
    }

    [Fact]
    public void Reports_are_those_of_the_original()
    {
        using TestImage image = TestImage.Of("lld");
        RelocsOptions options = new() { Rules = RelocationRules.Linux73 };
        Assert.Equal(
            TestImage.Text("lld/reloc-info"), TestImage.Written(output => RelocsReports.WriteRelocations(image.Image, options, output)));
        Assert.Equal(
            TestImage.Text("lld/abs-relocs"),
            TestImage.Written(output => RelocsReports.WriteAbsoluteRelocations(image.Image, options, output)));
    }

    [Fact]
    public void A_table_without_these_places_does_not_belong_to_the_image()
    {
        using TestImage image = TestImage.Of("lld");
        using NativeBuffer file = InMemory.File(TestImage.Bytes("lld/table"), "table");
        RelocationTable original = TableReader.Read(file.Contents);
        Assert.Equal(
            ["Add32: of 11 places of the image 10 are missing, and 0 are not its own"],
            TableCheck.Check(original, image.Image, new RelocsOptions()));
        Assert.Empty(TableCheck.Check(original, image.Image, new RelocsOptions { IsCompatible = true }));
        Assert.Empty(TableCheck.Check(image.Table(), image.Image, new RelocsOptions()));
    }

    [Theory]
    [InlineData(0x81, 0xf8, true)] // cmp $…, %rax
    [InlineData(0x81, 0xc0, true)] // add
    [InlineData(0xf7, 0xc7, true)] // test
    [InlineData(0xc7, 0xc1, true)] // mov
    [InlineData(0xf7, 0xd7, false)] // not: it has no operand
    [InlineData(0xc7, 0xf8, false)] // xbegin: relative
    [InlineData(0x81, 0x3d, false)] // cmpl $…, (%rip): mode 0
    [InlineData(0x8d, 0x05, false)] // lea
    [InlineData(0x67, 0xe8, false)] // call
    [InlineData(0xe9, 0xc0, false)] // jmp: its operand begins a byte earlier
    [InlineData(0x3b, 0x05, false)] // cmp from the global offset table
    public void The_instruction_decides(byte opcode, byte modRm, bool isAddress)
    {
        KernelSketch kernel = Kernel(opcode, modRm).Relocate(RexGotPcRelX, "own");
        Assert.Equal(isAddress ? "Add64: Add32:10" : "Add64: Add32:", kernel.Places());
    }

    [Theory]
    [InlineData(RelocationRules.Linux61)]
    [InlineData(RelocationRules.Linux612)]
    [InlineData(RelocationRules.Linux73)]
    public void Both_types_and_all_rules(RelocationRules rules)
    {
        foreach (uint type in (uint[])[GotPcRelX, RexGotPcRelX])
        {
            Assert.EndsWith("Add32:10", Kernel(0x81, 0xf8).Relocate(type, "own").Places(rules), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_symbol_decides_as_for_other_places()
    {
        Assert.Equal("Add64: Add32:", Kernel(0x81, 0xf8).Absolute("VDSO_tag").Relocate(RexGotPcRelX, "VDSO_tag").Places());
        Assert.Equal(
            ".rela.text+0x0: invalid absolute R_X86_64_REX_GOTPCRELX relocation: tag_value",
            Kernel(0x81, 0xf8).Absolute("tag_value").Relocate(RexGotPcRelX, "tag_value").Refusal());
        KernelSketch weak = Kernel(0x81, 0xf8);
        weak.Elf.Symbol("nowhere", null, binding: ElfSymbolBinding.Weak);
        Assert.Equal("Add64: Add32:", weak.Relocate(RexGotPcRelX, "nowhere").Places());
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(1ul)]
    [InlineData(0xfdul)]
    [InlineData(0x1000ul)]
    [InlineData(ulong.MaxValue - 0xffff_ffff_8100_0000)]
    public void Without_a_whole_instruction_it_is_none(ulong at) =>
        Assert.Equal("Add64: Add32:", Kernel(0x81, 0xf8).Relocate(RexGotPcRelX, "own", at).Places());

    private static KernelSketch Kernel(byte opcode, byte modRm)
    {
        KernelSketch kernel = new();
        byte[] text = kernel.Elf.ContentsOf(".text");
        (text[0xe], text[0xf]) = (opcode, modRm);
        return kernel;
    }
}
