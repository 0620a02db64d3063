// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.Kernel.Shared.Objects;

/// <summary>Which relocations say <c>_text - .</c> and <c>_text</c> for a machine (its psABI).</summary>
/// <param name="Distance">Type of the 32-bit distance from the place itself.</param>
/// <param name="Word">Type of the address in a word.</param>
/// <param name="HasAddends">True for <c>SHT_RELA</c>; else the addend stands in the section.</param>
internal readonly record struct TableRelocations(uint Distance, uint Word, bool HasAddends)
{
    /// <summary>Those of a machine and class.</summary>
    /// <param name="kind">The machine.</param>
    /// <param name="file">The file it was read from, for the message.</param>
    /// <param name="textOption">The option that gives text instead, for the message.</param>
    /// <exception cref="RefusedException">They are not known.</exception>
    public static TableRelocations For(in ElfObjectKind kind, string file, string textOption)
    {
        bool is64 = kind.Class == ElfClass.Elf64;
        return kind.Machine switch
        {
            ElfMachine.X8664 => new(
                (uint)X8664Relocation.Pc32, (uint)(is64 ? X8664Relocation.Direct64 : X8664Relocation.Direct32), true),
            ElfMachine.I386 => new((uint)I386Relocation.Pc32, (uint)I386Relocation.Direct32, false),
            ElfMachine.AArch64 => new((uint)AArch64Relocation.Prel32, (uint)AArch64Relocation.Abs64, true),
            ElfMachine.Arm => new((uint)ArmRelocation.Rel32, (uint)ArmRelocation.Abs32, false),

            // Assemblers write a pair of R_RISCV_ADD32 and R_RISCV_SUB32 with a label; this one needs none.
            ElfMachine.RiscV => new(
                (uint)RiscVRelocation.PcRel32, (uint)(is64 ? RiscVRelocation.Direct64 : RiscVRelocation.Direct32), true),
            ElfMachine.S390 when is64 => new((uint)S390Relocation.Pc32, (uint)S390Relocation.Direct64, true),
            ElfMachine.PowerPc => new((uint)PowerPcRelocation.Rel32, (uint)PowerPcRelocation.Addr32, true),
            ElfMachine.PowerPc64 => new((uint)PowerPc64Relocation.Rel32, (uint)PowerPc64Relocation.Addr64, true),
            ElfMachine.Mips => new(
                (uint)MipsRelocation.Pc32, (uint)(is64 ? MipsRelocation.Direct64 : MipsRelocation.Direct32), is64),
            ElfMachine.LoongArch => new(
                (uint)LoongArchRelocation.PcRel32, (uint)(is64 ? LoongArchRelocation.Direct64 : LoongArchRelocation.Direct32), true),
            _ => throw new RefusedException(
                file, $"machine {(ushort)kind.Machine}: its relocations are not known here; use {textOption} and an assembler"),
        };
    }
}
