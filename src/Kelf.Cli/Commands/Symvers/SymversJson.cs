// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Commands.Symvers;

/// <summary>Versions as JSON.</summary>
/// <example>
/// <code>
/// {"objects": [{"object": "mm/slub.o", "symbols": [
///   {"name": "kfree", "version": "0x037a0cba"}, {"name": "x", "version": null}]}]}
/// </code>
/// The object is null when a list was looked up in several objects; the version is null without information.
/// </example>
internal static class SymversJson
{
    /// <summary>Writes the results.</summary>
    public static void Write(IReadOnlyList<ObjectVersions> results, IByteSink output) => output.Write(JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("objects");
        foreach (ObjectVersions one in results)
        {
            Write(json, one);
        }

        json.WriteEndArray();
        WarningList.Current.WriteTo(json);
        json.WriteEndObject();
    }));

    private static void Write(Utf8JsonWriter json, ObjectVersions one)
    {
        json.WriteStartObject();
        json.WriteString("object", one.DisplayName);
        json.WriteStartArray("symbols");
        foreach (int symbol in one.Versions.TableOrder)
        {
            json.WriteStartObject();
            json.WriteString("name", one.Versions.Symbols[symbol]);
            uint? version = one.Versions[symbol];
            json.WriteString(
                "version", version is null ? null : string.Create(CultureInfo.InvariantCulture, $"0x{version:x8}"));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
