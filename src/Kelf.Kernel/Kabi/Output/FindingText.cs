// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Shapes;
using Kelf.Kernel.Kabi.Snapshots;

namespace Kelf.Kernel.Kabi.Output;

/// <summary>A comparison for people: what was compared, the verdict, and then the findings, the worst first.</summary>
public static class FindingText
{
    private const int ShownExports = 10;
    private const int ShownOfKind = 20;

    /// <summary>The whole report.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="most">Findings of types that are shown with their differences.</param>
    public static string Full(JudgedComparison comparison, int most)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        StringBuilder text = new();
        Head(text, comparison);
        JudgedFinding[] types = [.. comparison.Findings.Where(finding => finding.Finding.IsOfType)];
        ILookup<string?, JudgedFinding> followers = types.ToLookup(finding => finding.Finding.Because);
        HashSet<string> causes = [.. types.Where(finding => finding.Finding.Because is null).Select(finding => finding.Finding.Subject)];
        JudgedFinding[] shown = [.. types.Where(finding => finding.Finding.Because is not { } because || !causes.Contains(because))];
        foreach (JudgedFinding finding in shown.Take(most))
        {
            Block(text, finding, followers[finding.Finding.Subject]);
        }

        if (shown.Length > most)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{shown.Length - most} more changes of types are not shown (--max-blocks).\n");
        }

        foreach (IGrouping<ChangeKind, JudgedFinding> group in comparison.Findings.Where(finding => !finding.Finding.IsOfType).GroupBy(finding => finding.Finding.Kind))
        {
            Group(text, group.Key, [.. group]);
        }

        return text.ToString();
    }

    /// <summary>A line for each finding, without what it looks like.</summary>
    public static string Short(JudgedComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        StringBuilder text = new();
        foreach (JudgedFinding judged in comparison.Findings)
        {
            Finding finding = judged.Finding;
            text.Append(CultureInfo.InvariantCulture, $"{Word(judged)} {finding.Kind.Id} {Subject(finding)}: {finding.Effects[0].Text}")
                .Append(finding.IsOfType ? string.Create(CultureInfo.InvariantCulture, $" ({Count(finding.Exports.Count, "export")})") : "")
                .Append(judged.Rule is null ? "" : " (tolerated)").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The exports that findings concern, one on each line.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="withAddedAndRemoved">Also those that one of the kernels does not have.</param>
    public static string Symbols(JudgedComparison comparison, bool withAddedAndRemoved)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        IEnumerable<string> names = comparison.Findings
            .Where(judged => judged.Rule is null && (withAddedAndRemoved
                || (judged.Finding.Kind != ChangeKind.ExportAdded && judged.Finding.Kind != ChangeKind.ExportRemoved)))
            .SelectMany(judged => judged.Finding.Exports);
        return string.Concat(names.Distinct().Order(Utf8Order.Instance).Select(name => name + "\n"));
    }

    /// <summary>The verdict, a sentence.</summary>
    public static string Verdict(JudgedComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        JudgedFinding[] open = [.. comparison.Findings.Where(finding => finding.Impact == Impact.Break)];
        int types = open.Count(finding => finding.Finding.IsOfType && finding.Finding.Because is null);
        int others = open.Count(finding => !finding.Finding.IsOfType);
        string causes = string.Join(" and ", new[]
            { types > 0 ? Count(types, "change") + " of types" : "", others > 0 ? Count(others, "change") + " of exports" : "" }.Where(part => part.Length > 0));
        int exports = open.SelectMany(finding => finding.Finding.Exports).Distinct().Count();
        string verdict = comparison.Findings.Count == 0 ? "The same: nothing that is exported differs."
            : open.Length == 0 ? "No break."
            : $"{causes} {(types + others == 1 ? "breaks" : "break")} modules: {Count(exports, "export")} concerned.";
        return comparison.ChangedVersions == 0 ? verdict : verdict + string.Create(
            CultureInfo.InvariantCulture, $" {Count(comparison.ChangedVersions, "version")} changed: modules with the old ones do not load.");
    }

    private static void Head(StringBuilder text, JudgedComparison comparison)
    {
        Side(text, "old", comparison.Old);
        Side(text, "new", comparison.New);
        foreach (string gap in comparison.Gaps)
        {
            text.Append("note: ").Append(gap).Append('\n');
        }

        text.Append('\n').Append(Verdict(comparison)).Append('\n');
        if (comparison.Findings.Count > 0)
        {
            text.AppendJoin(", ", comparison.Findings.GroupBy(finding => (finding.Impact, finding.Finding.Kind.Id))
                .OrderByDescending(group => group.Key.Impact)
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key.Id}"))).Append('\n');
        }
    }

    private static void Side(StringBuilder text, string side, Snapshot snapshot) => text.Append(
        CultureInfo.InvariantCulture,
        $"{side}: {snapshot.Name}{(snapshot.Release is { } release ? $" ({release})" : "")}: {Count(snapshot.Exports.Count, "export")}, from {snapshot.Kinds}\n");

    private static void Block(StringBuilder text, JudgedFinding judged, IEnumerable<JudgedFinding> followers)
    {
        Finding finding = judged.Finding;
        text.Append(CultureInfo.InvariantCulture, $"\n{Word(judged),-5} {Subject(finding)}  {finding.Kind.Id}  {finding.Fingerprint}\n");
        foreach (Effect effect in finding.Effects)
        {
            text.Append("      ").Append(effect.Text).Append(effect.Kind == finding.Kind ? "" : $" ({effect.Kind.Id})").Append('\n');
        }

        text.Append("      ").Append(finding.Kind.Meaning).Append('\n');
        if (judged.Rule is { } rule)
        {
            text.Append("      tolerated by ").Append(rule).Append('\n');
        }

        text.Append("      ").Append(Count(finding.Exports.Count, "export"))
            .Append(finding.Modules.Count > 0 ? $" of {Few(finding.Modules, 3)}" : "").Append(": ").Append(Few(finding.Exports, ShownExports)).Append('\n');
        if (judged.Consumers.Count > 0)
        {
            text.Append("      used by ").Append(Count(judged.Consumers.Count, "module")).Append(": ").Append(Few(judged.Consumers, ShownExports)).Append('\n');
        }

        foreach (string line in LineDiff.Unified([.. finding.OldLines], [.. finding.NewLines]))
        {
            text.Append("    ").Append(line).Append('\n');
        }

        foreach (Fix fix in finding.Fixes)
        {
            text.Append(CultureInfo.InvariantCulture, $"      fix: {fix.Text} ({fix.Kind})\n");
            foreach (string line in FixText.Lines(fix))
            {
                text.Append("        ").Append(line).Append('\n');
            }
        }

        foreach (JudgedFinding follower in followers)
        {
            text.Append(CultureInfo.InvariantCulture, $"      follows: {Subject(follower.Finding)}, {follower.Finding.Effects[0].Text} ")
                .Append(CultureInfo.InvariantCulture, $"({Count(follower.Finding.Exports.Count, "export")})\n");
        }
    }

    private static void Group(StringBuilder text, ChangeKind kind, JudgedFinding[] group)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{Word(group[0]),-5} {kind.Id}: {group.Length}\n      {kind.Meaning}\n");
        foreach (JudgedFinding judged in group.Take(ShownOfKind))
        {
            Finding finding = judged.Finding;
            string what = finding.Subject == kind.Id ? $"{finding.Effects[0].Text}: {Few(finding.Exports, ShownExports)}" : $"{finding.Subject}: {finding.Effects[0].Text}";
            what += judged.Consumers.Count > 0 ? $" (used by {Few(judged.Consumers, 3)})" : "";
            text.Append("      ").Append(what).Append(judged.Rule is { } rule ? $" (tolerated by {rule})" : "").Append('\n');
        }

        if (group.Length > ShownOfKind)
        {
            text.Append(CultureInfo.InvariantCulture, $"      and {group.Length - ShownOfKind} more (--format short has all)\n");
        }
    }

    /// <summary>What a finding is about, as C calls it.</summary>
    internal static string Subject(Finding finding) =>
        finding.IsOfType && finding.Subject.Length > 2 && finding.Subject[1] == '#' ? TypeText.Name(finding.Subject) : finding.Subject;

    internal static string Word(JudgedFinding finding) => finding.Impact switch { Impact.Break => "break", Impact.Risk => "risk", _ => "info" };

    internal static string Few(IReadOnlyList<string> names, int most) => string.Join(", ", names.Take(most))
        + (names.Count > most ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - most} more") : "");

    internal static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}
