// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.Rules;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;

namespace Kelf.Kernel.Symvers.Walk;

/// <summary>
/// Walks from the entries of listed symbols to all types they reach and writes a text in pieces for each entry, once per
/// file. The order of the walk is part of the result, see <see cref="_firstItem"/>, so it is that of the original:
/// depth first, symbol by symbol, children before type.
/// </summary>
/// <remarks>
/// Within one symbol an aggregate is entered once. An entry whose text is complete is not built again, but, if it was
/// completed within the same symbol, its parts are visited again ("replayed"), because they may lead to an entry that is
/// still being built, such as the function type of a callback that takes its own structure. That one is then built a
/// second time inside itself, and the inner text, complete first, stays.
///
/// The levels of the walk stand on a stack of our own: nesting depth is the file's choice, and .NET cannot catch the end
/// of the thread's stack.
/// </remarks>
internal sealed partial class TypeWalk
{
    private const int DeepestLevel = 1 << 20;

    private readonly DwarfFile _dwarf;
    private readonly SymversOptions _options;
    private readonly KabiRules _rules;
    private readonly DieDump? _dump;
    private readonly Func<DwarfUnit, UnitIndex> _indexOf;
    private readonly TextBudget _budget;
    private readonly PieceBuffer _scratch;
    private readonly Dictionary<DieOffset, int> _symbolTexts = [];
    private WalkFrame[] _frames = new WalkFrame[64];
    private int _depth;
    private int _symbol;
    private int _aggregatesSeen;

    // Aggregates entered and texts begun: when a replay ends and this is what it was, the replay did nothing.
    private long _changes;

    // The next list item that is built gets no separator. One flag for the whole walk, as in the original: an item that
    // is replayed does not clear it, so an item that is built inside itself can lose its separator.
    private bool _firstItem;

    /// <summary>Prepares a walk over one file, or over one unit of it.</summary>
    /// <param name="dwarf">The file.</param>
    /// <param name="names">Takes the names of types.</param>
    /// <param name="rules">The file's kABI rules; empty without <c>--stable</c>.</param>
    /// <param name="options">Options of the run.</param>
    /// <param name="dump">Prints texts while they are built, or null.</param>
    /// <param name="budget">What the texts may take.</param>
    /// <param name="indexOf">Gives the index of a unit, building it when it is needed first.</param>
    public TypeWalk(
        DwarfFile dwarf,
        ByteStringTable names,
        KabiRules rules,
        SymversOptions options,
        DieDump? dump,
        TextBudget budget,
        Func<DwarfUnit, UnitIndex> indexOf)
    {
        (_dwarf, Names, _rules, _options, _dump, _indexOf) = (dwarf, names, rules, options, dump, indexOf);
        _budget = budget;
        _scratch = new PieceBuffer(budget);
        Records = new RecordStore(budget);
    }

    /// <summary>The records built so far.</summary>
    public RecordStore Records { get; }

    /// <summary>The names of types, as references write them.</summary>
    public ByteStringTable Names { get; }

    /// <summary>The texts of symbols in pieces, numbered by <see cref="Describe"/>.</summary>
    public List<byte[]> SymbolTexts { get; } = [];

    /// <summary>Builds the text of a symbol, and of everything it reaches.</summary>
    /// <returns>Its number in <see cref="SymbolTexts"/>; two symbols described by one entry share a text.</returns>
    public int Describe(SymbolTask task)
    {
        if (_symbolTexts.TryGetValue(task.Source, out int known))
        {
            return known;
        }

        _symbol++;
        _aggregatesSeen = 0;
        _firstItem = false;
        DwarfUnit unit = UnitOf(null, task.Source);
        if (!_indexOf(unit).IsEntry(task.Source))
        {
            throw unit.Contents.Malformed((ulong)unit.PositionOf(task.Source), "reference is not to the start of an entry");
        }

        Push(TypeEntry.ReadAt(unit, task.Source), -1, task.IsFunction ? DwTag.Subprogram : DwTag.Variable, DwTag.None, entersNoAggregate: false);
        Run();
        SymbolTexts.Add([.. _scratch.From(0)]);
        _scratch.Length = 0;
        _dump?.EndSymbol();
        _symbolTexts.Add(task.Source, SymbolTexts.Count - 1);
        return SymbolTexts.Count - 1;
    }

    /// <summary>Starts over for another unit of the file that shares no entry with those walked before.</summary>
    public void Clear()
    {
        Records.Clear();
        _shallow?.Clear();
        _symbolTexts.Clear();
        SymbolTexts.Clear();
    }

    private void Run()
    {
        while (_depth > 0)
        {
            ref WalkFrame frame = ref _frames[_depth - 1];
            switch (frame.Phase)
            {
                case WalkPhase.Children:
                    NextChild(ref frame);
                    break;
                case WalkPhase.Type:
                    frame.Phase = WalkPhase.End;
                    VisitType(ref frame);
                    break;
                case WalkPhase.Replay:
                    NextReplayed(ref frame);
                    break;
                default:
                    Finish(ref frame);
                    break;
            }
        }
    }

