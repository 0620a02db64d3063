// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Snapshots;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>A finding, and what rules have made of it.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Impact">How it counts.</param>
/// <param name="Rule">The rule that tolerates it, <c>FILE:LINE</c>; null when none does.</param>
public sealed record JudgedFinding(Finding Finding, Impact Impact, string? Rule)
{
    /// <summary>Those of the modules that were named which use one of its exports, in ascending order.</summary>
    public IReadOnlyList<string> Consumers { get; init; } = [];
}

/// <summary>A comparison as it is reported: with the rules applied, and what nobody asked for left out.</summary>
/// <param name="Old">The old kernel.</param>
/// <param name="New">The new kernel.</param>
/// <param name="Findings">The findings, in the order of <see cref="SnapshotComparison.Findings"/>.</param>
/// <param name="ChangedVersions">Number of exports that have another version.</param>
/// <param name="Gaps">What could not be compared.</param>
public sealed record JudgedComparison(
    Snapshot Old, Snapshot New, IReadOnlyList<JudgedFinding> Findings, int ChangedVersions, IReadOnlyList<string> Gaps)
{
    /// <summary>The comparison without any rule.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="kinds">The kinds to report; empty for all.</param>
    public static JudgedComparison Of(SnapshotComparison comparison, IReadOnlyCollection<ChangeKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return new JudgedComparison(
            comparison.Old, comparison.New,
            [
                .. comparison.Findings.Where(finding => kinds.Count == 0 || finding.Effects.Any(effect => kinds.Contains(effect.Kind)))
                    .Select(finding => new JudgedFinding(finding, finding.Impact, null)),
            ],
            comparison.ChangedVersions, comparison.Gaps);
    }

    /// <summary>Says for each finding which modules it concerns; those that concern most come first among equals.</summary>
    /// <param name="users">The modules that use each symbol.</param>
    public JudgedComparison WithConsumers(ILookup<string, string> users) => this with
    {
        Findings =
        [
            .. Findings.Select(judged => judged with
            {
                Consumers = [.. judged.Finding.Exports.SelectMany(export => users[export]).Distinct().Order(Utf8Order.Instance)],
            }).OrderByDescending(judged => judged.Finding.Impact).ThenBy(judged => judged.Finding.Because is not null)
                .ThenByDescending(judged => judged.Consumers.Count),
        ],
    };

    /// <summary>True when something breaks modules, and no rule tolerates it.</summary>
    public bool HasBreak => Findings.Any(finding => finding.Impact == Impact.Break);
}
