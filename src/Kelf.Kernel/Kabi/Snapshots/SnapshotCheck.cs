// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Snapshots;

/// <summary>
/// Whether the types and versions of a snapshot belong together. Types of a linked image are those of all its objects together, and a
/// version is of one object alone: of these some differ without a fault.
/// </summary>
public sealed class SnapshotCheck
{
    /// <summary>Number of exports.</summary>
    public required int Exports { get; init; }

    /// <summary>Number of those whose version is the one that their types give.</summary>
    public required int Proved { get; init; }

    /// <summary>Exports with another version, each with both.</summary>
    public required IReadOnlyList<string> Different { get; init; }

    /// <summary>Exports without types.</summary>
    public required IReadOnlyList<string> Undescribed { get; init; }

    /// <summary>Exports without a version.</summary>
    public required IReadOnlyList<string> Unversioned { get; init; }

    /// <summary>What more than one object exports, with the second one.</summary>
    public required IReadOnlyList<string> Duplicates { get; init; }

    /// <summary>True when nothing is to be said.</summary>
    public bool IsGood => Different.Count + Undescribed.Count + Unversioned.Count + Duplicates.Count == 0;

    /// <summary>Checks a snapshot.</summary>
    /// <exception cref="Shared.RefusedException">It has no types, or versions that were computed from them only.</exception>
    public static SnapshotCheck Of(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.Types is not { } types || !snapshot.HasVersions)
        {
            throw new Shared.RefusedException(
                snapshot.Name, snapshot.Types is null ? "it has no types to compute versions from" : "it has no versions: give Module.symvers, too");
        }

        Dictionary<string, uint> computed = RecordVersions.Compute(types);
        List<string> different = [], undescribed = [], unversioned = [];
        int proved = 0;
        foreach (VersionRecord export in snapshot.Exports.Values.OrderBy(export => export.Name, Utf8Order.Instance))
        {
            if (!computed.TryGetValue(export.Name, out uint version))
            {
                undescribed.Add(export.Name);
            }
            else if (export.Crc == 0)
            {
                unversioned.Add(export.Name);
            }
            else if (version != export.Crc)
            {
                different.Add(string.Create(CultureInfo.InvariantCulture, $"{export.Name}: 0x{export.Crc:x8}, types give 0x{version:x8}"));
            }
            else
            {
                proved++;
            }
        }

        return new SnapshotCheck
        {
            Exports = snapshot.Exports.Count,
            Proved = proved,
            Different = different,
            Undescribed = undescribed,
            Unversioned = unversioned,
            Duplicates = [.. types.FindDuplicates().Select(duplicate => $"{duplicate.Name} in {duplicate.Path} and {duplicate.FirstPath}")],
        };
    }
}