    /// <summary>Starts building a text: its head is written, and the walk goes on with its children or type.</summary>
    private void Push(in TypeEntry die, int record, DwTag tag, DwTag listOf, bool entersNoAggregate, bool isShallow = false)
    {
        ref WalkFrame frame = ref NewLevel(record, isShallow);
        frame.Die = die;
        frame.Tag = tag;
        frame.ListOf = listOf;
        frame.EntersNoAggregate = entersNoAggregate;
        _changes++;
        frame.TextStart = _scratch.Length;
        Begin(ref frame);
    }

    /// <summary>Starts replaying a complete record.</summary>
    private void PushReplay(int record, bool entersNoAggregate, bool isShallow = false)
    {
        ref WalkFrame frame = ref NewLevel(record, isShallow);
        frame.Phase = WalkPhase.Replay;
        frame.EntersNoAggregate = entersNoAggregate;
        frame.ChangesBefore = _changes;
    }

    private ref WalkFrame NewLevel(int record, bool isShallow)
    {
        if (_depth == _frames.Length)
        {
            // A symbol's own text, which has no record, is the first level.
            if (_depth >= DeepestLevel)
            {
                throw EntryErrors.At(
                    _dwarf, (isShallow ? Shallow : Records)[record].Entry, $"types are nested more than {DeepestLevel} levels deep");
            }

            Array.Resize(ref _frames, _depth * 2);
        }

        ref WalkFrame frame = ref _frames[_depth++];
        frame = default;
        frame.Record = record;
        frame.IsShallow = isShallow;
        return ref frame;
    }

    /// <summary>Completes the text of the innermost level and returns to the one around it.</summary>
    private void Finish(ref WalkFrame frame)
    {
        End(ref frame);
        _depth--;
        if (frame.Record < 0)
        {
            return;
        }

        RecordStore store = frame.IsShallow ? Shallow : Records;
        ref Record record = ref store[frame.Record];
        record.BuildingSince = -1;
        if (!record.IsComplete)
        {
            // A text that was begun later, inside this one, and completed earlier stays.
            ReadOnlySpan<byte> text = _scratch.From(frame.TextStart);
            record.TextStart = store.Texts.Length;
            record.TextLength = text.Length;
            store.Texts.Literal(text);
            record.CompletedBy = _symbol;
            record.IsClosed = IsClosed(store, text);
        }

        _scratch.Length = frame.TextStart;
    }

    private void VisitType(ref WalkFrame frame)
    {
        if (!frame.Die.HasType)
        {
            if (frame.Die.HasUnresolvedType)
            {
                if (frame.Die.TryFind(DwAttribute.Type, out AttributeValue type) && type.IsSupplementary)
                {
                    throw EntryErrors.At(frame.Unit, frame.Die.Offset, $"DW_AT_type {EntryReferences.Explain(frame.Unit, type)}");
                }

                _options.Tell(EntryErrors.Warning(
                    WarningKind.UnresolvedType, frame.Unit, frame.Die.Offset,
                    $"DW_AT_type 0x{frame.Die.UnresolvedType:x} leads to no entry, taken for void"));
            }

            Literal("base_type void"u8);
            return;
        }

        Visit(frame.Unit, frame.Die.TypeOffset, DwTag.None, frame.EntersNoAggregate);
    }

    /// <summary>Visits an entry on behalf of the innermost level, whose text gets a piece for it.</summary>
    private void Visit(DwarfUnit from, DieOffset entry, DwTag listOf, bool entersNoAggregate)
    {
        int number = Records.Find(entry);
        DwarfUnit unit = UnitOf(from, entry);
        if (number < 0)
        {
            VisitNew(from, unit, entry, listOf, entersNoAggregate);
            return;
        }

        _scratch.Numbered(PieceKind.Record, number);
        VisitRecord(number, unit, listOf, entersNoAggregate);
    }

    private void VisitNew(DwarfUnit from, DwarfUnit unit, DieOffset entry, DwTag listOf, bool entersNoAggregate)
    {
        if (!_indexOf(unit).IsEntry(entry))
        {
            throw from.Contents.Malformed((ulong)from.PositionOf(_frames[_depth - 1].Die.Offset),
                $"DW_AT_type 0x{entry.Value:x} is not the start of an entry");
        }

        TypeEntry die = TypeEntry.ReadAt(unit, entry);
        int number = -1;
        if (die.HasSignature)
        {
            die = DefinitionOf(die);
            unit = die.Unit;
            number = Records.Find(die.Offset);
        }

        if (number < 0)
        {
            number = Records.Add(die.Offset, die.Tag);
        }

        _scratch.Numbered(PieceKind.Record, number);
        if (MustBuild(number, unit, listOf, entersNoAggregate))
        {
            Push(die, number, die.Tag, listOf, entersNoAggregate);
        }
    }

