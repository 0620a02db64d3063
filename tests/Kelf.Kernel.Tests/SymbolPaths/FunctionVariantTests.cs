// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Images;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class FunctionVariantTests
{
    [Theory]
    [InlineData("foo", "foo", "")]
    [InlineData("foo.cold", "foo", "cold part")]
    [InlineData("foo.cold.1", "foo", "cold part")]
    [InlineData("foo.isra.0", "foo", "copy with other parameters")]
    [InlineData("foo.part.1", "foo", "part that is not inlined")]
    [InlineData("foo.constprop.0.cold", "foo", "cold part of a copy for constant arguments")]
    [InlineData("foo.constprop.0.isra.0", "foo", "copy with other parameters of a copy for constant arguments")]
    [InlineData("foo.specialized.2", "foo", "copy for constant arguments")]
    [InlineData("foo.llvm.123", "foo", "local function that LTO made global")]
    [InlineData("foo.llvm.net_core_gro_c.cold", "foo", "cold part of a local function that LTO made global")]
    [InlineData("foo.__uniq.5.llvm.6", "foo", "local function that LTO made global of a local function with a unique name")]
    [InlineData("foo.lto_priv.0", "foo", "local function that LTO renamed")]
    [InlineData("foo.localalias", "foo", "alias for calls in its file")]
    [InlineData("foo.123", "foo.123", "")]
    [InlineData("foo.cold.x", "foo.cold.x", "")]
    [InlineData(".cold", ".cold", "")]
    public void Suffixes_tell_what_was_made_of_a_function(string name, string function, string description)
    {
        Assert.Equal(function, Encoding.UTF8.GetString(
            FunctionVariant.FunctionOf(Encoding.UTF8.GetBytes(name), out IReadOnlyList<VariantKind> kinds)));
        Assert.Equal(description, FunctionVariant.Describe(kinds));
    }
}
