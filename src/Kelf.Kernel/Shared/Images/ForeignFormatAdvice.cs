// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Shared.Images;

/// <summary>What to give in place of a file that a kernel's build left, and that is not ELF.</summary>
public static class ForeignFormatAdvice
{
    /// <summary>The advice, to be put after the message, or nothing.</summary>
    public static string Of(ForeignFormat format) =>
        format == ForeignFormat.Bitcode ? ": it has no DWARF yet, give the LTO-linked vmlinux.o instead" : "";
}