    /// <summary>
    /// What a stub stands for: the type in the type unit of its signature. The original takes the stub for a type of its own,
    /// without members.
    /// </summary>
    private TypeEntry DefinitionOf(in TypeEntry stub)
    {
        if (!stub.TryDefinition(out DieReference definition))
        {
            string why = stub.TryFind(DwAttribute.Signature, out AttributeValue value)
                ? EntryReferences.Explain(stub.Unit, value)
                : "";
            _options.Tell(EntryErrors.Warning(
                WarningKind.UnknownSignature, stub.Unit, stub.Offset, $"{why}, taken for a type without members"));
            return stub;
        }

        return _indexOf(definition.Unit).IsEntry(definition.Offset)
            ? TypeEntry.ReadAt(definition.Unit, definition.Offset)
            : throw definition.Malformed("the type of a type unit is not the start of an entry");
    }

    /// <summary>Visits a record without adding a piece: builds it if it is not complete, else replays it if needed.</summary>
    private void VisitRecord(int number, DwarfUnit? unit, DwTag listOf, bool entersNoAggregate)
    {
        if (MustBuild(number, unit, listOf, entersNoAggregate))
        {
            (DieOffset entry, DwTag tag) = (Records[number].Entry, Records[number].Tag);
            Push(TypeEntry.ReadAt(UnitOf(unit, entry), entry), number, tag, listOf, entersNoAggregate);
        }
    }

    /// <summary>Visits a record: replays it if that is needed.</summary>
    /// <returns>True when it is not complete, and has to be built.</returns>
    private bool MustBuild(int number, DwarfUnit? unit, DwTag listOf, bool entersNoAggregate)
    {
        ref Record record = ref Records[number];
        if (_options.Canonical)
        {
            // Each entry is built once; one that is still being built will be complete when texts are made.
            if (record.IsComplete || record.BuildingSince >= 0)
            {
                return false;
            }
        }
        else if (record.IsAggregate)
        {
            if (record.SeenBy == _symbol || entersNoAggregate)
            {
                VisitSeenAggregate(number, unit, listOf);
                return false;
            }

            record.SeenBy = _symbol;
            _aggregatesSeen++;
            _changes++;
        }

        if (record.IsComplete)
        {
            if (_dump is not null || MustReplay(record, entersNoAggregate))
            {
                PushReplay(number, entersNoAggregate);
            }

            return false;
        }

        if (record.BuildingSince == _aggregatesSeen)
        {
            throw Endless(record);
        }

        record.BuildingSince = _aggregatesSeen;
        return true;
    }

    /// <summary>
    /// A record completed by an earlier symbol leads to complete records only. One completed within this symbol may not,
    /// unless it is known to be closed. What a replay does is done for good, so after one that did nothing the next ones
    /// of this symbol need not happen: function types of function types would otherwise be replayed exponentially often.
    /// </summary>
    private bool MustReplay(in Record record, bool entersNoAggregate) =>
        (_sawReplacedUnion || (record.CompletedBy == _symbol && !record.IsClosed))
        && record.QuietFor != _symbol && !(entersNoAggregate && record.QuietBelowUnionFor == _symbol);

    private void NextReplayed(ref WalkFrame frame)
    {
        RecordStore store = frame.IsShallow ? Shallow : Records;
        int number = frame.Record;
        ref Record record = ref store[number];
        int start = record.TextStart, length = record.TextLength;
        Pieces pieces = new(store.Texts.Slice(start + (int)frame.Next, length - (int)frame.Next));
        while (pieces.Next())
        {
            if (pieces.Kind == PieceKind.Record)
            {
                frame.Next = length - pieces.Remaining;
                VisitRecord(pieces.Number, null, DwTag.None, frame.EntersNoAggregate);
                return;
            }

            _dump?.Piece(pieces);
        }

        record.IsClosed |= IsClosed(store, store.TextOf(number));
        if (frame.ChangesBefore == _changes)
        {
            (frame.EntersNoAggregate ? ref record.QuietBelowUnionFor : ref record.QuietFor) = _symbol;
        }

        _depth--;
    }

    private bool IsClosed(RecordStore store, ReadOnlySpan<byte> text)
    {
        if (store != Records)
        {
            return false;
        }

        Pieces pieces = new(text);
        while (pieces.Next())
        {
            if (pieces.Kind == PieceKind.Record)
            {
                ref Record part = ref Records[pieces.Number];
                if (!part.IsAggregate && !(part.IsComplete && (part.IsClosed || part.CompletedBy != _symbol)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private DwarfUnit UnitOf(DwarfUnit? from, DieOffset entry)
    {
        DwarfUnit? unit;
        return (from is null ? _dwarf.TryFindUnit(entry, out unit) : from.TryFindOwner(entry, out unit))
            ? unit
            : throw EntryErrors.At(_dwarf, entry, $"entry 0x{entry.Value:x} is in no unit");
    }

    private RefusedException Endless(in Record record)
    {
        List<DieOffset> chain = [];
        for (int i = _depth - 1; i >= 0; i--)
        {
            chain.Add(_frames[i].Die.Offset);
            if (_frames[i].Die.Offset == record.Entry)
            {
                break;
            }
        }

        chain.Reverse();
        return EntryErrors.Endless(_dwarf, chain);
    }
}
