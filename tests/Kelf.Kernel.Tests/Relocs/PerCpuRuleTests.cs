// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>The rules before 7.3 for a per-CPU section that is linked at 0.</summary>
public sealed class PerCpuRuleTests
{
    private const ulong Load = KernelSketch.Start64 + 0x2000;

    [Theory]
    [InlineData(2u)]
    [InlineData(4u)]
    public void A_distance_to_a_variable_shrinks(uint type)
    {
        Assert.Equal("Add64: Subtract32:10 Add32:", Kernel().Relocate(type, "variable").Places(RelocationRules.Linux612));
        Assert.Equal("Add64: Subtract32:10 Add32:", Kernel().Relocate(type, "variable").Places(RelocationRules.Linux61));
        Assert.Equal("Add64: Add32:", Kernel().Relocate(type, "variable").Places());
    }

    [Theory]
    [InlineData("__init_begin")]
    [InlineData("__per_cpu_load")]
    [InlineData("init_per_cpu_")]
    [InlineData("init_per_cpu__x")]
    public void An_edge_of_the_section_is_no_variable(string name)
    {
        KernelSketch kernel = Kernel(hasLoad: name != "__per_cpu_load");
        kernel.Elf.Symbol(name, ".data..percpu", name == "__per_cpu_load" ? Load : 0);
        Assert.Equal("Add64: Subtract32: Add32:", kernel.Relocate(2, name).Places(RelocationRules.Linux612));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(10u)]
    [InlineData(11u)]
    public void The_number_of_a_variable_stays(uint type) =>
        Assert.Equal("Add64: Subtract32: Add32:", Kernel().Relocate(type, "variable").Places(RelocationRules.Linux612));

    [Fact]
    public void A_long_distance_to_a_variable_is_refused() => Assert.Equal(
        ".rela.text+0x0: invalid per-CPU R_X86_64_PC64 relocation: variable",
        Kernel().Relocate(24, "variable").Refusal(RelocationRules.Linux612));

    [Fact]
    public void Places_in_the_section_are_where_it_is_loaded()
    {
        KernelSketch kernel = Kernel();
        kernel.Elf.Relocate(".data..percpu", 8, 1, "own").Relocate(".data..percpu", 0x10, 2, "variable");
        Assert.Equal("Add64:2008 Subtract32:2010 Add32:", kernel.Places(RelocationRules.Linux612));
    }

    [Fact]
    public void Somebody_has_to_say_where_it_is_loaded()
    {
        Assert.Equal(
            ".data..percpu is linked at 0, but there is no symbol __per_cpu_load to say where it is loaded",
            Kernel(hasLoad: false).Relocate(2, "variable").Refusal(RelocationRules.Linux612));
        Assert.Equal("Add64: Add32:", Kernel(hasLoad: false).Relocate(2, "variable").Places());
    }

    [Fact]
    public void A_section_that_is_not_at_0_is_like_others()
    {
        KernelSketch kernel = Kernel(hasLoad: false);
        kernel.Elf.With(".data..percpu", header => header with { Address = Load });
        Assert.Equal("Add64: Subtract32: Add32:", kernel.Relocate(2, "variable").Places(RelocationRules.Linux612));
        Assert.Equal("Add64:10,20 Subtract32: Add32:", kernel.Relocate(1, "variable").Relocate(1, "own", 0x20).Places(RelocationRules.Linux612));
    }

    [Fact]
    public void A_place_that_would_end_the_list_is_refused()
    {
        KernelSketch kernel = new();
        kernel.Elf.Section(".data..percpu", new byte[0x20], flags: ElfSectionFlags.Allocated)
            .Symbol("variable", ".data..percpu")
            .Symbol("__per_cpu_load", ElfSymbol.AbsoluteSection, 0)
            .Relocate(".data..percpu", 0, 2, "variable");
        Assert.Equal(".rela.data..percpu+0x0: offset 0 would end the table", kernel.Refusal(RelocationRules.Linux612));
    }

    private static KernelSketch Kernel(bool hasLoad = true)
    {
        KernelSketch kernel = new();
        kernel.Elf.Section(".data..percpu", new byte[0x20], flags: ElfSectionFlags.Allocated)
            .Symbol("variable", ".data..percpu", 4);
        if (hasLoad)
        {
            kernel.Elf.Symbol("__per_cpu_load", ElfSymbol.AbsoluteSection, Load);
        }

        return kernel;
    }
}
