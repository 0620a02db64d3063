// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kbuild;

/// <summary>What a kernel tree has of kelf.</summary>
/// <param name="Version">Version of the tree: <c>7.3.4</c>.</param>
/// <param name="NotTried">The release, when kelf was tried with earlier and later ones only; else null.</param>
/// <param name="Program">The program that it uses unless <c>make</c> is told another, or null.</param>
/// <param name="Tools">All tools, those that the tree has no use for included.</param>
/// <param name="Edited">Files of the tree that are changed, and in how many lines.</param>
/// <param name="Added">Files that were added to the tree.</param>
/// <param name="Damaged">What is missing, each with the reason; empty when all is whole.</param>
/// <param name="Altered">What has a mark of kelf's and is not as kelf wrote it; it is left alone.</param>
public sealed record KbuildState(
    string Version,
    string? NotTried,
    string? Program,
    IReadOnlyList<KbuildToolState> Tools,
    IReadOnlyList<(string File, int Lines)> Edited,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Damaged,
    IReadOnlyList<string> Altered)
{
    /// <summary>Whether the tree has something of kelf.</summary>
    public bool IsEnabled => Edited.Count > 0 || Added.Count > 0;
}

/// <summary>A tool, and whether a tree uses it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What it does.</param>
/// <param name="Replaces">What it replaces in this tree, or null when there is nothing.</param>
/// <param name="IsOn">Whether it is used.</param>
/// <param name="Idle">Why the kernel that was asked for does nothing that it could replace; null when it does, or none was.</param>
public sealed record KbuildToolState(string Name, string Purpose, string? Replaces, bool IsOn, string? Idle);
