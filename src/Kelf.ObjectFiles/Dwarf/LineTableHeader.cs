// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// What a line table says of itself before its files and its program (DWARF 5 §6.2.4; DWARF 4 §6.2.4 for versions 2 to 4). Whoever
/// runs <see cref="Program"/> needs the numbers (<see cref="Lines.LineProgram"/>); the file names are in <see cref="SourceFiles"/>.
/// </summary>
public sealed class LineTableHeader
{
    private readonly Region _table;
    private readonly ulong _afterHeaderLength;
    private readonly ulong _headerLength;

    private LineTableHeader(Region table, ulong offset, UnitFormat format, ulong afterHeaderLength, ulong headerLength)
    {
        (_table, Offset, Format) = (table, offset, format);
        (_afterHeaderLength, _headerLength) = (afterHeaderLength, headerLength);
    }

    /// <summary>Offset of the table in <c>.debug_line</c>.</summary>
    public ulong Offset { get; }

    /// <summary>Version of the table, which need not be that of the unit, and its sizes.</summary>
    public UnitFormat Format { get; }

    /// <summary>Bytes of the shortest instruction: what the program counts addresses in.</summary>
    public byte MinimumInstructionLength { get; private init; }

    /// <summary>Operations in an instruction, more than 1 on VLIW machines; 1 before DWARF 4.</summary>
    public byte MaximumOperationsPerInstruction { get; private init; } = 1;

    /// <summary>Whether rows are recommended for breakpoints until the program says otherwise.</summary>
    public bool DefaultIsStmt { get; private init; }

    /// <summary>Least advance of the line by a special opcode.</summary>
    public sbyte LineBase { get; private init; }

    /// <summary>Number of advances of the line by special opcodes; a program that has any is malformed when this is 0.</summary>
    public byte LineRange { get; private init; }

    /// <summary>Number of the first special opcode.</summary>
    public byte OpcodeBase { get; private init; }

    /// <summary>Number of LEB128 operands of each standard opcode, from opcode 1 on.</summary>
    public ReadOnlyMemory<byte> StandardOpcodeLengths { get; private init; }

    /// <summary>The program; offsets in messages are those of the section.</summary>
    /// <exception cref="MalformedFileException">The length of the header reaches outside the table.</exception>
    public Region Program
    {
        get
        {
            ulong end = (ulong)_table.Length;
            return _headerLength <= end - _afterHeaderLength
                ? _table.Slice(_afterHeaderLength + _headerLength, end - _afterHeaderLength - _headerLength)
                : throw _table.Malformed(
                    _afterHeaderLength - (ulong)Format.OffsetSize, $"header length 0x{_headerLength:x} reaches outside the line table");
        }
    }

    /// <summary>Reads the header of a unit's line table, and no more of the table.</summary>
    /// <param name="unit">The unit.</param>
    /// <returns>The header; null when the unit has no line table.</returns>
    /// <exception cref="MalformedFileException">
    /// The header is malformed, or lies outside of its section, or the table has a relocation that is not known.
    /// </exception>
    public static LineTableHeader? Of(DwarfUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit.Root.LineTable is { } offset ? unit.File.LineHeaderAt(unit, offset) : null;
    }

    /// <summary>Reads the header.</summary>
    /// <param name="unit">A unit that has the table.</param>
    /// <param name="offset">Where it is.</param>
    /// <param name="limit">Bounds what tables may share.</param>
    /// <param name="cursor">Is left before the lists of directories and files.</param>
    internal static LineTableHeader Read(DwarfUnit unit, ulong offset, OverlapLimit limit, out Cursor cursor)
    {
        Region section = unit.File.Lines.Contents;
        if (offset >= (ulong)section.Length)
        {
            throw unit.Contents.Malformed(0, $"line table at 0x{offset:x} is outside .debug_line ({section.Length} bytes)");
        }

        cursor = section.Read(unit.ByteOrder, offset);
        ulong length = cursor.U32();
        bool is64 = length == 0xffff_ffff;
        if (is64)
        {
            length = cursor.U64();
        }

        if (length > (ulong)cursor.Remaining)
        {
            throw cursor.Malformed($"line table length 0x{length:x} reaches outside the section");
        }

        if ((ulong)cursor.Position + length > limit.EndOf(offset))
        {
            throw limit.Exceeded(offset);
        }

        // A name or an address that is not final would be a wrong one.
        unit.File.Lines.CheckRelocations(offset, (ulong)cursor.Position + length);
        Region table = section.Slice(0, (ulong)cursor.Position + length);
        cursor = table.Read(unit.ByteOrder, (ulong)cursor.Position);
        ushort version = cursor.U16();
        if (version is < 2 or > 5)
        {
            throw cursor.Malformed($"line table version {version} is not one of 2 to 5");
        }

        byte addressSize = unit.Format.AddressSize;
        if (version >= 5)
        {
            addressSize = cursor.U8();
            cursor.Skip(1); // segment_selector_size
        }

        ulong headerLength = cursor.Offset(is64);
        ulong afterHeaderLength = (ulong)cursor.Position;
        byte instructionLength = cursor.U8();
        byte operations = version >= 4 ? cursor.U8() : (byte)1;
        (byte isStmt, byte lineBase, byte lineRange, byte opcodeBase) = (cursor.U8(), cursor.U8(), cursor.U8(), cursor.U8());
        if (opcodeBase == 0)
        {
            throw cursor.Malformed("opcode_base 0 leaves no opcode to end a sequence");
        }

        return new LineTableHeader(table, offset, new UnitFormat(version, is64, addressSize), afterHeaderLength, headerLength)
        {
            MinimumInstructionLength = instructionLength,
            MaximumOperationsPerInstruction = operations,
            DefaultIsStmt = isStmt != 0,
            LineBase = (sbyte)lineBase,
            LineRange = lineRange,
            OpcodeBase = opcodeBase,
            StandardOpcodeLengths = cursor.Bytes(opcodeBase - 1).ToArray(),
        };
    }
}
