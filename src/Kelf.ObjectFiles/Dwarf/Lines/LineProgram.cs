// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf.Lines;

/// <summary>
/// Runs the line program of a unit (DWARF 5 §6.2.5): row after row, of which none is kept. Sequences come in the order of the
/// file, which is not that of their addresses.
/// </summary>
/// <example><code>
/// LineProgram program = LineProgram.Of(unit);
/// while (program.Next()) { Console.WriteLine($"{program.Row.Address:x} {program.Row.Line}"); }
/// </code></example>
public ref struct LineProgram
{
    // 64 bits in groups of seven. Numbers may be padded, and those beyond the tenth would say nothing.
    private const int LongestNumber = 10;

    private readonly DwarfUnit _unit;
    private readonly LineTableHeader? _header;
    private readonly byte _minimumLength;
    private readonly byte _maximumOperations;
    private readonly sbyte _lineBase;
    private readonly byte _lineRange;
    private readonly byte _opcodeBase;
    private readonly bool _defaultIsStmt;

    private Cursor _cursor;
    private ulong _address;
    private uint _operation;
    private uint _file;
    private long _line;
    private uint _column;
    private uint _discriminator;
    private uint _instructionSet;
    private bool _isStmt;
    private bool _isBasicBlock;
    private bool _isPrologueEnd;
    private bool _isEpilogueBegin;
    private bool _endsSequence;
    private bool _beginsSequence;

    private LineProgram(LineTableHeader header, DwarfUnit unit)
    {
        (_unit, _header) = (unit, header);
        (_minimumLength, _maximumOperations) = (header.MinimumInstructionLength, header.MaximumOperationsPerInstruction);
        (_lineBase, _lineRange, _opcodeBase) = (header.LineBase, header.LineRange, header.OpcodeBase);
        _defaultIsStmt = header.DefaultIsStmt;
        _cursor = header.Program.Read(unit.ByteOrder);
        BeginSequence();
    }

    /// <summary>
    /// True when the sequence that the row is in starts at an address that linkers give to code that they drop: 0 or one of the two
    /// highest. Its rows are no places then. Never true in a relocatable file.
    /// </summary>
    public bool IsDropped { get; private set; }

    /// <summary>True when the row is the last of its sequence.</summary>
    public readonly bool EndsSequence => _endsSequence;

    /// <summary>Address of the row.</summary>
    public readonly ulong Address => _address;

    /// <summary>The row that <see cref="Next"/> reached.</summary>
    public readonly LineRow Row => new()
    {
        Address = _address,
        OperationIndex = _operation,
        File = _file,
        Line = (uint)_line,
        Column = _column,
        Discriminator = _discriminator,
        InstructionSet = _instructionSet,
        IsStmt = _isStmt,
        IsBasicBlock = _isBasicBlock,
        IsPrologueEnd = _isPrologueEnd,
        IsEpilogueBegin = _isEpilogueBegin,
        EndsSequence = _endsSequence,
    };

    /// <summary>Receives where in the program each file is that the program itself defines, if anyone wants to know.</summary>
    internal List<long>? DefinedFiles { get; init; }

    /// <summary>The program of a unit.</summary>
    /// <param name="unit">
    /// The unit. Units may share a table: who wants all rows of a file takes <see cref="LineTables.UnitsOf"/>.
    /// </param>
    /// <returns>The program before its first row; without any row when the unit has no line table.</returns>
    /// <exception cref="MalformedFileException">The header is malformed, or the table has a relocation that is not known.</exception>
    public static LineProgram Of(DwarfUnit unit) => LineTableHeader.Of(unit) is { } header ? Of(unit, header) : default;

    /// <summary>The same, for who has read the header, or wants to know the files that the program defines.</summary>
    internal static LineProgram Of(DwarfUnit unit, LineTableHeader header, List<long>? definedFiles = null) =>
        new(header, unit) { DefinedFiles = definedFiles };

    /// <summary>Goes on to the next row.</summary>
    /// <returns>False at the end of the program.</returns>
    /// <exception cref="MalformedFileException">The program is malformed.</exception>
    public bool Next()
    {
        if (_header is null)
        {
            return false;
        }

        EndRow();
        while (!_cursor.AtEnd)
        {
            byte opcode = _cursor.U8();
            bool isRow = opcode >= _opcodeBase ? Special(opcode) : opcode == 0 ? Extended() : Standard(opcode);
            if (isRow)
            {
                FinishRow();
                return true;
            }
        }

        return false;
    }

    private void BeginSequence()
    {
        (_address, _operation, _file, _line, _column) = (0, 0, 1, 1, 0);
        (_discriminator, _instructionSet, _isStmt) = (0, 0, _defaultIsStmt);
        (_endsSequence, _beginsSequence) = (false, true);
    }

    /// <summary>What a row has for itself does not go over to the next one.</summary>
    private void EndRow()
    {
        (_isBasicBlock, _isPrologueEnd, _isEpilogueBegin, _discriminator) = (false, false, false, 0);
        if (_endsSequence)
        {
            BeginSequence();
        }
    }

    private void FinishRow()
    {
        if ((ulong)_line > uint.MaxValue)
        {
            throw _cursor.Malformed($"line {_line} is not one of 0 to {uint.MaxValue}");
        }

        if (_beginsSequence)
        {
            _beginsSequence = false;
            IsDropped = Dropped.IsAt(_unit, _address);
        }
    }

    private bool Special(byte opcode)
    {
        (int advance, int line) = Divide((byte)(opcode - _opcodeBase));
        Advance((uint)advance);
        _line += _lineBase + line;
        return true;
    }

    private readonly (int Quotient, int Remainder) Divide(byte adjusted) => _lineRange != 0
        ? (adjusted / _lineRange, adjusted % _lineRange)
        : throw _cursor.Malformed("a special opcode, and line_range is 0");

    private bool Standard(byte opcode)
    {
        switch ((DwLineOpcode)opcode)
        {
            case DwLineOpcode.Copy:
                return true;
            case DwLineOpcode.AdvancePc:
                Advance(Number());
                break;
            case DwLineOpcode.AdvanceLine:
                _line += _cursor.Sleb128();
                break;
            case DwLineOpcode.SetFile:
                _file = Clamped();
                break;
            case DwLineOpcode.SetColumn:
                _column = Clamped();
                break;
            case DwLineOpcode.NegateStmt:
                _isStmt = !_isStmt;
                break;
            case DwLineOpcode.SetBasicBlock:
                _isBasicBlock = true;
                break;
            case DwLineOpcode.ConstAddPc:
                Advance((uint)Divide((byte)(byte.MaxValue - _opcodeBase)).Quotient);
                break;
            case DwLineOpcode.FixedAdvancePc:
                (_address, _operation) = (_address + _cursor.U16(), 0);
                break;
            case DwLineOpcode.SetPrologueEnd:
                _isPrologueEnd = true;
                break;
            case DwLineOpcode.SetEpilogueBegin:
                _isEpilogueBegin = true;
                break;
            case DwLineOpcode.SetIsa:
                _instructionSet = Clamped();
                break;
            default:
                SkipOperands(opcode);
                break;
        }

        return false;
    }

    /// <summary>An opcode of a later version, or of a vendor: its operands are numbers, and the header says how many.</summary>
    private void SkipOperands(byte opcode)
    {
        for (int count = _header!.StandardOpcodeLengths.Span[opcode - 1]; count > 0; count--)
        {
            _ = Number();
        }
    }

    private bool Extended()
    {
        ulong length = Number();
        if (length == 0 || length > (ulong)_cursor.Remaining)
        {
            throw _cursor.Malformed(length == 0
                ? "an extended opcode of length 0"
                : $"an extended opcode of 0x{length:x} bytes reaches outside the line program");
        }

        long start = _cursor.Position;
        long end = start + (long)length;
        DwExtendedLineOpcode opcode = (DwExtendedLineOpcode)_cursor.U8();
        switch (opcode)
        {
            case DwExtendedLineOpcode.EndSequence:
                _endsSequence = true;
                break;
            case DwExtendedLineOpcode.SetAddress:
                (_address, _operation) = (OperandAddress(length - 1), 0);
                break;
            case DwExtendedLineOpcode.DefineFile:
                DefinedFiles?.Add(_cursor.Position);
                (_, _, _, _) = (_cursor.CString().Length, Number(), Number(), Number());
                break;
            case DwExtendedLineOpcode.SetDiscriminator:
                _discriminator = Clamped();
                break;
        }

        if (_cursor.Position > end)
        {
            throw _cursor.Malformed($"the operands of extended opcode {(byte)opcode} go beyond its length, {length}");
        }

        _cursor.Position = end;
        return opcode == DwExtendedLineOpcode.EndSequence;
    }

    private ulong OperandAddress(ulong size) => size switch
    {
        1 => _cursor.U8(),
        2 => _cursor.U16(),
        4 => _cursor.U32(),
        8 => _cursor.U64(),
        _ => throw _cursor.Malformed($"an address of {size} bytes, which is not one of 1, 2, 4 and 8"),
    };

    private void Advance(ulong operations)
    {
        if (_maximumOperations == 1)
        {
            _address += _minimumLength * operations;
        }
        else
        {
            AdvanceBundles(operations);
        }
    }

    /// <summary>Instructions of several operations, of VLIW machines.</summary>
    private void AdvanceBundles(ulong operations)
    {
        if (_maximumOperations == 0)
        {
            throw _cursor.Malformed("an advance of the address, and maximum_operations_per_instruction is 0");
        }

        UInt128 total = (UInt128)_operation + operations;
        _address += _minimumLength * (ulong)(total / _maximumOperations);
        _operation = (uint)(total % _maximumOperations);
    }

    // No table has that many files, nor a line that many columns: what is larger is as unknown as the largest.
    private uint Clamped() => (uint)Math.Min(Number(), uint.MaxValue);

    private ulong Number()
    {
        ulong number = _cursor.Uleb128();
        return _cursor.Position - _cursor.ValueStart <= LongestNumber
            ? number
            : throw _cursor.Malformed($"LEB128 number of more than {LongestNumber} bytes");
    }
}
