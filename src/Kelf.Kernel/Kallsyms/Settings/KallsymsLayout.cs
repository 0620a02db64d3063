// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kallsyms.Settings;

/// <summary>How the tables of a kernel release look: which there are, in which order, and how addresses are stored.</summary>
public enum KallsymsLayout
{
    /// <summary>Linux 6.1: addresses first, with a base or as words; assembler text needs the C preprocessor.</summary>
    Linux61,

    /// <summary>Linux 6.12: addresses last, as distances from a base.</summary>
    Linux612,

    /// <summary>Linux 7.2: addresses as distances from their own place.</summary>
    Linux72,

    /// <summary>Linux 7.3: the same, and the symbols of four tables have sizes.</summary>
    Linux73,
}
