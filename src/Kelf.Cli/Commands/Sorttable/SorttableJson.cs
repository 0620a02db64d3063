// SPDX-License-Identifier: GPL-2.0-only
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Sorttable;

namespace Kelf.Cli.Commands.Sorttable;

/// <summary>What was done, for programs. Tables that were not sorted are null.</summary>
/// <example>
/// <code>
/// { "files": [ { "file": "vmlinux", "exceptions": { "entries": 814, "moved": 31 }, "orc": null,
///   "mcount": { "entries": 18572, "zeroed": 153, "keptAgainstOriginal": null }, "bytesWritten": 9768 } ] }
/// </code>
/// bytesWritten spans from the first to the last byte of each table that changed.
/// </example>
internal static class SorttableJson
{
    /// <summary>Writes the results to standard output.</summary>
    public static void Write(IEnumerable<(string File, SorttableResult Result)> files) =>
        StandardOutput.Write(JsonText.Write(json => Write(json, files)));

    private static void Write(Utf8JsonWriter json, IEnumerable<(string File, SorttableResult Result)> files)
    {
        json.WriteStartObject();
        json.WriteStartArray("files");
        foreach ((string file, SorttableResult result) in files)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            Write(json, "exceptions", result.Exceptions);
            Write(json, "orc", result.Orc);
            Write(json, result.Mcount);
            json.WriteNumber("bytesWritten", result.Edits.Sum(edit => (long)edit.Bytes.Length));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, TableCount? count)
    {
        if (count is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("entries", count.Entries);
        json.WriteNumber("moved", count.Moved);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, McountCount? count)
    {
        if (count is null)
        {
            json.WriteNull("mcount");
            return;
        }

        json.WriteStartObject("mcount");
        json.WriteNumber("entries", count.Entries);
        json.WriteNumber("zeroed", count.Zeroed);
        if (count.KeptAgainstOriginal is { } kept)
        {
            json.WriteNumber("keptAgainstOriginal", kept);
        }
        else
        {
            json.WriteNull("keptAgainstOriginal");
        }

        json.WriteEndObject();
    }
}
