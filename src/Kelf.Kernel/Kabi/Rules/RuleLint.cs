// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Rules;

/// <summary>Rules that do nothing, or not what they seem to.</summary>
public static class RuleLint
{
    /// <summary>Looks through rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="kernels">Kernels that they are about, in order; rules about changes are used if a change between two neighbours is one.</param>
    /// <returns>Line and text of each, in order of lines.</returns>
    public static IEnumerable<(int Line, string What)> Find(FindingRules rules, IReadOnlyList<Snapshot> kernels)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(kernels);
        HashSet<FindingRule> used = Used(rules, kernels);
        HashSet<(FindingSubject, string)> before = [];
        HashSet<FindingSubject> all = [];
        foreach (FindingRule rule in rules.Rules)
        {
            string text = $"{rule.Subject.ToString().ToUpperInvariant()} {rule.Pattern} {rule.Verdict.ToString().ToUpperInvariant()}";
            if (rule.Subject == FindingSubject.Symbol && rule.Pattern.StartsWith("module:", StringComparison.Ordinal))
            {
                yield return (rule.Line, $"rule '{text}' can never match: no symbol has a colon; write NAMESPACE {rule.Pattern}");
            }
            else if (rule.Subject == FindingSubject.Namespace && rule.Pattern == "*")
            {
                yield return (rule.Line, $"rule '{text}' is about exports with a namespace only; write SYMBOL * for all");
            }

            if (!before.Add((rule.Subject, rule.Pattern)) || all.Contains(rule.Subject))
            {
                yield return (rule.Line, $"rule '{text}' never decides: an earlier one matches all that it does");
            }
            else if (kernels.Count > 0 && !used.Contains(rule) && (rule.Subject < FindingSubject.Type || kernels.Count > 1))
            {
                yield return (rule.Line, $"rule '{text}' is unused");
            }

            if (rule.Pattern == "*")
            {
                all.Add(rule.Subject);
            }
        }
    }

    private static HashSet<FindingRule> Used(FindingRules rules, IReadOnlyList<Snapshot> kernels)
    {
        HashSet<FindingRule> used = [];
        FindingRule[] ofExports = [.. rules.Rules.Where(rule => rule.Subject < FindingSubject.Type)];
        Finding none = new() { Subject = "", Effects = [Effect.Of(ChangeKind.TypeChanged, "")], Exports = [] };
        foreach (VersionRecord export in kernels.SelectMany(kernel => kernel.Exports.Values))
        {
            if (Array.Find(ofExports, rule => rule.Matches(none, export.Name, (export.Module, export.Namespace))) is { } first)
            {
                used.Add(first);
            }
        }

        for (int i = 1; i < kernels.Count; i++)
        {
            foreach (Finding finding in SnapshotComparison.Compare(kernels[i - 1], kernels[i], null).Findings)
            {
                used.UnionWith(rules.Rules.Where(rule => rule.Subject >= FindingSubject.Type && rule.Matches(finding, "", ("", ""))));
            }
        }

        return used;
    }
}
