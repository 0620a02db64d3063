// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;

namespace Kelf.Kernel.Modpost.SourceVersions;

/// <summary>
/// What counts of a source: all but white space and comments, so that a module's version stays when only these change. Neither
/// comments of one line nor character constants are known: that is part of the version, too.
/// </summary>
internal static class SourceText
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create("\\\" /\t\n\v\f\r"u8);

    /// <summary>Takes away what does not count.</summary>
    /// <param name="text">The source; it ends at its first NUL.</param>
    /// <param name="squeezed">Takes the rest; at least as long as the text.</param>
    /// <returns>The length of the rest.</returns>
    public static int Squeeze(ReadOnlySpan<byte> text, Span<byte> squeezed)
    {
        int end = text.IndexOf((byte)0);
        text = end < 0 ? text : text[..end];
        int length = 0;
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAny(s_special);
            (int kept, int skipped) = plain switch
            {
                < 0 => (text.Length, 0),
                > 0 => (plain, 0),
                _ => Special(text),
            };
            text[..kept].CopyTo(squeezed[length..]);
            length += kept;
            text = text[(kept + skipped)..];
        }

        return length;
    }

    // How many bytes count from here on, or else how many do not.
    private static (int Kept, int Skipped) Special(ReadOnlySpan<byte> text)
    {
        byte next = text.Length > 1 ? text[1] : (byte)0;
        return text[0] switch
        {
            (byte)'\\' => next == '\n' ? (0, 2) : (1, 0),
            (byte)'"' => (LengthOfString(text), 0),
            (byte)'/' => next == '*' ? (0, LengthOfComment(text)) : (1, 0),
            _ => (0, 1),
        };
    }

    // To the next quote that has no backslash before it, whatever is before the backslash.
    private static int LengthOfString(ReadOnlySpan<byte> text)
    {
        for (int at = 1; at < text.Length; at++)
        {
            int quote = text[at..].IndexOf((byte)'"');
            if (quote < 0)
            {
                break;
            }

            at += quote;
            if (text[at - 1] != '\\')
            {
                return at + 1;
            }
        }

        return text.Length;
    }

    // The star of the beginning may be that of the end.
    private static int LengthOfComment(ReadOnlySpan<byte> text)
    {
        int end = text[1..].IndexOf("*/"u8);
        return end < 0 ? text.Length : end + 3;
    }
}
