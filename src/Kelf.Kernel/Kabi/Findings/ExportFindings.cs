// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Lists;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>What is known of exports without their types: whether they are there, for whom, where, and in which version.</summary>
/// <param name="old">The old kernel.</param>
/// <param name="new">The new kernel.</param>
/// <param name="names">The exports to look at; null for all.</param>
/// <param name="concerned">The exports that a changed type concerns.</param>
internal sealed class ExportFindings(Snapshot old, Snapshot @new, NameList? names, IReadOnlySet<string> concerned)
{
    private readonly bool _hasPlaces = old.HasPlaces && @new.HasPlaces;
    private readonly bool _hasVersions = old.HasVersions || @new.HasVersions;
    private readonly List<Finding> _findings = [];
    private readonly List<string> _withoutChange = [];
    private readonly List<string> _withoutVersion = [];

    /// <summary>The findings.</summary>
    /// <param name="changed">Number of exports that have another version.</param>
    public List<Finding> Find(out int changed)
    {
        changed = 0;
        foreach (VersionRecord before in Wanted(old))
        {
            if (!@new.Exports.TryGetValue(before.Name, out VersionRecord? after))
            {
                Add(before, ChangeKind.ExportRemoved, $"{Where(before)} exports it no more", "");
                continue;
            }

            changed += before.Crc != after.Crc && before.Crc != 0 && after.Crc != 0 ? 1 : 0;
            Compare(before, after);
        }

        foreach (VersionRecord after in Wanted(@new))
        {
            if (!old.Exports.ContainsKey(after.Name))
            {
                Add(after, ChangeKind.ExportAdded, $"{Where(after)} exports it", Line(after));
            }
        }

        AddAll(ChangeKind.CrcWithoutChange, _withoutChange, "versions changed, and no type did");
        AddAll(ChangeKind.ChangeWithoutCrc, _withoutVersion, "types changed, and the version did not");
        return _findings;
    }

    private static string Where(VersionRecord export) => export.Module.Length == 0 ? "the kernel" : export.Module;

    private static string Line(VersionRecord export) => string.Create(
        CultureInfo.InvariantCulture,
        $"0x{export.Crc:x8} {export.Module} {(export.IsGplOnly ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL")} {export.Namespace}").TrimEnd();

    private IEnumerable<VersionRecord> Wanted(Snapshot snapshot) => (names is null ? snapshot.Exports : VersionReader.Only(snapshot.Exports, names))
        .Values.OrderBy(export => export.Name, Utf8Order.Instance);

    private void Compare(VersionRecord before, VersionRecord after)
    {
        if (_hasPlaces)
        {
            if (before.IsGplOnly != after.IsGplOnly)
            {
                Add(before, after.IsGplOnly ? ChangeKind.ExportGplTightened : ChangeKind.ExportGplRelaxed,
                    after.IsGplOnly ? "it is for GPL modules only now" : "it is for all modules now", Line(after));
            }

            if (before.Module != after.Module)
            {
                Add(before, ChangeKind.ModuleMoved, $"{after.Module} exports it, {before.Module} did", Line(after));
            }

            if (before.Namespace != after.Namespace)
            {
                Add(before, NamespaceChange.KindOf(before.Namespace, after.Namespace),
                    $"its namespace is {NamespaceChange.Shown(after.Namespace)}, was {NamespaceChange.Shown(before.Namespace)}", Line(after));
            }
        }

        if (before.Crc != 0 && after.Crc == 0)
        {
            Add(before, ChangeKind.VersionLost, "it has no version any more", Line(after));
        }

        bool isDescribed = old.Types?.HasExport(before.Name) == true && @new.Types?.HasExport(before.Name) == true;
        // Versions that were computed from the types on both sides say nothing that those do not.
        if (!_hasVersions || before.Crc == 0 || after.Crc == 0)
        {
            return;
        }

        if (before.Crc != after.Crc && !isDescribed)
        {
            Add(before, ChangeKind.CrcChanged, string.Create(CultureInfo.InvariantCulture, $"its version is 0x{after.Crc:x8}, was 0x{before.Crc:x8}"), Line(after));
        }
        else if (before.Crc != after.Crc && !concerned.Contains(before.Name))
        {
            _withoutChange.Add(before.Name);
        }
        else if (before.Crc == after.Crc && concerned.Contains(before.Name))
        {
            _withoutVersion.Add(before.Name);
        }
    }

    private void Add(VersionRecord export, ChangeKind kind, string text, string after) => _findings.Add(new Finding
    {
        Subject = export.Name,
        Effects = [Effect.Of(kind, text)],
        Exports = [export.Name],
        Modules = export.Module.Length == 0 ? [] : [export.Module],
        Old = kind == ChangeKind.ExportAdded ? "" : Line(export),
        New = after,
    });

    private void AddAll(ChangeKind kind, List<string> exports, string text)
    {
        if (exports.Count > 0)
        {
            _findings.Add(new Finding
            {
                Subject = kind.Id,
                Effects = [Effect.Of(kind, string.Create(CultureInfo.InvariantCulture, $"{exports.Count} exports: {text}"))],
                Exports = exports,
                Modules = [.. exports.Select(name => old.Exports[name].Module).Where(module => module.Length > 0).Distinct().Order(Utf8Order.Instance)],
            });
        }
    }
}
