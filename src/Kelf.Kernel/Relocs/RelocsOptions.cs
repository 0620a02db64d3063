// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Relocs;

/// <summary>How relocations of an image become a table.</summary>
public sealed record RelocsOptions
{
    /// <summary>Whose rules apply, or null for those of the release in the image.</summary>
    public RelocationRules? Rules { get; init; }

    /// <summary>
    /// Leave out what the original leaves out by mistake: places that the linker relaxed to absolute addresses.
    /// </summary>
    public bool IsCompatible { get; init; }

    /// <summary>The image is 16-bit boot code, which is linked at 0 and has lists of its own.</summary>
    public bool RealMode { get; init; }

    /// <summary>Keep a place that two relocations name; otherwise it is an error, as it would be moved twice.</summary>
    public bool AllowDuplicates { get; init; }

    /// <summary>Make an empty table of an image without relocations; otherwise it is an error.</summary>
    public bool AllowEmpty { get; init; }
}
