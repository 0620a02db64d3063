// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.Kbuild;

/// <summary>A part of kelf that a kernel tree can be switched to.</summary>
/// <param name="Name">As on a command line.</param>
/// <param name="Purpose">What it does, for people.</param>
/// <param name="IsDefault">Whether it is switched on when none are named: the kernel is the same byte for byte.</param>
/// <param name="Forms">What a tree needs for it, by release. A release without one has nothing that the tool could replace.</param>
internal sealed record KbuildTool(string Name, string Purpose, bool IsDefault, params IReadOnlyList<KbuildForm> Forms)
{
    /// <summary>What a tree of a release needs, or null.</summary>
    public KbuildForm? For(KernelRelease release) => Forms.FirstOrDefault(form => form.Releases.Contains(release));
}
