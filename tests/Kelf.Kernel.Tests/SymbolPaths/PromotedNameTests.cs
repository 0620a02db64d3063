// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Images;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class PromotedNameTests
{
    [Fact]
    public void The_number_of_a_module_is_the_start_of_its_hash() =>
        Assert.Equal("18297715555933059212", PromotedName.SuffixOf([4260268890, 1216837772, 3, 4, 5]));

    [Fact]
    public void The_number_of_a_source_is_its_md5() =>
        Assert.Equal("334948738475631949575999652282594036942", PromotedName.UniqueSuffixOf("net/core/gro.c"));

    [Fact]
    public void A_source_may_stand_in_the_name() => Assert.Equal("net_core_gro_c", PromotedName.SanitisedSuffixOf("net/core/gro.c"));

    [Theory]
    [InlineData("helper.llvm.123", "helper")]
    [InlineData("helper.__uniq.77.llvm.123", "helper")]
    [InlineData("helper.llvm.123.cold", "helper.cold")]
    [InlineData("helper.constprop.0", "helper.constprop.0")]
    [InlineData("helper.isra.0.part.1.cold", "helper.isra.0.part.1.cold")]
    [InlineData(".llvm.123", ".llvm.123")]
    public void Only_what_tells_files_apart_is_left_out(string name, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(PromotedName.Display(Encoding.UTF8.GetBytes(name))));
}
