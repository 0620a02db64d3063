// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Mcount;

/// <summary>What is asked of <see cref="McountTool"/>.</summary>
public sealed record McountOptions
{
    /// <summary>
    /// Whose table; null for that of the kernel build on the object's machine: objtool's on x86-64 and PowerPC, where
    /// Kbuild prefers it to recordmcount, recordmcount's on the others.
    /// </summary>
    public McountStyle? Style { get; init; }

    /// <summary>Turn the calls of the table into NOPs (<c>objtool --mnop</c>); objtool's style on x86-64 only.</summary>
    public bool Nop { get; init; }
}
