// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>Which relocation of a 32-bit kernel, or of real-mode code, goes where.</summary>
public sealed class I386RuleTests
{
    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    [InlineData(4u)]
    [InlineData(21u)]
    [InlineData(23u)]
    public void What_is_relative_needs_no_place(uint type)
    {
        Assert.Equal("Add32:", new KernelSketch(is64: false).Relocate(type, "own").Places());
        Assert.Equal("Segment16: Linear32:", new KernelSketch(is64: false).Relocate(type, "own").Places(realMode: true));
    }

    [Theory]
    [InlineData(RelocationRules.Linux61)]
    [InlineData(RelocationRules.Linux73)]
    public void There_is_one_list_in_all_versions(RelocationRules rules) =>
        Assert.Equal("Add32:10", new KernelSketch(is64: false).Relocate(1, "own").Places(rules));

    [Fact]
    public void An_undefined_symbol_is_in_the_table()
    {
        KernelSketch kernel = new(is64: false);
        kernel.Elf.Symbol("nowhere", null, binding: ElfSymbolBinding.Weak);
        Assert.Equal("Add32:10", kernel.Relocate(1, "nowhere").Places());
    }

    [Theory]
    [InlineData(3u, "R_386_GOT32 (3)")]
    [InlineData(20u, "R_386_16 (20)")]
    [InlineData(22u, "R_386_8 (22)")]
    [InlineData(43u, "R_386_GOT32X (43)")]
    public void Other_types_are_refused(uint type, string name) => Assert.Equal(
        $".rel.text+0x0: unsupported relocation type: {name}", new KernelSketch(is64: false).Relocate(type, "own").Refusal());

    [Fact]
    public void Absolute_symbols_are_judged_by_name()
    {
        Assert.Equal("Add32:", Kernel("VDSO_x").Relocate(1, "VDSO_x").Places());
        Assert.Equal("Add32:10", Kernel("_end").Relocate(1, "_end").Places());
        Assert.Equal(
            ".rel.text+0x0: invalid absolute R_386_32 relocation: number", Kernel("number").Relocate(1, "number").Refusal());
    }

    [Fact]
    public void A_place_is_moved_once() => Assert.Equal(
        "two relocations name the place 0xc1000010: it would be moved twice (--allow-dup keeps both)",
        new KernelSketch(is64: false).Relocate(1, "own").Relocate(1, "own").Refusal());

    [Fact]
    public void In_real_mode_the_segment_is_stored()
    {
        Assert.Equal("Segment16:10 Linear32:", Kernel("real_mode_seg").Relocate(20, "real_mode_seg").Places(realMode: true));
        Assert.Equal(
            ".rel.text+0x0: invalid absolute R_386_16 relocation: real_mode_segs",
            Kernel("real_mode_segs").Relocate(20, "real_mode_segs").Refusal(realMode: true));
        Assert.Equal(
            ".rel.text+0x0: invalid absolute R_386_32 relocation: real_mode_seg",
            Kernel("real_mode_seg").Relocate(1, "real_mode_seg").Refusal(realMode: true));
    }

    [Fact]
    public void In_real_mode_there_are_no_constants() => Assert.Equal(
        ".rel.text+0x0: invalid absolute R_386_32 relocation: VDSO_x",
        Kernel("VDSO_x").Relocate(1, "VDSO_x").Refusal(realMode: true));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_real_mode_a_linear_address_has_a_prefix(bool isAbsolute)
    {
        KernelSketch kernel = new(is64: false);
        kernel = isAbsolute ? kernel.Absolute("pa_x") : kernel;
        if (!isAbsolute)
        {
            kernel.Elf.Symbol("pa_x", ".text");
        }

        Assert.Equal("Segment16: Linear32:10", kernel.Relocate(1, "pa_x").Places(realMode: true));
        Assert.Equal(
            ".rel.text+0x8: invalid relative R_386_16 relocation: pa_x", kernel.Relocate(20, "pa_x", 0x20).Refusal(realMode: true));
    }

    [Fact]
    public void In_real_mode_other_symbols_need_no_place()
    {
        KernelSketch kernel = new KernelSketch(is64: false).Relocate(1, "own").Relocate(20, "own", 0x20);
        Assert.Equal("Segment16: Linear32:", kernel.Places(realMode: true));
    }

    private static KernelSketch Kernel(string absolute) => new KernelSketch(is64: false).Absolute(absolute);
}
