// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kbuild;

/// <summary>
/// A change of one file of a kernel tree that hangs on one of its lines. Each line that it puts in has its mark, so that the file
/// alone tells whether the change is there, and what to take out again.
/// </summary>
/// <param name="File">The file, relative to the tree.</param>
/// <param name="Line">The whole line that the change hangs on; it has to be there once.</param>
/// <param name="Kind">What happens to it.</param>
/// <param name="Mark">What the changed lines have in common, and no other line of the file has.</param>
/// <param name="Text">Whole lines to put in, each with the mark; none for <see cref="TreeEditKind.Off"/>.</param>
internal sealed record TreeEdit(string File, string Line, TreeEditKind Kind, string Mark, params IReadOnlyList<string> Text)
{
    // A line that is turned into a comment keeps its indentation: `	depends on !LTO` -> `	# MARK: depends on !LTO`.
    private string Comment => $"# {Mark}: ";

    /// <summary>How many lines are not those of the kernel.</summary>
    public int LineCount => Kind == TreeEditKind.Off ? 1 : Text.Count;

    /// <summary>Whether a file has the change, or some of it.</summary>
    public bool IsIn(string contents) => contents.Contains(Mark, StringComparison.Ordinal);

    /// <summary>Whether a file has all of the change.</summary>
    public bool IsWhollyIn(string contents) => IsIn(contents) && Applied(Reverted(contents)) == contents;

    /// <summary>How often a file that is not changed has the line.</summary>
    public int CountLine(string contents) => contents.Split('\n').Count(line => line == Line);

    /// <summary>The file with the change.</summary>
    /// <param name="contents">The file without it.</param>
    public string Applied(string contents) => string.Join('\n', contents.Split('\n').SelectMany(line =>
        line != Line
            ? [line]
            : Kind switch
            {
                TreeEditKind.Before => [.. Text, line],
                TreeEditKind.After => [line, .. Text],
                _ => (IEnumerable<string>)[line.Insert(line.Length - line.TrimStart().Length, Comment)],
            }));

    /// <summary>The file without the change.</summary>
    public string Reverted(string contents) => Kind == TreeEditKind.Off
        ? contents.Replace(Comment, "", StringComparison.Ordinal)
        : string.Join('\n', contents.Split('\n').Where(line => !line.Contains(Mark, StringComparison.Ordinal)));
}
