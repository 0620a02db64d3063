// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>
/// Writes a text as a tree: a line for each item of a list, two blanks deeper inside braces and parentheses. For reading
/// only: a name that has such words in it changes the indentation, not the words.
/// </summary>
internal static class TextTree
{
    public static void Write(ReadOnlySpan<byte> text, IByteSink output)
    {
        int depth = 0;
        bool lineStarts = true;
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> word = NextWord(ref text);
            bool closes = word is [(byte)'}' or (byte)')'];
            bool opens = word is [.., (byte)'{' or (byte)'('] && !StartsWithClosing(text);
            if (closes && depth > 0)
            {
                depth--;
                BreakLine(output, ref lineStarts);
            }

            if (!lineStarts)
            {
                output.Write(" "u8);
            }

            for (int i = 0; lineStarts && i < depth; i++)
            {
                output.Write("  "u8);
            }

            output.Write(word);
            lineStarts = false;
            if (opens)
            {
                depth++;
                BreakLine(output, ref lineStarts);
            }
            else if (word is [(byte)','])
            {
                BreakLine(output, ref lineStarts);
            }
            else if (!closes && word is [.., (byte)'{' or (byte)'('])
            {
                // Nothing inside: the closing one stays on the line.
                output.Write(" "u8);
                output.Write(NextWord(ref text));
            }
        }

        BreakLine(output, ref lineStarts);
    }

    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        int blank = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = blank < 0 ? text : text[..blank];
        text = blank < 0 ? default : text[(blank + 1)..];
        return word;
    }

    private static bool StartsWithClosing(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> word = NextWord(ref text);
        return word is [(byte)'}' or (byte)')'];
    }

    private static void BreakLine(IByteSink output, ref bool lineStarts)
    {
        if (!lineStarts)
        {
            output.Write("\n"u8);
            lineStarts = true;
        }
    }
}
