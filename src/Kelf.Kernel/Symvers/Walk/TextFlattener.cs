// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Walk;

/// <summary>
/// Makes the text of a record or symbol: parts with a name become references, all others are written out in place, and
/// breaks become blanks.
/// </summary>
internal sealed class TextFlattener(DwarfFile dwarf, RecordStore records, ByteStringTable names, TextBudget budget)
{
    private readonly PieceBuffer _output = new(budget);
    private (int Record, int Next)[] _levels = new (int, int)[32];
    private int _depth;

    /// <summary>Length of the last text as it is written, references as names.</summary>
    public long WrittenLength { get; private set; }

    /// <summary>The text of a complete record. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Flatten(int record)
    {
        Start();
        Enter(record);
        Drain();
        return Finish();
    }

    /// <summary>The text of a symbol. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Flatten(ReadOnlySpan<byte> symbolText)
    {
        Start();
        Pieces pieces = new(symbolText);
        while (pieces.Next())
        {
            if (Take(pieces))
            {
                Enter(pieces.Number);
                Drain();
            }
        }

        return Finish();
    }

    private void Start()
    {
        _output.Length = 0;
        WrittenLength = 0;
        _depth = 0;
    }

    private ReadOnlySpan<byte> Finish()
    {
        budget.Spend(_output.Length, WrittenLength);
        return _output.From(0);
    }

    private void Drain()
    {
        while (_depth > 0)
        {
            ref (int Record, int Next) level = ref _levels[_depth - 1];
            ReadOnlySpan<byte> text = records.TextOf(level.Record);
            Pieces pieces = new(text[level.Next..]);
            int inner = -1;
            while (inner < 0 && pieces.Next())
            {
                inner = Take(pieces) ? pieces.Number : -1;
            }

            level.Next = text.Length - pieces.Remaining;
            if (inner >= 0)
            {
                Enter(inner);
            }
            else
            {
                _depth--;
            }
        }
    }

    /// <summary>Writes a piece.</summary>
    /// <returns>True when it is a record to be written out in place.</returns>
    private bool Take(in Pieces piece)
    {
        if (Pieces.IsBreak(piece.Kind))
        {
            if (!piece.BreakFollows)
            {
                Literal(" "u8);
            }
        }
        else if (piece.Kind == PieceKind.Reference)
        {
            Reference(piece.Number);
        }
        else if (piece.Kind != PieceKind.Record)
        {
            Literal(piece.Literal);
        }
        else if (records[piece.Number].Name is int name and >= 0)
        {
            Reference(name);
        }
        else
        {
            return true;
        }

        return false;
    }

    private void Enter(int record)
    {
        if (!records[record].IsComplete)
        {
            throw EntryErrors.At(dwarf, records[record].Entry, $"{DwarfNames.Of(records[record].Tag)} was reached but not described");
        }

        if (_depth == _levels.Length)
        {
            CheckForCycle();
            Array.Resize(ref _levels, _depth * 2);
        }

        _levels[_depth++] = (record, 0);
    }

    private void Literal(ReadOnlySpan<byte> text)
    {
        WrittenLength += text.Length;
        CheckLength();
        _output.Literal(text);
    }

    private void Reference(int name)
    {
        WrittenLength += names[name].Length;
        CheckLength();
        _output.Numbered(PieceKind.Reference, name);
    }

    private void CheckLength()
    {
        if (WrittenLength > PieceBuffer.LongestText)
        {
            throw EntryErrors.At(
                dwarf, records[_levels[0].Record].Entry, $"the text of one type exceeds {PieceBuffer.LongestText >> 20} MiB");
        }
    }

    /// <summary>An unnamed aggregate that contains itself would be written out without end.</summary>
    private void CheckForCycle()
    {
        Dictionary<int, int> levelOf = [];
        for (int i = 0; i < _depth; i++)
        {
            if (!levelOf.TryAdd(_levels[i].Record, i))
            {
                throw EntryErrors.Endless(
                    dwarf, _levels[levelOf[_levels[i].Record]..(i + 1)].Select(level => records[level.Record].Entry));
            }
        }
    }
}
