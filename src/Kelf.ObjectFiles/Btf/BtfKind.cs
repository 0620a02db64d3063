// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Btf;

/// <summary>What a record of BTF describes (kernel Documentation/bpf/btf.rst, "Type Encoding").</summary>
public enum BtfKind
{
    /// <summary>No type: <c>void</c>, whose id is 0.</summary>
    Void = 0,

    /// <summary>An integer, a character or a truth value.</summary>
    Integer = 1,

    /// <summary>A pointer.</summary>
    Pointer = 2,

    /// <summary>An array of one dimension.</summary>
    Array = 3,

    /// <summary>A structure.</summary>
    Structure = 4,

    /// <summary>A union.</summary>
    Union = 5,

    /// <summary>An enumeration whose values have 32 bits; without values it is declared only.</summary>
    Enumeration = 6,

    /// <summary>A structure or union that is declared and not defined.</summary>
    Forward = 7,

    /// <summary>Another name of a type.</summary>
    Typedef = 8,

    /// <summary>A volatile type.</summary>
    Volatile = 9,

    /// <summary>A constant type.</summary>
    Const = 10,

    /// <summary>A restricted pointer.</summary>
    Restrict = 11,

    /// <summary>A function: a name, and its prototype.</summary>
    Function = 12,

    /// <summary>Types of parameters and result.</summary>
    Prototype = 13,

    /// <summary>A variable.</summary>
    Variable = 14,

    /// <summary>A section with its variables.</summary>
    DataSection = 15,

    /// <summary>A number with a floating point.</summary>
    Float = 16,

    /// <summary>A word that the source attached to a declaration.</summary>
    DeclarationTag = 17,

    /// <summary>A word that the source attached to the target of a pointer.</summary>
    TypeTag = 18,

    /// <summary>An enumeration whose values have 64 bits.</summary>
    Enumeration64 = 19,
}
