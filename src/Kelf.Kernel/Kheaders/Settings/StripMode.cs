// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.Settings;

/// <summary>Which comments are taken out of headers.</summary>
public enum StripMode
{
    /// <summary>Those that the original takes out, byte for byte.</summary>
    Original,

    /// <summary>Those that are comments to a compiler.</summary>
    Safe,

    /// <summary>The same, each replaced by a blank, so that words do not grow together.</summary>
    SafeWithBlank,

    /// <summary>None.</summary>
    None,
}
