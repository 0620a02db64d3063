// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf.Expressions;

/// <summary>
/// Computes expressions that need nothing of a running program: constants, addresses and arithmetic with them (DWARF 5 §2.5.1).
/// Numbers are as wide as an address of the unit and wrap around (§2.5.1, generic type).
/// </summary>
public ref struct ExpressionEvaluator
{
    // Compilers use less than ten; without a limit a file could ask for a stack of its own size.
    private const int DeepestStack = 64;

    private readonly DwarfUnit _unit;
    private readonly Span<ulong> _stack;
    private readonly int _unusedBits;
    private ExpressionReader _operations;
    private int _depth;

    private ExpressionEvaluator(DwarfUnit unit, Region expression, Span<ulong> stack)
    {
        (_unit, _unusedBits) = (unit, 64 - (8 * unit.Format.AddressSize));
        _stack = stack;
        _operations = new ExpressionReader(unit, expression);
    }

    /// <summary>Computes an expression.</summary>
    /// <param name="unit">The unit that it is part of.</param>
    /// <param name="expression">Its bytes.</param>
    /// <param name="result">What it comes to.</param>
    /// <returns>
    /// False when it depends on registers, memory or other entries, jumps, divides by zero, needs more than 64 numbers at a time, or is
    /// empty.
    /// </returns>
    /// <exception cref="MalformedFileException">It is cut short, or takes a number from an empty stack.</exception>
    public static bool TryEvaluate(DwarfUnit unit, Region expression, out ExpressionValue result)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return new ExpressionEvaluator(unit, expression, stackalloc ulong[DeepestStack]).TryRun(out result);
    }

    /// <summary>The same with a number on the stack when it begins.</summary>
    /// <param name="unit">The unit that it is part of.</param>
    /// <param name="expression">Its bytes.</param>
    /// <param name="first">
    /// For a member's location the address of the whole object (DWARF 5 §5.7.6): with 0 the result is the member's offset.
    /// </param>
    /// <param name="result">What it comes to.</param>
    /// <returns>False as above.</returns>
    /// <exception cref="MalformedFileException">It is cut short, or takes a number from an empty stack.</exception>
    public static bool TryEvaluate(DwarfUnit unit, Region expression, ulong first, out ExpressionValue result)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ExpressionEvaluator evaluator = new(unit, expression, stackalloc ulong[DeepestStack]);
        evaluator.TryPush(first);
        return evaluator.TryRun(out result);
    }

    private bool TryRun(out ExpressionValue result)
    {
        result = default;
        bool isValue = false;
        while (_operations.Next())
        {
            // What follows the end of a value is a piece of it.
            if (isValue)
            {
                return false;
            }

            isValue = _operations.Operation == DwOperation.StackValue;
            if (!isValue && !TryStep(_operations.Operation, _operations.Operand))
            {
                return false;
            }
        }

        result = _depth > 0 ? new ExpressionValue(_stack[_depth - 1], isValue) : default;
        return _depth > 0;
    }

    private bool TryStep(DwOperation operation, ulong operand)
    {
        switch (operation)
        {
            case DwOperation.Nop:
                return true;
            case DwOperation.Addr or (>= DwOperation.Const1u and <= DwOperation.Consts):
                return TryPush(operand);
            case >= DwOperation.Lit0 and <= DwOperation.Lit31:
                return TryPush((ulong)(operation - DwOperation.Lit0));
            case DwOperation.Addrx or DwOperation.Constx or DwOperation.GnuAddrIndex or DwOperation.GnuConstIndex:
                return _unit.TryAddressAt(operand, out ulong address)
                    ? TryPush(address)
                    : throw _operations.Malformed(_unit.NoAddress(operand));
            case DwOperation.PlusUconst:
                return TryPush(Pop() + operand);
            case DwOperation.Drop:
                Pop();
                return true;
            case DwOperation.Dup:
                return TryPick(0);
            case DwOperation.Over:
                return TryPick(1);
            case DwOperation.Pick:
                return TryPick((int)operand);
            case DwOperation.Swap:
                (ulong top, ulong second) = (Pop(), Pop());
                return TryPush(top) && TryPush(second);
            case DwOperation.Rot:
                (ulong first, ulong next, ulong third) = (Pop(), Pop(), Pop());
                return TryPush(first) && TryPush(third) && TryPush(next);
            case DwOperation.Abs:
                long signed = Signed(Pop());
                return TryPush(signed < 0 ? 0 - (ulong)signed : (ulong)signed);
            case DwOperation.Neg:
                return TryPush(0 - Pop());
            case DwOperation.Not:
                return TryPush(~Pop());
            default:
                return TryCombine(operation);
        }
    }

    /// <summary>Operations on the two topmost numbers: the second is on the left.</summary>
    private bool TryCombine(DwOperation operation)
    {
        if (operation is not (DwOperation.And or (>= DwOperation.Div and <= DwOperation.Mul) or DwOperation.Or or DwOperation.Plus
            or (>= DwOperation.Shl and <= DwOperation.Xor) or (>= DwOperation.Eq and <= DwOperation.Ne)))
        {
            return false;
        }

        (ulong right, ulong left) = (Pop(), Pop());
        if (operation is DwOperation.Div or DwOperation.Mod && right == 0)
        {
            return false;
        }

        (long signedLeft, long signedRight) = (Signed(left), Signed(right));
        return TryPush(operation switch
        {
            DwOperation.And => left & right,
            // The smallest number divided by -1 wraps around to itself.
            DwOperation.Div => signedRight == -1 ? 0 - left : (ulong)(signedLeft / signedRight),
            DwOperation.Minus => left - right,
            DwOperation.Mod => left % right,
            DwOperation.Mul => left * right,
            DwOperation.Or => left | right,
            DwOperation.Plus => left + right,
            DwOperation.Shl => right < 64 ? left << (int)right : 0,
            DwOperation.Shr => right < 64 ? left >> (int)right : 0,
            DwOperation.Shra => (ulong)(signedLeft >> (int)Math.Min(right, 63)),
            DwOperation.Xor => left ^ right,
            DwOperation.Eq => left == right ? 1u : 0,
            DwOperation.Ge => signedLeft >= signedRight ? 1u : 0,
            DwOperation.Gt => signedLeft > signedRight ? 1u : 0,
            DwOperation.Le => signedLeft <= signedRight ? 1u : 0,
            DwOperation.Lt => signedLeft < signedRight ? 1u : 0,
            _ => left != right ? 1u : 0,
        });
    }

    private bool TryPick(int depth)
    {
        if (depth >= _depth)
        {
            throw Empty();
        }

        return TryPush(_stack[_depth - 1 - depth]);
    }

    private bool TryPush(ulong value)
    {
        if (_depth == _stack.Length)
        {
            return false;
        }

        _stack[_depth++] = value << _unusedBits >> _unusedBits;
        return true;
    }

    private ulong Pop() => _depth > 0 ? _stack[--_depth] : throw Empty();

    private readonly long Signed(ulong value) => (long)(value << _unusedBits) >> _unusedBits;

    private readonly MalformedFileException Empty() =>
        _operations.Malformed($"operation 0x{(byte)_operations.Operation:x} of an expression takes more from the stack than there is");
}
