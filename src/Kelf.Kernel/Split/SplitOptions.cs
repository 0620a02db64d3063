// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Relocs;

namespace Kelf.Kernel.Split;

/// <summary>What is taken out of an image, and how the rest is laid out.</summary>
public sealed class SplitOptions
{
    /// <summary>Leave relocations, and take out module information alone, as for a machine that keeps no relocations.</summary>
    public bool KeepRelocations { get; init; }

    /// <summary>Where what stays goes.</summary>
    public ImageLayout Layout { get; init; }

    /// <summary>
    /// Whose build a layout of objcopy follows in what it takes out, or null for that of the release in the image. The other
    /// layouts take out the same of every kernel.
    /// </summary>
    public RelocationRules? Rules { get; init; }
}
