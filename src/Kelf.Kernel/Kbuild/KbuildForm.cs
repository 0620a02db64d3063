// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.Kbuild;

/// <summary>How trees of some releases are switched to a tool.</summary>
/// <param name="Releases">The releases.</param>
/// <param name="Replaces">What the tool replaces there, for people.</param>
/// <param name="Fragment">The makefile with the definitions, of the directory <c>kbuild/fragments</c>.</param>
/// <param name="Needs">Texts that have to be in files of the tree, because the fragment relies on them.</param>
internal sealed record KbuildForm(
    IReadOnlyList<KernelRelease> Releases,
    string Replaces,
    string Fragment,
    params IReadOnlyList<(string File, string Text)> Needs)
{
    /// <summary>
    /// The file of the tree that the fragment becomes, relative to it; null for a part of <c>scripts/Makefile.kelf</c>.
    /// </summary>
    public string? Makefile { get; init; }

    /// <summary>What a kernel has to have, so that its build does what the tool replaces.</summary>
    public IReadOnlyList<KbuildNeed> Uses { get; init; } = [];

    /// <summary>What is changed in files of the tree.</summary>
    public IReadOnlyList<TreeEdit> Edits { get; init; } = [];

    /// <summary>The first of <see cref="Needs"/> that a tree does not have: the file, and what is wrong with it; or null.</summary>
    public (string File, string What)? FindMissing(KernelTree tree)
    {
        foreach ((string file, string text) in Needs)
        {
            if (tree.Read(file) is not { } contents || !MarkedFile.Read(contents).Original.Contains(text, StringComparison.Ordinal))
            {
                return (file, $"no '{text.Trim()}'");
            }
        }

        return null;
    }

    /// <summary>Whether a tree has all that the form needs.</summary>
    public bool Fits(KernelTree tree) => FindMissing(tree) is null && Edits.All(edit => edit.CountLine(tree) == 1);
}
