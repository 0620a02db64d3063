// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Reports;

namespace Kelf.Kernel.Kabi.Versions;

/// <summary>What has become of an export.</summary>
public enum VersionChangeKind
{
    /// <summary>It was not there.</summary>
    Added,

    /// <summary>It is there no more.</summary>
    Removed,

    /// <summary>It has another version, or is for other modules.</summary>
    Modified,
}

/// <summary>How a change is judged.</summary>
public enum Tolerance
{
    /// <summary>It breaks modules.</summary>
    None,

    /// <summary>It breaks no module.</summary>
    Implicit,

    /// <summary>A rule tolerates it.</summary>
    ByRules,
}

/// <summary>A change of an export.</summary>
/// <param name="Name">The export.</param>
/// <param name="Kind">What has become of it.</param>
/// <param name="What">The rest of the sentence that begins with its name.</param>
/// <param name="Tolerance">How it is judged.</param>
public sealed record VersionChange(string Name, VersionChangeKind Kind, string What, Tolerance Tolerance);

/// <summary>
/// Compares the versions of two builds: whether an export is there, its version, and whether it is for GPL modules only. Neither its
/// module nor its namespace is looked at, as ksymvers does not.
/// </summary>
public static class VersionDifferences
{
    /// <summary>The changes: additions, removals, and then the others, each in ascending order of names.</summary>
    public static List<VersionChange> Find(
        IReadOnlyDictionary<string, VersionRecord> old, IReadOnlyDictionary<string, VersionRecord> @new, SeverityRules? rules)
    {
        List<VersionChange> changes = [];
        changes.AddRange(Ordered(@new.Values.Where(record => !old.ContainsKey(record.Name)))
            .Select(record => Change(record, VersionChangeKind.Added, "has been added", isHarmless: true)));
        changes.AddRange(Ordered(old.Values.Where(record => !@new.ContainsKey(record.Name)))
            .Select(record => Change(record, VersionChangeKind.Removed, "has been removed", isHarmless: false)));
        foreach (VersionRecord before in Ordered(old.Values.Where(record => @new.ContainsKey(record.Name))))
        {
            VersionRecord after = @new[before.Name];
            if (after.Crc != before.Crc)
            {
                changes.Add(Change(
                    before, VersionChangeKind.Modified,
                    string.Create(CultureInfo.InvariantCulture, $"changed CRC from '0x{before.Crc:x8}' to '0x{after.Crc:x8}'"), isHarmless: false));
            }

            if (after.IsGplOnly != before.IsGplOnly)
            {
                changes.Add(Change(
                    before, VersionChangeKind.Modified, $"changed type from '{Manner(before)}' to '{Manner(after)}'", isHarmless: before.IsGplOnly));
            }
        }

        return changes;

        VersionChange Change(VersionRecord record, VersionChangeKind kind, string what, bool isHarmless) => new(
            record.Name, kind, what,
            rules?.Find(record.Name, record.Module, record.Namespace) is { IsTolerant: true } ? Tolerance.ByRules
                : isHarmless ? Tolerance.Implicit : Tolerance.None);
    }

    private static string Manner(VersionRecord record) => record.IsGplOnly ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL";

    private static IOrderedEnumerable<VersionRecord> Ordered(IEnumerable<VersionRecord> records) =>
        records.OrderBy(record => record.Name, Utf8Order.Instance);
}
