// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf;

/// <summary>Width of addresses in a file (<c>EI_CLASS</c>, gABI 4.1 ch. 4).</summary>
public enum ElfClass
{
    /// <summary><c>ELFCLASS32</c>.</summary>
    Elf32 = 1,

    /// <summary><c>ELFCLASS64</c>.</summary>
    Elf64 = 2,
}

/// <summary>Kind of object file (<c>e_type</c>, gABI 4.1 ch. 4).</summary>
public enum ElfType : ushort
{
    /// <summary><c>ET_NONE</c>.</summary>
    None = 0,

    /// <summary><c>ET_REL</c>: relocatable; debug sections still need their relocations applied.</summary>
    Relocatable = 1,

    /// <summary><c>ET_EXEC</c>.</summary>
    Executable = 2,

    /// <summary><c>ET_DYN</c>.</summary>
    Dynamic = 3,

    /// <summary><c>ET_CORE</c>.</summary>
    Core = 4,
}

/// <summary>Instruction set (<c>e_machine</c>); the values kelf treats specially.</summary>
public enum ElfMachine : ushort
{
    /// <summary><c>EM_NONE</c>.</summary>
    None = 0,

    /// <summary><c>EM_386</c>.</summary>
    I386 = 3,

    /// <summary><c>EM_68K</c>.</summary>
    M68k = 4,

    /// <summary><c>EM_MIPS</c>.</summary>
    Mips = 8,

    /// <summary><c>EM_SPARC</c>.</summary>
    Sparc = 2,

    /// <summary><c>EM_SPARC32PLUS</c>.</summary>
    Sparc32Plus = 18,

    /// <summary><c>EM_PPC</c>.</summary>
    PowerPc = 20,

    /// <summary><c>EM_PPC64</c>.</summary>
    PowerPc64 = 21,

    /// <summary><c>EM_S390</c>.</summary>
    S390 = 22,

    /// <summary><c>EM_ARM</c>.</summary>
    Arm = 40,

    /// <summary><c>EM_PARISC</c>.</summary>
    PaRisc = 15,

    /// <summary><c>EM_SH</c>.</summary>
    SuperH = 42,

    /// <summary><c>EM_ARC_COMPACT</c>.</summary>
    ArCompact = 93,

    /// <summary><c>EM_XTENSA</c>.</summary>
    Xtensa = 94,

    /// <summary><c>EM_MICROBLAZE</c>.</summary>
    MicroBlaze = 189,

    /// <summary><c>EM_ARCV2</c>.</summary>
    ArcV2 = 195,

    /// <summary><c>EM_SPARCV9</c>.</summary>
    SparcV9 = 43,

    /// <summary><c>EM_X86_64</c>.</summary>
    X8664 = 62,

    /// <summary><c>EM_AARCH64</c>.</summary>
    AArch64 = 183,

    /// <summary><c>EM_RISCV</c>.</summary>
    RiscV = 243,

    /// <summary><c>EM_LOONGARCH</c>.</summary>
    LoongArch = 258,
}
