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

    private static readonly SymbolFinder s_variants = Sketch.Finder(
        "T foo fs/a.c", "t foo.cold fs/a.c", "t foo.isra.0 fs/b.c", "d foo.123 fs/b.c", "t bar.constprop.0 fs/c.c",
        "t bar.constprop.0.cold fs/c.c", "t baz.llvm.77 fs/d.c", "t baz.part.0.llvm.77 fs/d.c",
        "T _RNvMNtC6kernel4syncNtB2_3Arc3new rust/sync.rs", "T _RINvC6kernel9set_parambE rust/sync.rs", "t deadbeef fs/e.c",
        "t two.isra.0 fs/f.c", "t two.constprop.0 fs/f.c", "T _end");

    [Theory]
    // What compilers made of a function comes after it.
    [InlineData("foo", "0 1 2", false)]
    [InlineData("foo,1", "0", false)]
    [InlineData("b.c:foo", "2", false)]
    [InlineData("foo.cold", "1", false)]
    [InlineData("bar", "4 5", false)]
    [InlineData("bar.constprop.0", "4", false)]
    [InlineData("baz", "6 7", false)]
    [InlineData("two", "11 12", true)]
    // Places, as traces have them.
    [InlineData("foo+0x4", "0+4 1+4 2+4", false)]
    [InlineData("foo+0x4/0x10", "0+4 1+4 2+4", false)]
    [InlineData("foo+4", "0+4 1+4 2+4", false)]
    [InlineData("fs/a.c:foo+0x10/0x10", "0+16 1+16", false)]
    [InlineData("foo+0x4/0x11", "", false)]
    [InlineData("foo+0x11", "", false)]
    // Addresses, with and without 0x, and between the signs of old logs; names come first.
    [InlineData("0x1024", "2+4", false)]
    [InlineData("00001024", "2+4", false)]
    [InlineData("0000000000001024", "2+4", false)]
    [InlineData("[<0000000000001024>]", "2+4", false)]
    [InlineData("1024", "", false)]
    [InlineData("deadbeef", "10", false)]
    // Patterns.
    [InlineData("fo?", "0", false)]
    [InlineData("foo.*", "1 2 3", false)]
    [InlineData("a.c:foo*", "0 1", false)]
    // Files.
    [InlineData("fs/b.c", "2 3", false)]
    [InlineData("b.c", "2 3", false)]
    [InlineData("s/b.c", "", false)]
    // Names of Rust.
    [InlineData("<kernel::sync::Arc>::new", "8", false)]
    [InlineData("kernel::sync::Arc::new", "8", false)]
    [InlineData("rust/sync.rs:kernel::sync::Arc::new", "8", false)]
    [InlineData("kernel::set_param::<bool>", "9", false)]
    [InlineData("kernel::set_param", "9", false)]
    [InlineData("kernel::*", "8 9", false)]
    [InlineData("kernel::nothing", "", false)]
    public void Queries_take_what_people_have(string text, string expected, bool isAmbiguous)
    {
        SymbolAnswer answer = s_variants.Answer(SymbolQuery.TryParse(text)!);
        Assert.Equal(expected, string.Join(' ', answer.Hits.Select(hit => hit.Offset == 0 ? $"{hit.Entry}" : $"{hit.Entry}+{hit.Offset}")));
        Assert.Equal(isAmbiguous, answer.IsAmbiguous);
        Assert.Equal(expected.Length == 0, answer.IsEmpty);
    }

    [Fact]
    public void Another_size_is_said() =>
        Assert.Equal("foo has 0x10 bytes here", s_variants.Answer(SymbolQuery.TryParse("foo+0x4/0x11")!).Reason);

    [Theory]
    [InlineData("foo+0x4/0x10 [veth]", "veth", "foo")]
    [InlineData("foo+0x4/0x10 [veth 0123456789abcdef]", "veth", "foo")]
    [InlineData("veth!foo", "veth", "foo")]
    [InlineData("<fn() -> ! as a::b>::c", null, "<fn() -> ! as a::b>::c")]
    [InlineData("<[u8] as a::b>::c", null, "<[u8] as a::b>::c")]
    public void Modules_stand_before_or_after(string text, string? module, string name)
    {
        SymbolQuery query = SymbolQuery.TryParse(text)!;
        Assert.Equal((module, name), (query.Module, query.Name));
    }

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
