// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Mcount;
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Commands.Mcount;

/// <summary>The list of traced functions, as lines or as JSON.</summary>
/// <example><code>
/// .text+0x20 kfree
/// {"objects": [{"object": "a.o", "functions": [{"section": ".text", "offset": "0x20", "symbol": "kfree"}]}]}
/// </code></example>
internal sealed class McountList : IDisposable
{
    private readonly ByteBuilder _lines = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter? _json;
    private readonly bool _namesFiles;

    /// <summary>An empty list.</summary>
    /// <param name="json">As JSON.</param>
    /// <param name="namesFiles">Whether lines begin with the file.</param>
    public McountList(bool json, bool namesFiles)
    {
        _namesFiles = namesFiles;
        if (json)
        {
            _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions
            {
                Indented = true,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                NewLine = "\n",
            });
            _json.WriteStartObject();
            _json.WriteStartArray("objects");
        }
    }

    /// <summary>Adds the functions of an object.</summary>
    public void Add(string file, McountPlan plan)
    {
        FunctionNames names = FunctionNames.Of(plan.Output.File);
        _json?.WriteStartObject();
        _json?.WriteString("object", file);
        _json?.WriteStartArray("functions");
        foreach (McountRecord record in plan.Records)
        {
            string section = names.SectionOf(record);
            string offset = Hex(record.Offset);
            string symbol = names.At(record);
            if (_json is null)
            {
                string sign = offset.StartsWith('-') ? string.Empty : "+";
                string line = $"{(_namesFiles ? file + ": " : string.Empty)}{section}{sign}{offset} {symbol}";
                _lines.Write(Encoding.UTF8.GetBytes(line.TrimEnd() + "\n"));
                continue;
            }

            _json.WriteStartObject();
            _json.WriteString("section", section);
            _json.WriteString("offset", offset);
            _json.WriteString("symbol", symbol.Length == 0 ? null : symbol);
            _json.WriteEndObject();
        }

        _json?.WriteEndArray();
        _json?.WriteEndObject();
    }

    /// <summary>Prints the list.</summary>
    public void Print()
    {
        if (_json is not null)
        {
            _json.WriteEndArray();
            _json.WriteEndObject();
            _json.Flush();
            _lines.Write(_buffer.WrittenSpan);
            _lines.Write("\n"u8);
        }

        StandardOutput.Write(_lines.Bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    // The place that s390 patches may lie before the section.
    private static string Hex(ulong offset) =>
        (long)offset < 0 ? $"-0x{unchecked(0 - offset):x}" : $"0x{offset:x}";
}
