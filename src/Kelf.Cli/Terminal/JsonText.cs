// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kelf.Cli.Terminal;

/// <summary>JSON as all commands print it: indented, with names of symbols readable.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        // Names of symbols are no HTML: < and ' stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>Collects a document.</summary>
    /// <param name="write">Writes its one value.</param>
    /// <returns>UTF-8 with a line feed at the end.</returns>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_options))
        {
            write(json);
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}
