// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>
/// The message in a line of <c>journalctl -o json</c>: <c>MESSAGE</c>, a string, or an array of bytes when they are no plain text. Each
/// byte of the message is known by its place in the line, so that all else of the line can stay.
/// </summary>
internal sealed class JournalMessage
{
    // Longer lines are no messages of a kernel; each byte of a message takes four here.
    private const int LongestLine = 16 << 20;

    private readonly byte[] _text;
    // Where each byte stands in the line, and where the text ends.
    private readonly int[] _places;
    private readonly bool _isArray;

    private JournalMessage(byte[] text, int[] places, bool isArray) => (_text, _places, _isArray) = (text, places, isArray);

    /// <summary>What such a line starts with.</summary>
    public static ReadOnlySpan<byte> Start => "{\""u8;

    /// <summary>The message.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>Reads a line.</summary>
    /// <returns>Null when it is no such line; an empty message when it has none.</returns>
    public static JournalMessage? TryRead(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Start) || line.Length > LongestLine)
        {
            return null;
        }

        Utf8JsonReader json = new(line);
        try
        {
            JournalMessage? found = null;
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("MESSAGE"u8) && json.Read())
                {
                    found = json.TokenType switch
                    {
                        JsonTokenType.String => OfString(line, (int)json.TokenStartIndex + 1, json.ValueSpan.Length),
                        JsonTokenType.StartArray => OfArray(ref json),
                        _ => null,
                    };
                }
            }

            // What has no message is passed on as it is.
            return found ?? new JournalMessage([], [0], isArray: false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Where a byte of the message stands in the line.</summary>
    public int PlaceOf(int offset) => _places[offset];

    /// <summary>A text as the line has it before a byte of the message.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">The byte, or the message's length.</param>
    public byte[] Encode(string text, int offset)
    {
        if (!_isArray)
        {
            return JsonEncodedText.Encode(text).EncodedUtf8Bytes.ToArray();
        }

        string numbers = string.Join(',', Encoding.UTF8.GetBytes(text).Select(value => value.ToString(CultureInfo.InvariantCulture)));
        return Encoding.ASCII.GetBytes(offset == _text.Length ? "," + numbers : numbers + ",");
    }

    // RFC 8259 7. The reader has seen that it is well-formed.
    private static JournalMessage OfString(ReadOnlySpan<byte> line, int start, int length)
    {
        List<byte> text = new(length);
        List<int> places = new(length + 1);
        Span<byte> character = stackalloc byte[4];
        int end = start + length;
        for (int at = start; at < end;)
        {
            int used = 1;
            if (line[at] != (byte)'\\')
            {
                text.Add(line[at]);
            }
            else if (line[at + 1] == (byte)'u')
            {
                used = EscapedLength(line[at..end], out Rune rune);
                int bytes = rune.EncodeToUtf8(character);
                text.AddRange(character[..bytes]);
                places.AddRange(Enumerable.Repeat(at, bytes - 1));
            }
            else
            {
                used = 2;
                text.Add(line[at + 1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    byte same => same,
                });
            }

            places.Add(at);
            at += used;
        }

        places.Add(end);
        return new JournalMessage([.. text], [.. places], isArray: false);
    }

    /// <summary><c>\u00e4</c>, or two of them for characters above U+FFFF.</summary>
    private static int EscapedLength(ReadOnlySpan<byte> text, out Rune rune)
    {
        char first = Unit(text);
        if (text.Length >= 12 && text[6..].StartsWith("\\u"u8) && Rune.TryCreate(first, Unit(text[6..]), out rune))
        {
            return 12;
        }

        rune = Rune.TryCreate(first, out Rune single) ? single : Rune.ReplacementChar;
        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static JournalMessage? OfArray(ref Utf8JsonReader json)
    {
        List<byte> text = [];
        List<int> places = [];
        int end = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetByte(out byte value))
            {
                return null;
            }

            text.Add(value);
            places.Add((int)json.TokenStartIndex);
            end = (int)json.BytesConsumed;
        }

        places.Add(end);
        return text.Count == 0 ? null : new JournalMessage([.. text], [.. places], isArray: true);
    }
}
