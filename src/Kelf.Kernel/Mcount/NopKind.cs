// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Mcount;

/// <summary>How a call becomes a NOP.</summary>
internal enum NopKind
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>One five-byte NOP.</summary>
    X8664,

    /// <summary>One five-byte NOP that processors before the i686 know.</summary>
    I386,

    /// <summary>One word.</summary>
    AArch64,

    /// <summary>The call, and the push before it that it would have undone; ARM or Thumb.</summary>
    Arm,
}
