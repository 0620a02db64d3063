// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Fixes;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Kabi.Snapshots;

namespace Kelf.Kernel.Kabi.Output;

/// <summary>A comparison as JSON: docs/kabi.schema.json describes it.</summary>
public static class FindingJson
{
    /// <summary>What <c>schema</c> says: another number when a reader has to change.</summary>
    public const string Schema = "kelf-kabi-compare-1";

    /// <summary>Writes the one value of the document.</summary>
    public static void Write(Utf8JsonWriter json, JudgedComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(comparison);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        WriteSide(json, "old", comparison.Old);
        WriteSide(json, "new", comparison.New);
        json.WriteStartObject("summary");
        json.WriteString("verdict", FindingText.Verdict(comparison));
        foreach (Impact impact in new[] { Impact.Break, Impact.Risk, Impact.Info })
        {
            json.WriteNumber(WordOf(impact), comparison.Findings.Count(finding => finding.Impact == impact));
        }

        json.WriteNumber("tolerated", comparison.Findings.Count(finding => finding.Rule is not null));
        json.WriteNumber("changedVersions", comparison.ChangedVersions);
        WriteNames(json, "gaps", comparison.Gaps);
        json.WriteEndObject();
        json.WriteStartArray("findings");
        foreach (JudgedFinding finding in comparison.Findings)
        {
            WriteFinding(json, finding, comparison);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string side, Snapshot snapshot)
    {
        json.WriteStartObject(side);
        json.WriteString("name", snapshot.Name);
        json.WriteString("kinds", snapshot.Kinds);
        if (snapshot.Release is { } release)
        {
            json.WriteString("release", release);
        }

        json.WriteString("evidence", $"L{(int)snapshot.Evidence}");
        json.WriteNumber("exports", snapshot.Exports.Count);
        json.WriteNumber("described", snapshot.Described);
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, JudgedFinding judged, JudgedComparison comparison)
    {
        Finding finding = judged.Finding;
        json.WriteStartObject();
        json.WriteString("id", finding.Fingerprint);
        json.WriteString("kind", finding.Kind.Id);
        json.WriteString("severity", WordOf(judged.Impact));
        int evidence = finding.IsOfType ? Math.Min((int)comparison.Old.Evidence, (int)comparison.New.Evidence) : (int)Evidence.Versions;
        json.WriteString("evidence", $"L{evidence}");
        json.WriteString(finding.Subject.Length > 2 && finding.Subject[1] == '#' ? "type" : "export", finding.Subject);
        json.WriteBoolean("root", finding.Because is null);
        if (finding.Because is { } because)
        {
            json.WriteString("because", because);
        }

        json.WriteString("text", finding.Effects[0].Text);
        json.WriteString("meaning", finding.Kind.Meaning);
        json.WriteStartArray("effects");
        foreach (Effect effect in finding.Effects)
        {
            json.WriteStartObject();
            json.WriteString("kind", effect.Kind.Id);
            json.WriteString("severity", WordOf(effect.Impact));
            json.WriteString("text", effect.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("old", finding.Old);
        json.WriteString("new", finding.New);
        if (finding.IsOfType)
        {
            WriteNames(json, "diff", LineDiff.Unified([.. finding.OldLines], [.. finding.NewLines]));
        }

        json.WriteStartObject("impact");
        json.WriteNumber("exports", finding.Exports.Count);
        json.WriteNumber("modules", finding.Modules.Count);
        json.WriteNumber("consumers", judged.Consumers.Count);
        json.WriteEndObject();
        WriteNames(json, "consumers", judged.Consumers);
        WriteNames(json, "exports", finding.Exports);
        WriteNames(json, "modules", finding.Modules);
        WriteFixes(json, finding.Fixes);
        if (judged.Rule is { } rule)
        {
            json.WriteString("rule", rule);
        }

        json.WriteEndObject();
    }

    private static void WriteFixes(Utf8JsonWriter json, IReadOnlyList<Fix> fixes)
    {
        json.WriteStartArray("fixes");
        foreach (Fix fix in fixes)
        {
            json.WriteStartObject();
            json.WriteString("kind", fix.Kind);
            json.WriteString("text", fix.Text);
            json.WriteStartArray("edits");
            foreach (FixEdit edit in fix.Edits)
            {
                json.WriteStartObject();
                json.WriteString("place", FixText.WordOf(edit.Place));
                json.WriteString("name", edit.Name);
                json.WriteString("where", FixText.Where(edit));
                WriteNames(json, "moved", edit.Members);
                WriteNames(json, "lines", edit.Lines);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteNames(json, "assertions", fix.Assertions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static string WordOf(Impact impact) => impact switch { Impact.Break => "break", Impact.Risk => "risk", _ => "info" };

    private static void WriteNames(Utf8JsonWriter json, string property, IReadOnlyList<string> names)
    {
        json.WriteStartArray(property);
        foreach (string name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }
}
