// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Images;

/// <summary>Something that changed with a release of Linux.</summary>
/// <param name="What">What it is, for people.</param>
/// <param name="LastWithout">The last release that was looked at and does not have it.</param>
/// <param name="FirstWith">The first one that was looked at and has it.</param>
public sealed record KernelFeature(string What, KernelRelease LastWithout, KernelRelease FirstWith)
{
    /// <summary>Whether a release has it; of those between the two it is said that they do not.</summary>
    public bool IsIn(KernelRelease release) => release >= FirstWith;

    /// <summary>False for releases between the two, of which none was looked at.</summary>
    public bool IsKnown(KernelRelease release) => release <= LastWithout || release >= FirstWith;
}
