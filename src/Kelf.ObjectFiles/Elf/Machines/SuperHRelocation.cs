// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of SuperH (SuperH processor supplement of the System V ABI, as binutils have it).</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum SuperHRelocation : uint
{
    /// <summary><c>R_SH_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_SH_DIR32</c>: 32 bits = S + A.</summary>
    Dir32 = 1,

    /// <summary><c>R_SH_REL32</c>: 32 bits = S + A − P.</summary>
    Rel32 = 2,

    /// <summary><c>R_SH_DIR8WPN</c>: a conditional branch.</summary>
    Dir8Wpn = 3,

    /// <summary><c>R_SH_IND12W</c>: a branch.</summary>
    Ind12W = 4,

    /// <summary><c>R_SH_DIR8WPL</c>.</summary>
    Dir8Wpl = 5,

    /// <summary><c>R_SH_DIR8WPZ</c>.</summary>
    Dir8Wpz = 6,

    /// <summary><c>R_SH_DIR8BP</c>.</summary>
    Dir8Bp = 7,

    /// <summary><c>R_SH_DIR8W</c>.</summary>
    Dir8W = 8,

    /// <summary><c>R_SH_DIR8L</c>.</summary>
    Dir8L = 9,

    /// <summary><c>R_SH_GOT32</c>.</summary>
    Got32 = 160,

    /// <summary><c>R_SH_PLT32</c>.</summary>
    Plt32 = 161,

    /// <summary><c>R_SH_COPY</c>.</summary>
    Copy = 162,

    /// <summary><c>R_SH_GLOB_DAT</c>.</summary>
    GlobDat = 163,

    /// <summary><c>R_SH_JMP_SLOT</c>.</summary>
    JumpSlot = 164,

    /// <summary><c>R_SH_RELATIVE</c>: 32 bits = base address + A, at run time.</summary>
    Relative = 165,

    /// <summary><c>R_SH_GOTOFF</c>.</summary>
    GotOff = 166,

    /// <summary><c>R_SH_GOTPC</c>.</summary>
    GotPc = 167,
}
