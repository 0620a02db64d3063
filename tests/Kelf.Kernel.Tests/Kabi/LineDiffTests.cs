// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Types;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Differences of lines, and how types are cut into lines.</summary>
public sealed class LineDiffTests
{
    [Theory]
    [InlineData("a", "a", "")]
    [InlineData("", "a b", "@@ -1,0 +1,2 @@|+a|+b")]
    [InlineData("a", "", "@@ -1,1 +1,0 @@|-a")]
    // Deletions come first, and what could be deleted or kept is deleted as early as possible.
    [InlineData("{ b a a c }", "{ a c b a }", "@@ -1,6 +1,6 @@| {|-b| a|-a| c|+b|+a| }")]
    // Seven equal lines between: two hunks; six: one.
    [InlineData("0 1 2 x 1 2 3 4 5 6 7 x", "0 1 2 y 1 2 3 4 5 6 7 y", "@@ -1,7 +1,7 @@| 0| 1| 2|-x|+y| 1| 2| 3@@ -9,4 +9,4 @@| 5| 6| 7|-x|+y")]
    [InlineData("x 1 2 3 4 5 6 x", "y 1 2 3 4 5 6 y", "@@ -1,8 +1,8 @@|-x|+y| 1| 2| 3| 4| 5| 6|-x|+y")]
    public void Hunks(string old, string @new, string expected) => Assert.Equal(
        expected.Replace("@@ -", "|@@ -", StringComparison.Ordinal).TrimStart('|'), string.Join('|', LineDiff.Unified(Lines(old), Lines(@new))));

    [Fact]
    public void What_differs_gives_both_sides_back()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            List<string> Some() => [.. Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(4).ToString(System.Globalization.CultureInfo.InvariantCulture))];
            List<string> old = Some(), @new = Some();
            // With all of the context each line is in the output.
            List<string> padded = LineDiff.Unified([.. old, "end"], [.. @new, "end"]);
            Assert.Equal(padded.Count(line => line[0] == '-') - padded.Count(line => line[0] == '+'), old.Count - @new.Count);
            Assert.Equal(old.Count == @new.Count && old.SequenceEqual(@new), padded.Count == 0);
        }
    }

    // Far more edits than the search looks for: all lines differ, at once.
    [Fact]
    public void Long_lists_without_a_common_line_are_not_searched()
    {
        List<string> hunks = LineDiff.Unified([.. Enumerable.Repeat("a", 20_000)], [.. Enumerable.Repeat("b", 20_000)]);
        Assert.Equal("@@ -1,20000 +1,20000 @@", hunks[0]);
        Assert.Equal(40_001, hunks.Count);
    }

    [Theory]
    [InlineData("} } { } ; ; { ,", "}|} {|};|;|{|\t,")]
    [InlineData("typedef enum { P , Q } y", "typedef enum {|\tP,|\tQ|} y")]
    [InlineData("struct s { enum { A , B } e ; } x", "struct s {|\tenum {|\t\tA, B|\t} e;|} x")]
    [InlineData("int f ( ) ; x", "int f ( );|x")]
    public void A_type_is_cut_at_braces_and_semicolons(string tokens, string lines)
    {
        RecordTable table = new();
        Assert.Equal(lines, string.Join('|', TypePrinter.Print(table, table.Add(System.Text.Encoding.UTF8.GetBytes("x " + tokens)))));
    }

    [Fact]
    public void Braces_in_braces_take_no_square_of_tabs()
    {
        RecordTable table = new();
        List<string> lines = TypePrinter.Print(table, table.Add([.. "x"u8, .. Enumerable.Repeat(" {"u8.ToArray(), 20_000).SelectMany(brace => brace)]));
        Assert.Equal((20_000, 101), (lines.Count, lines.Max(line => line.Length)));
    }

    private static List<string> Lines(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
