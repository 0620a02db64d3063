// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Relocs;

using Xunit;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>The lists of names, with names that are nearly on them.</summary>
public sealed class SymbolNameTests
{
    [Theory]
    [InlineData("xen_irq_disable_direct_reloc", true)]
    [InlineData("xen_irq_disable_direct_reloc2", false)]
    [InlineData("xen_save_fl_direct_reloc", true)]
    [InlineData("_xen_save_fl_direct_reloc", false)]
    [InlineData("VDSO", true)]
    [InlineData("VDSO32_x", true)]
    [InlineData("vdso_x", false)]
    [InlineData("xVDSO", false)]
    [InlineData("__kcfi_typeid_", true)]
    [InlineData("__kcfi_typeid_f", true)]
    [InlineData("__kcfi_typeid", false)]
    [InlineData("__crc_f", true)]
    [InlineData("__crc", false)]
    [InlineData("___crc_f", false)]
    [InlineData("", false)]
    public void Constants(string name, bool isConstant)
    {
        foreach (RelocationRules rules in Enum.GetValues<RelocationRules>())
        {
            Assert.Equal(isConstant, SymbolNames.IsConstant(Encoding.UTF8.GetBytes(name), rules));
        }
    }

    [Theory]
    [InlineData("xen_elfnote_x_offset", true)]
    [InlineData("xen_elfnote___offset", true)]
    [InlineData("xen_elfnote__offset", false)] // nothing between
    [InlineData("xen_elfnote_offset", false)]
    [InlineData("xen_elfnote_x_offset_", false)]
    [InlineData("xen_elfnote_x_offset_offset", true)]
    public void Offsets_in_notes_are_constants_since_7_3(string name, bool isConstant)
    {
        Assert.Equal(isConstant, SymbolNames.IsConstant(Encoding.UTF8.GetBytes(name), RelocationRules.Linux73));
        Assert.False(SymbolNames.IsConstant(Encoding.UTF8.GetBytes(name), RelocationRules.Linux612));
        Assert.False(SymbolNames.IsConstant(Encoding.UTF8.GetBytes(name), RelocationRules.Linux61));
    }

    [Theory]
    [InlineData("__init_begin __init_end __x86_cpu_dev_start __x86_cpu_dev_end __alt_instructions __alt_instructions_end")]
    [InlineData("__iommu_table __iommu_table_end __apicdrivers __apicdrivers_end __tracedata_start __tracedata_end")]
    [InlineData("__start_notes __stop_notes __end_rodata __end_rodata_aligned __initramfs_start jiffies jiffies_64 _end")]
    [InlineData("__start_pci_ __start_pci_fixups_early __end_pci_ __end_pci_fixups_early")]
    [InlineData("__start___ksymtab __start___ksymtab_gpl __start___kcrctab __start___kcrctab_gpl __start___param")]
    [InlineData("__start___modver __start___bug_table")]
    [InlineData("__stop___ksymtab __stop___ksymtab_gpl __stop___kcrctab __stop___kcrctab_gpl __stop___param")]
    [InlineData("__stop___modver __stop___bug_table")]
    public void Relative_names(string names) => Assert.All(names.Split(' '), name =>
    {
        foreach (RelocationRules rules in Enum.GetValues<RelocationRules>())
        {
            Assert.True(Is(name, rules), name);
            Assert.True(Is(name, rules, is64: false), name);
        }
    });

    [Theory]
    [InlineData("__init_begins ___init_begin __init __x86_cpu_dev __alt_instructions_start __iommu_table_start")]
    [InlineData("__start_pci __end_pci __stop_pci_x __start_note __start_notes_ __end_rodata_ __initramfs_size jiffies_6 jiffies_644")]
    [InlineData("_ends __end end __start__ksymtab __start___ksymtab_strings __end___ksymtab __start___ksymtab_unused _text")]
    [InlineData("__start_builtin_fw __end_builtin_fw a_name_that_is_much_longer_than_any_name_that_is_on_the_list")]
    public void Names_that_are_nearly_relative(string names) => Assert.All(names.Split(' ').Append(""), name =>
    {
        foreach (RelocationRules rules in Enum.GetValues<RelocationRules>())
        {
            Assert.False(Is(name, rules), name);
        }
    });

    [Theory]
    [InlineData("__end_rodata_hpage_align", true, true, true, false)]
    [InlineData("__parainstructions", true, false, false, true)]
    [InlineData("__parainstructions_end", true, false, false, true)]
    [InlineData("__smp_locks", true, true, false, true)]
    [InlineData("__smp_locks_end", true, true, false, true)]
    [InlineData("__vvar_page", true, true, false, true)]
    [InlineData("__vvar_pages", false, false, false, false)]
    [InlineData("__per_cpu_load", true, true, false, false)]
    [InlineData("init_per_cpu__x", true, true, false, false)]
    [InlineData("init_per_cpu__", true, true, false, false)]
    [InlineData("init_per_cpu_x", false, false, false, false)]
    public void Names_of_versions(string name, bool in61, bool in612, bool in73, bool in61On32Bits)
    {
        Assert.Equal(in61, Is(name, RelocationRules.Linux61));
        Assert.Equal(in612, Is(name, RelocationRules.Linux612));
        Assert.Equal(in73, Is(name, RelocationRules.Linux73));
        Assert.Equal(in61On32Bits, Is(name, RelocationRules.Linux61, is64: false));
    }

    [Fact]
    public void A_byte_that_is_no_letter_is_compared_as_a_byte() =>
        Assert.False(SymbolNames.IsRelative([(byte)'_', (byte)'e', (byte)'n', 0xe4], RelocationRules.Linux73, is64: true));

    private static bool Is(string name, RelocationRules rules, bool is64 = true) =>
        SymbolNames.IsRelative(Encoding.UTF8.GetBytes(name), rules, is64);
}
