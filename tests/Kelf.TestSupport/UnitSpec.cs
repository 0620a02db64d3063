// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.TestSupport;

/// <summary>The header of a unit, as <see cref="DwarfBuilder"/> writes it.</summary>
public sealed record UnitSpec
{
    /// <summary>DWARF version.</summary>
    public ushort Version { get; init; } = 5;

    /// <summary>True for the 64-bit format.</summary>
    public bool Is64 { get; init; }

    /// <summary>Size of an address in bytes.</summary>
    public byte AddressSize { get; init; } = 8;

    /// <summary>Kind of unit; written only since DWARF 5.</summary>
    public DwUnitType Type { get; init; } = DwUnitType.Compile;

    /// <summary>True to write it to <c>.debug_types</c>, with the header of a type unit.</summary>
    public bool InTypesSection { get; init; }

    /// <summary>Signature of a type unit, or the identity of a skeleton's <c>.dwo</c> file.</summary>
    public ulong Signature { get; init; }

    /// <summary>Label of a type unit's type.</summary>
    public string? TypeLabel { get; init; }

    /// <summary>Length to write instead of the right one.</summary>
    public ulong? Length { get; init; }

    /// <summary>Offset of the abbreviations to write instead of the right one.</summary>
    public ulong? AbbreviationsOffset { get; init; }

    /// <summary>True when the header has a signature and the offset of a type.</summary>
    internal bool IsTypeUnit => InTypesSection || (Version >= 5 && Type is DwUnitType.Type or DwUnitType.SplitType);
}

/// <summary>A line table, as <see cref="DwarfBuilder"/> writes it.</summary>
public sealed record LineTableSpec
{
    /// <summary>Version, 2 to 5.</summary>
    public ushort Version { get; init; } = 5;

    /// <summary>True for the 64-bit format.</summary>
    public bool Is64 { get; init; }

    /// <summary>Directories; of version 5 the first is that of the compilation.</summary>
    public IReadOnlyList<string> Directories { get; init; } = ["/src"];

    /// <summary>File names; numbered from 0 in version 5, from 1 before.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Form of the names in version 5.</summary>
    public DwForm NameForm { get; init; } = DwForm.LineStrp;

    /// <summary>True to add a checksum to each file (version 5).</summary>
    public bool HasChecksums { get; init; }

    /// <summary>Size of an address in bytes (version 5).</summary>
    public byte AddressSize { get; init; } = 8;

    /// <summary><c>minimum_instruction_length</c>.</summary>
    public byte InstructionLength { get; init; } = 1;

    /// <summary><c>maximum_operations_per_instruction</c> (since version 4).</summary>
    public byte Operations { get; init; } = 1;

    /// <summary><c>default_is_stmt</c>.</summary>
    public bool IsStmt { get; init; } = true;

    /// <summary><c>line_base</c>.</summary>
    public sbyte LineBase { get; init; } = -5;

    /// <summary><c>line_range</c>.</summary>
    public byte LineRange { get; init; } = 14;

    /// <summary><c>standard_opcode_lengths</c>; <c>opcode_base</c> is one more than their number.</summary>
    public IReadOnlyList<byte> OpcodeLengths { get; init; } = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];

    /// <summary><c>opcode_base</c> to write instead of the right one.</summary>
    public byte? OpcodeBase { get; init; }

    /// <summary><c>header_length</c> to write instead of the right one.</summary>
    public ulong? HeaderLength { get; init; }

    /// <summary>Writes the program; none is an empty one.</summary>
    public Action<LineProgramWriter>? Program { get; init; }

    /// <summary>Length to write instead of the right one.</summary>
    public ulong? Length { get; init; }
}
