// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf.Expressions;

/// <summary>
/// Reads the operations of an expression one after the other, with their operands (DWARF 5 §7.7.1; GNU's operations are those that
/// became part of DWARF 5, under other codes). Nothing is computed: <see cref="ExpressionEvaluator"/> does that.
/// </summary>
/// <example><code>
/// ExpressionReader operations = new(unit, expression);
/// while (operations.Next()) { Console.WriteLine($"{operations.Operation} {operations.Operand}"); }
/// </code></example>
public ref struct ExpressionReader
{
    private readonly UnitFormat _format;
    private readonly Region _expression;
    private Cursor _cursor;

    /// <summary>Stands before the first operation.</summary>
    /// <param name="unit">The unit that the expression is part of.</param>
    /// <param name="expression">Its bytes: a block of the unit, or of a list of locations.</param>
    public ExpressionReader(DwarfUnit unit, Region expression)
    {
        ArgumentNullException.ThrowIfNull(unit);
        (_format, _expression) = (unit.Format, expression);
        _cursor = expression.Read(unit.ByteOrder);
    }

    /// <summary>The current operation.</summary>
    public DwOperation Operation { get; private set; }

    /// <summary>
    /// Its first operand, signed ones sign-extended; 0 when it has none. Of <c>implicit_value</c> and <c>entry_value</c> the number of
    /// bytes of <see cref="Block"/>.
    /// </summary>
    public ulong Operand { get; private set; }

    /// <summary>Its second operand, likewise; of <c>const_type</c> the number of bytes of <see cref="Block"/>.</summary>
    public ulong SecondOperand { get; private set; }

    /// <summary>Bytes that belong to the operation: a value, or an expression in it. Empty for most operations.</summary>
    public Region Block { get; private set; }

    /// <summary>Offset in the expression of the next operation.</summary>
    public readonly long Position => _cursor.Position;

    /// <summary>Moves to the next operation.</summary>
    /// <returns>False at the end of the expression.</returns>
    /// <exception cref="MalformedFileException">It is not known, or its operands run past the end of the expression.</exception>
    public bool Next()
    {
        if (_cursor.AtEnd)
        {
            return false;
        }

        Operation = (DwOperation)_cursor.U8();
        (Operand, SecondOperand, Block) = (0, 0, default);
        switch (Operation)
        {
            case DwOperation.Addr:
                Operand = FormReader.Number(ref _cursor, _format.AddressSize);
                break;
            case DwOperation.Const1u or DwOperation.Pick or DwOperation.DerefSize or DwOperation.XderefSize:
                Operand = _cursor.U8();
                break;
            case DwOperation.Const1s:
                Operand = (ulong)(sbyte)_cursor.U8();
                break;
            case DwOperation.Const2u or DwOperation.Call2:
                Operand = _cursor.U16();
                break;
            case DwOperation.Const2s or DwOperation.Bra or DwOperation.Skip:
                Operand = (ulong)(short)_cursor.U16();
                break;
            case DwOperation.Const4u or DwOperation.Call4 or DwOperation.GnuParameterRef:
                Operand = _cursor.U32();
                break;
            case DwOperation.Const4s:
                Operand = (ulong)(int)_cursor.U32();
                break;
            case DwOperation.Const8u or DwOperation.Const8s:
                Operand = _cursor.U64();
                break;
            case DwOperation.Constu or DwOperation.PlusUconst or DwOperation.Regx or DwOperation.Piece or DwOperation.Addrx
                or DwOperation.Constx or DwOperation.Convert or DwOperation.Reinterpret or DwOperation.GnuConvert
                or DwOperation.GnuReinterpret or DwOperation.GnuAddrIndex or DwOperation.GnuConstIndex:
                Operand = _cursor.Uleb128();
                break;
            case DwOperation.Consts or DwOperation.Fbreg or (>= DwOperation.Breg0 and <= DwOperation.Breg31):
                Operand = (ulong)_cursor.Sleb128();
                break;
            case DwOperation.CallRef or DwOperation.GnuVariableValue:
                Operand = FormReader.Number(ref _cursor, _format.RefAddrSize);
                break;
            default:
                ReadLargeOperands();
                break;
        }

        return true;
    }

    /// <summary>An error about the operands just read.</summary>
    public readonly MalformedFileException Malformed(string what) => _cursor.Malformed(what);

    private void ReadLargeOperands()
    {
        switch (Operation)
        {
            case DwOperation.Bregx:
                (Operand, SecondOperand) = (_cursor.Uleb128(), (ulong)_cursor.Sleb128());
                break;
            case DwOperation.BitPiece or DwOperation.RegvalType or DwOperation.GnuRegvalType:
                (Operand, SecondOperand) = (_cursor.Uleb128(), _cursor.Uleb128());
                break;
            case DwOperation.DerefType or DwOperation.GnuDerefType or DwOperation.XderefType:
                (Operand, SecondOperand) = (_cursor.U8(), _cursor.Uleb128());
                break;
            case DwOperation.ImplicitPointer or DwOperation.GnuImplicitPointer:
                (Operand, SecondOperand) = (FormReader.Number(ref _cursor, _format.RefAddrSize), (ulong)_cursor.Sleb128());
                break;
            case DwOperation.ImplicitValue or DwOperation.EntryValue or DwOperation.GnuEntryValue:
                Operand = _cursor.Uleb128();
                ReadBlock(Operand);
                break;
            case DwOperation.ConstType or DwOperation.GnuConstType:
                (Operand, SecondOperand) = (_cursor.Uleb128(), _cursor.U8());
                ReadBlock(SecondOperand);
                break;
            default:
                if (!HasNoOperand(Operation))
                {
                    throw _cursor.Malformed($"operation 0x{(byte)Operation:x} of an expression is not known");
                }

                break;
        }
    }

    private void ReadBlock(ulong length)
    {
        long start = _cursor.Position;
        _cursor.Skip(length);
        Block = _expression.Slice((ulong)start, length);
    }

    private static bool HasNoOperand(DwOperation operation) => operation is DwOperation.Deref
        or (>= DwOperation.Dup and <= DwOperation.Over) or (>= DwOperation.Swap and <= DwOperation.Plus)
        or (>= DwOperation.Shl and <= DwOperation.Xor) or (>= DwOperation.Eq and <= DwOperation.Ne)
        or (>= DwOperation.Lit0 and <= DwOperation.Reg31) or DwOperation.Nop or DwOperation.PushObjectAddress
        or DwOperation.FormTlsAddress or DwOperation.CallFrameCfa or DwOperation.StackValue or DwOperation.GnuPushTlsAddress
        or DwOperation.GnuUninit;
}
