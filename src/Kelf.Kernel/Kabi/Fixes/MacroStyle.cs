// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>Whose macros hide changes from the generator of versions.</summary>
public enum MacroStyle
{
    /// <summary><c>KABI_*</c> of the kernel's own examples (<c>scripts/gendwarfksyms/examples/kabi.h</c>).</summary>
    Kernel,

    /// <summary><c>ANDROID_KABI_*</c>: the same under another name where versions come from gendwarfksyms.</summary>
    Android,

    /// <summary><c>RH_KABI_*</c>, which genksyms sees as nothing, or as what was there before.</summary>
    RedHat,

    /// <summary><c>#ifndef __GENKSYMS__</c>, as SUSE has it.</summary>
    Plain,
}
