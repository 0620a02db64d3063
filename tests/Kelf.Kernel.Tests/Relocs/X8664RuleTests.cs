// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>Which relocation of an x86-64 kernel goes where, one at a time.</summary>
public sealed class X8664RuleTests
{
    [Theory]
    [InlineData(0u)] // R_X86_64_NONE
    [InlineData(2u)] // R_X86_64_PC32
    [InlineData(4u)] // R_X86_64_PLT32
    [InlineData(24u)] // R_X86_64_PC64
    [InlineData(42u)] // R_X86_64_REX_GOTPCRELX
    public void What_is_relative_needs_no_place(uint type) =>
        Assert.Equal("Add64: Add32:", new KernelSketch().Relocate(type, "own").Places());

    [Theory]
    [InlineData(1u, "Add64:10 Add32:")] // R_X86_64_64
    [InlineData(10u, "Add64: Add32:10")] // R_X86_64_32
    [InlineData(11u, "Add64: Add32:10")] // R_X86_64_32S
    public void What_is_absolute_does(uint type, string places) =>
        Assert.Equal(places, new KernelSketch().Relocate(type, "own").Places());

    [Theory]
    [InlineData(9u, "R_X86_64_GOTPCREL (9)")]
    [InlineData(12u, "R_X86_64_16 (12)")]
    [InlineData(3u, "R_X86_64_GOT32 (3)")]
    [InlineData(25u, "R_X86_64_GOTOFF64 (25)")]
    [InlineData(41u, "R_X86_64_GOTPCRELX (41)")]
    [InlineData(100u, "100")]
    public void Other_types_are_refused(uint type, string name) => Assert.Equal(
        $".rela.text+0x0: unsupported relocation type: {name}", new KernelSketch().Relocate(type, "own").Refusal());

    [Theory]
    [InlineData(RelocationRules.Linux61)]
    [InlineData(RelocationRules.Linux612)]
    public void Before_7_3_a_relaxed_load_was_not_known(RelocationRules rules) => Assert.Equal(
        ".rela.text+0x0: unsupported relocation type: R_X86_64_REX_GOTPCRELX (42)",
        new KernelSketch().Relocate(42, "own").Refusal(rules));

    [Theory]
    [InlineData(1u)]
    [InlineData(11u)]
    [InlineData(9u)] // the type is not even looked at
    [InlineData(200u)]
    public void An_undefined_symbol_is_passed_over(uint type)
    {
        KernelSketch kernel = new();
        kernel.Elf.Symbol("nowhere", null, binding: ElfSymbolBinding.Weak);
        Assert.Equal("Add64: Add32:", kernel.Relocate(type, "nowhere").Places());
    }

    [Theory]
    [InlineData(1u, "R_X86_64_64")]
    [InlineData(10u, "R_X86_64_32")]
    [InlineData(11u, "R_X86_64_32S")]
    public void An_absolute_symbol_is_refused_unless_it_is_listed(uint type, string name)
    {
        Assert.Equal(
            $".rela.text+0x0: invalid absolute {name} relocation: tag_value",
            new KernelSketch().Absolute("tag_value").Relocate(type, "tag_value").Refusal());
        Assert.Equal("Add64: Add32:", new KernelSketch().Absolute("VDSO_tag").Relocate(type, "VDSO_tag").Places());
        Assert.NotEqual("Add64: Add32:", new KernelSketch().Absolute("_end").Relocate(type, "_end").Places());
    }

    [Fact]
    public void A_relative_relocation_may_name_an_absolute_symbol() =>
        Assert.Equal("Add64: Add32:", new KernelSketch().Absolute("tag_value").Relocate(2, "tag_value").Places());

    [Fact]
    public void A_section_symbol_goes_by_its_section() =>
        Assert.Equal("Add64:10 Add32:", new KernelSketch().Relocate(1, ".text").Places());

