// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Modpost.Objects;

using Xunit;

namespace Kelf.Kernel.Tests.Modpost.Objects;

/// <summary>Numbers of compilers in names of symbols, cut off.</summary>
public sealed class SymbolNamesTests
{
    [Theory]
    [InlineData("g.12", "g")]
    [InlineData("k.3.part.1", "k")]
    [InlineData("f.constprop.0", "f.constprop.0")]
    [InlineData("x.llvm.99", "x.llvm.99")]
    [InlineData(".12", ".12")]
    [InlineData("a.", "a.")]
    [InlineData("a..1", "a..1")]
    [InlineData("a.1b", "a.1b")]
    [InlineData("a.1.", "a")]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    public void A_number_after_the_first_dot_is_cut(string name, string used) =>
        Assert.Equal(used, Encoding.ASCII.GetString(NormalizedNames.Cut(Encoding.ASCII.GetBytes(name))));

    [Theory]
    [InlineData("net/m.o", "net/m", "net/m.ko", "m")]
    [InlineData("vmlinux.o", "vmlinux", "vmlinux", "vmlinux")]
    [InlineData("d/vmlinux.o", "d/vmlinux", "d/vmlinux.ko", "vmlinux")]
    public void A_module_is_named_by_its_path(string path, string name, string label, string baseName)
    {
        Assert.Equal(name, ModulePaths.OfObject(path));
        Assert.Equal(label, ModulePaths.LabelOf(name));
        Assert.Equal(baseName, ModulePaths.BaseOf(name));
    }

    [Theory]
    [InlineData("a/m.lto.o", "a/m.o")]
    [InlineData("a/m.prelink.o", "a/m.o")]
    [InlineData("a/m.lto.prelink.o", "a/m.lto.o")]
    [InlineData("a/m.o", "a/m.o")]
    public void One_suffix_of_an_early_LTO_tree_is_stripped(string path, string plain) => Assert.Equal(plain, ModulePaths.WithoutLto(path));
}
