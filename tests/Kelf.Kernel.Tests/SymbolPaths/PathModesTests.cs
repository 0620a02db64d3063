// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Shared;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.Kernel.SymbolPaths.Modes;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class PathModesTests
{
    private static readonly string[] s_symbols =
    [
        "t show net/a/main.c", "t show net/b/main.c", "t __pfx_show net/a/main.c", "t __pfx_show net/b/main.c", "T alone fs/x-y.c",
        "d __func__.0 net/a/main.c", "d __func__.0 fs/x-y.c", "T _text",
    ];

    [Theory]
    [InlineData(PathMode.None, "show show __pfx_show __pfx_show alone __func__.0 __func__.0 _text")]
    [InlineData(PathMode.Side, "show show __pfx_show __pfx_show alone __func__.0 __func__.0 _text")]
    [InlineData(PathMode.Alias, "show show@net_a_main_c show show@net_b_main_c __pfx_show __pfx_show alone __func__.0 __func__.0 _text")]
    [InlineData(
        PathMode.Dup,
        "net/a/main.c:show net/b/main.c:show net/a/main.c:__pfx_show net/b/main.c:__pfx_show alone "
        + "net/a/main.c:__func__.0 fs/x-y.c:__func__.0 _text")]
    [InlineData(
        PathMode.All,
        "net/a/main.c:show net/b/main.c:show net/a/main.c:__pfx_show net/b/main.c:__pfx_show fs/x-y.c:alone "
        + "net/a/main.c:__func__.0 fs/x-y.c:__func__.0 _text")]
    public void Names_of_each_mode(PathMode mode, string expected) =>
        Assert.Equal(expected, Names(Sketch.Of(s_symbols), new PathModeOptions { Mode = mode }));

    [Fact]
    public void Aliases_of_data_are_an_option() => Assert.Equal(
        "__func__.0 __func__.0@net_a_main_c __func__.0 __func__.0@fs_x_y_c",
        Names(Sketch.Of(s_symbols[5..7]), new PathModeOptions { Mode = PathMode.Alias, AliasData = true }));

    [Fact]
    public void Shortest_paths_tell_the_symbols_of_a_name_apart() => Assert.Equal(
        "a/main.c:show b/main.c:show x-y.c:alone",
        Names(Sketch.Of([s_symbols[0], s_symbols[1], s_symbols[4]]), new PathModeOptions { Mode = PathMode.All, ShortestPaths = true }));

    [Fact]
    public void Equal_aliases_get_their_rank() => Assert.Equal(
        "f f@a_b_c_1 f f@a_b_c_2",
        Names(Sketch.Of("t f a/b.c", "t f a-b.c"), new PathModeOptions { Mode = PathMode.Alias }));

    [Fact]
    public void A_name_that_would_be_too_long_stays()
    {
        string path = new string('p', 507) + ".c";
        Assert.Equal($"{path}:f fg", Names(Sketch.Of("t f " + path[1..], "t fg " + path), new PathModeOptions { Mode = PathMode.All })
            .Replace(path[1..] + ":f ", path + ":f ", StringComparison.Ordinal));
    }

    [Fact]
    public void LLVM_suffixes_give_way_to_the_path() => Assert.Equal(
        "a.c:f.cold", Names(Sketch.Of("t f.llvm.123.cold a.c"), new PathModeOptions { Mode = PathMode.All }));

    [Theory]
    [InlineData("a:b.c", false, "with a colon or a control character, cannot qualify a name")]
    [InlineData("a\tb.c", false, "with a colon or a control character, cannot qualify a name")]
    [InlineData("a\"b.c", true, "with a quote, a backslash or */, cannot stand in assembly text")]
    public void Paths_that_cannot_stand_in_names_are_refused(string path, bool forText, string why)
    {
        PathModeOptions options = new() { Mode = PathMode.All, ForText = forText };
        RefusedException refused = Assert.Throws<RefusedException>(() => PathModes.Apply(Sketch.Of("t f " + path), options, "vmlinux"));
        Assert.Equal($"vmlinux: the path '{path}', {why}", refused.Message);
    }

    [Fact]
    public void More_entries_than_the_tables_can_have_are_refused()
    {
        PathAttribution paths = Sketch.Of(s_symbols);
        PathModeOptions options = new() { Mode = PathMode.Alias };
        int count = Rename(paths, options).Items.Length;
        Assert.True(count > s_symbols.Length);
        Assert.Equal(count, Rename(paths, options, mostEntries: count).Items.Length);
        Assert.Equal(
            $"vmlinux: more than {count - 1} entries in its tables with those that --paths adds: take --paths side, which adds none",
            Assert.Throws<RefusedException>(() => Rename(paths, options, count - 1)).Message);
    }

    [Fact]
    public void Entries_keep_address_order_and_symbol()
    {
        PathAttribution paths = Sketch.Of(s_symbols);
        KallsymsEntry[] renamed = Rename(paths, new PathModeOptions { Mode = PathMode.Alias }).Items;
        Assert.Equal([0x1000ul, 0x1000, 0x1010, 0x1010], renamed.Take(4).Select(entry => entry.Address));
        Assert.Equal([1, 1, 2, 2], renamed.Take(4).Select(entry => entry.Symbol));
    }

    private static string Names(PathAttribution paths, PathModeOptions options)
    {
        KallsymsEntries renamed = Rename(paths, options);
        return string.Join(' ', renamed.Items.Select(entry => Encoding.UTF8.GetString(renamed.Strings[entry.Text][1..])));
    }

    private static KallsymsEntries Rename(PathAttribution paths, PathModeOptions options, int mostEntries = 1 << 24)
    {
        ByteStringTable strings = new();
        KallsymsEntry[] entries = [.. Enumerable.Range(0, paths.Listing.Count).Select(i => new KallsymsEntry(
            paths.Listing.Symbols[i].Address, strings.Add([paths.Listing.Symbols[i].Letter, .. paths.Listing.NameOf(i)]), i + 1))];
        return PathTables.Rename(paths, options, new KallsymsEntries(strings, entries, 0x1000), "vmlinux", mostEntries);
    }
}
