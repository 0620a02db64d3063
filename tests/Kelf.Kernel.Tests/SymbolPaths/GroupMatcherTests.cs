// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class GroupMatcherTests
{
    private const int MainFile = 1;

    private static readonly Dictionary<string, int> s_names = new(StringComparer.Ordinal);

    [Fact]
    public void The_part_with_most_names_and_sizes_is_taken_and_order_decides_between_equals()
    {
        // Each text is a group or part: names with their sizes.
        Assert.Equal("1 0", Match(["a4 b8", "a4"], ["a4", "a4 b8"]));
        Assert.Equal("0? 1?", Match(["a4", "a4"], ["a4", "a4"]));
        Assert.Equal("1 -", Match(["a4 b8", "c1"], ["a4 b9", "a4 b8"]));
        Assert.Equal("0? 1", Match(["", "a4"], ["", "a4", ""]));
        Assert.Equal("2 0", Match(["a4 x1", "a4 y1"], ["a4 y1", "a5", "a4 x1"]));
    }

    [Fact]
    public void Names_that_thousands_of_files_have_are_left_out_where_others_tell()
    {
        // 5,000 files that all have the name "common", and each one of its own: 25 million pairs, of which 5,000 say something.
        string[] files = [.. Enumerable.Range(0, 5000).Select(i => $"common4 own{i}_1")];
        GroupMatch?[] matches = GroupMatcher.Match(
            [.. files.Select(file => new FileGroup(MainFile, Symbols(file)))], [.. files.Reverse().Select(Object)]);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => 4999 - i), matches.Select(match => match!.Object));
        Assert.All(matches, match => Assert.False(match!.IsByOrder));
    }

    private static string Match(string[] groups, string[] parts)
    {
        GroupMatch?[] matches = GroupMatcher.Match(
            [.. groups.Select(group => new FileGroup(MainFile, Symbols(group)))], [.. parts.Select(Object)]);
        return string.Join(' ', matches.Select(match => match is null ? "-" : $"{match.Object}{(match.IsByOrder ? "?" : "")}"));
    }

    private static LinkedObject Object(string symbols) => new()
    {
        ObjectPath = "",
        Parts = [new ObjectPart(MainFile, HasFileSymbol: true, "main.c", Symbols(symbols))],
        Globals = [],
    };

    /// <summary>The last digit is the size.</summary>
    private static List<DefinedSymbol> Symbols(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => new DefinedSymbol(NumberOf(word[..^1]), (ulong)(word[^1] - '0'), false))];

    private static int NumberOf(string name)
    {
        s_names.TryAdd(name, s_names.Count + 1);
        return s_names[name];
    }
}
