// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// Makes names that come from a file safe to print: what would move a cursor, colour a terminal, or show text in another
/// order than it is in becomes a number. All other text, so also that of other alphabets, stays. For reading only: a
/// backslash stays as well, and so a text can be made printable twice without harm.
/// </summary>
/// <remarks>
/// What is written as a number: control characters and DEL (<c>\x1b</c>), bytes that are no UTF-8 (<c>\xff</c>), C1 controls,
/// the separators of lines and paragraphs, and format characters, which are those of bidirectional text, marks of byte order
/// and characters without width (Unicode categories Cc, Cf, Zl and Zp: <c>\u202e</c>, <c>\U000e0001</c>).
/// </remarks>
public static class PrintableText
{
    private static readonly SearchValues<byte> s_plainBytes =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (byte)value), (byte)'\n', (byte)'\t']);

    /// <summary>One line: a line feed in the text becomes <c>\x0a</c>.</summary>
    /// <param name="text">A text; a surrogate without its other half becomes a number, too.</param>
    public static string Of(string text) => Escape(text, isOneLine: true);

    /// <summary>Lines: line feeds and tabs stay. Names in the text have to be made printable before they are put into it.</summary>
    public static string OfLines(string text) => Escape(text, isOneLine: false);

    /// <summary>One line from the bytes of a name.</summary>
    /// <param name="utf8">Any bytes.</param>
    public static string Of(ReadOnlySpan<byte> utf8) => Escape(utf8, isOneLine: true);

    /// <summary>Lines from bytes: line feeds and tabs stay.</summary>
    /// <param name="utf8">Any bytes.</param>
    public static string OfLines(ReadOnlySpan<byte> utf8) => Escape(utf8, isOneLine: false);

    /// <summary>True when lines of bytes are all printable ASCII, so that nothing has to be done about them.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> lines) => !lines.ContainsAnyExcept(s_plainBytes);

    /// <summary>True when a character may act on a terminal or on the order in which text is shown.</summary>
    public static bool IsUnsafe(Rune character) => Rune.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Escape(string text, bool isOneLine)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        StringBuilder result = new(text.Length + 16);
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            bool isCharacter = Rune.DecodeFromUtf16(rest, out Rune rune, out int length) == OperationStatus.Done;
            if (isCharacter)
            {
                Append(result, rune, isOneLine);
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)rest[0]:x4}");
            }

            rest = rest[length..];
        }

        return result.ToString();
    }

    private static string Escape(ReadOnlySpan<byte> text, bool isOneLine)
    {
        if (!text.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return Encoding.ASCII.GetString(text);
        }

        StringBuilder result = new(text.Length + 16);
        while (!text.IsEmpty)
        {
            bool isCharacter = Rune.DecodeFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done;
            if (isCharacter)
            {
                Append(result, rune, isOneLine);
            }
            else
            {
                foreach (byte stray in text[..length])
                {
                    result.Append(CultureInfo.InvariantCulture, $"\\x{stray:x2}");
                }
            }

            text = text[length..];
        }

        return result.ToString();
    }

    private static void Append(StringBuilder result, Rune rune, bool isOneLine)
    {
        if (!IsUnsafe(rune) || (!isOneLine && rune.Value is '\n' or '\t'))
        {
            Span<char> characters = stackalloc char[2];
            result.Append(characters[..rune.EncodeToUtf16(characters)]);
            return;
        }

        (string prefix, string format) = rune.IsAscii ? ("\\x", "x2") : rune.IsBmp ? ("\\u", "x4") : ("\\U", "x8");
        result.Append(prefix).Append(rune.Value.ToString(format, CultureInfo.InvariantCulture));
    }
}
