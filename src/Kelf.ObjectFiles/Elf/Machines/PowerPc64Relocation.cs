// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of 64-bit PowerPC (64-bit ELF V2 ABI, Power Architecture, table 3.22).</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum PowerPc64Relocation : uint
{
    /// <summary><c>R_PPC64_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_PPC64_ADDR32</c>: 32 bits = S + A.</summary>
    Addr32 = 1,

    /// <summary><c>R_PPC64_ADDR24</c>.</summary>
    Addr24 = 2,

    /// <summary><c>R_PPC64_ADDR16</c>.</summary>
    Addr16 = 3,

    /// <summary><c>R_PPC64_ADDR16_LO</c>.</summary>
    Addr16Lo = 4,

    /// <summary><c>R_PPC64_ADDR16_HI</c>.</summary>
    Addr16Hi = 5,

    /// <summary><c>R_PPC64_ADDR16_HA</c>.</summary>
    Addr16Ha = 6,

    /// <summary><c>R_PPC64_ADDR14</c>.</summary>
    Addr14 = 7,

    /// <summary><c>R_PPC64_ADDR14_BRTAKEN</c>.</summary>
    Addr14BranchTaken = 8,

    /// <summary><c>R_PPC64_ADDR14_BRNTAKEN</c>.</summary>
    Addr14BranchNotTaken = 9,

    /// <summary><c>R_PPC64_REL24</c>: a branch.</summary>
    Rel24 = 10,

    /// <summary><c>R_PPC64_REL14</c>.</summary>
    Rel14 = 11,

    /// <summary><c>R_PPC64_REL14_BRTAKEN</c>.</summary>
    Rel14BranchTaken = 12,

    /// <summary><c>R_PPC64_REL14_BRNTAKEN</c>.</summary>
    Rel14BranchNotTaken = 13,

    /// <summary><c>R_PPC64_GOT16</c>.</summary>
    Got16 = 14,

    /// <summary><c>R_PPC64_GOT16_LO</c>.</summary>
    Got16Lo = 15,

    /// <summary><c>R_PPC64_GOT16_HI</c>.</summary>
    Got16Hi = 16,

    /// <summary><c>R_PPC64_GOT16_HA</c>.</summary>
    Got16Ha = 17,

    /// <summary><c>R_PPC64_COPY</c>.</summary>
    Copy = 19,

    /// <summary><c>R_PPC64_GLOB_DAT</c>.</summary>
    GlobDat = 20,

    /// <summary><c>R_PPC64_JMP_SLOT</c>.</summary>
    JumpSlot = 21,

    /// <summary><c>R_PPC64_RELATIVE</c>: a word = base address + A, at run time.</summary>
    Relative = 22,

    /// <summary><c>R_PPC64_UADDR32</c>: 32 bits = S + A, at any offset.</summary>
    UAddr32 = 24,

    /// <summary><c>R_PPC64_UADDR16</c>.</summary>
    UAddr16 = 25,

    /// <summary><c>R_PPC64_REL32</c>: 32 bits = S + A − P.</summary>
    Rel32 = 26,

    /// <summary><c>R_PPC64_PLT32</c>.</summary>
    Plt32 = 27,

    /// <summary><c>R_PPC64_PLTREL32</c>.</summary>
    PltRel32 = 28,

    /// <summary><c>R_PPC64_ADDR64</c>: 64 bits = S + A.</summary>
    Addr64 = 38,

    /// <summary><c>R_PPC64_ADDR16_HIGHER</c>.</summary>
    Addr16Higher = 39,

    /// <summary><c>R_PPC64_ADDR16_HIGHERA</c>.</summary>
    Addr16HigherA = 40,

    /// <summary><c>R_PPC64_ADDR16_HIGHEST</c>.</summary>
    Addr16Highest = 41,

    /// <summary><c>R_PPC64_ADDR16_HIGHESTA</c>.</summary>
    Addr16HighestA = 42,

    /// <summary><c>R_PPC64_UADDR64</c>: 64 bits = S + A, at any offset.</summary>
    UAddr64 = 43,

    /// <summary><c>R_PPC64_REL64</c>: 64 bits = S + A − P.</summary>
    Rel64 = 44,

    /// <summary><c>R_PPC64_TOC16</c>.</summary>
    Toc16 = 47,

    /// <summary><c>R_PPC64_TOC16_LO</c>.</summary>
    Toc16Lo = 48,

    /// <summary><c>R_PPC64_TOC16_HI</c>.</summary>
    Toc16Hi = 49,

    /// <summary><c>R_PPC64_TOC16_HA</c>.</summary>
    Toc16Ha = 50,

    /// <summary><c>R_PPC64_TOC</c>: 64 bits = TOC base.</summary>
    Toc = 51,

    /// <summary><c>R_PPC64_ADDR16_DS</c>.</summary>
    Addr16DS = 56,

    /// <summary><c>R_PPC64_ADDR16_LO_DS</c>.</summary>
    Addr16LoDS = 57,

    /// <summary><c>R_PPC64_TOC16_DS</c>.</summary>
    Toc16DS = 63,

    /// <summary><c>R_PPC64_TOC16_LO_DS</c>.</summary>
    Toc16LoDS = 64,

    /// <summary><c>R_PPC64_TOCSAVE</c>.</summary>
    TocSave = 109,

    /// <summary><c>R_PPC64_REL24_NOTOC</c>: a branch from code that keeps no TOC pointer.</summary>
    Rel24NoToc = 116,

    /// <summary><c>R_PPC64_ENTRY</c>.</summary>
    Entry = 118,

    /// <summary><c>R_PPC64_IRELATIVE</c>.</summary>
    IRelative = 248,

    /// <summary><c>R_PPC64_REL16</c>.</summary>
    Rel16 = 249,

    /// <summary><c>R_PPC64_REL16_LO</c>.</summary>
    Rel16Lo = 250,

    /// <summary><c>R_PPC64_REL16_HI</c>.</summary>
    Rel16Hi = 251,

    /// <summary><c>R_PPC64_REL16_HA</c>.</summary>
    Rel16Ha = 252,
}
