// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of SPARC, 32 and 64 bits (SPARC Compliance Definition 2.4.1, chapter 4).</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum SparcRelocation : uint
{
    /// <summary><c>R_SPARC_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_SPARC_8</c>: 8 bits = S + A.</summary>
    Direct8 = 1,

    /// <summary><c>R_SPARC_16</c>: 16 bits = S + A.</summary>
    Direct16 = 2,

    /// <summary><c>R_SPARC_32</c>: 32 bits = S + A.</summary>
    Direct32 = 3,

    /// <summary><c>R_SPARC_DISP8</c>: 8 bits = S + A − P.</summary>
    Disp8 = 4,

    /// <summary><c>R_SPARC_DISP16</c>: 16 bits = S + A − P.</summary>
    Disp16 = 5,

    /// <summary><c>R_SPARC_DISP32</c>: 32 bits = S + A − P.</summary>
    Disp32 = 6,

    /// <summary><c>R_SPARC_WDISP30</c>: a call.</summary>
    WDisp30 = 7,

    /// <summary><c>R_SPARC_WDISP22</c>: a branch.</summary>
    WDisp22 = 8,

    /// <summary><c>R_SPARC_HI22</c>.</summary>
    Hi22 = 9,

    /// <summary><c>R_SPARC_22</c>.</summary>
    Direct22 = 10,

    /// <summary><c>R_SPARC_13</c>.</summary>
    Direct13 = 11,

    /// <summary><c>R_SPARC_LO10</c>.</summary>
    Lo10 = 12,

    /// <summary><c>R_SPARC_GOT10</c>.</summary>
    Got10 = 13,

    /// <summary><c>R_SPARC_GOT13</c>.</summary>
    Got13 = 14,

    /// <summary><c>R_SPARC_GOT22</c>.</summary>
    Got22 = 15,

    /// <summary><c>R_SPARC_PC10</c>.</summary>
    Pc10 = 16,

    /// <summary><c>R_SPARC_PC22</c>.</summary>
    Pc22 = 17,

    /// <summary><c>R_SPARC_WPLT30</c>.</summary>
    WPlt30 = 18,

    /// <summary><c>R_SPARC_COPY</c>.</summary>
    Copy = 19,

    /// <summary><c>R_SPARC_GLOB_DAT</c>.</summary>
    GlobDat = 20,

    /// <summary><c>R_SPARC_JMP_SLOT</c>.</summary>
    JumpSlot = 21,

    /// <summary><c>R_SPARC_RELATIVE</c>: a word = base address + A, at run time.</summary>
    Relative = 22,

    /// <summary><c>R_SPARC_UA32</c>: 32 bits = S + A, at any offset.</summary>
    Unaligned32 = 23,

    /// <summary><c>R_SPARC_PLT32</c>.</summary>
    Plt32 = 24,

    /// <summary><c>R_SPARC_10</c>.</summary>
    Direct10 = 30,

    /// <summary><c>R_SPARC_11</c>.</summary>
    Direct11 = 31,

    /// <summary><c>R_SPARC_64</c>: 64 bits = S + A.</summary>
    Direct64 = 32,

    /// <summary><c>R_SPARC_OLO10</c>.</summary>
    OLo10 = 33,

    /// <summary><c>R_SPARC_HH22</c>.</summary>
    HH22 = 34,

    /// <summary><c>R_SPARC_HM10</c>.</summary>
    HM10 = 35,

    /// <summary><c>R_SPARC_LM22</c>.</summary>
    LM22 = 36,

    /// <summary><c>R_SPARC_WDISP16</c>: a branch.</summary>
    WDisp16 = 40,

    /// <summary><c>R_SPARC_WDISP19</c>: a branch.</summary>
    WDisp19 = 41,

    /// <summary><c>R_SPARC_7</c>.</summary>
    Direct7 = 43,

    /// <summary><c>R_SPARC_5</c>.</summary>
    Direct5 = 44,

    /// <summary><c>R_SPARC_6</c>.</summary>
    Direct6 = 45,

    /// <summary><c>R_SPARC_DISP64</c>: 64 bits = S + A − P.</summary>
    Disp64 = 46,

    /// <summary><c>R_SPARC_PLT64</c>.</summary>
    Plt64 = 47,

    /// <summary><c>R_SPARC_HIX22</c>.</summary>
    HiX22 = 48,

    /// <summary><c>R_SPARC_LOX10</c>.</summary>
    LoX10 = 49,

    /// <summary><c>R_SPARC_H44</c>.</summary>
    H44 = 50,

    /// <summary><c>R_SPARC_M44</c>.</summary>
    M44 = 51,

    /// <summary><c>R_SPARC_L44</c>.</summary>
    L44 = 52,

    /// <summary><c>R_SPARC_REGISTER</c>.</summary>
    Register = 53,

    /// <summary><c>R_SPARC_UA64</c>: 64 bits = S + A, at any offset.</summary>
    Unaligned64 = 54,

    /// <summary><c>R_SPARC_UA16</c>: 16 bits = S + A, at any offset.</summary>
    Unaligned16 = 55,
}
