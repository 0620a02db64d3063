// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Modpost.Imports;
using Kelf.Kernel.Modpost.Releases;
using Kelf.ObjectFiles.Elf;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.Imports;

/// <summary>Which undefined symbols are imports, and under which name, on each machine.</summary>
public sealed class ImportNameTests
{
    [Theory]
    [InlineData("__this_module", ElfMachine.X8664, true)]
    [InlineData("_GLOBAL_OFFSET_TABLE_", ElfMachine.X8664, true)]
    [InlineData("__start_x", ElfMachine.X8664, true)]
    [InlineData("__stop_x", ElfMachine.X8664, true)]
    [InlineData("printk", ElfMachine.X8664, false)]
    [InlineData("_restgpr_14_x", ElfMachine.PowerPc, true)]
    [InlineData("_save32gpr_14", ElfMachine.PowerPc, true)]
    [InlineData("_restvr_20", ElfMachine.PowerPc, true)]
    [InlineData("_restgpr0_14", ElfMachine.PowerPc, false)]
    [InlineData("_restgpr0_14", ElfMachine.PowerPc64, true)]
    [InlineData("_savefpr_14", ElfMachine.PowerPc64, true)]
    [InlineData(".TOC.", ElfMachine.PowerPc64, true)]
    [InlineData(".TOC.", ElfMachine.PowerPc, false)]
    [InlineData("_restgpr_14", ElfMachine.X8664, false)]
    public void Some_are_of_no_other_module(string name, ElfMachine machine, bool isIgnored) =>
        Assert.Equal(isIgnored, new IgnoredImports(machine, ModpostRelease.Linux73).Contains(Encoding.ASCII.GetBytes(name)));

    [Fact]
    public void Boundaries_of_sections_were_reported_before_7_3()
    {
        Assert.False(new IgnoredImports(ElfMachine.X8664, ModpostRelease.Linux612).Contains("__start_x"u8));
        Assert.False(new IgnoredImports(ElfMachine.X8664, ModpostRelease.Linux61).Contains("__stop_x"u8));
    }

    [Theory]
    [InlineData(ElfMachine.SparcV9, ".div", 0, "_Div")]
    [InlineData(ElfMachine.Sparc, ".div", 0, "_Div")]
    [InlineData(ElfMachine.SparcV9, "div", 0, "div")]
    [InlineData(ElfMachine.SparcV9, "g2", 13, null)]
    [InlineData(ElfMachine.X8664, ".div", 13, ".div")]
    public void Assembly_of_SPARC_has_its_own_names(ElfMachine machine, string name, byte type, string? exported)
    {
        ReadOnlySpan<byte> found = Encoding.ASCII.GetBytes(name);
        bool isImport = SparcNames.TryGet(machine, new ElfSymbol(0, 0, 0, type, 0, 0, 1), ref found);
        Assert.Equal(exported, isImport ? Encoding.ASCII.GetString(found) : null);
    }

    [Theory]
    [InlineData("6.1.192", ModpostRelease.Linux61)]
    [InlineData("6.3", ModpostRelease.Linux61)]
    [InlineData("6.4.0-rc1", ModpostRelease.Linux612)]
    [InlineData("6.12.117-amd64", ModpostRelease.Linux612)]
    [InlineData("7.0", ModpostRelease.Linux73)]
    [InlineData("7.3.4", ModpostRelease.Linux73)]
    [InlineData("99.1", ModpostRelease.Linux73)]
    [InlineData("", null)]
    [InlineData("next", null)]
    public void A_version_has_the_rules_of_a_known_release(string version, ModpostRelease? release) =>
        Assert.Equal(release, ReleaseFinder.TryParse(version));
}
