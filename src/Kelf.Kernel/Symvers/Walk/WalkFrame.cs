// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;

namespace Kelf.Kernel.Symvers.Walk;

/// <summary>What a level of the walk is doing next.</summary>
internal enum WalkPhase : byte
{
    /// <summary>Looks at its children, one after the other.</summary>
    Children,

    /// <summary>Visits the entry of its <c>DW_AT_type</c>.</summary>
    Type,

    /// <summary>Writes the end of its text.</summary>
    End,

    /// <summary>Visits the records of a text that is already complete.</summary>
    Replay,
}

/// <summary>One level of the walk: an entry whose text is being built, or a complete record that is replayed.</summary>
internal struct WalkFrame
{
    /// <summary>The entry, for a text that is being built.</summary>
    public TypeEntry Die;

    /// <summary>The record, or -1 for a symbol's own text.</summary>
    public int Record;

    /// <summary>Where this level's text starts in the scratch buffer.</summary>
    public int TextStart;

    /// <summary>Offset in the unit of the next child to look at, or in the record's text of the next piece to replay.</summary>
    public long Next;

    /// <summary>What the walk's count of changes was when a replay began.</summary>
    public long ChangesBefore;

    /// <summary>What comes next.</summary>
    public WalkPhase Phase;

    /// <summary>Tag of the entry, or <see cref="DwTag.Subprogram"/> and <see cref="DwTag.Variable"/> for a symbol's text.</summary>
    public DwTag Tag;

    /// <summary>The enclosing entry's tag when this is one of its list items, else <see cref="DwTag.None"/>.</summary>
    public DwTag ListOf;

    /// <summary>False for declarations, private definitions and what a rule closes: <c>structure_type s { }</c>.</summary>
    public bool IsExpanded;

    /// <summary>A replaced union that the symbol had met before; its record is one of its own kind (--stable).</summary>
    public bool IsShallow;

    /// <summary>Below such a union: aggregates are not entered.</summary>
    public bool EntersNoAggregate;

    /// <summary>An item of its list was written: the next one gets a separator (canonical versions).</summary>
    public bool HasItems;

    /// <summary>The unit of the entry.</summary>
    public readonly DwarfUnit Unit => Die.Unit;
}
