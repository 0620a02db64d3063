// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of s390 and s390x (zSeries ELF ABI supplement, table 3.1).</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum S390Relocation : uint
{
    /// <summary><c>R_390_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_390_8</c>: 8 bits = S + A.</summary>
    Direct8 = 1,

    /// <summary><c>R_390_12</c>.</summary>
    Direct12 = 2,

    /// <summary><c>R_390_16</c>: 16 bits = S + A.</summary>
    Direct16 = 3,

    /// <summary><c>R_390_32</c>: 32 bits = S + A.</summary>
    Direct32 = 4,

    /// <summary><c>R_390_PC32</c>: 32 bits = S + A − P.</summary>
    Pc32 = 5,

    /// <summary><c>R_390_GOT12</c>.</summary>
    Got12 = 6,

    /// <summary><c>R_390_GOT32</c>.</summary>
    Got32 = 7,

    /// <summary><c>R_390_PLT32</c>.</summary>
    Plt32 = 8,

    /// <summary><c>R_390_COPY</c>.</summary>
    Copy = 9,

    /// <summary><c>R_390_GLOB_DAT</c>.</summary>
    GlobDat = 10,

    /// <summary><c>R_390_JMP_SLOT</c>.</summary>
    JumpSlot = 11,

    /// <summary><c>R_390_RELATIVE</c>: 64 bits = base address + A, at run time.</summary>
    Relative = 12,

    /// <summary><c>R_390_GOTOFF32</c>.</summary>
    GotOff32 = 13,

    /// <summary><c>R_390_GOTPC</c>.</summary>
    GotPc = 14,

    /// <summary><c>R_390_GOT16</c>.</summary>
    Got16 = 15,

    /// <summary><c>R_390_PC16</c>.</summary>
    Pc16 = 16,

    /// <summary><c>R_390_PC16DBL</c>: 16 bits = (S + A − P) / 2.</summary>
    Pc16Dbl = 17,

    /// <summary><c>R_390_PLT16DBL</c>.</summary>
    Plt16Dbl = 18,

    /// <summary><c>R_390_PC32DBL</c>: 32 bits = (S + A − P) / 2.</summary>
    Pc32Dbl = 19,

    /// <summary><c>R_390_PLT32DBL</c>: 32 bits = half the distance of the function, or of its entry in the procedure linkage table.</summary>
    Plt32Dbl = 20,

    /// <summary><c>R_390_GOTPCDBL</c>: 32 bits = half the distance of the global offset table.</summary>
    GotPcDbl = 21,

    /// <summary><c>R_390_64</c>: 64 bits = S + A.</summary>
    Direct64 = 22,

    /// <summary><c>R_390_PC64</c>: 64 bits = S + A − P.</summary>
    Pc64 = 23,

    /// <summary><c>R_390_GOT64</c>.</summary>
    Got64 = 24,

    /// <summary><c>R_390_PLT64</c>.</summary>
    Plt64 = 25,

    /// <summary><c>R_390_GOTENT</c>: 32 bits = half the distance of the entry in the global offset table.</summary>
    GotEnt = 26,

    /// <summary><c>R_390_GOTOFF16</c>.</summary>
    GotOff16 = 27,

    /// <summary><c>R_390_GOTOFF64</c>: 64 bits = S + A − global offset table.</summary>
    GotOff64 = 28,

    /// <summary><c>R_390_GOTPLT12</c>.</summary>
    GotPlt12 = 29,

    /// <summary><c>R_390_GOTPLT16</c>.</summary>
    GotPlt16 = 30,

    /// <summary><c>R_390_GOTPLT32</c>.</summary>
    GotPlt32 = 31,

    /// <summary><c>R_390_GOTPLT64</c>.</summary>
    GotPlt64 = 32,

    /// <summary><c>R_390_GOTPLTENT</c>.</summary>
    GotPltEnt = 33,

    /// <summary><c>R_390_PLTOFF16</c>.</summary>
    PltOff16 = 34,

    /// <summary><c>R_390_PLTOFF32</c>.</summary>
    PltOff32 = 35,

    /// <summary><c>R_390_PLTOFF64</c>.</summary>
    PltOff64 = 36,

    /// <summary><c>R_390_TLS_LOAD</c>.</summary>
    TlsLoad = 37,

    /// <summary><c>R_390_TLS_GDCALL</c>.</summary>
    TlsGdCall = 38,

    /// <summary><c>R_390_TLS_LDCALL</c>.</summary>
    TlsLdCall = 39,

    /// <summary><c>R_390_TLS_GD32</c>.</summary>
    TlsGd32 = 40,

    /// <summary><c>R_390_TLS_GD64</c>.</summary>
    TlsGd64 = 41,

    /// <summary><c>R_390_TLS_GOTIE12</c>.</summary>
    TlsGotIe12 = 42,

    /// <summary><c>R_390_TLS_GOTIE32</c>.</summary>
    TlsGotIe32 = 43,

    /// <summary><c>R_390_TLS_GOTIE64</c>.</summary>
    TlsGotIe64 = 44,

    /// <summary><c>R_390_TLS_LDM32</c>.</summary>
    TlsLdm32 = 45,

    /// <summary><c>R_390_TLS_LDM64</c>.</summary>
    TlsLdm64 = 46,

    /// <summary><c>R_390_TLS_IE32</c>.</summary>
    TlsIe32 = 47,

    /// <summary><c>R_390_TLS_IE64</c>.</summary>
    TlsIe64 = 48,

    /// <summary><c>R_390_TLS_IEENT</c>.</summary>
    TlsIeEnt = 49,

    /// <summary><c>R_390_TLS_LE32</c>.</summary>
    TlsLe32 = 50,

    /// <summary><c>R_390_TLS_LE64</c>.</summary>
    TlsLe64 = 51,

    /// <summary><c>R_390_TLS_LDO32</c>.</summary>
    TlsLdo32 = 52,

    /// <summary><c>R_390_TLS_LDO64</c>.</summary>
    TlsLdo64 = 53,

    /// <summary><c>R_390_TLS_DTPMOD</c>.</summary>
    TlsDtpMod = 54,

    /// <summary><c>R_390_TLS_DTPOFF</c>.</summary>
    TlsDtpOff = 55,

    /// <summary><c>R_390_TLS_TPOFF</c>.</summary>
    TlsTpOff = 56,

    /// <summary><c>R_390_20</c>.</summary>
    Direct20 = 57,

    /// <summary><c>R_390_GOT20</c>.</summary>
    Got20 = 58,

    /// <summary><c>R_390_GOTPLT20</c>.</summary>
    GotPlt20 = 59,

    /// <summary><c>R_390_TLS_GOTIE20</c>.</summary>
    TlsGotIe20 = 60,

    /// <summary><c>R_390_IRELATIVE</c>.</summary>
    IRelative = 61,
}
