// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Fuzz.Seeds;

/// <summary>What a field of a seed means; structure-aware mutators choose new values by it.</summary>
public enum FieldKind
{
    /// <summary>A field of the ELF header.</summary>
    ElfHeader,

    /// <summary>A field of a section header.</summary>
    SectionHeader,

    /// <summary>A field of a symbol.</summary>
    Symbol,

    /// <summary>A field of a relocation.</summary>
    Relocation,

    /// <summary>A field of a compression header.</summary>
    CompressionHeader,

    /// <summary>A field of a unit header.</summary>
    UnitHeader,

    /// <summary>An abbreviation's code, tag, children flag, attribute codes and forms, and their terminators.</summary>
    Abbreviation,

    /// <summary>The tag of an abbreviation.</summary>
    Tag,

    /// <summary>An attribute code of an abbreviation.</summary>
    Attribute,

    /// <summary>A form of an abbreviation.</summary>
    Form,

    /// <summary>The abbreviation code that an entry begins with.</summary>
    EntryCode,

    /// <summary>An attribute value that is a number.</summary>
    Number,

    /// <summary>An attribute value that refers to an entry.</summary>
    Reference,

    /// <summary>An attribute value that is a string, or where one stands.</summary>
    StringValue,

    /// <summary>A byte of the tables that strings and file names are found by.</summary>
    Table,

    /// <summary>A byte of a string.</summary>
    Text,

    /// <summary>A number in the header of a boot image, as far as is known.</summary>
    ImageHeader,
}

/// <summary>A field of a seed.</summary>
/// <param name="Offset">Offset in the file.</param>
/// <param name="Width">Bytes that it takes, 1 to 16.</param>
/// <param name="IsLeb128">True when it is a LEB128.</param>
public readonly record struct SeedField(int Offset, byte Width, bool IsLeb128 = false);
