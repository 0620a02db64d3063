// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kbuild;

/// <summary>A part of kelf that a kernel tree can be switched to.</summary>
/// <param name="Name">As on a command line.</param>
/// <param name="Purpose">What it does, for people.</param>
/// <param name="IsDefault">Whether it is switched on when none are named: the kernel is the same byte for byte.</param>
/// <param name="Forms">What a tree needs for it, by release. A release without one has nothing that the tool could replace.</param>
internal sealed record KbuildTool(string Name, string Purpose, bool IsDefault, params IReadOnlyList<KbuildForm> Forms)
{
    /// <summary>
    /// What a tree needs, or null. Of a release between known ones it is the first form all of whose needs the tree has: what a
    /// form was tried with is one thing, what it relies on another.
    /// </summary>
    public KbuildForm? For(KernelTree tree) => KbuildTools.Releases.Contains(tree.Release)
        ? Forms.FirstOrDefault(form => form.Releases.Contains(tree.Release))
        : KbuildTools.IsBetween(tree.Release) ? Forms.FirstOrDefault(form => form.Fits(tree)) : null;
}
