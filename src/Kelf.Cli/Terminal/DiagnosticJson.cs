// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

namespace Kelf.Cli.Terminal;

/// <summary>Diagnostics in a report for programs; what is not known is null.</summary>
/// <example>
/// <code>
/// "warnings": [ { "kind": "unresolved-type", "file": "a.o", "section": ".debug_info", "offset": 64, "symbol": null,
///   "text": "DW_AT_type 0xffff leads to no entry, taken for void" } ]
/// </code>
/// </example>
internal static class DiagnosticJson
{
    /// <summary>Writes them as a member of an object.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<Diagnostic> diagnostics)
    {
        json.WriteStartArray(name);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("kind", diagnostic.Kind);
            json.WriteString("file", diagnostic.File);
            json.WriteString("section", diagnostic.Section);
            if (diagnostic.Offset is { } offset)
            {
                json.WriteNumber("offset", offset);
            }
            else
            {
                json.WriteNull("offset");
            }

            json.WriteString("symbol", diagnostic.Symbol);
            json.WriteString("text", diagnostic.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
