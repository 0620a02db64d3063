// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers;

/// <summary>
/// Prints texts while they are built (<c>--dump-dies</c>): a break becomes a new line, indented by two blanks per level,
/// just before what comes next.
/// </summary>
internal sealed class DieDump(IByteSink output)
{
    private int _level;
    private bool _breakPending;

    public void Literal(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return;
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
        (_level, _breakPending) = (0, false);
    }
}
