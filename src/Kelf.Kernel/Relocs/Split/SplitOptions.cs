// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Relocs.Split;

/// <summary>What is taken out of an image, and how the rest is laid out.</summary>
public sealed record SplitOptions
{
    /// <summary>Leave relocations, and take out module information alone, as for a machine that keeps no relocations.</summary>
    public bool KeepRelocations { get; init; }

    /// <summary>Pack what is not loaded, instead of leaving it where the linker put it.</summary>
    public bool IsCompact { get; init; }
}
