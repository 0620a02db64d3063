// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Shapes;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Output;

/// <summary>Why an export has another version: each type that changed, and the shortest way of references to it.</summary>
public sealed class ExportExplanation(SnapshotComparison comparison)
{
    private readonly ILookup<string, Finding> _byExport =
        comparison.Findings.SelectMany(finding => finding.Exports.Select(export => (export, finding))).ToLookup(item => item.export, item => item.finding);

    /// <summary>The explanation of an export; null when neither kernel has it.</summary>
    public string? Of(string symbol)
    {
        bool isOld = comparison.Old.Exports.TryGetValue(symbol, out VersionRecord? before);
        bool isNew = comparison.New.Exports.TryGetValue(symbol, out VersionRecord? after);
        if (!isOld && !isNew)
        {
            return null;
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{symbol}: {Shown(before)} in the old kernel, {Shown(after)} in the new one\n");
        Proof(text, "old", comparison.Old, before);
        Proof(text, "new", comparison.New, after);
        Finding[] findings = [.. _byExport[symbol]];
        text.Append(findings.Length == 0 ? "Nothing that it leads to changed.\n" : "");
        foreach (Finding finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{FindingText.Subject(finding)}: {finding.Kind.Id} ({FindingJson.WordOf(finding.Impact)})\n");
            if (finding.IsOfType && Way(symbol, finding.Subject) is { Count: > 1 } way)
            {
                text.Append("  by way of ").AppendJoin(" -> ", way.Select(name => name.Length > 2 && name[1] == '#' ? TypeText.Name(name) : name)).Append('\n');
            }

            foreach (Effect effect in finding.Effects)
            {
                text.Append("  ").Append(effect.Text).Append('\n');
            }

            text.Append(finding.Because is { } because ? $"  This follows from the change of {TypeText.Name(because)}.\n" : "")
                .Append("  ").Append(finding.Kind.Meaning).Append('\n');
            foreach (string line in LineDiff.Unified([.. finding.OldLines], [.. finding.NewLines]))
            {
                text.Append("  ").Append(line).Append('\n');
            }

            foreach (Fix fix in finding.Fixes)
            {
                text.Append(CultureInfo.InvariantCulture, $"  fix: {fix.Text} ({fix.Kind})\n");
                foreach (string line in FixText.Lines(fix))
                {
                    text.Append("    ").Append(line).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static string Shown(VersionRecord? export) =>
        export is null ? "not there" : string.Create(CultureInfo.InvariantCulture, $"version 0x{export.Crc:x8}");

    // Do types and versions belong together?
    private static void Proof(StringBuilder text, string side, Snapshot snapshot, VersionRecord? export)
    {
        if (export is null || export.Crc == 0 || !snapshot.HasVersions || snapshot.Types is not { } types || !types.HasExport(export.Name))
        {
            return;
        }

        uint computed = RecordVersions.Of(types, export.Name);
        text.Append(CultureInfo.InvariantCulture, $"  {side}: its types {(computed == export.Crc ? "give that version" : $"give 0x{computed:x8}: they are not those that the version was made of")}\n");
    }

    // The shortest way, in the new kernel.
    private List<string> Way(string symbol, string type)
    {
        Corpus corpus = comparison.New.Types!;
        RecordTable table = corpus.Table;
        int start = table.Words.Find(Encoding.UTF8.GetBytes(symbol)), end = table.Words.Find(Encoding.UTF8.GetBytes(type));
        foreach (int number in corpus.Exports.GetValueOrDefault(start) ?? [])
        {
            CorpusFile file = corpus.Files[number];
            Dictionary<int, int> from = new() { [start] = -1 };
            Queue<int> open = new([start]);
            while (open.TryDequeue(out int at))
            {
                if (at == end)
                {
                    List<string> way = [];
                    for (int step = at; step >= 0; step = from[step])
                    {
                        way.Insert(0, table.TextOf(step));
                    }

                    return way;
                }

                foreach (int next in file.Find(at) is >= 0 and int record ? table.ReferencesOf(record) : [])
                {
                    if (from.TryAdd(next, at))
                    {
                        open.Enqueue(next);
                    }
                }
            }
        }

        return [];
    }
}
