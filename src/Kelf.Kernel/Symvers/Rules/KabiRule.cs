// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Symvers.Rules;

/// <summary>The value of a kABI rule, and where the rule stands.</summary>
/// <param name="Value">The value's bytes.</param>
/// <param name="Section">The section of rules.</param>
/// <param name="Offset">Offset of the rule in it.</param>
internal readonly record struct KabiRule(byte[] Value, Region Section, ulong Offset)
{
    /// <summary>An error about the rule.</summary>
    public RefusedException Error(string what) => new(Section.Malformed(Offset, what));
}
