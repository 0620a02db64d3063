// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Compare;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Snapshots;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>What changed between what two kernels export.</summary>
public sealed class SnapshotComparison
{
    private SnapshotComparison(Snapshot old, Snapshot @new, IReadOnlyList<Finding> findings, int changedVersions) =>
        (Old, New, Findings, ChangedVersions) = (old, @new, findings, changedVersions);

    /// <summary>What could not be compared, a sentence each.</summary>
    public IReadOnlyList<string> Gaps { get; private init; } = [];

    /// <summary>The old kernel.</summary>
    public Snapshot Old { get; }

    /// <summary>The new kernel.</summary>
    public Snapshot New { get; }

    /// <summary>The findings: the worst first, of equal ones causes before what follows from them, and those that concern most exports.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Number of exports in both that have another version: modules that use them do not load, however harmless a change is.</summary>
    public int ChangedVersions { get; }

    /// <summary>Compares two snapshots that were read by one reader.</summary>
    /// <param name="old">The old kernel.</param>
    /// <param name="new">The new kernel.</param>
    /// <param name="names">The exports to look at; null for all.</param>
    /// <param name="style">Whose macros fixes have; null for those that a type has, or that the generator of its versions knows.</param>
    public static SnapshotComparison Compare(Snapshot old, Snapshot @new, NameList? names, MacroStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        List<Finding> findings = [];
        HashSet<string> concerned = new(StringComparer.Ordinal);
        List<string> gaps = [.. old.Gaps().Select(gap => "old: " + gap), .. @new.Gaps().Select(gap => "new: " + gap)];
        if (old.Types is not null && @new.Types is not null && OtherLanguage(old, @new) is { } reason)
        {
            gaps.Add($"{reason}: they are not compared");
            (old, @new) = (old.WithoutTypes(), @new.WithoutTypes());
        }

        if (old.Types is { } before && @new.Types is { } after)
        {
            TypeDifferences differences = TypeComparison.Compare(before, after, names, followsEither: true);
            findings.AddRange(new TypeFindings(old, @new, differences, style).Find());
            concerned.UnionWith(differences.ChangedExports().Select(differences.Table.TextOf));
        }

        findings.AddRange(new ExportFindings(old, @new, names, concerned).Find(out int changed));
        findings.Sort(InOrder);
        return new SnapshotComparison(old, @new, findings, changed) { Gaps = gaps };
    }

    private static string? OtherLanguage(Snapshot old, Snapshot @new) =>
        (old.Evidence == Evidence.Declarations) != (@new.Evidence == Evidence.Declarations)
            ? "the types of one are C declarations of genksyms, those of the other are of gendwarfksyms or DWARF"
            : old.IsOfBtf != @new.IsOfBtf ? "the types of one are of BTF, which has no alignments and no declarations, those of the other are of DWARF" : null;

    private static int InOrder(Finding a, Finding b)
    {
        int order = b.Impact.CompareTo(a.Impact);
        order = order != 0 ? order : (a.Because is not null).CompareTo(b.Because is not null);
        order = order != 0 ? order : b.Exports.Count.CompareTo(a.Exports.Count);
        order = order != 0 ? order : KindRank.Of(a.Kind).CompareTo(KindRank.Of(b.Kind));
        order = order != 0 ? order : Utf8Order.Instance.Compare(a.Subject, b.Subject);
        order = order != 0 ? order : Utf8Order.Instance.Compare(a.Old, b.Old);
        return order != 0 ? order : Utf8Order.Instance.Compare(a.New, b.New);
    }
}
