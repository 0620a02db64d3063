// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;

using Xunit;

namespace Kelf.Kernel.Tests.Lines;

/// <summary>Which of several chains is told, by the symbol at their address.</summary>
public sealed class PlaceChainsTests
{
    [Theory]
    [InlineData("vfs_read", "", "vfs_read", true)]
    [InlineData("vfs_read", "", "vfs_read.cold", true)]
    [InlineData("kernfs_fop_open", "", "kernfs_fop_open.llvm.3356795262259048603", true)]
    [InlineData("vfs_read", "", "vfs_readv", false)]
    [InlineData("vfs_readv", "", "vfs_read", false)]
    [InlineData("drop", "_RNvNtC4kernel4drop", "_RNvNtC4kernel4drop.llvm.12", true)]
    [InlineData("drop", "_RNvNtC4kernel4drop", "_RNvNtC4kernel4more", false)]
    // A point at the beginning is no suffix: 64-bit PowerPC calls code so.
    [InlineData(".start", "", ".start.cold", true)]
    [InlineData(".start", "", ".stop", false)]
    // What knows no function does not contradict.
    [InlineData("", "", "entry_SYSCALL_64", true)]
    public void The_function_has_the_symbol_without_what_compilers_append(string function, string linkageName, string symbol, bool expected) =>
        Assert.Equal(expected, Chain(function, linkageName).IsOf(symbol));

    [Theory]
    [InlineData("one", "one", false)]
    [InlineData("two", "two", false)]
    [InlineData("two.part.0", "two", false)]
    [InlineData("three", "one", true)]
    [InlineData(null, "one", true)]
    public void The_symbol_decides_among_several(string? symbol, string expected, bool isAmbiguous)
    {
        PlaceChain[] chains = [Chain("one"), Chain("two")];
        Assert.Equal(expected, chains.Preferred(symbol, out bool ambiguous)?.Outermost.Function);
        Assert.Equal(isAmbiguous, ambiguous);
    }

    [Fact]
    public void One_chain_is_told_whatever_it_is_of_and_none_is_none()
    {
        PlaceChain[] chains = [Chain("one")];
        Assert.Equal("one", chains.Preferred("two", out bool ambiguous)?.Outermost.Function);
        Assert.False(ambiguous);
        Assert.Null(Array.Empty<PlaceChain>().Preferred("two", out ambiguous));
        Assert.False(ambiguous);
        Assert.Equal("one", new[] { Chain("one"), Chain("one") }.Preferred("one", out ambiguous)?.Outermost.Function);
        Assert.True(ambiguous);
    }

    private static PlaceChain Chain(string function, string linkageName = "") => new(
        [new SourcePlace("inlined", "", "a.h", 1, 0, 0, IsInlined: true), new SourcePlace(function, linkageName, "a.c", 2, 0, 0, IsInlined: false)]);
}
