// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kabi.Lists;

/// <summary>
/// Lists of symbols as distributions have them: names and patterns, one on each line; in groups (<c>[driver]</c>) behind blanks, of XCP-ng, Red
/// Hat's stablelists and Android; and the lines of <c>Module.symvers</c>, of Red Hat's <c>Module.kabi</c>. <c>#</c> begins a comment.
/// </summary>
public static class SymbolListForms
{
    private static readonly char[] s_blanks = [' ', '\t', '\r'];

    /// <summary>Reads a list.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="MalformedTextException">The list is malformed.</exception>
    /// <exception cref="RefusedException">It names nothing: with it, nothing would be looked at.</exception>
    public static NameList Read(string path)
    {
        using InputBytes input = InputBytes.Open(path);
        return Parse(input.Contents.Span(), path);
    }

    /// <summary>Reads the text of a list.</summary>
    public static NameList Parse(ReadOnlySpan<byte> text, string file)
    {
        StringBuilder names = new();
        Utf8Lines lines = new(text, file);
        while (lines.Next())
        {
            string[] words = Encoding.UTF8.GetString(lines.Line).Split('#')[0].Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
            bool isGroup = words is [['[', .., ']'], ..] || words is [['[', ..], .., [.., ']']];
            if (words.Length > 0 && !isGroup)
            {
                names.Append(words.Length > 1 && words[0].StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? words[1] : words[0]).Append('\n');
            }
        }

        return names.Length > 0
            ? NameList.Parse(Encoding.UTF8.GetBytes(names.ToString()), file)
            : throw new RefusedException(file, "it names no symbol");
    }
}
