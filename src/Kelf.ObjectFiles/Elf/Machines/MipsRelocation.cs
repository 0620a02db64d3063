// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of MIPS (System V ABI, MIPS supplement, figure 4-11; MIPS64 ELF Object File Specification, table 32).</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum MipsRelocation : uint
{
    /// <summary><c>R_MIPS_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_MIPS_16</c>: 16 bits = S + A.</summary>
    Direct16 = 1,

    /// <summary><c>R_MIPS_32</c>: 32 bits = S + A.</summary>
    Direct32 = 2,

    /// <summary><c>R_MIPS_REL32</c>: 32 bits = S + A − original value.</summary>
    Rel32 = 3,

    /// <summary><c>R_MIPS_26</c>: a jump within 256 MiB.</summary>
    Jump26 = 4,

    /// <summary><c>R_MIPS_HI16</c>: upper half of S + A, rounded for a lower half with a sign.</summary>
    Hi16 = 5,

    /// <summary><c>R_MIPS_LO16</c>: lower half of S + A.</summary>
    Lo16 = 6,

    /// <summary><c>R_MIPS_GPREL16</c>.</summary>
    GpRel16 = 7,

    /// <summary><c>R_MIPS_LITERAL</c>.</summary>
    Literal = 8,

    /// <summary><c>R_MIPS_GOT16</c>.</summary>
    Got16 = 9,

    /// <summary><c>R_MIPS_PC16</c>: a branch.</summary>
    Pc16 = 10,

    /// <summary><c>R_MIPS_CALL16</c>.</summary>
    Call16 = 11,

    /// <summary><c>R_MIPS_GPREL32</c>.</summary>
    GpRel32 = 12,

    /// <summary><c>R_MIPS_SHIFT5</c>.</summary>
    Shift5 = 16,

    /// <summary><c>R_MIPS_SHIFT6</c>.</summary>
    Shift6 = 17,

    /// <summary><c>R_MIPS_64</c>: 64 bits = S + A.</summary>
    Direct64 = 18,

    /// <summary><c>R_MIPS_GOT_DISP</c>.</summary>
    GotDisplacement = 19,

    /// <summary><c>R_MIPS_GOT_PAGE</c>.</summary>
    GotPage = 20,

    /// <summary><c>R_MIPS_GOT_OFST</c>.</summary>
    GotOffset = 21,

    /// <summary><c>R_MIPS_GOT_HI16</c>.</summary>
    GotHi16 = 22,

    /// <summary><c>R_MIPS_GOT_LO16</c>.</summary>
    GotLo16 = 23,

    /// <summary><c>R_MIPS_SUB</c>.</summary>
    Sub = 24,

    /// <summary><c>R_MIPS_HIGHER</c>: bits 32 to 47 of S + A, rounded.</summary>
    Higher = 28,

    /// <summary><c>R_MIPS_HIGHEST</c>: bits 48 to 63 of S + A, rounded.</summary>
    Highest = 29,

    /// <summary><c>R_MIPS_CALL_HI16</c>.</summary>
    CallHi16 = 30,

    /// <summary><c>R_MIPS_CALL_LO16</c>.</summary>
    CallLo16 = 31,

    /// <summary><c>R_MIPS_JALR</c>: a call that a linker may make direct.</summary>
    Jalr = 37,

    /// <summary><c>R_MIPS_PC21_S2</c>: a branch of MIPS release 6.</summary>
    Pc21S2 = 60,

    /// <summary><c>R_MIPS_PC26_S2</c>: a long branch of MIPS release 6.</summary>
    Pc26S2 = 61,

    /// <summary><c>R_MIPS_PC18_S3</c>.</summary>
    Pc18S3 = 62,

    /// <summary><c>R_MIPS_PC19_S2</c>.</summary>
    Pc19S2 = 63,

    /// <summary><c>R_MIPS_PCHI16</c>.</summary>
    PcHi16 = 64,

    /// <summary><c>R_MIPS_PCLO16</c>.</summary>
    PcLo16 = 65,

    /// <summary><c>R_MIPS_COPY</c>.</summary>
    Copy = 126,

    /// <summary><c>R_MIPS_JUMP_SLOT</c>.</summary>
    JumpSlot = 127,

    /// <summary><c>R_MIPS_PC32</c>: 32 bits = S + A − P.</summary>
    Pc32 = 248,
}
