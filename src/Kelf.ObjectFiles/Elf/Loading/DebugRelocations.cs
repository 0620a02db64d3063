// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.ObjectFiles.Elf.Loading;

/// <summary>The relocation types that debug sections use, machine by machine (each machine's psABI supplement).</summary>
public static class DebugRelocations
{
    /// <summary>Says what a relocation type does.</summary>
    /// <param name="machine"><c>e_machine</c>.</param>
    /// <param name="type">Relocation type number.</param>
    public static RelocationKind Classify(ElfMachine machine, uint type) => type == 0 ? RelocationKind.None : machine switch
    {
        ElfMachine.X8664 => (X8664Relocation)type switch
        {
            X8664Relocation.Direct64 => RelocationKind.Set64,
            X8664Relocation.Direct32 or X8664Relocation.Direct32Signed => RelocationKind.Set32,
            X8664Relocation.Direct16 => RelocationKind.Set16,
            X8664Relocation.Direct8 => RelocationKind.Set8,
            _ => RelocationKind.Unknown,
        },
        ElfMachine.I386 => (I386Relocation)type == I386Relocation.Direct32 ? RelocationKind.Set32 : RelocationKind.Unknown,
        ElfMachine.Arm => (ArmRelocation)type == ArmRelocation.Abs32 ? RelocationKind.Set32 : RelocationKind.Unknown,
        ElfMachine.AArch64 => (AArch64Relocation)type switch
        {
            AArch64Relocation.Abs64 => RelocationKind.Set64,
            AArch64Relocation.Abs32 => RelocationKind.Set32,
            AArch64Relocation.Abs16 => RelocationKind.Set16,
            _ => RelocationKind.Unknown,
        },
        ElfMachine.S390 => (S390Relocation)type switch
        {
            S390Relocation.Direct8 => RelocationKind.Set8,
            S390Relocation.Direct16 => RelocationKind.Set16,
            S390Relocation.Direct32 => RelocationKind.Set32,
            S390Relocation.Direct64 => RelocationKind.Set64,
            _ => RelocationKind.Unknown,
        },
        ElfMachine.PowerPc => (PowerPcRelocation)type switch
        {
            PowerPcRelocation.Addr32 or PowerPcRelocation.UAddr32 => RelocationKind.Set32,
            _ => RelocationKind.Unknown,
        },
        ElfMachine.PowerPc64 => (PowerPc64Relocation)type switch
        {
            PowerPc64Relocation.Addr32 or PowerPc64Relocation.UAddr32 => RelocationKind.Set32,
            PowerPc64Relocation.Addr64 or PowerPc64Relocation.UAddr64 => RelocationKind.Set64,
            _ => RelocationKind.Unknown,
        },
        ElfMachine.Sparc or ElfMachine.Sparc32Plus or ElfMachine.SparcV9 => (SparcRelocation)type switch
        {
            SparcRelocation.Direct32 or SparcRelocation.Unaligned32 => RelocationKind.Set32,
            SparcRelocation.Direct64 or SparcRelocation.Unaligned64 => RelocationKind.Set64,
            _ => RelocationKind.Unknown,
        },
        ElfMachine.Mips => (MipsRelocation)type switch
        {
            MipsRelocation.Direct32 => RelocationKind.Set32,
            MipsRelocation.Direct64 => RelocationKind.Set64,
            _ => RelocationKind.Unknown,
        },
        ElfMachine.RiscV => RiscV((RiscVRelocation)type),
        ElfMachine.LoongArch => LoongArch((LoongArchRelocation)type),
        _ => RelocationKind.Unknown,
    };

    /// <summary>True when this machine's relocations are known at all.</summary>
    public static bool IsSupported(ElfMachine machine) => machine is ElfMachine.X8664 or ElfMachine.I386 or ElfMachine.Arm
        or ElfMachine.AArch64 or ElfMachine.S390 or ElfMachine.PowerPc or ElfMachine.PowerPc64 or ElfMachine.Sparc
        or ElfMachine.Sparc32Plus or ElfMachine.SparcV9 or ElfMachine.Mips or ElfMachine.RiscV or ElfMachine.LoongArch;

