// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Comparisons of symbol versions, rules, and patterns: what ksymvers of suse-kabi-tools prints for the same input.</summary>
public sealed class VersionComparisonTests
{
    private const string Old = """
        0x11111111|dev_open|vmlinux|EXPORT_SYMBOL|
        0x22222222|dev_close|vmlinux|EXPORT_SYMBOL|
        0x33333333|dev_gone|vmlinux|EXPORT_SYMBOL_GPL|
        0x44444444|ring_push|lib/ring|EXPORT_SYMBOL_GPL|RING_INTERNAL
        0x55555555|ring_free|lib/ring|EXPORT_SYMBOL|
        0x66666666|kvm_poke|vmlinux|EXPORT_SYMBOL_GPL|module:kvm
        """;

    private const string New = """
        0x11111112|dev_open|vmlinux|EXPORT_SYMBOL_GPL|
        0x22222222|dev_close|lib/devcore|EXPORT_SYMBOL|DEV
        0x44444445|ring_push|lib/ring|EXPORT_SYMBOL|RING_INTERNAL
        0x55555555|ring_free|lib/ring|EXPORT_SYMBOL_GPL|
        0x66666667|kvm_poke|vmlinux|EXPORT_SYMBOL_GPL|module:kvm
        0x77777777|dev_new|vmlinux|EXPORT_SYMBOL|
        0x88888888|ring_new|lib/ring|EXPORT_SYMBOL|
        """;

    private const string Rules = """
        # frozen since 1.0
        ring_new        PASS
        RING_INTERNAL   PASS   # private to lib/ring
        module:*        PASS
        NAMESPACE module:* PASS
        dev_gone        PASS
        vmlinux         FAIL
        *               PASS
        """;

    [Theory]
    [InlineData(ReportFormat.Pretty, """
        Export 'dev_new' has been added (implicitly tolerated)
        Export 'ring_new' has been added (tolerated by rules)
        Export 'dev_gone' has been removed (tolerated by rules)
        Export 'dev_open' changed CRC from '0x11111111' to '0x11111112'
        Export 'dev_open' changed type from 'EXPORT_SYMBOL' to 'EXPORT_SYMBOL_GPL'
        Export 'kvm_poke' changed CRC from '0x66666666' to '0x66666667' (tolerated by rules)
        Export 'ring_free' changed type from 'EXPORT_SYMBOL' to 'EXPORT_SYMBOL_GPL'
        Export 'ring_push' changed CRC from '0x44444444' to '0x44444445' (tolerated by rules)
        Export 'ring_push' changed type from 'EXPORT_SYMBOL_GPL' to 'EXPORT_SYMBOL' (tolerated by rules)

        """)]
    [InlineData(ReportFormat.Short, """
        Export 'dev_new' has been added (implicitly tolerated)
        Export 'dev_open' changed CRC from '0x11111111' to '0x11111112'
        Export 'dev_open' changed type from 'EXPORT_SYMBOL' to 'EXPORT_SYMBOL_GPL'
        Export 'ring_free' changed type from 'EXPORT_SYMBOL' to 'EXPORT_SYMBOL_GPL'
        Changes tolerated by rules: '1' additions, '1' removals, '2' modifications

        """)]
    [InlineData(ReportFormat.Symbols, "dev_open\nring_free\n")]
    [InlineData(ReportFormat.ModSymbols, "dev_open\nring_free\n")]
    public void Changes_are_judged_by_rules(ReportFormat format, string expected) => Assert.Equal(expected, Compare(format, Rules));

    [Fact]
    public void Without_rules_what_breaks_no_module_is_tolerated()
    {
        string[] lines = Compare(ReportFormat.Pretty, null).Split('\n');
        Assert.Contains("Export 'ring_new' has been added (implicitly tolerated)", lines);
        Assert.Contains("Export 'dev_gone' has been removed", lines);
        Assert.Contains("Export 'ring_push' changed type from 'EXPORT_SYMBOL_GPL' to 'EXPORT_SYMBOL' (implicitly tolerated)", lines);
    }

    [Fact]
    public void Rules_may_tolerate_everything() => Assert.Equal(
        "Changes tolerated by rules: '2' additions, '1' removals, '4' modifications\n",
        Compare(ReportFormat.Short, "lib/* PASS\nSYMBOL * PASS\n"));

    // A pattern of capitals is one of namespaces, and dev_open has none.
    [Fact]
    public void The_first_rule_that_matches_decides()
    {
        SeverityRules rules = SeverityRules.Parse(Encoding.UTF8.GetBytes("* PASS\ndev_* FAIL\nSYMBOL * PASS\n"), "rules");
        Assert.Equal(2, rules.Find("dev_open", "vmlinux", "")!.Line);
        Assert.Equal(1, rules.Find("dev_open", "vmlinux", "NS")!.Line);
        Assert.Equal(3, rules.Find("x", "vmlinux", "")!.Line);
    }

