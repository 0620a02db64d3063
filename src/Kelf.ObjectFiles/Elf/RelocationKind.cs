// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>What a relocation of a debug section does to the bytes it applies to.</summary>
/// <remarks>S is the symbol's value and A the addend, as in the psABI documents.</remarks>
public enum RelocationKind : byte
{
    /// <summary>Not one that debug sections need; its field keeps what the file holds.</summary>
    Unknown,

    /// <summary>Does nothing.</summary>
    None,

    /// <summary>8 bits = S + A.</summary>
    Set8,

    /// <summary>16 bits = S + A.</summary>
    Set16,

    /// <summary>32 bits = S + A.</summary>
    Set32,

    /// <summary>64 bits = S + A.</summary>
    Set64,

    /// <summary>8 bits += S + A.</summary>
    Add8,

    /// <summary>16 bits += S + A.</summary>
    Add16,

    /// <summary>32 bits += S + A.</summary>
    Add32,

    /// <summary>64 bits += S + A.</summary>
    Add64,

    /// <summary>8 bits -= S + A.</summary>
    Subtract8,

    /// <summary>16 bits -= S + A.</summary>
    Subtract16,

    /// <summary>32 bits -= S + A.</summary>
    Subtract32,

    /// <summary>64 bits -= S + A.</summary>
    Subtract64,

    /// <summary>Low 6 bits of a byte = S + A (call frame instructions).</summary>
    Set6,

    /// <summary>Low 6 bits of a byte += S + A.</summary>
    Add6,

    /// <summary>Low 6 bits of a byte -= S + A.</summary>
    Subtract6,

    /// <summary>Unsigned LEB128 = S + A, keeping its length.</summary>
    SetUleb128,

    /// <summary>Unsigned LEB128 += S + A, keeping its length.</summary>
    AddUleb128,

    /// <summary>Unsigned LEB128 -= S + A, keeping its length.</summary>
    SubtractUleb128,
}

/// <summary>The relocation types that debug sections use, machine by machine (each machine's psABI supplement).</summary>
public static class DebugRelocations
{
    /// <summary>Says what a relocation type does.</summary>
    /// <param name="machine"><c>e_machine</c>.</param>
    /// <param name="type">Relocation type number.</param>
    public static RelocationKind Classify(ElfMachine machine, uint type) => type == 0 ? RelocationKind.None : machine switch
    {
        ElfMachine.X8664 => type switch
        {
            1 => RelocationKind.Set64, // R_X86_64_64
            10 or 11 => RelocationKind.Set32, // R_X86_64_32, R_X86_64_32S
            12 => RelocationKind.Set16, // R_X86_64_16
            14 => RelocationKind.Set8, // R_X86_64_8
            _ => RelocationKind.Unknown,
        },
        ElfMachine.I386 => type == 1 ? RelocationKind.Set32 : RelocationKind.Unknown, // R_386_32
        ElfMachine.Arm => type == 2 ? RelocationKind.Set32 : RelocationKind.Unknown, // R_ARM_ABS32
        ElfMachine.AArch64 => type switch
        {
            257 => RelocationKind.Set64, // R_AARCH64_ABS64
            258 => RelocationKind.Set32, // R_AARCH64_ABS32
            259 => RelocationKind.Set16, // R_AARCH64_ABS16
            _ => RelocationKind.Unknown,
        },
        ElfMachine.S390 => type switch
        {
            1 => RelocationKind.Set8, // R_390_8
            3 => RelocationKind.Set16, // R_390_16
            4 => RelocationKind.Set32, // R_390_32
            22 => RelocationKind.Set64, // R_390_64
            _ => RelocationKind.Unknown,
        },
        ElfMachine.PowerPc => type is 1 or 24 ? RelocationKind.Set32 : RelocationKind.Unknown, // R_PPC_ADDR32, _UADDR32
        ElfMachine.PowerPc64 => type switch
        {
            1 or 24 => RelocationKind.Set32, // R_PPC64_ADDR32, _UADDR32
            38 or 43 => RelocationKind.Set64, // R_PPC64_ADDR64, _UADDR64
            _ => RelocationKind.Unknown,
        },
        ElfMachine.Sparc or ElfMachine.Sparc32Plus or ElfMachine.SparcV9 => type switch
        {
            3 or 23 => RelocationKind.Set32, // R_SPARC_32, R_SPARC_UA32
            32 or 54 => RelocationKind.Set64, // R_SPARC_64, R_SPARC_UA64
            _ => RelocationKind.Unknown,
        },
        ElfMachine.Mips => type switch
        {
            2 => RelocationKind.Set32, // R_MIPS_32
            18 => RelocationKind.Set64, // R_MIPS_64
            _ => RelocationKind.Unknown,
        },
        ElfMachine.RiscV => RiscV(type),
        ElfMachine.LoongArch => LoongArch(type),
        _ => RelocationKind.Unknown,
    };

    /// <summary>True when this machine's relocations are known at all.</summary>
    public static bool IsSupported(ElfMachine machine) => machine is ElfMachine.X8664 or ElfMachine.I386 or ElfMachine.Arm
        or ElfMachine.AArch64 or ElfMachine.S390 or ElfMachine.PowerPc or ElfMachine.PowerPc64 or ElfMachine.Sparc
        or ElfMachine.Sparc32Plus or ElfMachine.SparcV9 or ElfMachine.Mips or ElfMachine.RiscV or ElfMachine.LoongArch;

    // RISC-V and LoongArch link-time relaxation moves labels, so differences are left to the linker as pairs.
    private static RelocationKind RiscV(uint type) => type switch
    {
        1 => RelocationKind.Set32, // R_RISCV_32
        2 => RelocationKind.Set64, // R_RISCV_64
        33 => RelocationKind.Add8,
        34 => RelocationKind.Add16,
        35 => RelocationKind.Add32,
        36 => RelocationKind.Add64,
        37 => RelocationKind.Subtract8,
        38 => RelocationKind.Subtract16,
        39 => RelocationKind.Subtract32,
        40 => RelocationKind.Subtract64,
        51 => RelocationKind.None, // R_RISCV_RELAX
        52 => RelocationKind.Subtract6,
        53 => RelocationKind.Set6,
        54 => RelocationKind.Set8,
        55 => RelocationKind.Set16,
        56 => RelocationKind.Set32,
        60 => RelocationKind.SetUleb128,
        61 => RelocationKind.SubtractUleb128,
        _ => RelocationKind.Unknown,
    };

    private static RelocationKind LoongArch(uint type) => type switch
    {
        1 => RelocationKind.Set32, // R_LARCH_32
        2 => RelocationKind.Set64, // R_LARCH_64
        47 => RelocationKind.Add8,
        48 => RelocationKind.Add16,
        50 => RelocationKind.Add32,
        51 => RelocationKind.Add64,
        52 => RelocationKind.Subtract8,
        53 => RelocationKind.Subtract16,
        55 => RelocationKind.Subtract32,
        56 => RelocationKind.Subtract64,
        100 => RelocationKind.None, // R_LARCH_RELAX
        105 => RelocationKind.Add6,
        106 => RelocationKind.Subtract6,
        107 => RelocationKind.AddUleb128,
        108 => RelocationKind.SubtractUleb128,
        _ => RelocationKind.Unknown,
    };
}
