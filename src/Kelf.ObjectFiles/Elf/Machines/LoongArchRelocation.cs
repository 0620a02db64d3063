// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of LoongArch (ELF for the LoongArch Architecture, "Relocations").</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum LoongArchRelocation : uint
{
    /// <summary><c>R_LARCH_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_LARCH_32</c>: 32 bits = S + A.</summary>
    Direct32 = 1,

    /// <summary><c>R_LARCH_64</c>: 64 bits = S + A.</summary>
    Direct64 = 2,

    /// <summary><c>R_LARCH_RELATIVE</c>: a word = base address + A, at run time.</summary>
    Relative = 3,

    /// <summary><c>R_LARCH_COPY</c>.</summary>
    Copy = 4,

    /// <summary><c>R_LARCH_JUMP_SLOT</c>.</summary>
    JumpSlot = 5,

    /// <summary><c>R_LARCH_TLS_DTPMOD32</c>.</summary>
    TlsDtpMod32 = 6,

    /// <summary><c>R_LARCH_TLS_DTPMOD64</c>.</summary>
    TlsDtpMod64 = 7,

    /// <summary><c>R_LARCH_TLS_DTPREL32</c>.</summary>
    TlsDtpRel32 = 8,

    /// <summary><c>R_LARCH_TLS_DTPREL64</c>.</summary>
    TlsDtpRel64 = 9,

    /// <summary><c>R_LARCH_TLS_TPREL32</c>.</summary>
    TlsTpRel32 = 10,

    /// <summary><c>R_LARCH_TLS_TPREL64</c>.</summary>
    TlsTpRel64 = 11,

    /// <summary><c>R_LARCH_IRELATIVE</c>.</summary>
    IRelative = 12,

    /// <summary><c>R_LARCH_MARK_LA</c>: marks an address that is loaded by several instructions.</summary>
    MarkLa = 20,

    /// <summary><c>R_LARCH_MARK_PCREL</c>.</summary>
    MarkPcRel = 21,

    /// <summary><c>R_LARCH_SOP_PUSH_PCREL</c>.</summary>
    SopPushPcRel = 22,

    /// <summary><c>R_LARCH_SOP_PUSH_ABSOLUTE</c>.</summary>
    SopPushAbsolute = 23,

    /// <summary><c>R_LARCH_SOP_PUSH_DUP</c>.</summary>
    SopPushDup = 24,

    /// <summary><c>R_LARCH_SOP_PUSH_GPREL</c>.</summary>
    SopPushGpRel = 25,

    /// <summary><c>R_LARCH_SOP_PUSH_TLS_TPREL</c>.</summary>
    SopPushTlsTpRel = 26,

    /// <summary><c>R_LARCH_SOP_PUSH_TLS_GOT</c>.</summary>
    SopPushTlsGot = 27,

    /// <summary><c>R_LARCH_SOP_PUSH_TLS_GD</c>.</summary>
    SopPushTlsGd = 28,

    /// <summary><c>R_LARCH_SOP_PUSH_PLT_PCREL</c>: pushes the distance of a function, or of its entry in the procedure linkage table.</summary>
    SopPushPltPcRel = 29,

    /// <summary><c>R_LARCH_SOP_ASSERT</c>.</summary>
    SopAssert = 30,

    /// <summary><c>R_LARCH_SOP_NOT</c>.</summary>
    SopNot = 31,

    /// <summary><c>R_LARCH_SOP_SUB</c>.</summary>
    SopSub = 32,

    /// <summary><c>R_LARCH_SOP_SL</c>.</summary>
    SopSl = 33,

    /// <summary><c>R_LARCH_SOP_SR</c>.</summary>
    SopSr = 34,

    /// <summary><c>R_LARCH_SOP_ADD</c>.</summary>
    SopAdd = 35,

    /// <summary><c>R_LARCH_SOP_AND</c>.</summary>
    SopAnd = 36,

    /// <summary><c>R_LARCH_SOP_IF_ELSE</c>.</summary>
    SopIfElse = 37,

    /// <summary><c>R_LARCH_SOP_POP_32_S_10_5</c>.</summary>
    SopPop32S105 = 38,

    /// <summary><c>R_LARCH_SOP_POP_32_U_10_12</c>.</summary>
    SopPop32U1012 = 39,

    /// <summary><c>R_LARCH_SOP_POP_32_S_10_12</c>.</summary>
    SopPop32S1012 = 40,

    /// <summary><c>R_LARCH_SOP_POP_32_S_10_16</c>.</summary>
    SopPop32S1016 = 41,

    /// <summary><c>R_LARCH_SOP_POP_32_S_10_16_S2</c>.</summary>
    SopPop32S1016S2 = 42,

    /// <summary><c>R_LARCH_SOP_POP_32_S_5_20</c>.</summary>
    SopPop32S520 = 43,

    /// <summary><c>R_LARCH_SOP_POP_32_S_0_5_10_16_S2</c>.</summary>
    SopPop32S051016S2 = 44,

    /// <summary><c>R_LARCH_SOP_POP_32_S_0_10_10_16_S2</c>.</summary>
    SopPop32S0101016S2 = 45,

    /// <summary><c>R_LARCH_SOP_POP_32_U</c>.</summary>
    SopPop32U = 46,

    /// <summary><c>R_LARCH_ADD8</c>: 8 bits += S + A.</summary>
    Add8 = 47,

    /// <summary><c>R_LARCH_ADD16</c>: 16 bits += S + A.</summary>
    Add16 = 48,

    /// <summary><c>R_LARCH_ADD24</c>: 24 bits += S + A.</summary>
    Add24 = 49,

    /// <summary><c>R_LARCH_ADD32</c>: 32 bits += S + A.</summary>
    Add32 = 50,

    /// <summary><c>R_LARCH_ADD64</c>: 64 bits += S + A.</summary>
    Add64 = 51,

    /// <summary><c>R_LARCH_SUB8</c>: 8 bits −= S + A.</summary>
    Sub8 = 52,

    /// <summary><c>R_LARCH_SUB16</c>: 16 bits −= S + A.</summary>
    Sub16 = 53,

    /// <summary><c>R_LARCH_SUB24</c>: 24 bits −= S + A.</summary>
    Sub24 = 54,

    /// <summary><c>R_LARCH_SUB32</c>: 32 bits −= S + A.</summary>
    Sub32 = 55,

    /// <summary><c>R_LARCH_SUB64</c>: 64 bits −= S + A.</summary>
    Sub64 = 56,

    /// <summary><c>R_LARCH_GNU_VTINHERIT</c>.</summary>
    GnuVtInherit = 57,

    /// <summary><c>R_LARCH_GNU_VTENTRY</c>.</summary>
    GnuVtEntry = 58,

    /// <summary><c>R_LARCH_B16</c>: a branch.</summary>
    B16 = 64,

    /// <summary><c>R_LARCH_B21</c>: a branch.</summary>
    B21 = 65,

    /// <summary><c>R_LARCH_B26</c>: a branch with 26 bits of distance.</summary>
    B26 = 66,

    /// <summary><c>R_LARCH_ABS_HI20</c>.</summary>
    AbsHi20 = 67,

    /// <summary><c>R_LARCH_ABS_LO12</c>.</summary>
    AbsLo12 = 68,

    /// <summary><c>R_LARCH_ABS64_LO20</c>.</summary>
    Abs64Lo20 = 69,

    /// <summary><c>R_LARCH_ABS64_HI12</c>.</summary>
    Abs64Hi12 = 70,

    /// <summary><c>R_LARCH_PCALA_HI20</c>.</summary>
    PcAlaHi20 = 71,

    /// <summary><c>R_LARCH_PCALA_LO12</c>.</summary>
    PcAlaLo12 = 72,

    /// <summary><c>R_LARCH_PCALA64_LO20</c>.</summary>
    PcAla64Lo20 = 73,

    /// <summary><c>R_LARCH_PCALA64_HI12</c>.</summary>
    PcAla64Hi12 = 74,

    /// <summary><c>R_LARCH_GOT_PC_HI20</c>.</summary>
    GotPcHi20 = 75,

    /// <summary><c>R_LARCH_GOT_PC_LO12</c>.</summary>
    GotPcLo12 = 76,

    /// <summary><c>R_LARCH_32_PCREL</c>: 32 bits = S + A − P.</summary>
    PcRel32 = 99,

    /// <summary><c>R_LARCH_RELAX</c>: the instruction may be relaxed.</summary>
    Relax = 100,

    /// <summary><c>R_LARCH_DELETE</c>.</summary>
    Delete = 101,

    /// <summary><c>R_LARCH_ALIGN</c>: padding of a code alignment.</summary>
    Align = 102,

    /// <summary><c>R_LARCH_PCREL20_S2</c>.</summary>
    PcRel20S2 = 103,

    /// <summary><c>R_LARCH_CFA</c>.</summary>
    Cfa = 104,

    /// <summary><c>R_LARCH_ADD6</c>: low 6 bits of a byte += S + A.</summary>
    Add6 = 105,

    /// <summary><c>R_LARCH_SUB6</c>: low 6 bits of a byte −= S + A.</summary>
    Sub6 = 106,

    /// <summary><c>R_LARCH_ADD_ULEB128</c>: unsigned LEB128 += S + A.</summary>
    AddUleb128 = 107,

    /// <summary><c>R_LARCH_SUB_ULEB128</c>: unsigned LEB128 −= S + A.</summary>
    SubUleb128 = 108,

    /// <summary><c>R_LARCH_64_PCREL</c>: 64 bits = S + A − P.</summary>
    PcRel64 = 109,

    /// <summary><c>R_LARCH_CALL36</c>.</summary>
    Call36 = 110,
}