    // Linux before 2.6.18, before 5.4, 5.4 and 5.5, since 5.6; with tabs and with blanks.
    [Theory]
    [InlineData("0x1|f|vmlinux", false, "")]
    [InlineData("0x1|f|vmlinux|EXPORT_SYMBOL_GPL", true, "")]
    [InlineData("0x1|f||vmlinux|EXPORT_SYMBOL_GPL", true, "")]
    [InlineData("0x1|f|NS|vmlinux|EXPORT_SYMBOL", false, "NS")]
    [InlineData("0x1|f|vmlinux|EXPORT_SYMBOL_GPL|NS", true, "NS")]
    [InlineData("0x1|f|vmlinux|EXPORT_UNUSED_SYMBOL_GPL", true, "")]
    [InlineData("0x1 f vmlinux EXPORT_SYMBOL NS", false, "NS")]
    public void Columns_of_all_releases_are_read(string line, bool isGplOnly, string space) =>
        Assert.Equal([new VersionRecord("f", 1, "vmlinux", isGplOnly, space)], Parse(line).Values);

    [Theory]
    [InlineData("", "The export does not specify a CRC")]
    [InlineData("0x1", "The export does not specify a name")]
    [InlineData("0x1|a", "The export does not specify a module")]
    [InlineData("1|a|b|EXPORT_SYMBOL", "Failed to parse the CRC value '1': string does not start with 0x or 0X")]
    [InlineData("0x|a|b|EXPORT_SYMBOL", "Failed to parse the CRC value '0x': cannot parse integer from empty string")]
    [InlineData("0x+1|a|b|EXPORT_SYMBOL", "Failed to parse the CRC value '0x+1': invalid digit found in string")]
    [InlineData("0x123456789|a|b|EXPORT_SYMBOL", "Failed to parse the CRC value '0x123456789': number too large to fit in target type")]
    [InlineData("0x1|a|b|EXPORT_FOO", "Invalid export type 'EXPORT_FOO', must be either EXPORT_SYMBOL or EXPORT_SYMBOL_GPL")]
    [InlineData("0x1|a|b|EXPORT_SYMBOL|c|d", "Unexpected string found at the end of the export record")]
    [InlineData("0x1|a|b|EXPORT_SYMBOL\n0x1|a|b|EXPORT_SYMBOL", "Duplicate record 'a'")]
    public void Malformed_lines_of_versions(string text, string what) =>
        Assert.Equal(what, Assert.Throws<MalformedTextException>(() => Parse(text + "\n")).What);

    [Theory]
    [InlineData("a", "The rule is incomplete, must be in the form '[type] <pattern> <verdict>'")]
    [InlineData("SYMBOL a#b PASS", "Invalid verdict 'a', must be either PASS or FAIL")]
    [InlineData("X a PASS", "Invalid rule type 'X', must be either MODULE, NAMESPACE or SYMBOL")]
    [InlineData("a pass", "Invalid verdict 'pass', must be either PASS or FAIL")]
    [InlineData("SYMBOL a PASS x", "Unexpected string found after the verdict")]
    [InlineData("a[b PASS", "a set that begins with '[' has to end with ']'")]
    public void Malformed_rules(string text, string what) => Assert.Equal(
        what, Assert.Throws<MalformedTextException>(() => SeverityRules.Parse(Encoding.UTF8.GetBytes(text), "rules")).What);

    [Theory]
    [InlineData("f?o", "foo fao", "fo fooo")]
    [InlineData("*", " x", null)]
    [InlineData("a**b*c", "abc axbxc abbcc", "ab acb")]
    [InlineData("[abc]x[a-cX-Z]", "axa cxY", "dxa ax-")]
    [InlineData("[]a]", "] a", "b")]
    [InlineData("[-a]", "- a", "b")]
    [InlineData("[a-]", "- a", "b")]
    [InlineData("[^a]", "b", "a")]
    [InlineData("[!f]", "! f", "g")]
    [InlineData("\\*", "*", "x")]
    [InlineData("?", "é", "éé")]
    [InlineData("*ü", "ü éü", "ü.")]
    public void Patterns(string pattern, string names, string? others)
    {
        Wildcard wildcard = new(pattern);
        Assert.All(names.Split(' '), name => Assert.True(wildcard.Matches(Encoding.UTF8.GetBytes(name)), name));
        Assert.All(others?.Split(' ') ?? [], name => Assert.False(wildcard.Matches(Encoding.UTF8.GetBytes(name)), name));
    }

    // Without going back to the last star only, this takes exponential time.
    [Fact]
    public void Many_stars_are_no_trouble() =>
        Assert.False(new Wildcard(string.Concat(Enumerable.Repeat("a*", 200)) + "b").Matches(Encoding.UTF8.GetBytes(new string('a', 2000))));

    [Fact]
    public void An_empty_line_is_no_pattern()
    {
        MalformedTextException exception = Assert.Throws<MalformedTextException>(() => NameList.Parse("a\n\n"u8, "list"));
        Assert.Equal("list:2: Expected a pattern", exception.Message);
    }

    private static Dictionary<string, VersionRecord> Parse(string text) =>
        VersionReader.Parse(Encoding.UTF8.GetBytes(text.Replace('|', '\t')), "versions");

    private static string Compare(ReportFormat format, string? rules)
    {
        ByteBuilder output = new();
        SeverityRules? parsed = rules is null ? null : SeverityRules.Parse(Encoding.UTF8.GetBytes(rules), "rules");
        VersionReport.Write(VersionDifferences.Find(Parse(Old), Parse(New), parsed), [(format, output)]);
        return Encoding.UTF8.GetString(output.Bytes);
    }
}
