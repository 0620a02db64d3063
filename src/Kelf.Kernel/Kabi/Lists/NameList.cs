// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Types;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kabi.Lists;

/// <summary>Names, and patterns of names, one on each line, taken as they stand.</summary>
public sealed class NameList
{
    private readonly ByteStringTable _names = new();
    private readonly List<Wildcard> _patterns = [];

    /// <summary>Reads a list.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be read.</exception>
    /// <exception cref="MalformedTextException">A line is empty, or a pattern is malformed.</exception>
    public static NameList Read(string path)
    {
        using InputBytes input = InputBytes.Open(path);
        return Parse(input.Contents.Span(), path);
    }

    /// <summary>Reads the text of a list.</summary>
    public static NameList Parse(ReadOnlySpan<byte> text, string file)
    {
        NameList list = new();
        Utf8Lines lines = new(text, file);
        while (lines.Next())
        {
            string line = Encoding.UTF8.GetString(lines.Line);
            if (line.Length == 0)
            {
                throw lines.Wrong("Expected a pattern");
            }

            if (!Wildcard.IsIn(line))
            {
                list._names.Add(lines.Line);
                continue;
            }

            try
            {
                list._patterns.Add(new Wildcard(line));
            }
            catch (FormatException exception)
            {
                throw lines.Wrong(exception.Message);
            }
        }

        return list;
    }

    /// <summary>Is the name there, or does a pattern match it?</summary>
    public bool Matches(ReadOnlySpan<byte> name)
    {
        if (_names.Find(name) >= 0)
        {
            return true;
        }

        foreach (Wildcard pattern in _patterns)
        {
            if (pattern.Matches(name))
            {
                return true;
            }
        }

        return false;
    }
}
