// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.Kbuild;

/// <summary>
/// How kelf knows again what it wrote into a tree: by a mark at the line, <c># kelf symvers 5d4c…</c>, with a digest of the line
/// without it. Words alone do not make a line ours, and what somebody changed since is not ours any more; both are left alone.
/// Marks tell all that it takes to take a line back, so this needs neither the release nor the list of changes it was made by.
/// </summary>
internal static class TreeMark
{
    private const string Word = "kelf ";
    private const int DigestLength = 12;

    // A makefile's mark is its second line: the first one is the licence.
    private const string FileMark = "kbuild";

    /// <summary>A line of ours.</summary>
    /// <param name="line">What it says.</param>
    /// <param name="name">What it is for; a word.</param>
    /// <param name="isC">Whether it stands in a C file.</param>
    public static string Added(string line, string name, bool isC) =>
        isC ? $"{line} /* {MarkOf(name, line)} */" : $"{line} # {MarkOf(name, line)}";

    /// <summary>A line of the kernel's that is turned into a comment after its indentation.</summary>
    public static string TurnedOff(string line, string name) =>
        line.Insert(line.Length - line.TrimStart().Length, $"# {MarkOf(name, line)}: ");

    /// <summary>A makefile of ours, with a mark.</summary>
    /// <param name="text">Its contents, of more than one line.</param>
    public static string Sealed(string text) => text.Insert(text.IndexOf('\n', StringComparison.Ordinal) + 1, $"# {MarkOf(FileMark, text)}\n");

    /// <summary>Finds out whether a makefile was written by kelf, and is as kelf left it.</summary>
    public static TreeMarkState StateOf(string makefile)
    {
        string[] lines = makefile.Split('\n', 3);
        return lines.Length < 3 || !lines[1].StartsWith($"# {Word}{FileMark} ", StringComparison.Ordinal) ? TreeMarkState.None
            : Sealed($"{lines[0]}\n{lines[2]}") == makefile ? TreeMarkState.Whole
            : TreeMarkState.Altered;
    }

    /// <summary>Reads a line of the kernel's sources.</summary>
    /// <param name="line">The line.</param>
    /// <returns>Whether it is ours; if so, the line that was there before, or null if there was none.</returns>
    public static (TreeMarkState State, string? Before) Read(string line)
    {
        bool isC = line.EndsWith(" */", StringComparison.Ordinal);
        string opening = isC ? " /* " + Word : " # " + Word;
        string text = isC ? line[..^3] : line;
        int at = text.LastIndexOf(opening, StringComparison.Ordinal);
        if (at >= 0 && NameOf(text[(at + opening.Length)..]) is { } added)
        {
            return (Added(line[..at], added, isC) == line ? TreeMarkState.Whole : TreeMarkState.Altered, null);
        }

        string comment = line.TrimStart();
        int end = comment.IndexOf(": ", StringComparison.Ordinal);
        if (end >= 0 && comment.StartsWith("# " + Word, StringComparison.Ordinal) && NameOf(comment[(2 + Word.Length)..end]) is { } off)
        {
            string before = line[..^comment.Length] + comment[(end + 2)..];
            return (TurnedOff(before, off) == line ? TreeMarkState.Whole : TreeMarkState.Altered, before);
        }

        return (TreeMarkState.None, null);
    }

    private static string MarkOf(string name, string text) => $"{Word}{name} {DigestOf($"{name}\n{text}")}";

    private static string DigestOf(string text) => Convert.ToHexStringLower(Sha256.Of(Encoding.Latin1.GetBytes(text)))[..DigestLength];

    // `NAME DIGEST`: the name; null for other words.
    private static string? NameOf(string mark) =>
        mark.Split(' ') is [var name, { Length: DigestLength } digest] && digest.All(char.IsAsciiHexDigitLower) ? name : null;
}

/// <summary>What the mark of a line, or of a makefile, says.</summary>
internal enum TreeMarkState
{
    /// <summary>It has none: not written by kelf.</summary>
    None,

    /// <summary>Written by kelf, and as it was written.</summary>
    Whole,

    /// <summary>It has a mark of kelf's, and is not as kelf wrote it.</summary>
    Altered,
}
