// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Kallsyms.Settings;

/// <summary>What tables to make; the options of <c>scripts/kallsyms</c>.</summary>
public sealed record KallsymsOptions
{
    /// <summary>Whose tables.</summary>
    public KallsymsLayout Layout { get; init; } = KallsymsLayout.Linux73;

    /// <summary><c>--all-symbols</c>: also data, and what is outside of the text (<c>CONFIG_KALLSYMS_ALL</c>).</summary>
    public bool AllSymbols { get; init; }

    /// <summary><c>--absolute-percpu</c>: addresses of per-cpu variables are offsets (6.1 and 6.12, x86-64 SMP).</summary>
    public bool AbsolutePercpu { get; init; }

    /// <summary><c>--base-relative</c>: 32-bit distances instead of words; 6.1 only, always so in 6.12.</summary>
    public bool BaseRelative { get; init; }

    /// <summary><c>--lto-clang</c>: names are ordered without <c>.llvm.</c> and what follows; 6.1 only.</summary>
    public bool LtoClang { get; init; }

    /// <summary><c>--pc-relative</c>: distances from the entry itself; 7.2 and later (64 bits, or relocatable).</summary>
    public bool PcRelative { get; init; }

    /// <summary>A name that is too long for a kernel is an error; otherwise it is left out, and reported.</summary>
    public bool Strict { get; init; }

    /// <summary>Where threads come from.</summary>
    public WorkerSource Workers { get; init; } = WorkerSource.None;

    /// <summary>Whether the addresses are 32-bit numbers, not words.</summary>
    internal bool HasOffsets => Layout != KallsymsLayout.Linux61 || BaseRelative;

    /// <summary>Whether there is a base that the addresses are distances from.</summary>
    internal bool HasBase => Layout < KallsymsLayout.Linux72 && HasOffsets;
}
