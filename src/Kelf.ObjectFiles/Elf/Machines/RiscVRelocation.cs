// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of RISC-V (RISC-V ELF psABI, "Relocations").</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum RiscVRelocation : uint
{
    /// <summary><c>R_RISCV_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_RISCV_32</c>: 32 bits = S + A.</summary>
    Direct32 = 1,

    /// <summary><c>R_RISCV_64</c>: 64 bits = S + A.</summary>
    Direct64 = 2,

    /// <summary><c>R_RISCV_RELATIVE</c>: a word = base address + A, at run time.</summary>
    Relative = 3,

    /// <summary><c>R_RISCV_COPY</c>.</summary>
    Copy = 4,

    /// <summary><c>R_RISCV_JUMP_SLOT</c>.</summary>
    JumpSlot = 5,

    /// <summary><c>R_RISCV_TLS_DTPMOD32</c>.</summary>
    TlsDtpMod32 = 6,

    /// <summary><c>R_RISCV_TLS_DTPMOD64</c>.</summary>
    TlsDtpMod64 = 7,

    /// <summary><c>R_RISCV_TLS_DTPREL32</c>.</summary>
    TlsDtpRel32 = 8,

    /// <summary><c>R_RISCV_TLS_DTPREL64</c>.</summary>
    TlsDtpRel64 = 9,

    /// <summary><c>R_RISCV_TLS_TPREL32</c>.</summary>
    TlsTpRel32 = 10,

    /// <summary><c>R_RISCV_TLS_TPREL64</c>.</summary>
    TlsTpRel64 = 11,

    /// <summary><c>R_RISCV_BRANCH</c>.</summary>
    Branch = 16,

    /// <summary><c>R_RISCV_JAL</c>.</summary>
    Jal = 17,

    /// <summary><c>R_RISCV_CALL</c>.</summary>
    Call = 18,

    /// <summary><c>R_RISCV_CALL_PLT</c>: a call of two instructions.</summary>
    CallPlt = 19,

    /// <summary><c>R_RISCV_GOT_HI20</c>.</summary>
    GotHi20 = 20,

    /// <summary><c>R_RISCV_TLS_GOT_HI20</c>.</summary>
    TlsGotHi20 = 21,

    /// <summary><c>R_RISCV_TLS_GD_HI20</c>.</summary>
    TlsGdHi20 = 22,

    /// <summary><c>R_RISCV_PCREL_HI20</c>.</summary>
    PcRelHi20 = 23,

    /// <summary><c>R_RISCV_PCREL_LO12_I</c>.</summary>
    PcRelLo12I = 24,

    /// <summary><c>R_RISCV_PCREL_LO12_S</c>.</summary>
    PcRelLo12S = 25,

    /// <summary><c>R_RISCV_HI20</c>.</summary>
    Hi20 = 26,

    /// <summary><c>R_RISCV_LO12_I</c>.</summary>
    Lo12I = 27,

    /// <summary><c>R_RISCV_LO12_S</c>.</summary>
    Lo12S = 28,

    /// <summary><c>R_RISCV_TPREL_HI20</c>.</summary>
    TpRelHi20 = 29,

    /// <summary><c>R_RISCV_TPREL_LO12_I</c>.</summary>
    TpRelLo12I = 30,

    /// <summary><c>R_RISCV_TPREL_LO12_S</c>.</summary>
    TpRelLo12S = 31,

    /// <summary><c>R_RISCV_TPREL_ADD</c>.</summary>
    TpRelAdd = 32,

    /// <summary><c>R_RISCV_ADD8</c>: 8 bits += S + A.</summary>
    Add8 = 33,

    /// <summary><c>R_RISCV_ADD16</c>: 16 bits += S + A.</summary>
    Add16 = 34,

    /// <summary><c>R_RISCV_ADD32</c>: 32 bits += S + A.</summary>
    Add32 = 35,

    /// <summary><c>R_RISCV_ADD64</c>: 64 bits += S + A.</summary>
    Add64 = 36,

    /// <summary><c>R_RISCV_SUB8</c>: 8 bits −= S + A.</summary>
    Sub8 = 37,

    /// <summary><c>R_RISCV_SUB16</c>: 16 bits −= S + A.</summary>
    Sub16 = 38,

    /// <summary><c>R_RISCV_SUB32</c>: 32 bits −= S + A.</summary>
    Sub32 = 39,

    /// <summary><c>R_RISCV_SUB64</c>: 64 bits −= S + A.</summary>
    Sub64 = 40,

    /// <summary><c>R_RISCV_GNU_VTINHERIT</c>.</summary>
    GnuVtInherit = 41,

    /// <summary><c>R_RISCV_GNU_VTENTRY</c>.</summary>
    GnuVtEntry = 42,

    /// <summary><c>R_RISCV_ALIGN</c>: padding of a code alignment.</summary>
    Align = 43,

    /// <summary><c>R_RISCV_RVC_BRANCH</c>.</summary>
    RvcBranch = 44,

    /// <summary><c>R_RISCV_RVC_JUMP</c>.</summary>
    RvcJump = 45,

    /// <summary><c>R_RISCV_RVC_LUI</c>.</summary>
    RvcLui = 46,

    /// <summary><c>R_RISCV_GPREL_I</c>.</summary>
    GpRelI = 47,

    /// <summary><c>R_RISCV_GPREL_S</c>.</summary>
    GpRelS = 48,

    /// <summary><c>R_RISCV_TPREL_I</c>.</summary>
    TpRelI = 49,

    /// <summary><c>R_RISCV_TPREL_S</c>.</summary>
    TpRelS = 50,

    /// <summary><c>R_RISCV_RELAX</c>: the instruction may be relaxed.</summary>
    Relax = 51,

    /// <summary><c>R_RISCV_SUB6</c>: low 6 bits of a byte −= S + A.</summary>
    Sub6 = 52,

    /// <summary><c>R_RISCV_SET6</c>: low 6 bits of a byte = S + A.</summary>
    Set6 = 53,

    /// <summary><c>R_RISCV_SET8</c>: 8 bits = S + A.</summary>
    Set8 = 54,

    /// <summary><c>R_RISCV_SET16</c>: 16 bits = S + A.</summary>
    Set16 = 55,

    /// <summary><c>R_RISCV_SET32</c>: 32 bits = S + A.</summary>
    Set32 = 56,

    /// <summary><c>R_RISCV_32_PCREL</c>: 32 bits = S + A − P.</summary>
    PcRel32 = 57,

    /// <summary><c>R_RISCV_IRELATIVE</c>.</summary>
    IRelative = 58,

    /// <summary><c>R_RISCV_SET_ULEB128</c>: unsigned LEB128 = S + A.</summary>
    SetUleb128 = 60,

    /// <summary><c>R_RISCV_SUB_ULEB128</c>: unsigned LEB128 −= S + A.</summary>
    SubUleb128 = 61,
}
