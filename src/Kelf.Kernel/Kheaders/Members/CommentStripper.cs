// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Settings;

namespace Kelf.Kernel.Kheaders.Members;

/// <summary>
/// Takes comments out of headers, but for those with a licence (<c>SPDX</c>). Texts are bytes: headers hold UTF-8, and need
/// not.
/// </summary>
/// <example>
/// <code>
/// input                            Original          Safe
/// #define A 1 /* one */            #define A 1       #define A 1
/// "x/*y*/z"                        "xz"              "x/*y*/z"
/// // see drivers/*/foo             // see drivers    // see drivers/*/foo
/// </code>
/// </example>
public static class CommentStripper
{
    private static ReadOnlySpan<byte> Opener => "/*"u8;

    private static ReadOnlySpan<byte> Closer => "*/"u8;

    private static ReadOnlySpan<byte> Licence => "SPDX"u8;

    /// <summary>Strips a text where it lies.</summary>
    /// <returns>How many bytes are left, at the beginning of <paramref name="text"/>.</returns>
    public static int Strip(Span<byte> text, StripMode mode) => mode switch
    {
        StripMode.Original => StripOriginal(text),
        StripMode.Safe => StripSafe(text, leaveBlank: false),
        StripMode.SafeWithBlank => StripSafe(text, leaveBlank: true),
        _ => text.Length,
    };

    /// <summary>
    /// The original's rule, which knows nothing of strings and <c>//</c>: what begins with <c>/*</c> and ends with the
    /// next <c>*/</c> goes unless <c>SPDX</c> stands in between. After the opener of a comment that stays the
    /// search goes on, so that a comment inside it still goes.
    /// </summary>
    private static int StripOriginal(Span<byte> text)
    {
        int length = 0; // of what is kept so far
        int kept = 0; // the text before it is kept or gone
        int from = 0; // where the next opener is looked for
        int closer = 0; // cursors that only move forward: the whole is linear
        int licence = 0;
        while (true)
        {
            int opener = Find(text, Opener, from);
            if (opener == text.Length)
            {
                break;
            }

            closer = Find(text, Closer, Math.Max(closer, opener + 2));
            if (closer == text.Length)
            {
                break; // no later comment ends either
            }

            licence = Find(text, Licence, Math.Max(licence, opener + 2));
            if (licence < closer)
            {
                from = opener + 1;
                continue;
            }

            length = Keep(text, kept..opener, length);
            kept = from = closer + 2;
        }

        return Keep(text, kept..text.Length, length);
    }

    /// <summary>Comments as the C language has them: not inside strings, character constants and <c>//</c> comments.</summary>
    private static int StripSafe(Span<byte> text, bool leaveBlank)
    {
        int length = 0;
        int kept = 0;
        int at = 0;
        // A quote without a partner on its line is an ordinary byte, and so are those after it up to there.
        int loneDouble = 0;
        int loneSingle = 0;
        while (at < text.Length)
        {
            int token = text[at..].IndexOfAny((byte)'/', (byte)'"', (byte)'\'');
            if (token < 0)
            {
                break;
            }

            at += token;
            if (text[at] != '/')
            {
                at = EndOfLiteral(text, at, ref text[at] == '"' ? ref loneDouble : ref loneSingle);
                continue;
            }

            ReadOnlySpan<byte> rest = text[at..];
            if (rest.StartsWith("//"u8))
            {
                at = EndOfLine(text, at + 2);
                continue;
            }

            if (!rest.StartsWith(Opener))
            {
                at++;
                continue;
            }

            int end = Find(text, Closer, at + 2);
            if (end == text.Length)
            {
                break; // a comment without an end stays
            }

            if (text[at..end].IndexOf(Licence) < 0)
            {
                length = Keep(text, kept..at, length);
                kept = end + 2;
                if (leaveBlank)
                {
                    // There is room: the comment had four bytes at least.
                    text[length++] = (byte)' ';
                }
            }

            at = end + 2;
        }

        return Keep(text, kept..text.Length, length);
    }

    // After the closing quote; after the opening one when the line ends first, as in "don't".
    private static int EndOfLiteral(ReadOnlySpan<byte> text, int start, ref int loneUpTo)
    {
        int i = start < loneUpTo ? loneUpTo : start + 1;
        for (; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == text[start])
            {
                return i + 1;
            }

            if (text[i] == '\\')
            {
                i += LengthOfContinuation(text, i);
            }
        }

        loneUpTo = Math.Max(loneUpTo, i);
        return start + 1;
    }

    private static int EndOfLine(ReadOnlySpan<byte> text, int start)
    {
        for (int i = start; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                return i + 1;
            }

            if (text[i] == '\\')
            {
                i += LengthOfContinuation(text, i);
            }
        }

        return text.Length;
    }

    // Bytes after a backslash that belong to it: one, or a line's whole end.
    private static int LengthOfContinuation(ReadOnlySpan<byte> text, int backslash) =>
        text[backslash..].StartsWith("\\\r\n"u8) ? 2 : 1;

    private static int Keep(Span<byte> text, Range range, int length)
    {
        Span<byte> part = text[range];
        part.CopyTo(text[length..]);
        return length + part.Length;
    }

    // The position at or after `from`, or the text's length.
    private static int Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> what, int from)
    {
        int found = from < text.Length ? text[from..].IndexOf(what) : -1;
        return found < 0 ? text.Length : from + found;
    }
}
