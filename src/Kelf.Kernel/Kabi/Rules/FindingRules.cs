// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kabi.Rules;

/// <summary>
/// Rules that say which findings are tolerated. Those of suse-kabi-tools are such rules; further ones are about types, kinds and single
/// findings, may warn, and have a reason: <c>[TYPE] PATTERN PASS|WARN|FAIL [reason="…"] [ref=URL] [until=VERSION]</c>. The first that matches decides.
/// </summary>
public sealed class FindingRules
{
    private readonly string _file;

    private FindingRules(string file, IReadOnlyList<FindingRule> rules) => (_file, Rules) = (file, rules);

    /// <summary>No rule at all.</summary>
    public static FindingRules None { get; } = new("", []);

    /// <summary>The rules, in order.</summary>
    public IReadOnlyList<FindingRule> Rules { get; }

    /// <summary>Reads rules.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="MalformedTextException">A rule is malformed.</exception>
    public static FindingRules Read(string path)
    {
        using InputBytes input = InputBytes.Open(path);
        return Parse(input.Contents.Span(), path);
    }

    /// <summary>Reads the text of rules.</summary>
    public static FindingRules Parse(ReadOnlySpan<byte> text, string file) => new(file, FindingRuleParser.Parse(text, file));

    /// <summary>Applies the rules. A finding is tolerated if that holds for each export that it concerns.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="kinds">The kinds to report; empty for all.</param>
    public JudgedComparison Judge(SnapshotComparison comparison, IReadOnlyCollection<ChangeKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        JudgedComparison all = JudgedComparison.Of(comparison, kinds);
        return Rules.Count == 0 ? all : all with { Findings = [.. all.Findings.Select(judged => Judge(judged.Finding, comparison))] };
    }

    private JudgedFinding Judge(Finding finding, SnapshotComparison comparison)
    {
        FindingRule? deciding = null;
        foreach (string export in finding.Exports)
        {
            (string, string) place = PlaceOf(export, comparison);
            FindingRule? rule = Rules.FirstOrDefault(rule => rule.Matches(finding, export, place));
            if (rule is null or { Verdict: FindingVerdict.Fail })
            {
                return new JudgedFinding(finding, finding.Impact, null);
            }

            deciding = deciding is null || rule.Verdict > deciding.Verdict ? rule : deciding;
        }

        return deciding switch
        {
            null => new JudgedFinding(finding, finding.Impact, null),
            { Verdict: FindingVerdict.Warn } => new JudgedFinding(finding, finding.Impact > Impact.Risk ? Impact.Risk : finding.Impact, null),
            _ => new JudgedFinding(finding, Impact.Info, $"{_file}:{deciding.Line}{(deciding.Reason.Length > 0 ? $": {deciding.Reason}" : "")}"),
        };
    }

    private static (string Module, string Namespace) PlaceOf(string export, SnapshotComparison comparison)
    {
        Snapshot side = comparison.Old.Exports.ContainsKey(export) ? comparison.Old : comparison.New;
        return side.Exports.TryGetValue(export, out VersionRecord? record) ? (record.Module, record.Namespace) : ("", "");
    }
}
