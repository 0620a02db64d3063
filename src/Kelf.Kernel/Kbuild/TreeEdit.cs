// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kbuild;

/// <summary>A change of one file of a kernel tree that hangs on one of its lines.</summary>
/// <param name="File">The file, relative to the tree.</param>
/// <param name="Line">The whole line that the change hangs on; it has to be there once.</param>
/// <param name="Kind">What happens to it.</param>
/// <param name="Name">What the change is for; a word of the marks by which its lines are found again (<see cref="TreeMark"/>).</param>
/// <param name="Text">Whole lines to put in; none for <see cref="TreeEditKind.Off"/>.</param>
internal sealed record TreeEdit(string File, string Line, TreeEditKind Kind, string Name, params IReadOnlyList<string> Text)
{
    /// <summary>A tool with which the change is needless, or null.</summary>
    public string? NeedlessWith { get; init; }

    private IEnumerable<string> Marked => Text.Select(line => TreeMark.Added(line, Name, File.EndsWith(".c", StringComparison.Ordinal)));

    /// <summary>How often the file of a tree has the line, but for what kelf wrote.</summary>
    public int CountLine(KernelTree tree) =>
        tree.Read(File) is { } contents ? MarkedFile.Read(contents).Original.Split('\n').Count(line => line == Line) : 0;

    /// <summary>The file with the change.</summary>
    /// <param name="contents">The file without it.</param>
    public string Applied(string contents) => string.Join('\n', contents.Split('\n').SelectMany(line =>
        line != Line
            ? [line]
            : Kind switch
            {
                TreeEditKind.Before => [.. Marked, line],
                TreeEditKind.After => [line, .. Marked],
                _ => (IEnumerable<string>)[TreeMark.TurnedOff(line, Name)],
            }));
}
