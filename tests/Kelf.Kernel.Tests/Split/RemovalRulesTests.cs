// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Split;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Split;

/// <summary>What goes, by name and by release.</summary>
public sealed class RemovalRulesTests
{
    [Theory]
    [InlineData(ImageLayout.GnuObjcopy, RelocationRules.Linux73, "all")]
    [InlineData(ImageLayout.GnuObjcopy, RelocationRules.Linux612, "dotted")]
    [InlineData(ImageLayout.LlvmObjcopy, RelocationRules.Linux73, "all")]
    [InlineData(ImageLayout.LlvmObjcopy, RelocationRules.Linux61, "dotted")]
    [InlineData(ImageLayout.Reuse, RelocationRules.Linux61, "all")]
    [InlineData(ImageLayout.Compact, RelocationRules.Linux612, "all")]
    public void Names_of_relocations(ImageLayout layout, RelocationRules release, string which)
    {
        RemovalRules rules = Rules(new SplitOptions { Layout = layout, Rules = release });
        bool isAll = which == "all";
        Assert.Equal(isAll, rules.ModuleInformation);
        foreach (string name in (string[])[".rel.text", ".rela.text", ".rel__ex_table", ".rela__ksymtab", ".rela.", ".rela__"])
        {
            Assert.True(rules.IsNamedLikeRelocations(name), name);
        }

        // These have no dot, or one underscore: only the newer rule, which is a prefix, takes them.
        foreach (string name in (string[])[".rela", ".rel", ".relaruntime_x", ".relx", ".rela_x", ".relax.y", ".relro_padding"])
        {
            Assert.Equal(isAll, rules.IsNamedLikeRelocations(name));
        }

        Assert.Equal(!isAll, rules.IsNamedLikeRelocations(".rela.dyn"));
        foreach (string name in (string[])[".text", "rel.text", ".re", "", "x.rela.text", ".Rela.text"])
        {
            Assert.False(rules.IsNamedLikeRelocations(name), name);
        }
    }

    [Fact]
    public void Relocations_may_stay()
    {
        RemovalRules rules = Rules(new SplitOptions { KeepRelocations = true });
        Assert.False(rules.IsNamedLikeRelocations(".rela.text"));
        Assert.True(rules.ModuleInformation);
    }

    [Theory]
    [InlineData(ImageLayout.LlvmObjcopy, RelocationRules.Linux73, true, false)]
    [InlineData(ImageLayout.GnuObjcopy, RelocationRules.Linux73, true, true)]
    [InlineData(ImageLayout.Reuse, RelocationRules.Linux73, true, true)]
    [InlineData(ImageLayout.Reuse, RelocationRules.Linux612, true, true)]
    [InlineData(ImageLayout.GnuObjcopy, RelocationRules.Linux612, false, false)]
    [InlineData(ImageLayout.LlvmObjcopy, RelocationRules.Linux612, false, false)]
    public void Symbols_of_device_tables(ImageLayout layout, RelocationRules release, bool local, bool global)
    {
        RemovalRules rules = Rules(new SplitOptions { Layout = layout, Rules = release });
        Assert.Equal(local, rules.Removes(ElfSymbolBinding.Local));
        Assert.Equal(global, rules.Removes(ElfSymbolBinding.Global));
        Assert.Equal(global, rules.Removes(ElfSymbolBinding.Weak));
    }

    private static RemovalRules Rules(SplitOptions options)
    {
        byte[] image = new ElfBuilder(type: ElfType.Executable) { LoadAddress = 0x1000000, SegmentAlignment = 0x1000 }
            .Section(".text", new byte[0x20], flags: ElfSectionFlags.Allocated).Symbol("there", ".text").Load(".text", ".text").Build();
        using NativeBuffer buffer = InMemory.File(image, "vmlinux");
        return RemovalRules.For(RelocatableImage.Open(ElfFile.Parse(buffer.Contents)), options);
    }
}
