// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.TestSupport;

/// <summary>The relocation types that compilers use for offsets between debug sections, from the psABI documents.</summary>
public static class DebugRelocationTypes
{
    /// <summary>The absolute relocation of 4 or 8 bytes.</summary>
    public static uint Absolute(ElfMachine machine, int width) => (machine, width) switch
    {
        (ElfMachine.X8664, 4) => 10, // R_X86_64_32
        (ElfMachine.X8664, 8) => 1, // R_X86_64_64
        (ElfMachine.I386, 4) => 1, // R_386_32
        (ElfMachine.Arm, 4) => 2, // R_ARM_ABS32
        (ElfMachine.AArch64, 4) => 258, // R_AARCH64_ABS32
        (ElfMachine.AArch64, 8) => 257, // R_AARCH64_ABS64
        (ElfMachine.RiscV, 4) => 1, // R_RISCV_32
        (ElfMachine.RiscV, 8) => 2, // R_RISCV_64
        (ElfMachine.S390, 4) => 4, // R_390_32
        (ElfMachine.S390, 8) => 22, // R_390_64
        (ElfMachine.PowerPc, 4) => 1, // R_PPC_ADDR32
        (ElfMachine.PowerPc64, 4) => 1, // R_PPC64_ADDR32
        (ElfMachine.PowerPc64, 8) => 38, // R_PPC64_ADDR64
        (ElfMachine.Sparc or ElfMachine.Sparc32Plus or ElfMachine.SparcV9, 4) => 23, // R_SPARC_UA32
        (ElfMachine.SparcV9, 8) => 54, // R_SPARC_UA64
        (ElfMachine.Mips, 4) => 2, // R_MIPS_32
        (ElfMachine.Mips, 8) => 18, // R_MIPS_64
        (ElfMachine.LoongArch, 4) => 1, // R_LARCH_32
        (ElfMachine.LoongArch, 8) => 2, // R_LARCH_64
        _ => throw new ArgumentException($"no absolute relocation of {width} bytes is known for {machine}"),
    };
}
