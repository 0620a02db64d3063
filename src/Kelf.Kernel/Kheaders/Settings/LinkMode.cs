// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.Settings;

/// <summary>What becomes of symbolic links among the headers. A link escapes when its target is not in the archive.</summary>
public enum LinkMode
{
    /// <summary>They stay links; one that escapes is an error.</summary>
    Check,

    /// <summary>They stay links, all of them: as the original does it.</summary>
    Keep,

    /// <summary>In the place of one that escapes goes the file that it points to.</summary>
    FollowEscaping,

    /// <summary>In the place of each goes the file that it points to.</summary>
    FollowAll,
}
