// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf.Lines;

/// <summary>
/// A row of the table that a line program makes: where the code of a place in the source begins (DWARF 5 §6.2.2). It goes on to
/// the next greater address of a row of its sequence; of several rows at one address only the last holds.
/// </summary>
public readonly record struct LineRow
{
    /// <summary>Address of the first instruction, or behind the last one of the sequence.</summary>
    public ulong Address { get; init; }

    /// <summary>Number of the operation in the instruction; 0 but on VLIW machines.</summary>
    public uint OperationIndex { get; init; }

    /// <summary>Number of the file, which need not be in the table: <see cref="RowFiles"/> says which file that is.</summary>
    public uint File { get; init; }

    /// <summary>Line in the file from 1; 0 when the compiler gave none.</summary>
    public uint Line { get; init; }

    /// <summary>Column in the line from 1; 0 when there is none.</summary>
    public uint Column { get; init; }

    /// <summary>Which of several blocks of the line; 0 when there is but one.</summary>
    public uint Discriminator { get; init; }

    /// <summary>Instruction set, as the machine numbers them.</summary>
    public uint InstructionSet { get; init; }

    /// <summary>True at places that are recommended for breakpoints.</summary>
    public bool IsStmt { get; init; }

    /// <summary>True at the start of a basic block.</summary>
    public bool IsBasicBlock { get; init; }

    /// <summary>True where a breakpoint on entry to the function should be.</summary>
    public bool IsPrologueEnd { get; init; }

    /// <summary>True where a breakpoint on exit from the function should be.</summary>
    public bool IsEpilogueBegin { get; init; }

    /// <summary>True behind the last instruction of a sequence: nothing is at this address by this row.</summary>
    public bool EndsSequence { get; init; }
}
