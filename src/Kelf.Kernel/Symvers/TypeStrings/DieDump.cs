// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers.TypeStrings;

/// <summary>
/// Prints texts while they are built (<c>--dump-dies</c>): a break becomes a new line, indented by two blanks per level,
/// just before what comes next.
/// </summary>
/// <param name="output">Takes the dump.</param>
/// <param name="budget">
/// What the dump of one symbol may take: types that are met again are printed again, which can double with each level.
/// </param>
internal sealed class DieDump(IByteSink output, TextBudget budget)
{
    private int _level;
    private bool _breakPending;
    private long _written;

    public void Literal(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        _written += text.Length + (_breakPending ? 1 + (2L * _level) : 0);
        if (_written > budget.Limit)
        {
            throw budget.Exceeded();
        }

        if (_breakPending)
        {
            output.Write("\n"u8);
            for (int i = 0; i < _level; i++)
            {
                output.Write("  "u8);
            }

            _breakPending = false;
        }

        output.Write(text);
    }

    public void Break(PieceKind kind)
    {
        _level += (int)kind - (int)PieceKind.Break;
        _breakPending = true;
    }

    public void Piece(in Pieces piece)
    {
        if (Pieces.IsBreak(piece.Kind))
        {
            Break(piece.Kind);
        }
        else
        {
            Literal(piece.Literal);
        }
    }

    public void EndSymbol()
    {
        output.Write("\n"u8);
        (_level, _breakPending, _written) = (0, false, 0);
    }
}
