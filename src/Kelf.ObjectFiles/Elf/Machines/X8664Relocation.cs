// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Machines;

/// <summary>Relocation types of x86-64 (System V ABI, x86-64 supplement, table 4.9).</summary>
/// <remarks>S is the symbol's value, A the addend, P the place, G the offset of the entry in the global offset table.</remarks>
public enum X8664Relocation : uint
{
    /// <summary><c>R_X86_64_NONE</c>: nothing.</summary>
    None = 0,

    /// <summary><c>R_X86_64_64</c>: 64 bits = S + A.</summary>
    Direct64 = 1,

    /// <summary><c>R_X86_64_PC32</c>: 32 bits = S + A − P.</summary>
    Pc32 = 2,

    /// <summary><c>R_X86_64_GOT32</c>: 32 bits = G + A.</summary>
    Got32 = 3,

    /// <summary><c>R_X86_64_PLT32</c>: 32 bits = address of the function, or of its entry in the procedure linkage table, + A − P.</summary>
    Plt32 = 4,

    /// <summary><c>R_X86_64_COPY</c>: the symbol is copied at run time.</summary>
    Copy = 5,

    /// <summary><c>R_X86_64_GLOB_DAT</c>: 64 bits = S, at run time.</summary>
    GlobDat = 6,

    /// <summary><c>R_X86_64_JUMP_SLOT</c>: 64 bits = S, at run time.</summary>
    JumpSlot = 7,

    /// <summary><c>R_X86_64_RELATIVE</c>: 64 bits = base address + A, at run time.</summary>
    Relative = 8,

    /// <summary><c>R_X86_64_GOTPCREL</c>: 32 bits = distance of the entry in the global offset table.</summary>
    GotPcRel = 9,

    /// <summary><c>R_X86_64_32</c>: 32 bits = S + A, zero-extended.</summary>
    Direct32 = 10,

    /// <summary><c>R_X86_64_32S</c>: 32 bits = S + A, sign-extended.</summary>
    Direct32Signed = 11,

    /// <summary><c>R_X86_64_16</c>: 16 bits = S + A.</summary>
    Direct16 = 12,

    /// <summary><c>R_X86_64_PC16</c>: 16 bits = S + A − P.</summary>
    Pc16 = 13,

    /// <summary><c>R_X86_64_8</c>: 8 bits = S + A.</summary>
    Direct8 = 14,

    /// <summary><c>R_X86_64_PC8</c>: 8 bits = S + A − P.</summary>
    Pc8 = 15,

    /// <summary><c>R_X86_64_DTPMOD64</c>.</summary>
    DtpMod64 = 16,

    /// <summary><c>R_X86_64_DTPOFF64</c>.</summary>
    DtpOff64 = 17,

    /// <summary><c>R_X86_64_TPOFF64</c>.</summary>
    TpOff64 = 18,

    /// <summary><c>R_X86_64_TLSGD</c>.</summary>
    TlsGd = 19,

    /// <summary><c>R_X86_64_TLSLD</c>.</summary>
    TlsLd = 20,

    /// <summary><c>R_X86_64_DTPOFF32</c>.</summary>
    DtpOff32 = 21,

    /// <summary><c>R_X86_64_GOTTPOFF</c>.</summary>
    GotTpOff = 22,

    /// <summary><c>R_X86_64_TPOFF32</c>.</summary>
    TpOff32 = 23,

    /// <summary><c>R_X86_64_PC64</c>: 64 bits = S + A − P.</summary>
    Pc64 = 24,

    /// <summary><c>R_X86_64_GOTOFF64</c>: 64 bits = S + A − global offset table.</summary>
    GotOff64 = 25,

    /// <summary><c>R_X86_64_GOTPC32</c>: 32 bits = global offset table + A − P.</summary>
    GotPc32 = 26,

    /// <summary><c>R_X86_64_GOT64</c>.</summary>
    Got64 = 27,

    /// <summary><c>R_X86_64_GOTPCREL64</c>.</summary>
    GotPcRel64 = 28,

    /// <summary><c>R_X86_64_GOTPC64</c>.</summary>
    GotPc64 = 29,

    /// <summary><c>R_X86_64_GOTPLT64</c>.</summary>
    GotPlt64 = 30,

    /// <summary><c>R_X86_64_PLTOFF64</c>.</summary>
    PltOff64 = 31,

    /// <summary><c>R_X86_64_SIZE32</c>: 32 bits = size of the symbol + A.</summary>
    Size32 = 32,

    /// <summary><c>R_X86_64_SIZE64</c>: 64 bits = size of the symbol + A.</summary>
    Size64 = 33,

    /// <summary><c>R_X86_64_GOTPC32_TLSDESC</c>.</summary>
    GotPc32TlsDesc = 34,

    /// <summary><c>R_X86_64_TLSDESC_CALL</c>.</summary>
    TlsDescCall = 35,

    /// <summary><c>R_X86_64_TLSDESC</c>.</summary>
    TlsDesc = 36,

    /// <summary><c>R_X86_64_IRELATIVE</c>: 64 bits = what the function at base address + A returns, at run time.</summary>
    IRelative = 37,

    /// <summary><c>R_X86_64_RELATIVE64</c>.</summary>
    Relative64 = 38,

    /// <summary><c>R_X86_64_GOTPCRELX</c>: as <c>R_X86_64_GOTPCREL</c>, of an instruction that a linker may change.</summary>
    GotPcRelX = 41,

    /// <summary><c>R_X86_64_REX_GOTPCRELX</c>: the same, of an instruction with a REX prefix.</summary>
    RexGotPcRelX = 42,
}
