// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of 32-bit PowerPC (System V ABI, PowerPC supplement, table 4-8).</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum PowerPcRelocation : uint
{
    /// <summary><c>R_PPC_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_PPC_ADDR32</c>: 32 bits = S + A.</summary>
    Addr32 = 1,

    /// <summary><c>R_PPC_ADDR24</c>.</summary>
    Addr24 = 2,

    /// <summary><c>R_PPC_ADDR16</c>.</summary>
    Addr16 = 3,

    /// <summary><c>R_PPC_ADDR16_LO</c>.</summary>
    Addr16Lo = 4,

    /// <summary><c>R_PPC_ADDR16_HI</c>.</summary>
    Addr16Hi = 5,

    /// <summary><c>R_PPC_ADDR16_HA</c>.</summary>
    Addr16Ha = 6,

    /// <summary><c>R_PPC_ADDR14</c>.</summary>
    Addr14 = 7,

    /// <summary><c>R_PPC_ADDR14_BRTAKEN</c>.</summary>
    Addr14BranchTaken = 8,

    /// <summary><c>R_PPC_ADDR14_BRNTAKEN</c>.</summary>
    Addr14BranchNotTaken = 9,

    /// <summary><c>R_PPC_REL24</c>: a branch.</summary>
    Rel24 = 10,

    /// <summary><c>R_PPC_REL14</c>.</summary>
    Rel14 = 11,

    /// <summary><c>R_PPC_REL14_BRTAKEN</c>.</summary>
    Rel14BranchTaken = 12,

    /// <summary><c>R_PPC_REL14_BRNTAKEN</c>.</summary>
    Rel14BranchNotTaken = 13,

    /// <summary><c>R_PPC_GOT16</c>.</summary>
    Got16 = 14,

    /// <summary><c>R_PPC_GOT16_LO</c>.</summary>
    Got16Lo = 15,

    /// <summary><c>R_PPC_GOT16_HI</c>.</summary>
    Got16Hi = 16,

    /// <summary><c>R_PPC_GOT16_HA</c>.</summary>
    Got16Ha = 17,

    /// <summary><c>R_PPC_PLTREL24</c>: a branch to the function, or to its entry in the procedure linkage table.</summary>
    PltRel24 = 18,

    /// <summary><c>R_PPC_COPY</c>.</summary>
    Copy = 19,

    /// <summary><c>R_PPC_GLOB_DAT</c>.</summary>
    GlobDat = 20,

    /// <summary><c>R_PPC_JMP_SLOT</c>.</summary>
    JumpSlot = 21,

    /// <summary><c>R_PPC_RELATIVE</c>: a word = base address + A, at run time.</summary>
    Relative = 22,

    /// <summary><c>R_PPC_LOCAL24PC</c>: a branch to a local symbol.</summary>
    Local24Pc = 23,

    /// <summary><c>R_PPC_UADDR32</c>: 32 bits = S + A, at any offset.</summary>
    UAddr32 = 24,

    /// <summary><c>R_PPC_UADDR16</c>.</summary>
    UAddr16 = 25,

    /// <summary><c>R_PPC_REL32</c>: 32 bits = S + A − P.</summary>
    Rel32 = 26,

    /// <summary><c>R_PPC_PLT32</c>.</summary>
    Plt32 = 27,

    /// <summary><c>R_PPC_PLTREL32</c>.</summary>
    PltRel32 = 28,

    /// <summary><c>R_PPC_REL16</c>.</summary>
    Rel16 = 249,

    /// <summary><c>R_PPC_REL16_LO</c>.</summary>
    Rel16Lo = 250,

    /// <summary><c>R_PPC_REL16_HI</c>.</summary>
    Rel16Hi = 251,

    /// <summary><c>R_PPC_REL16_HA</c>.</summary>
    Rel16Ha = 252,
}
