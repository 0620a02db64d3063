// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.Settings;

/// <summary>Which headers a search of the two trees finds. Of trees that are clean, both find the same.</summary>
public enum HeaderScope
{
    /// <summary>
    /// Of the source tree those that were not generated, of the object tree those that were: the rules of <c>kernel/Makefile</c>
    /// of Linux 7.3.
    /// </summary>
    SourceAndGenerated,

    /// <summary>All of both; those of the object tree go before: the script of Linux 6.1 and 6.12.</summary>
    AllOfBoth,
}
