// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;

namespace Kelf.Kernel.Relocs;

/// <summary>Whose rules decide which relocation goes into which table, and what the table looks like.</summary>
public enum RelocationRules
{
    /// <summary>Linux 6.1: with the inverse table and per-CPU symbols linked at 0.</summary>
    Linux61,

    /// <summary>Linux 6.12: as 6.1, with fewer names that are relative.</summary>
    Linux612,

    /// <summary>Linux 7.3: no inverse table, no per-CPU rules.</summary>
    Linux73,
}

/// <summary>What depends on the rules as a whole.</summary>
public static class RelocationRulesExtensions
{
    /// <summary>True when a 64-bit table has a list of places from which the displacement is subtracted.</summary>
    public static bool HasInverseTable(this RelocationRules rules) => rules < RelocationRules.Linux73;

    /// <summary>The rules of a kernel release; those of 7.3 when it is not known.</summary>
    public static RelocationRules For(KernelRelease? release) => release switch
    {
        null => RelocationRules.Linux73,
        { } known when KernelFeatures.NoInverseTable.IsIn(known) => RelocationRules.Linux73,
        { } known when KernelFeatures.FewerRelativeNames.IsIn(known) => RelocationRules.Linux612,
        _ => RelocationRules.Linux61,
    };
}
