// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Elf.Loading;

/// <summary>What a relocation of a debug section does to the bytes it applies to.</summary>
/// <remarks>S is the symbol's value and A the addend, as in the psABI documents.</remarks>
public enum RelocationKind : byte
{
    /// <summary>Not one that debug sections need; its field keeps what the file holds.</summary>
    Unknown,

    /// <summary>Does nothing.</summary>
    None,

    /// <summary>8 bits = S + A.</summary>
    Set8,

    /// <summary>16 bits = S + A.</summary>
    Set16,

    /// <summary>32 bits = S + A.</summary>
    Set32,

    /// <summary>64 bits = S + A.</summary>
    Set64,

    /// <summary>8 bits += S + A.</summary>
    Add8,

    /// <summary>16 bits += S + A.</summary>
    Add16,

    /// <summary>32 bits += S + A.</summary>
    Add32,

    /// <summary>64 bits += S + A.</summary>
    Add64,

    /// <summary>8 bits -= S + A.</summary>
    Subtract8,

    /// <summary>16 bits -= S + A.</summary>
    Subtract16,

    /// <summary>32 bits -= S + A.</summary>
    Subtract32,

    /// <summary>64 bits -= S + A.</summary>
    Subtract64,

    /// <summary>Low 6 bits of a byte = S + A (call frame instructions).</summary>
    Set6,

    /// <summary>Low 6 bits of a byte += S + A.</summary>
    Add6,

    /// <summary>Low 6 bits of a byte -= S + A.</summary>
    Subtract6,

    /// <summary>Unsigned LEB128 = S + A, keeping its length.</summary>
    SetUleb128,

    /// <summary>Unsigned LEB128 += S + A, keeping its length.</summary>
    AddUleb128,

    /// <summary>Unsigned LEB128 -= S + A, keeping its length.</summary>
    SubtractUleb128,
}
