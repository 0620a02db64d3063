// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Symvers.Settings;

/// <summary>How versions are computed.</summary>
public sealed record SymversOptions
{
    /// <summary>Apply the kABI rules and member-name conventions of the object (<c>--stable</c>).</summary>
    public bool Stable { get; init; }

    /// <summary>Versions that depend on the types alone, see docs/canonical.md; not those of gendwarfksyms.</summary>
    public bool Canonical { get; init; }

    /// <summary>
    /// Versions of a linked file unit by unit: those that its files have without LTO. Nothing is dumped.
    /// </summary>
    public bool PerUnit { get; init; }

    /// <summary>What the compressed sections of the object may expand to; null for <see cref="DecompressionLimit.Standard"/>.</summary>
    public DecompressionBudget? Budget { get; init; }

    /// <summary>Where the supplementary files of objects are looked for, which <c>dwz -m</c> makes.</summary>
    public SupplementarySearch Supplementary { get; init; } = SupplementarySearch.Usual;

    /// <summary>Gives the threads that may help.</summary>
    public WorkerSource Workers { get; init; } = WorkerSource.None;

    /// <summary>Dump the text of each symbol while it is built. Forces one thread.</summary>
    public bool DumpDies { get; init; }

    /// <summary>Dump the table of types when it is complete.</summary>
    public bool DumpTypes { get; init; }

    /// <summary>Dump the texts that the versions are CRCs of.</summary>
    public bool DumpVersions { get; init; }

    /// <summary>
    /// Warn of symbols whose versions are not those that this file is of, and say which types changed; null for no comparison.
    /// Neither canonical versions nor those of units are compared.
    /// </summary>
    public SymtypesFile? Reference { get; init; }

    /// <summary>Adds up how long the phases take, or null.</summary>
    public PhaseTimes? Times { get; init; }

    /// <summary>Receives warnings, or null.</summary>
    public Action<Diagnostic>? Warn { get; init; }

    internal void Tell(Diagnostic warning) => Warn?.Invoke(warning);
}
