// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Terminal;

/// <summary>JSON as all commands print it: indented, with names of symbols readable.</summary>
internal static class JsonText
{
    /// <summary>How all of it is written.</summary>
    public static JsonWriterOptions Options { get; } = new()
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
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            write(json);
        }

        buffer.Write("\n"u8);
        return Escaped(buffer.WrittenSpan);
    }

    /// <summary>Text of the writer, with all escaped that is to be.</summary>
    public static byte[] Escaped(ReadOnlySpan<byte> json) => json.ContainsAnyExceptInRange((byte)0, (byte)0x7f)
        ? Encoding.UTF8.GetBytes(Escape(Encoding.UTF8.GetString(json)))
        : json.ToArray();

    // The library leaves format characters, which turn text around on a terminal. They stand in strings only.
    private static string Escape(string json)
    {
        StringBuilder text = new(json.Length);
        foreach (Rune rune in json.EnumerateRunes())
        {
            if (rune.IsAscii || !PrintableText.IsUnsafe(rune))
            {
                text.Append(rune.ToString());
                continue;
            }

            foreach (char half in rune.ToString())
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)half:x4}");
            }
        }

        return text.ToString();
    }
}
