// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Dwarf;

namespace Kelf.Kernel.Symvers.Walk;

/// <content>
/// The member-name conventions of <c>--stable</c> (kernel Documentation/kbuild/gendwarfksyms.rst): a union that holds a
/// reserved, renamed or ignored member stands for what was there before.
/// </content>
internal sealed partial class TypeWalk
{
    // The name that a replaced union gives to the member it stands in. Not kept per level, as in the original: a name set
    // deeper down and not cleared by a later sibling reaches the members around it.
    private byte[]? _restoredName;

    // From the first replaced union on, replaying a record can set a name, so nothing may be skipped any more.
    private bool _sawReplacedUnion;
    private RecordStore? _shallow;

    /// <summary>Replaced unions met a second time; their texts are never printed, but building them sets names.</summary>
    private RecordStore Shallow => _shallow ??= new RecordStore(_budget);

    /// <summary>What a union's members say of it.</summary>
    private readonly record struct UnionView(UnionStatus Status, DieOffset Type, byte[]? Name);

    /// <summary>Writes a union that is replaced or ignored.</summary>
    /// <returns>False when it is an ordinary one.</returns>
    private bool BeginUnion(ref WalkFrame frame)
    {
        UnionView view = ViewUnion(frame.Unit, frame.Die);
        if (view.Status == UnionStatus.Normal)
        {
            return false;
        }

        frame.Phase = WalkPhase.End;
        if (view.Status == UnionStatus.Replaced)
        {
            _sawReplacedUnion = true;
            _restoredName = view.Name;
            Visit(frame.Unit, view.Type, DwTag.None, frame.EntersNoAggregate);
        }

        return true;
    }

    /// <summary>True for a member of an aggregate that is left out, its separator included.</summary>
    private bool IsIgnoredMember(in WalkFrame aggregate, in TypeDie member)
    {
        if (member.Tag != DwTag.Member || aggregate.Tag is not (DwTag.StructureType or DwTag.ClassType or DwTag.UnionType))
        {
            return false;
        }

        if (!member.HasType)
        {
            throw EntryErrors.At(aggregate.Unit, member.Offset, "member missing a type?");
        }

        DwarfUnit unit = UnitOf(aggregate.Unit, member.TypeEntry);
        TypeDie type = TypeDie.ReadAt(unit, member.TypeEntry);
        return type.Tag == DwTag.UnionType && ViewUnion(unit, type).Status == UnionStatus.Ignored;
    }

    /// <summary>The name that a replaced union gives to a member of that type itself (canonical versions).</summary>
    private byte[]? RestoredName(in WalkFrame member)
    {
        if (!_options.Stable || !member.Die.HasType)
        {
            return null;
        }

        DwarfUnit unit = UnitOf(member.Unit, member.Die.TypeEntry);
        TypeDie type = TypeDie.ReadAt(unit, member.Die.TypeEntry);
        return type.Tag == DwTag.UnionType ? ViewUnion(unit, type).Name : null;
    }

    /// <summary>Judges a union by its members in order.</summary>
    private UnionView ViewUnion(DwarfUnit unit, in TypeDie union)
    {
        UnionView view = default;
        int members = 0;
        if (!union.HasChildren)
        {
            return view;
        }

        DieReader reader = unit.EntriesFrom(new DieOffset(unit.Start.Value + (ulong)union.End));
        while (reader.Next() && reader.Tag != DwTag.None)
        {
            if (reader.Tag != DwTag.Member)
            {
                reader.SkipSubtree();
                continue;
            }

            TypeDie member = TypeDie.Read(unit, ref reader);
            reader.SkipChildren(member.Sibling);
            if (!member.HasType)
            {
                throw EntryErrors.At(unit, member.Offset, "union member missing a type?");
            }

            if (ViewMember(unit, member, ref view))
            {
                return view;
            }

            DwarfUnit typeUnit = UnitOf(unit, member.TypeEntry);
            TypeDie type = TypeDie.ReadAt(typeUnit, member.TypeEntry);
            members++;
            if (type.Tag == DwTag.StructureType)
            {
                if (!TryFirstMember(typeUnit, type, out TypeDie first))
                {
                    // The original counts a member only when its structure has members.
                    continue;
                }

                if (ViewMember(typeUnit, first, ref view))
                {
                    return view;
                }
            }

            if (members >= 2)
            {
                return view;
            }
        }

        return view;
    }

