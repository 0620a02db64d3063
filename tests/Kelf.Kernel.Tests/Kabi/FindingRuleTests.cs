// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Rules;
using Kelf.Kernel.Kabi.Types;

using Xunit;

namespace Kelf.Kernel.Tests.Kabi;

/// <summary>Rules, presets and lists: what they tolerate, and what they refuse.</summary>
public sealed class FindingRuleTests
{
    private const string Old = "s#ring struct ring { int a ; }\npush void push ( s#ring * )\npop void pop ( s#ring * )\n";
    private const string New = "s#ring struct ring { long a ; }\npush void push ( s#ring * )\npop void pop ( s#ring * )\n";
    private const string OldVersions = "0x1 push lib/ring EXPORT_SYMBOL RING\n0x2 pop vmlinux EXPORT_SYMBOL\n";
    private const string NewVersions = "0x3 push lib/ring EXPORT_SYMBOL RING\n0x4 pop vmlinux EXPORT_SYMBOL\n";

    [Theory]
    [InlineData("", Impact.Break)]
    [InlineData("push PASS\n", Impact.Break)] // one of two exports
    [InlineData("push PASS\npop PASS\n", Impact.Info)]
    [InlineData("SYMBOL * PASS\n", Impact.Info)]
    [InlineData("* PASS\n", Impact.Break)] // about namespaces
    [InlineData("pop FAIL\nSYMBOL * PASS\n", Impact.Break)]
    [InlineData("lib/* PASS\nvmlinux PASS\n", Impact.Info)]
    [InlineData("RING PASS\npop WARN\n", Impact.Risk)]
    [InlineData("TYPE ring PASS reason=\"not # used\" # by anyone\n", Impact.Info)]
    [InlineData("TYPE rin PASS\n", Impact.Break)]
    [InlineData("KIND member-* WARN\n", Impact.Risk)]
    public void A_finding_is_tolerated_if_each_of_its_exports_is(string rules, Impact impact) =>
        Assert.Equal(impact, Assert.Single(Judge(rules).Findings).Impact);

    [Fact]
    public void A_rule_for_one_change_is_written_and_tolerates_it()
    {
        string rules = RuleWriter.Approve(Judge(""));
        JudgedFinding judged = Assert.Single(Judge(rules).Findings);
        Assert.Equal((Impact.Info, "rules:2"), (judged.Impact, judged.Rule));
        Assert.Empty(RuleWriter.Approve(Judge(rules)));
    }

    [Theory]
    [InlineData("push", "The rule is incomplete")]
    [InlineData("push OK", "Invalid verdict")]
    [InlineData("TYPES ring PASS", "Invalid rule type")]
    [InlineData("KIND member-gone PASS", "No kind of finding")]
    [InlineData("push PASS because", "Unexpected string")]
    [InlineData("push PASS reason=\"x", "The quote does not end")]
    [InlineData("pu[sh PASS", "a set that begins")]
    public void A_wrong_rule_is_refused_with_its_line(string rule, string what)
    {
        MalformedTextException error = Assert.Throws<MalformedTextException>(() => Parse($"# rules\n{rule}\n"));
        Assert.StartsWith(what, error.What, StringComparison.Ordinal);
        Assert.Equal("rules:2", error.File);
    }

    [Theory]
    [InlineData("module:* PASS\n", "no symbol has a colon")]
    [InlineData("* PASS\n", "exports with a namespace only")]
    [InlineData("SYMBOL * PASS\npush FAIL\n", "never decides")]
    [InlineData("push PASS\npush FAIL\n", "never decides")]
    [InlineData("nothing PASS\n", "unused")]
    [InlineData("push PASS\npop PASS\nTYPE ring PASS\n", null)]
    [InlineData("TYPE rung PASS\n", "unused")]
    public void Rules_that_do_nothing_are_named(string rules, string? what)
    {
        Kernels kernels = new();
        IEnumerable<(int Line, string What)> found = RuleLint.Find(Parse(rules), [kernels.Of(Old, OldVersions), kernels.Of(New, NewVersions)]);
        if (what is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.Contains(found, problem => problem.What.Contains(what, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("suse", Impact.Break)]
    [InlineData("redhat", Impact.Break)]
    [InlineData("ubuntu", Impact.Risk)]
    [InlineData("android", Impact.Break)]
    public void A_preset_judges_as_the_checker_of_that_name(string preset, Impact impact) =>
        Assert.Equal(impact, Assert.Single(Preset.Find(preset)!.Judge(Judge("")).Findings).Impact);

    [Fact]
    public void Only_ubuntu_fails_when_an_export_is_for_all_modules_and_only_redhat_and_debian_when_it_moves()
    {
        string[] Failing(string old, string @new) =>
        [
            .. Preset.All.Where(preset => preset.Judge(FindingRules.None.Judge(Kernels.Compare(null, null, old, @new), [])).HasBreak).Select(preset => preset.Name),
        ];
        Assert.Equal(["debian", "ubuntu", "uek"], Failing("0x1 f vmlinux EXPORT_SYMBOL_GPL", "0x1 f vmlinux EXPORT_SYMBOL"));
        Assert.Equal(["debian", "redhat"], Failing("0x1 f vmlinux EXPORT_SYMBOL", "0x1 f fs/f EXPORT_SYMBOL"));
    }

    [Theory]
    [InlineData("push\n", true, false)]
    [InlineData("# locked\n[driver]\n\tpush\n\tpop\n", true, true)]
    [InlineData("[rhel9_x86_64_stablelist]\n  pop\n", false, true)]
    [InlineData("0x00000001\tpush\tlib/ring\tEXPORT_SYMBOL\n", true, false)]
    [InlineData("p?p\n", false, true)]
    public void A_list_of_symbols_may_have_many_forms(string list, bool hasPush, bool hasPop)
    {
        NameList names = SymbolListForms.Parse(Encoding.UTF8.GetBytes(list), "list");
        Assert.Equal((hasPush, hasPop, false), (names.Matches("push"u8), names.Matches("pop"u8), names.Matches("driver"u8)));
    }

    private static FindingRules Parse(string rules) => FindingRules.Parse(Encoding.UTF8.GetBytes(rules), "rules");

    private static JudgedComparison Judge(string rules) => Parse(rules).Judge(Kernels.Compare(Old, New, OldVersions, NewVersions), []);
}
