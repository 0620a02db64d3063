// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.RegularExpressions;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Modules;
using Kelf.Kernel.Kabi.Output;
using Kelf.Kernel.Kabi.Rules;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Sources;
using Kelf.Kernel.Kabi.Versions;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Differential.HistoryBuilds;

/// <summary>Answers the five questions from the snapshots, one after the other: no table, no SQL. What is asked about is in the file <c>ask</c>.</summary>
internal sealed partial class PlainAnswers(string directory, string output)
{
    private const string Place = "any,default";

    private readonly List<string> _symbols = ["series,arch,flavour,name,first_build,last_build,crc,module,gpl,namespace"];
    private readonly List<string> _types = ["series,arch,flavour,name,build,old_size,size"];
    private readonly List<string> _unstable = ["series,arch,flavour,name,changes,updates,percent"];
    private readonly List<string> _loads = ["series,arch,flavour,build,module,verdict,reasons,first_reason"];
    private readonly List<(string Series, string Build, JudgedFinding Finding)> _findings = [];

    public void Write()
    {
        Directory.CreateDirectory(output);
        // symbol NAME, type NAME, percent NUMBER, module FILE
        ILookup<string, string> ask = File.ReadAllLines(Path.Combine(directory, "ask")).Select(line => line.Split(' ', 2)).ToLookup(words => words[0], words => words[1]);
        double percent = double.Parse(ask["percent"].Single(), CultureInfo.InvariantCulture);
        foreach (string series in new[] { "main", "stable" })
        {
            OneSeries(series, ask, percent);
        }

        Save("symbol", _symbols);
        Save("type", _types);
        Save("unstable", _unstable);
        Save("loads", _loads);
        Save("approved", Approved());
    }

    private void OneSeries(string series, ILookup<string, string> ask, double percent)
    {
        FindingRules rules = series == "main" ? FindingRules.Read(Path.Combine(directory, "rules")) : FindingRules.None;
        IReadOnlyList<ModuleNeeds> modules = ModuleNeeds.ReadAll([.. ask["module"]], DecompressionLimit.Standard);
        Dictionary<string, (int Changes, int Updates)> counts = new(StringComparer.Ordinal);
        SnapshotReader reader = new(new SourceOptions());
        Dictionary<string, List<(string First, string Last, VersionRecord Export)>> spans = [];
        Dictionary<string, string> sizes = [];
        SortedDictionary<string, List<string>> changes = new(StringComparer.Ordinal);
        Snapshot? before = null;
        foreach (string path in Directory.GetFiles(Path.Combine(directory, series), "*.kabi").Order(StringComparer.Ordinal))
        {
            string build = Path.GetFileNameWithoutExtension(path);
            Snapshot now = reader.Read([path]);
            foreach (string name in ask["symbol"])
            {
                Extend(spans, name, build, before, now);
            }

            foreach (string name in ask["type"])
            {
                string size = SizeOf(now, name);
                string former = sizes.GetValueOrDefault(name, "");
                if (size != former)
                {
                    if (!changes.TryGetValue(name, out List<string>? lines))
                    {
                        changes.Add(name, lines = []);
                    }

                    lines.Add($"{series},{Place},s#{name},{build},{former},{size}");
                }

                sizes[name] = size;
            }

            if (before is not null)
            {
                foreach (VersionRecord export in now.Exports.Values)
                {
                    if (before.Exports.TryGetValue(export.Name, out VersionRecord? old))
                    {
                        (int changed, int updates) = counts.GetValueOrDefault(export.Name);
                        counts[export.Name] = (changed + (old.Crc != export.Crc ? 1 : 0), updates + 1);
                    }
                }

                _findings.AddRange(rules.Judge(SnapshotComparison.Compare(before, now, null), []).Findings.Select(finding => (series, build, finding)));
            }

            LoadCheck check = new(now);
            foreach (LoadAnswer answer in modules.Select(module => check.Check(module, new Dictionary<string, VersionRecord>())))
            {
                string verdict = answer.Verdict switch { LoadVerdict.Loads => "loads", LoadVerdict.Warns => "warns", _ => "refused" };
                string reason = answer.Reasons.Count == 0 ? "" : answer.Reasons[0].Text;
                _loads.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{series},{Place},{build},{answer.Module},{verdict},{answer.Reasons.Count},{Field(reason)}"));
            }

            before = now;
        }

        _types.AddRange(changes.SelectMany(change => change.Value));
        foreach ((string name, List<(string First, string Last, VersionRecord Export)> found) in spans.OrderBy(span => span.Key, StringComparer.Ordinal))
        {
            _symbols.AddRange(found.Select(span => string.Create(
                CultureInfo.InvariantCulture,
                $"{series},{Place},{name},{span.First},{span.Last},0x{span.Export.Crc:x8},{span.Export.Module},{(span.Export.IsGplOnly ? "true" : "false")},{Field(span.Export.Namespace)}")));
        }

        _unstable.AddRange(
            from count in counts
            where count.Value.Changes * 100 > percent * count.Value.Updates
            orderby (double)count.Value.Changes / count.Value.Updates descending, count.Key
            select string.Create(
                CultureInfo.InvariantCulture,
                $"{series},{Place},{count.Key},{count.Value.Changes},{count.Value.Updates},{Math.Round(100.0 * count.Value.Changes / count.Value.Updates, 1, MidpointRounding.AwayFromZero):0.0}"));
    }

    private static void Extend(
        Dictionary<string, List<(string First, string Last, VersionRecord Export)>> spans, string name, string build, Snapshot? before, Snapshot now)
    {
        if (!now.Exports.TryGetValue(name, out VersionRecord? export))
        {
            return;
        }

        if (!spans.TryGetValue(name, out List<(string First, string Last, VersionRecord Export)>? list))
        {
            spans.Add(name, list = []);
        }

        if (list.Count > 0 && before?.Exports.GetValueOrDefault(name) is { } old && old == export)
        {
            list[^1] = list[^1] with { Last = build };
        }
        else
        {
            list.Add((build, build, export));
        }
    }

    // The size at the closing brace of what `kelf kabi show` prints.
    private static string SizeOf(Snapshot snapshot, string type) =>
        TypeView.Show(snapshot, $"struct {type}") is { } text ? SizeRemark().Match(text).Groups[1].Value : "";

    private List<string> Approved()
    {
        List<string> lines = ["fingerprint,kind,subject,approved_in,approved_build,reason,open_in,arch,flavour,open_build,exports"];
        lines.AddRange(
            from open in _findings
            where open.Finding.Rule is null && open.Finding.Impact == Impact.Break
            from approved in _findings
            where approved.Finding.Rule is not null && approved.Series != open.Series
                && approved.Finding.Finding.Fingerprint == open.Finding.Finding.Fingerprint
            orderby open.Series, open.Build, open.Finding.Finding.Fingerprint, approved.Series, approved.Build
            select string.Create(
                CultureInfo.InvariantCulture,
                $"{open.Finding.Finding.Fingerprint},{open.Finding.Finding.Kind.Id},{open.Finding.Finding.Subject},{approved.Series},{approved.Build},"
                + $"{Field(approved.Finding.Rule!)},{open.Series},{Place},{open.Build},{open.Finding.Finding.Exports.Count}"));
        return lines;
    }

    private void Save(string name, List<string> lines) => File.WriteAllText(Path.Combine(output, name + ".csv"), string.Join('\n', lines) + "\n");

    private static string Field(string text) =>
        text.Length == 0 || text.AsSpan().ContainsAny("\",\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    [GeneratedRegex("size ([0-9]+)")]
    private static partial Regex SizeRemark();
}
