// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Format;

/// <summary>Which relocations say <c>_text - .</c> and <c>_text</c> for a machine (its psABI).</summary>
/// <param name="Distance">Type of the 32-bit distance from the place itself.</param>
/// <param name="Word">Type of the address in a word.</param>
/// <param name="HasAddends">True for <c>SHT_RELA</c>; else the addend stands in the section.</param>
internal readonly record struct TableRelocations(uint Distance, uint Word, bool HasAddends)
{
    /// <summary>Those of a machine and class.</summary>
    /// <param name="kind">The machine.</param>
    /// <param name="file">The file it was read from, for the message.</param>
    /// <exception cref="RefusedException">They are not known.</exception>
    public static TableRelocations For(in ElfObjectKind kind, string file)
    {
        bool is64 = kind.Class == ElfClass.Elf64;
        return kind.Machine switch
        {
            ElfMachine.X8664 => new(2, is64 ? 1u : 10u, true), // R_X86_64_PC32, R_X86_64_64, R_X86_64_32
            ElfMachine.I386 => new(2, 1, false), // R_386_PC32, R_386_32
            ElfMachine.AArch64 => new(261, 257, true), // R_AARCH64_PREL32, R_AARCH64_ABS64
            ElfMachine.Arm => new(3, 2, false), // R_ARM_REL32, R_ARM_ABS32

            // Assemblers write a pair of R_RISCV_ADD32 and R_RISCV_SUB32 with a label; this one needs none.
            ElfMachine.RiscV => new(57, is64 ? 2u : 1u, true), // R_RISCV_32_PCREL, R_RISCV_64, R_RISCV_32
            ElfMachine.S390 when is64 => new(5, 22, true), // R_390_PC32, R_390_64
            ElfMachine.PowerPc => new(26, 1, true), // R_PPC_REL32, R_PPC_ADDR32
            ElfMachine.PowerPc64 => new(26, 38, true), // R_PPC64_REL32, R_PPC64_ADDR64
            ElfMachine.Mips => new(248, is64 ? 18u : 2u, is64), // R_MIPS_PC32, R_MIPS_64, R_MIPS_32
            ElfMachine.LoongArch => new(99, is64 ? 2u : 1u, true), // R_LARCH_32_PCREL, R_LARCH_64, R_LARCH_32
            _ => throw new RefusedException(
                file, $"machine {(ushort)kind.Machine}: its relocations are not known here; use --text and an assembler"),
        };
    }
}
