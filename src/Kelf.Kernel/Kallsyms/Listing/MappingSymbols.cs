// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Listing;

/// <summary>
/// Symbols that mark where code and data begin (<c>$x</c>, <c>$d.12</c>), which <c>nm</c> hides (ELF for the Arm 64-bit
/// Architecture 5.5; RISC-V ELF psABI, mapping symbols). On RISC-V local labels are hidden with them.
/// </summary>
internal static class MappingSymbols
{
    public static bool IsOne(ElfMachine machine, ReadOnlySpan<byte> name) => machine switch
    {
        ElfMachine.Arm => IsMarker(name) && name[1] is >= (byte)'a' and <= (byte)'z',
        ElfMachine.AArch64 => IsMarker(name) && "xdmfp"u8.Contains(name[1]),
        ElfMachine.RiscV => name is [(byte)'$', (byte)'d' or (byte)'x', ..]
            || name.StartsWith(".L"u8) || name.StartsWith(".."u8) || name.StartsWith("_.L_"u8),
        _ => false,
    };

    private static bool IsMarker(ReadOnlySpan<byte> name) => name is [(byte)'$', _] or [(byte)'$', _, (byte)'.', ..];
}
