// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>Where what stays of an image goes in its file.</summary>
public enum ImageLayout
{
    /// <summary>Where the linker put it.</summary>
    Reuse,

    /// <summary>What is not loaded moves together.</summary>
    Compact,

    /// <summary>Every byte is where GNU objcopy 2.40 puts it when a kernel's build runs it.</summary>
    GnuObjcopy,

    /// <summary>Every byte is where llvm-objcopy 19 puts it when a kernel's build runs it.</summary>
    LlvmObjcopy,
}

/// <summary>What follows from a layout.</summary>
internal static class ImageLayoutExtensions
{
    /// <summary>The order of the tables of names, or null when the names of symbols stay as they are.</summary>
    public static StringOrder? Names(this ImageLayout layout) => layout switch
    {
        ImageLayout.GnuObjcopy => StringOrder.FirstUse,
        ImageLayout.LlvmObjcopy => StringOrder.FallingTails,
        _ => null,
    };
}
