// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.Sorttable;

/// <summary>What is to be sorted beside the exception table, which always is.</summary>
public sealed record SorttableOptions
{
    /// <summary>
    /// The ORC unwind tables: true when they must be there, false to leave them alone, null to sort what the image has.
    /// </summary>
    public bool? Orc { get; init; }

    /// <summary>The addresses of tracer calls: true, false and null as for <see cref="Orc"/>.</summary>
    public bool? Mcount { get; init; }

    /// <summary>
    /// Whether tracer calls of functions that the link dropped keep their values. Kernels before 6.15 want that: they
    /// take a zero, moved by KASLR, for an address. Null: the kernel of the image decides with <see cref="FollowsKernel"/>, else
    /// they become 0.
    /// </summary>
    public bool? KeepsDropped { get; init; }

    /// <summary>
    /// Whether the kernel's configuration and release decide what <see cref="Mcount"/> and <see cref="KeepsDropped"/> leave open;
    /// else, as for the original, what the image has is sorted.
    /// </summary>
    public bool FollowsKernel { get; init; }

    /// <summary>The configuration of the kernel, as far as it is known; it bears on nothing unless <see cref="FollowsKernel"/>.</summary>
    public KernelConfig? Config { get; init; }

    /// <summary>
    /// The functions as the original would know them, or null. Entries that the original would zero for want of a function are
    /// counted by it; it decides nothing unless <see cref="ZeroesLost"/>.
    /// </summary>
    public OriginalFunctions? Original { get; init; }

    /// <summary>Whether these entries are zeroed as well, so that the image is the original's byte for byte.</summary>
    public bool ZeroesLost { get; init; }
}
