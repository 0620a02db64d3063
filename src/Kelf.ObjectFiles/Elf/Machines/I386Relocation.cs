// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of 32-bit x86 (System V ABI, Intel386 supplement, table 4.2).</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum I386Relocation : uint
{
    /// <summary><c>R_386_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_386_32</c>: 32 bits = S + A.</summary>
    Direct32 = 1,

    /// <summary><c>R_386_PC32</c>: 32 bits = S + A − P.</summary>
    Pc32 = 2,

    /// <summary><c>R_386_GOT32</c>: 32 bits = G + A.</summary>
    Got32 = 3,

    /// <summary><c>R_386_PLT32</c>: 32 bits = address of the function, or of its entry in the procedure linkage table, + A − P.</summary>
    Plt32 = 4,

    /// <summary><c>R_386_COPY</c>.</summary>
    Copy = 5,

    /// <summary><c>R_386_GLOB_DAT</c>.</summary>
    GlobDat = 6,

    /// <summary><c>R_386_JMP_SLOT</c>.</summary>
    JumpSlot = 7,

    /// <summary><c>R_386_RELATIVE</c>: 32 bits = base address + A, at run time.</summary>
    Relative = 8,

    /// <summary><c>R_386_GOTOFF</c>: 32 bits = S + A − global offset table.</summary>
    GotOff = 9,

    /// <summary><c>R_386_GOTPC</c>: 32 bits = global offset table + A − P.</summary>
    GotPc = 10,

    /// <summary><c>R_386_32PLT</c>.</summary>
    Direct32Plt = 11,

    /// <summary><c>R_386_TLS_TPOFF</c>.</summary>
    TlsTpOff = 14,

    /// <summary><c>R_386_TLS_IE</c>.</summary>
    TlsIe = 15,

    /// <summary><c>R_386_TLS_GOTIE</c>.</summary>
    TlsGotIe = 16,

    /// <summary><c>R_386_TLS_LE</c>.</summary>
    TlsLe = 17,

    /// <summary><c>R_386_TLS_GD</c>.</summary>
    TlsGd = 18,

    /// <summary><c>R_386_TLS_LDM</c>.</summary>
    TlsLdm = 19,

    /// <summary><c>R_386_16</c>: 16 bits = S + A.</summary>
    Direct16 = 20,

    /// <summary><c>R_386_PC16</c>: 16 bits = S + A − P.</summary>
    Pc16 = 21,

    /// <summary><c>R_386_8</c>: 8 bits = S + A.</summary>
    Direct8 = 22,

    /// <summary><c>R_386_PC8</c>: 8 bits = S + A − P.</summary>
    Pc8 = 23,

    /// <summary><c>R_386_TLS_GD_32</c>.</summary>
    TlsGd32 = 24,

    /// <summary><c>R_386_TLS_GD_PUSH</c>.</summary>
    TlsGdPush = 25,

    /// <summary><c>R_386_TLS_GD_CALL</c>.</summary>
    TlsGdCall = 26,

    /// <summary><c>R_386_TLS_GD_POP</c>.</summary>
    TlsGdPop = 27,

    /// <summary><c>R_386_TLS_LDM_32</c>.</summary>
    TlsLdm32 = 28,

    /// <summary><c>R_386_TLS_LDM_PUSH</c>.</summary>
    TlsLdmPush = 29,

    /// <summary><c>R_386_TLS_LDM_CALL</c>.</summary>
    TlsLdmCall = 30,

    /// <summary><c>R_386_TLS_LDM_POP</c>.</summary>
    TlsLdmPop = 31,

    /// <summary><c>R_386_TLS_LDO_32</c>.</summary>
    TlsLdo32 = 32,

    /// <summary><c>R_386_TLS_IE_32</c>.</summary>
    TlsIe32 = 33,

    /// <summary><c>R_386_TLS_LE_32</c>.</summary>
    TlsLe32 = 34,

    /// <summary><c>R_386_TLS_DTPMOD32</c>.</summary>
    TlsDtpMod32 = 35,

    /// <summary><c>R_386_TLS_DTPOFF32</c>.</summary>
    TlsDtpOff32 = 36,

    /// <summary><c>R_386_TLS_TPOFF32</c>.</summary>
    TlsTpOff32 = 37,

    /// <summary><c>R_386_SIZE32</c>: 32 bits = size of the symbol + A.</summary>
    Size32 = 38,

    /// <summary><c>R_386_TLS_GOTDESC</c>.</summary>
    TlsGotDesc = 39,

    /// <summary><c>R_386_TLS_DESC_CALL</c>.</summary>
    TlsDescCall = 40,

    /// <summary><c>R_386_TLS_DESC</c>.</summary>
    TlsDesc = 41,

    /// <summary><c>R_386_IRELATIVE</c>.</summary>
    IRelative = 42,

    /// <summary><c>R_386_GOT32X</c>.</summary>
    Got32X = 43,
}
