// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Cli.Tests.Repository.Examples;

/// <summary>Takes a line of the shell apart, as far as examples need it: which words kelf is called with.</summary>
internal static class ShellLine
{
    // What may stand before the program.
    private static readonly string[] s_prefixes = ["xargs", "time", "sudo", "!"];

    /// <summary>The arguments of each call of kelf.</summary>
    public static IEnumerable<string[]> CallsOfKelf(string line)
    {
        foreach (List<string> words in Commands(line))
        {
            int place = words.FindIndex(word => word is "kelf" or "out/kelf");
            if (place >= 0 && words.Take(place).All(word => s_prefixes.Contains(word) || word.Contains('=', StringComparison.Ordinal)))
            {
                // xargs adds operands, and an array is several words.
                yield return
                [
                    .. words.Skip(place + 1).SelectMany(word => word.EndsWith("[@]}", StringComparison.Ordinal) ? Enumerable.Repeat(word, 4) : [word]),
                    .. words[0] == "xargs" ? (string[])["x.ko"] : [],
                ];
            }
        }
    }

    // Simple commands: words between operators, without redirections.
    private static IEnumerable<List<string>> Commands(string line)
    {
        List<string> words = [];
        bool isFile = false;
        foreach ((string text, bool isOperator) in Tokens(line))
        {
            if (!isOperator)
            {
                if (!isFile)
                {
                    words.Add(text);
                }

                isFile = false;
            }
            else if (text is "<" or ">")
            {
                isFile = true;
            }
            else
            {
                isFile = false;
                yield return words;
                words = [];
            }
        }

        yield return words;
    }

    private static IEnumerable<(string Text, bool IsOperator)> Tokens(string line)
    {
        StringBuilder word = new();
        bool isWord = false;
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                isWord = true;
            }
            else if (c == '\\' && i + 1 < line.Length)
            {
                word.Append(line[++i]);
                isWord = true;
            }
            else if (c == '$' && line[i..].StartsWith("$(", StringComparison.Ordinal) && line.IndexOf(')', i) is > 0 and int end)
            {
                // A command whose output is a word: no call of kelf.
                word.Append(line, i, end - i + 1);
                isWord = true;
                i = end;
            }
            else if (c == '&' && i > 0 && line[i - 1] == '>')
            {
                // 2>&1: the number is the "file".
            }
            else if (" \t|;&<>()".Contains(c, StringComparison.Ordinal))
            {
                // 2> is of the redirection.
                if (isWord && !(c == '>' && word.ToString() is "1" or "2"))
                {
                    yield return (word.ToString(), false);
                }

                word.Clear();
                isWord = false;
                if (c is not (' ' or '\t'))
                {
                    yield return (c.ToString(), true);
                }
            }
            else if (c == '#' && !isWord)
            {
                break;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        if (isWord)
        {
            yield return (word.ToString(), false);
        }
    }
}
