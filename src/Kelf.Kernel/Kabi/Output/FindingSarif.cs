// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Kernel.Kabi.Findings;

namespace Kelf.Kernel.Kabi.Output;

/// <summary>A comparison as SARIF 2.1.0 (OASIS), for what shows results of analyses of code: a rule for each kind, a result for each finding.</summary>
public static class FindingSarif
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>Writes the one value of the document.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="version">Version of this program.</param>
    public static void Write(Utf8JsonWriter json, JudgedComparison comparison, string version)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(comparison);
        ChangeKind[] kinds = [.. ChangeKind.All.Where(kind => comparison.Findings.Any(finding => finding.Finding.Kind == kind))];
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, kinds, version);
        json.WriteStartArray("results");
        foreach (JudgedFinding finding in comparison.Findings)
        {
            WriteResult(json, finding, Array.IndexOf(kinds, finding.Finding.Kind));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, ChangeKind[] kinds, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "kelf kabi");
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (ChangeKind kind in kinds)
        {
            json.WriteStartObject();
            json.WriteString("id", kind.Id);
            WriteText(json, "shortDescription", kind.Meaning);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", LevelOf(kind.Impact));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, JudgedFinding judged, int rule)
    {
        Finding finding = judged.Finding;
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Kind.Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", LevelOf(judged.Rule is null ? judged.Impact : finding.Impact));
        WriteText(json, "message", $"{FindingText.Subject(finding)}: {finding.Effects[0].Text}. {finding.Kind.Meaning} "
            + $"{FindingText.Count(finding.Exports.Count, "export")}: {FindingText.Few(finding.Exports, 10)}.");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", finding.IsOfType || finding.Modules.Count == 0 ? finding.Subject : $"{finding.Modules[0]}::{finding.Subject}");
        json.WriteString("kind", finding.IsOfType ? "type" : "function");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("kabiChange/v1", finding.Fingerprint);
        json.WriteEndObject();
        if (judged.Rule is { } tolerated)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("justification", tolerated);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string LevelOf(Impact impact) => impact switch { Impact.Break => "error", Impact.Risk => "warning", _ => "note" };
}
