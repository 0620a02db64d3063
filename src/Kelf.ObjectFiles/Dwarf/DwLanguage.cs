// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf;

/// <summary>Source languages (<c>DW_AT_language</c>, DWARF 5 Table 7.17, and those that were registered for it later).</summary>
public enum DwLanguage : ushort
{
    /// <summary>None is given.</summary>
    None = 0,

    /// <summary><c>DW_LANG_C89</c>.</summary>
    C89 = 0x01,

    /// <summary><c>DW_LANG_C</c>.</summary>
    C = 0x02,

    /// <summary><c>DW_LANG_Ada83</c>.</summary>
    Ada83 = 0x03,

    /// <summary><c>DW_LANG_C_plus_plus</c>.</summary>
    CPlusPlus = 0x04,

    /// <summary><c>DW_LANG_Cobol74</c>.</summary>
    Cobol74 = 0x05,

    /// <summary><c>DW_LANG_Cobol85</c>.</summary>
    Cobol85 = 0x06,

    /// <summary><c>DW_LANG_Fortran77</c>.</summary>
    Fortran77 = 0x07,

    /// <summary><c>DW_LANG_Fortran90</c>.</summary>
    Fortran90 = 0x08,

    /// <summary><c>DW_LANG_Pascal83</c>.</summary>
    Pascal83 = 0x09,

    /// <summary><c>DW_LANG_Modula2</c>.</summary>
    Modula2 = 0x0a,

    /// <summary><c>DW_LANG_Java</c>.</summary>
    Java = 0x0b,

    /// <summary><c>DW_LANG_C99</c>.</summary>
    C99 = 0x0c,

    /// <summary><c>DW_LANG_Ada95</c>.</summary>
    Ada95 = 0x0d,

    /// <summary><c>DW_LANG_Fortran95</c>.</summary>
    Fortran95 = 0x0e,

    /// <summary><c>DW_LANG_PLI</c>.</summary>
    Pli = 0x0f,

    /// <summary><c>DW_LANG_ObjC</c>.</summary>
    ObjC = 0x10,

    /// <summary><c>DW_LANG_ObjC_plus_plus</c>.</summary>
    ObjCPlusPlus = 0x11,

    /// <summary><c>DW_LANG_UPC</c>.</summary>
    Upc = 0x12,

    /// <summary><c>DW_LANG_D</c>.</summary>
    D = 0x13,

    /// <summary><c>DW_LANG_Python</c>.</summary>
    Python = 0x14,

    /// <summary><c>DW_LANG_OpenCL</c>.</summary>
    OpenCL = 0x15,

    /// <summary><c>DW_LANG_Go</c>.</summary>
    Go = 0x16,

    /// <summary><c>DW_LANG_Modula3</c>.</summary>
    Modula3 = 0x17,

    /// <summary><c>DW_LANG_Haskell</c>.</summary>
    Haskell = 0x18,

    /// <summary><c>DW_LANG_C_plus_plus_03</c>.</summary>
    CPlusPlus03 = 0x19,

    /// <summary><c>DW_LANG_C_plus_plus_11</c>.</summary>
    CPlusPlus11 = 0x1a,

    /// <summary><c>DW_LANG_OCaml</c>.</summary>
    OCaml = 0x1b,

    /// <summary><c>DW_LANG_Rust</c>.</summary>
    Rust = 0x1c,

    /// <summary><c>DW_LANG_C11</c>.</summary>
    C11 = 0x1d,

    /// <summary><c>DW_LANG_Swift</c>.</summary>
    Swift = 0x1e,

    /// <summary><c>DW_LANG_Julia</c>.</summary>
    Julia = 0x1f,

    /// <summary><c>DW_LANG_Dylan</c>.</summary>
    Dylan = 0x20,

    /// <summary><c>DW_LANG_C_plus_plus_14</c>.</summary>
    CPlusPlus14 = 0x21,

    /// <summary><c>DW_LANG_Fortran03</c>.</summary>
    Fortran03 = 0x22,

    /// <summary><c>DW_LANG_Fortran08</c>.</summary>
    Fortran08 = 0x23,

    /// <summary><c>DW_LANG_RenderScript</c>.</summary>
    RenderScript = 0x24,

    /// <summary><c>DW_LANG_BLISS</c>.</summary>
    Bliss = 0x25,

    /// <summary><c>DW_LANG_Kotlin</c>.</summary>
    Kotlin = 0x26,

    /// <summary><c>DW_LANG_Zig</c>.</summary>
    Zig = 0x27,

    /// <summary><c>DW_LANG_Crystal</c>.</summary>
    Crystal = 0x28,

    /// <summary><c>DW_LANG_C_plus_plus_17</c>.</summary>
    CPlusPlus17 = 0x2a,

    /// <summary><c>DW_LANG_C_plus_plus_20</c>.</summary>
    CPlusPlus20 = 0x2b,

    /// <summary><c>DW_LANG_C17</c>.</summary>
    C17 = 0x2c,

    /// <summary><c>DW_LANG_Fortran18</c>.</summary>
    Fortran18 = 0x2d,

    /// <summary><c>DW_LANG_Ada2005</c>.</summary>
    Ada2005 = 0x2e,

    /// <summary><c>DW_LANG_Ada2012</c>.</summary>
    Ada2012 = 0x2f,

    /// <summary><c>DW_LANG_Assembly</c>.</summary>
    Assembly = 0x31,

    /// <summary><c>DW_LANG_Mips_Assembler</c>, which GNU as and LLVM write for every machine.</summary>
    MipsAssembler = 0x8001,
}
