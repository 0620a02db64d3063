// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>How the values of a base type are encoded (<c>DW_AT_encoding</c>, DWARF 5 Table 7.11).</summary>
public enum DwEncoding : byte
{
    /// <summary>None is given.</summary>
    None = 0,

    /// <summary><c>DW_ATE_address</c>.</summary>
    Address = 0x01,

    /// <summary><c>DW_ATE_boolean</c>.</summary>
    Boolean = 0x02,

    /// <summary><c>DW_ATE_complex_float</c>.</summary>
    ComplexFloat = 0x03,

    /// <summary><c>DW_ATE_float</c>.</summary>
    Float = 0x04,

    /// <summary><c>DW_ATE_signed</c>.</summary>
    Signed = 0x05,

    /// <summary><c>DW_ATE_signed_char</c>.</summary>
    SignedChar = 0x06,

    /// <summary><c>DW_ATE_unsigned</c>.</summary>
    Unsigned = 0x07,

    /// <summary><c>DW_ATE_unsigned_char</c>.</summary>
    UnsignedChar = 0x08,

    /// <summary><c>DW_ATE_imaginary_float</c>.</summary>
    ImaginaryFloat = 0x09,

    /// <summary><c>DW_ATE_packed_decimal</c>.</summary>
    PackedDecimal = 0x0a,

    /// <summary><c>DW_ATE_numeric_string</c>.</summary>
    NumericString = 0x0b,

    /// <summary><c>DW_ATE_edited</c>.</summary>
    Edited = 0x0c,

    /// <summary><c>DW_ATE_signed_fixed</c>.</summary>
    SignedFixed = 0x0d,

    /// <summary><c>DW_ATE_unsigned_fixed</c>.</summary>
    UnsignedFixed = 0x0e,

    /// <summary><c>DW_ATE_decimal_float</c>.</summary>
    DecimalFloat = 0x0f,

    /// <summary><c>DW_ATE_UTF</c>.</summary>
    Utf = 0x10,

    /// <summary><c>DW_ATE_UCS</c>.</summary>
    Ucs = 0x11,

    /// <summary><c>DW_ATE_ASCII</c>.</summary>
    Ascii = 0x12,
}
