// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Mcount;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Mcount;

/// <summary>The list of traced functions, as lines or as JSON.</summary>
/// <example><code>
/// .text+0x20 kfree
/// {"objects": [{"object": "a.o", "functions": [{"section": ".text", "offset": "0x20", "symbol": "kfree"}]}]}
/// </code></example>
/// <param name="json">As JSON.</param>
/// <param name="namesFiles">Whether lines begin with the file.</param>
internal sealed class McountList(bool json, bool namesFiles)
{
    private readonly List<(string File, (string Section, string Offset, string Symbol)[] Functions)> _objects = [];

    /// <summary>Adds the functions of an object.</summary>
    public void Add(string file, McountPlan plan)
    {
        FunctionNames names = FunctionNames.Of(plan.Output.File);
        _objects.Add((file, [.. plan.Records.Select(record => (names.SectionOf(record), Hex(record.Offset), names.At(record)))]));
    }

    /// <summary>Prints the list.</summary>
    public void Print()
    {
        if (json)
        {
            StandardOutput.Write(JsonText.Write(Write));
        }
        else
        {
            StandardOutput.WriteText(Lines());
        }
    }

    private string Lines()
    {
        StringBuilder text = new();
        foreach ((string file, (string, string, string)[] functions) in _objects)
        {
            foreach ((string section, string offset, string symbol) in functions)
            {
                string sign = offset.StartsWith('-') ? string.Empty : "+";
                string line = $"{(namesFiles ? file + ": " : string.Empty)}{section}{sign}{offset} {symbol}";
                text.Append(PrintableText.Of(line.TrimEnd())).Append('\n');
            }
        }

        return text.ToString();
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("objects");
        foreach ((string file, (string, string, string)[] functions) in _objects)
        {
            writer.WriteStartObject();
            writer.WriteString("object", file);
            writer.WriteStartArray("functions");
            foreach ((string section, string offset, string symbol) in functions)
            {
                writer.WriteStartObject();
                writer.WriteString("section", section);
                writer.WriteString("offset", offset);
                writer.WriteString("symbol", symbol.Length == 0 ? null : symbol);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WarningList.Current.WriteTo(writer);
        writer.WriteEndObject();
    }

    // The place that s390 patches may lie before the section.
    private static string Hex(ulong offset) =>
        (long)offset < 0 ? $"-0x{unchecked(0 - offset):x}" : $"0x{offset:x}";
}
