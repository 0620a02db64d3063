// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of 64-bit Arm (ELF for the Arm 64-bit Architecture, "Relocation").</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum AArch64Relocation : uint
{
    /// <summary><c>R_AARCH64_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_AARCH64_ABS64</c>: 64 bits = S + A.</summary>
    Abs64 = 257,

    /// <summary><c>R_AARCH64_ABS32</c>: 32 bits = S + A.</summary>
    Abs32 = 258,

    /// <summary><c>R_AARCH64_ABS16</c>: 16 bits = S + A.</summary>
    Abs16 = 259,

    /// <summary><c>R_AARCH64_PREL64</c>: 64 bits = S + A − P.</summary>
    Prel64 = 260,

    /// <summary><c>R_AARCH64_PREL32</c>: 32 bits = S + A − P.</summary>
    Prel32 = 261,

    /// <summary><c>R_AARCH64_PREL16</c>: 16 bits = S + A − P.</summary>
    Prel16 = 262,

    /// <summary><c>R_AARCH64_MOVW_UABS_G0</c>.</summary>
    MovwUabsG0 = 263,

    /// <summary><c>R_AARCH64_MOVW_UABS_G0_NC</c>.</summary>
    MovwUabsG0Nc = 264,

    /// <summary><c>R_AARCH64_MOVW_UABS_G1</c>.</summary>
    MovwUabsG1 = 265,

    /// <summary><c>R_AARCH64_MOVW_UABS_G1_NC</c>.</summary>
    MovwUabsG1Nc = 266,

    /// <summary><c>R_AARCH64_MOVW_UABS_G2</c>.</summary>
    MovwUabsG2 = 267,

    /// <summary><c>R_AARCH64_MOVW_UABS_G2_NC</c>.</summary>
    MovwUabsG2Nc = 268,

    /// <summary><c>R_AARCH64_MOVW_UABS_G3</c>.</summary>
    MovwUabsG3 = 269,

    /// <summary><c>R_AARCH64_MOVW_SABS_G0</c>.</summary>
    MovwSabsG0 = 270,

    /// <summary><c>R_AARCH64_MOVW_SABS_G1</c>.</summary>
    MovwSabsG1 = 271,

    /// <summary><c>R_AARCH64_MOVW_SABS_G2</c>.</summary>
    MovwSabsG2 = 272,

    /// <summary><c>R_AARCH64_LD_PREL_LO19</c>.</summary>
    LdPrelLo19 = 273,

    /// <summary><c>R_AARCH64_ADR_PREL_LO21</c>.</summary>
    AdrPrelLo21 = 274,

    /// <summary><c>R_AARCH64_ADR_PREL_PG_HI21</c>.</summary>
    AdrPrelPgHi21 = 275,

    /// <summary><c>R_AARCH64_ADR_PREL_PG_HI21_NC</c>.</summary>
    AdrPrelPgHi21Nc = 276,

    /// <summary><c>R_AARCH64_ADD_ABS_LO12_NC</c>.</summary>
    AddAbsLo12Nc = 277,

    /// <summary><c>R_AARCH64_LDST8_ABS_LO12_NC</c>.</summary>
    LdSt8AbsLo12Nc = 278,

    /// <summary><c>R_AARCH64_TSTBR14</c>.</summary>
    TstBr14 = 279,

    /// <summary><c>R_AARCH64_CONDBR19</c>.</summary>
    CondBr19 = 280,

    /// <summary><c>R_AARCH64_JUMP26</c>: a branch.</summary>
    Jump26 = 282,

    /// <summary><c>R_AARCH64_CALL26</c>: a branch with link.</summary>
    Call26 = 283,

    /// <summary><c>R_AARCH64_LDST16_ABS_LO12_NC</c>.</summary>
    LdSt16AbsLo12Nc = 284,

    /// <summary><c>R_AARCH64_LDST32_ABS_LO12_NC</c>.</summary>
    LdSt32AbsLo12Nc = 285,

    /// <summary><c>R_AARCH64_LDST64_ABS_LO12_NC</c>.</summary>
    LdSt64AbsLo12Nc = 286,

    /// <summary><c>R_AARCH64_MOVW_PREL_G0</c>.</summary>
    MovwPrelG0 = 287,

    /// <summary><c>R_AARCH64_MOVW_PREL_G0_NC</c>.</summary>
    MovwPrelG0Nc = 288,

    /// <summary><c>R_AARCH64_MOVW_PREL_G1</c>.</summary>
    MovwPrelG1 = 289,

    /// <summary><c>R_AARCH64_MOVW_PREL_G1_NC</c>.</summary>
    MovwPrelG1Nc = 290,

    /// <summary><c>R_AARCH64_MOVW_PREL_G2</c>.</summary>
    MovwPrelG2 = 291,

    /// <summary><c>R_AARCH64_MOVW_PREL_G2_NC</c>.</summary>
    MovwPrelG2Nc = 292,

    /// <summary><c>R_AARCH64_MOVW_PREL_G3</c>.</summary>
    MovwPrelG3 = 293,

    /// <summary><c>R_AARCH64_LDST128_ABS_LO12_NC</c>.</summary>
    LdSt128AbsLo12Nc = 299,

    /// <summary><c>R_AARCH64_ADR_GOT_PAGE</c>.</summary>
    AdrGotPage = 311,

    /// <summary><c>R_AARCH64_LD64_GOT_LO12_NC</c>.</summary>
    Ld64GotLo12Nc = 312,

    /// <summary><c>R_AARCH64_PLT32</c>: 32 bits = distance of the function, or of its entry in the procedure linkage table.</summary>
    Plt32 = 314,

    /// <summary><c>R_AARCH64_COPY</c>.</summary>
    Copy = 1024,

    /// <summary><c>R_AARCH64_GLOB_DAT</c>.</summary>
    GlobDat = 1025,

    /// <summary><c>R_AARCH64_JUMP_SLOT</c>.</summary>
    JumpSlot = 1026,

    /// <summary><c>R_AARCH64_RELATIVE</c>: 64 bits = base address + A, at run time.</summary>
    Relative = 1027,

    /// <summary><c>R_AARCH64_IRELATIVE</c>.</summary>
    IRelative = 1032,
}
