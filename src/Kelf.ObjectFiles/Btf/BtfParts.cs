// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Btf;

/// <summary>A member of a structure or union.</summary>
/// <param name="NameOffset">Where its name is; 0 for none.</param>
/// <param name="Type">Id of its type.</param>
/// <param name="BitOffset">Bits from the start.</param>
/// <param name="BitSize">Bits that a bit-field has; 0 for any other member.</param>
public readonly record struct BtfMember(uint NameOffset, uint Type, uint BitOffset, uint BitSize);

/// <summary>A parameter of a prototype; one without name and type at the end stands for any more (<c>...</c>).</summary>
/// <param name="NameOffset">Where its name is; 0 for none.</param>
/// <param name="Type">Id of its type.</param>
public readonly record struct BtfParameter(uint NameOffset, uint Type);

/// <summary>A value of an enumeration.</summary>
/// <param name="NameOffset">Where its name is.</param>
/// <param name="Value">The value; if the enumeration is signed, with its sign in all 64 bits.</param>
public readonly record struct BtfEnumerator(uint NameOffset, ulong Value);

/// <summary>An array.</summary>
/// <param name="Element">Id of the type of its elements.</param>
/// <param name="Index">Id of the type of its index.</param>
/// <param name="Length">How many elements; 0 also where that is not known.</param>
public readonly record struct BtfArray(uint Element, uint Index, uint Length);

/// <summary>What the bits of an integer mean.</summary>
[Flags]
public enum BtfEncoding
{
    /// <summary>A number without sign.</summary>
    None = 0,

    /// <summary>A number with a sign.</summary>
    Signed = 1,

    /// <summary>A character; pahole never says so.</summary>
    Character = 2,

    /// <summary>A truth value.</summary>
    Boolean = 4,
}
