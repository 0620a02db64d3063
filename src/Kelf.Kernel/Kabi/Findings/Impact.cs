// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Findings;

/// <summary>What a finding means for modules that were built for the old kernel.</summary>
public enum Impact
{
    /// <summary>Nothing.</summary>
    Info,

    /// <summary>They may go wrong, if they do something that they need not do.</summary>
    Risk,

    /// <summary>They do not load, or go wrong.</summary>
    Break,
}