    /// <summary>How many bytes a relocation of a kind changes; of LEB128 fields, which are as long as they are in the file, 1.</summary>
    public static int Width(RelocationKind kind) => RelocatedField.Width(kind);

    /// <summary>Whether a value goes into its field, as the psABI asks linkers to check.</summary>
    /// <param name="machine"><c>e_machine</c>.</param>
    /// <param name="type">Relocation type number, of a kind that sets 8, 16, 32 or 64 bits.</param>
    /// <param name="value">S + A.</param>
    public static bool Fits(ElfMachine machine, uint type, ulong value)
    {
        if (machine == ElfMachine.X8664 && (X8664Relocation)type is X8664Relocation.Direct32Signed)
        {
            return (long)value == (int)value;
        }

        if (machine == ElfMachine.X8664 && (X8664Relocation)type is X8664Relocation.Direct32)
        {
            return value <= uint.MaxValue;
        }

        // Signed or unsigned: what is above the field is all zeros, or all ones.
        int bits = 8 * Width(Classify(machine, type));
        return bits == 64 || (long)value >> bits is 0 or -1;
    }

    // RISC-V and LoongArch link-time relaxation moves labels, so differences are left to the linker as pairs.
    private static RelocationKind RiscV(RiscVRelocation type) => type switch
    {
        RiscVRelocation.Direct32 or RiscVRelocation.Set32 => RelocationKind.Set32,
        RiscVRelocation.Direct64 => RelocationKind.Set64,
        RiscVRelocation.Add8 => RelocationKind.Add8,
        RiscVRelocation.Add16 => RelocationKind.Add16,
        RiscVRelocation.Add32 => RelocationKind.Add32,
        RiscVRelocation.Add64 => RelocationKind.Add64,
        RiscVRelocation.Sub8 => RelocationKind.Subtract8,
        RiscVRelocation.Sub16 => RelocationKind.Subtract16,
        RiscVRelocation.Sub32 => RelocationKind.Subtract32,
        RiscVRelocation.Sub64 => RelocationKind.Subtract64,
        RiscVRelocation.Relax => RelocationKind.None,
        RiscVRelocation.Sub6 => RelocationKind.Subtract6,
        RiscVRelocation.Set6 => RelocationKind.Set6,
        RiscVRelocation.Set8 => RelocationKind.Set8,
        RiscVRelocation.Set16 => RelocationKind.Set16,
        RiscVRelocation.SetUleb128 => RelocationKind.SetUleb128,
        RiscVRelocation.SubUleb128 => RelocationKind.SubtractUleb128,
        _ => RelocationKind.Unknown,
    };

    private static RelocationKind LoongArch(LoongArchRelocation type) => type switch
    {
        LoongArchRelocation.Direct32 => RelocationKind.Set32,
        LoongArchRelocation.Direct64 => RelocationKind.Set64,
        LoongArchRelocation.Add8 => RelocationKind.Add8,
        LoongArchRelocation.Add16 => RelocationKind.Add16,
        LoongArchRelocation.Add32 => RelocationKind.Add32,
        LoongArchRelocation.Add64 => RelocationKind.Add64,
        LoongArchRelocation.Sub8 => RelocationKind.Subtract8,
        LoongArchRelocation.Sub16 => RelocationKind.Subtract16,
        LoongArchRelocation.Sub32 => RelocationKind.Subtract32,
        LoongArchRelocation.Sub64 => RelocationKind.Subtract64,
        LoongArchRelocation.Relax => RelocationKind.None,
        LoongArchRelocation.Add6 => RelocationKind.Add6,
        LoongArchRelocation.Sub6 => RelocationKind.Subtract6,
        LoongArchRelocation.AddUleb128 => RelocationKind.AddUleb128,
        LoongArchRelocation.SubUleb128 => RelocationKind.SubtractUleb128,
        _ => RelocationKind.Unknown,
    };
}