    [Fact]
    public void Lists_are_sorted_as_unsigned_numbers()
    {
        KernelSketch kernel = new KernelSketch().Relocate(1, "own", 0x80).Relocate(1, "own", 0x20).Relocate(1, "own", 0x40);
        kernel.Elf.Section(".low", new byte[0x20], flags: ElfSectionFlags.Allocated)
            .With(".low", header => header with { Address = 0x1000 })
            .Relocate(".low", 0x1008, 1, "own");
        Assert.Equal([0x1008, 0x81000020, 0x81000040, 0x81000080], kernel.Table().Lists[0].Places);
    }

    [Theory]
    [InlineData(0x8000_0000ul)] // not the sign extension of its low half
    [InlineData(0x1_0000_0000ul)]
    [InlineData(0xffff_fffe_8100_0000ul)]
    public void A_place_that_needs_more_than_32_bits_is_refused(ulong address)
    {
        KernelSketch kernel = new();
        kernel.Elf.Section(".far", new byte[0x20], flags: ElfSectionFlags.Allocated)
            .With(".far", header => header with { Address = address })
            .Relocate(".far", address + 8, 10, "own");
        Assert.Equal($".rela.far+0x0: offset 0x{address + 8:x} does not fit in 32 bits", kernel.Refusal());
    }

    [Fact]
    public void A_place_at_0_would_end_the_list()
    {
        KernelSketch kernel = new();
        kernel.Elf.Section(".zero", new byte[0x20], flags: ElfSectionFlags.Allocated).Relocate(".zero", 0, 1, "own");
        Assert.Equal(".rela.zero+0x0: offset 0 would end the table", kernel.Refusal());
    }

    [Theory]
    [InlineData(1u, 0xf8u, true)]
    [InlineData(1u, 0xf9u, false)]
    [InlineData(10u, 0xfcu, true)]
    [InlineData(10u, 0xfdu, false)]
    [InlineData(10u, 0x1000u, false)]
    [InlineData(10u, 0xffff_ffff_ffff_fff0u, false)]
    public void A_place_is_inside_the_section_that_it_changes(uint type, ulong at, bool fits)
    {
        KernelSketch kernel = new KernelSketch().Relocate(type, "own", at);
        if (fits)
        {
            Assert.Equal(1, kernel.Table().Count);
            return;
        }

        Assert.Equal(
            $".rela.text+0x0: {(type == 1 ? 8 : 4)} bytes at 0x{KernelSketch.Start64 + at:x} are outside .text "
            + "(0x100 bytes at 0xffffffff81000000)",
            kernel.Refusal());
    }

    [Theory]
    [InlineData(1u, 1u)]
    [InlineData(10u, 11u)]
    [InlineData(1u, 10u)] // in two lists
    public void A_place_is_moved_once(uint first, uint second)
    {
        KernelSketch kernel = new KernelSketch().Relocate(first, "own").Relocate(second, "own");
        Assert.Equal(
            "two relocations name the place 0x81000010: it would be moved twice (--allow-dup keeps both)", kernel.Refusal());
        Assert.Equal(2, kernel.Table(allowDuplicates: true).Count);
    }

    [Fact]
    public void Notes_and_what_is_not_loaded_are_passed_over()
    {
        KernelSketch kernel = new KernelSketch().Relocate(1, "own");
        kernel.Elf.Section(".notes", new byte[0x20], ElfSectionType.Note, ElfSectionFlags.Allocated).Relocate(".notes", 8, 99, "own")
            .Section(".debug", new byte[0x20]).Relocate(".debug", 8, 99, "own");
        Assert.Equal("Add64:10 Add32:", kernel.Places());
    }

    [Fact]
    public void Real_mode_code_has_32_bits() => Assert.Equal(
        "real-mode code is 32-bit ELF, and this is 64-bit: leave --realmode out for a kernel",
        new KernelSketch().Relocate(1, "own").Refusal(realMode: true));
}
