// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of 32-bit Arm (ELF for the Arm Architecture, "Relocation").</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum ArmRelocation : uint
{
    /// <summary><c>R_ARM_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_ARM_PC24</c>: a branch, as compilers before the EABI wrote it.</summary>
    Pc24 = 1,

    /// <summary><c>R_ARM_ABS32</c>: 32 bits = S + A.</summary>
    Abs32 = 2,

    /// <summary><c>R_ARM_REL32</c>: 32 bits = S + A − P.</summary>
    Rel32 = 3,

    /// <summary><c>R_ARM_ABS16</c>: 16 bits = S + A.</summary>
    Abs16 = 5,

    /// <summary><c>R_ARM_ABS12</c>.</summary>
    Abs12 = 6,

    /// <summary><c>R_ARM_THM_ABS5</c>.</summary>
    ThumbAbs5 = 7,

    /// <summary><c>R_ARM_ABS8</c>: 8 bits = S + A.</summary>
    Abs8 = 8,

    /// <summary><c>R_ARM_SBREL32</c>.</summary>
    SbRel32 = 9,

    /// <summary><c>R_ARM_THM_CALL</c>: a branch with link in Thumb code; <c>R_ARM_THM_PC22</c> in earlier documents.</summary>
    ThumbCall = 10,

    /// <summary><c>R_ARM_THM_PC8</c>.</summary>
    ThumbPc8 = 11,

    /// <summary><c>R_ARM_COPY</c>.</summary>
    Copy = 20,

    /// <summary><c>R_ARM_GLOB_DAT</c>.</summary>
    GlobDat = 21,

    /// <summary><c>R_ARM_JUMP_SLOT</c>.</summary>
    JumpSlot = 22,

    /// <summary><c>R_ARM_RELATIVE</c>.</summary>
    Relative = 23,

    /// <summary><c>R_ARM_GOTOFF</c>.</summary>
    GotOff = 24,

    /// <summary><c>R_ARM_GOTPC</c>.</summary>
    GotPc = 25,

    /// <summary><c>R_ARM_GOT32</c>.</summary>
    Got32 = 26,

    /// <summary><c>R_ARM_PLT32</c>.</summary>
    Plt32 = 27,

    /// <summary><c>R_ARM_CALL</c>: a branch with link.</summary>
    Call = 28,

    /// <summary><c>R_ARM_JUMP24</c>: a branch.</summary>
    Jump24 = 29,

    /// <summary><c>R_ARM_THM_JUMP24</c>.</summary>
    ThumbJump24 = 30,

    /// <summary><c>R_ARM_TARGET1</c>: as <c>R_ARM_ABS32</c> or <c>R_ARM_REL32</c>, by platform.</summary>
    Target1 = 38,

    /// <summary><c>R_ARM_V4BX</c>: marks a <c>BX</c>.</summary>
    V4Bx = 40,

    /// <summary><c>R_ARM_TARGET2</c>: by platform: 32 bits of a type of an exception.</summary>
    Target2 = 41,

    /// <summary><c>R_ARM_PREL31</c>: 31 bits = S + A − P.</summary>
    Prel31 = 42,

    /// <summary><c>R_ARM_MOVW_ABS_NC</c>.</summary>
    MovwAbsNc = 43,

    /// <summary><c>R_ARM_MOVT_ABS</c>.</summary>
    MovtAbs = 44,

    /// <summary><c>R_ARM_MOVW_PREL_NC</c>.</summary>
    MovwPrelNc = 45,

    /// <summary><c>R_ARM_MOVT_PREL</c>.</summary>
    MovtPrel = 46,

    /// <summary><c>R_ARM_THM_MOVW_ABS_NC</c>.</summary>
    ThumbMovwAbsNc = 47,

    /// <summary><c>R_ARM_THM_MOVT_ABS</c>.</summary>
    ThumbMovtAbs = 48,

    /// <summary><c>R_ARM_THM_MOVW_PREL_NC</c>.</summary>
    ThumbMovwPrelNc = 49,

    /// <summary><c>R_ARM_THM_MOVT_PREL</c>.</summary>
    ThumbMovtPrel = 50,

    /// <summary><c>R_ARM_THM_JUMP19</c>.</summary>
    ThumbJump19 = 51,

    /// <summary><c>R_ARM_THM_JUMP6</c>.</summary>
    ThumbJump6 = 52,

    /// <summary><c>R_ARM_THM_JUMP11</c>: a short branch in Thumb code; <c>R_ARM_THM_PC11</c> in earlier documents.</summary>
    ThumbJump11 = 102,

    /// <summary><c>R_ARM_THM_JUMP8</c>: a short conditional branch in Thumb code; <c>R_ARM_THM_PC9</c> in earlier documents.</summary>
    ThumbJump8 = 103,
}
