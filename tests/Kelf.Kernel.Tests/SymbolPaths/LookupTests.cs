// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Lookup;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class LookupTests
{
    private static readonly SymbolFinder s_finder = Sketch.Finder(
        "t show net/core/gro.c", "t show net/gro.c", "T alone fs/x.c", "t help.llvm.7 mm/y.c", "t show");

    [Theory]
    [InlineData("show", "0 1 4")]
    [InlineData("show,2", "1")]
    [InlineData("show,0", "")]
    [InlineData("show,4", "")]
    [InlineData("alone,0", "2")]
    [InlineData("net/core/gro.c:show", "0")]
    [InlineData("core/gro.c:show", "0")]
    [InlineData("gro.c:show", "0 1")]
    [InlineData("ro.c:show", "")]
    [InlineData("help", "3")]
    [InlineData("mm/y.c:help", "3")]
    [InlineData("0x1024", "2")]
    [InlineData("veth!show", "")]
    [InlineData("nothing", "")]
    public void Queries_find(string query, string expected) =>
        Assert.Equal(expected, string.Join(' ', s_finder.Find(SymbolQuery.TryParse(query)!).Select(hit => hit.Entry)));

    [Theory]
    [InlineData("0xnumber")]
    [InlineData("show,x")]
    [InlineData(":show")]
    [InlineData("!show")]
    [InlineData("")]
    [InlineData("x.c:")]
    public void What_is_no_query_is_refused(string text) => Assert.Null(SymbolQuery.TryParse(text));

    [Fact]
    public void An_address_inside_a_symbol_has_an_offset() => Assert.Equal(4ul, s_finder.Find(SymbolQuery.TryParse("0x1024")!)[0].Offset);
}