    private static bool TryFirstMember(DwarfUnit unit, in TypeDie structure, out TypeDie member)
    {
        member = default;
        if (!structure.HasChildren)
        {
            return false;
        }

        DieReader reader = unit.EntriesFrom(new DieOffset(unit.Start.Value + (ulong)structure.End));
        while (reader.Next() && reader.Tag != DwTag.None)
        {
            if (reader.Tag == DwTag.Member)
            {
                member = TypeDie.Read(unit, ref reader);
                return true;
            }

            reader.SkipSubtree();
        }

        return false;
    }

    /// <summary>Judges a member by its name.</summary>
    /// <returns>True when it decides.</returns>
    private static bool ViewMember(DwarfUnit unit, in TypeDie member, ref UnionView view)
    {
        ReadOnlySpan<byte> name = member.Name.Form == DwForm.None ? default : unit.StringOrEmpty(member.Name, out _);
        if (name.StartsWith("__kabi_ignored"u8))
        {
            view = new UnionView(UnionStatus.Ignored, default, null);
            return true;
        }

        bool isRenamed = name.StartsWith("__kabi_renamed"u8);
        if (!isRenamed && !name.StartsWith("__kabi_reserved"u8))
        {
            return false;
        }

        if (!member.HasType)
        {
            throw EntryErrors.At(unit, member.Offset, "structure member missing a type?");
        }

        byte[]? restored = isRenamed ? name["__kabi_renamed"u8.Length..].ToArray() : null;
        view = new UnionView(UnionStatus.Replaced, member.TypeEntry, restored);
        return true;
    }

    /// <summary>An aggregate that this symbol has met already: only a replaced union still has something to say.</summary>
    private void VisitSeenAggregate(int number, DwarfUnit? unit, DwTag listOf)
    {
        ref Record record = ref Records[number];
        if (_dump is null && (!_options.Stable || record.Tag != DwTag.UnionType))
        {
            return;
        }

        unit = UnitOf(unit, record.Entry);
        TypeDie die = TypeDie.ReadAt(unit, record.Entry);
        UnionStatus status = _options.Stable && die.Tag == DwTag.UnionType
            ? ViewUnion(unit, die).Status
            : UnionStatus.Normal;
        if (status == UnionStatus.Replaced)
        {
            _sawReplacedUnion = true;
            VisitShallow(number, unit, die, listOf);
        }
        else if (status == UnionStatus.Normal && _dump is not null)
        {
            _dump.Literal(TagText(die.Tag));
            ReadOnlySpan<byte> name = Qualify(new WalkFrame { Unit = unit, Die = die });
            _dump.Literal(name.IsEmpty ? default : " "u8);
            _dump.Literal(name);
            _dump.Literal(" {"u8);
            _dump.Break(PieceKind.BreakIn);
            _dump.Break(PieceKind.BreakOut);
            _dump.Literal("}"u8);
        }
    }

    /// <summary>Visits a replaced union again: its text of that kind is built once per file, then replayed.</summary>
    private void VisitShallow(int number, DwarfUnit? unit, in TypeDie die, DwTag listOf)
    {
        DieOffset entry = Records[number].Entry;
        DwTag tag = Records[number].Tag;
        int shallow = Shallow.Find(entry);
        if (shallow < 0)
        {
            shallow = Shallow.Add(entry, tag);
        }

        ref Record record = ref Shallow[shallow];
        unit = UnitOf(unit, entry);
        if (record.IsComplete)
        {
            if (_dump is null && record.QuietBelowUnionFor == _symbol)
            {
                return;
            }

            Push(new WalkFrame { Record = shallow, Phase = WalkPhase.Replay, IsShallow = true, EntersNoAggregate = true, Unit = unit });
            return;
        }

        if (record.BuildingSince == _aggregatesSeen)
        {
            throw Endless(record);
        }

        record.BuildingSince = _aggregatesSeen;
        Push(new WalkFrame
        {
            Die = die.Tag == DwTag.None ? TypeDie.ReadAt(unit, entry) : die,
            Unit = unit,
            Record = shallow,
            Tag = tag,
            ListOf = listOf,
            IsShallow = true,
            EntersNoAggregate = true,
        });
    }
}
