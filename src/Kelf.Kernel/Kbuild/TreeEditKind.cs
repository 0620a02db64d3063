// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kbuild;

/// <summary>What a change of a file does with the line that it hangs on.</summary>
internal enum TreeEditKind
{
    /// <summary>Puts lines in front of it.</summary>
    Before,

    /// <summary>Puts lines after it.</summary>
    After,

    /// <summary>Turns it into a comment.</summary>
    Off,
}
