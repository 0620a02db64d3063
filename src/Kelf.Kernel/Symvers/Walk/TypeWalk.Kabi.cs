// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Symvers.Entries;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;

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
        UnionView view = ViewUnion(frame.Die);
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
    private static bool IsIgnoredMember(in WalkFrame aggregate, in TypeEntry member)
    {
        if (member.Tag != DwTag.Member || aggregate.Tag is not (DwTag.StructureType or DwTag.ClassType or DwTag.UnionType))
        {
            return false;
        }

        return member.HasType
            ? member.TryType(out TypeEntry type) && type.Tag == DwTag.UnionType && ViewUnion(type).Status == UnionStatus.Ignored
            : throw EntryErrors.At(aggregate.Unit, member.Offset, "member missing a type?");
    }

    /// <summary>The name that a replaced union gives to a member of that type itself (canonical versions).</summary>
    private byte[]? RestoredName(in WalkFrame member)
    {
        return _options.Stable && member.Die.HasType && member.Die.TryType(out TypeEntry type) && type.Tag == DwTag.UnionType
            ? ViewUnion(type).Name
            : null;
    }

    /// <summary>Judges a union by its members in order.</summary>
    private static UnionView ViewUnion(in TypeEntry union)
    {
        UnionView view = default;
        int members = 0;
        foreach (ref readonly TypeEntry member in union.ChildrenOf(DwTag.Member))
        {
            if (!member.HasType)
            {
                throw EntryErrors.At(member.Unit, member.Offset, "union member missing a type?");
            }

            if (ViewMember(member, ref view))
            {
                return view;
            }

            members++;
            if (member.TryType(out TypeEntry type) && type.Tag == DwTag.StructureType)
            {
                ChildEntries inner = type.ChildrenOf(DwTag.Member);
                if (!inner.MoveNext())
                {
                    // The original counts a member only when its structure has members.
                    continue;
                }

                if (ViewMember(inner.Current, ref view))
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

    /// <summary>Judges a member by its name.</summary>
    /// <returns>True when it decides.</returns>
    private static bool ViewMember(in TypeEntry member, ref UnionView view)
    {
        ReadOnlySpan<byte> name = member.Name;
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
            throw EntryErrors.At(member.Unit, member.Offset, "structure member missing a type?");
        }

        byte[]? restored = isRenamed ? name["__kabi_renamed"u8.Length..].ToArray() : null;
        view = new UnionView(UnionStatus.Replaced, member.TypeOffset, restored);
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

        TypeEntry die = TypeEntry.ReadAt(UnitOf(unit, record.Entry), record.Entry);
        UnionStatus status = _options.Stable && die.Tag == DwTag.UnionType
            ? ViewUnion(die).Status
            : UnionStatus.Normal;
        if (status == UnionStatus.Replaced)
        {
            _sawReplacedUnion = true;
            VisitShallow(number, die, listOf);
        }
        else if (status == UnionStatus.Normal && _dump is not null)
        {
            _dump.Literal(TagText(die.Tag));
            ReadOnlySpan<byte> name = Qualify(new WalkFrame { Die = die });
            _dump.Literal(name.IsEmpty ? default : " "u8);
            _dump.Literal(name);
            _dump.Literal(" {"u8);
            _dump.Break(PieceKind.BreakIn);
            _dump.Break(PieceKind.BreakOut);
            _dump.Literal("}"u8);
        }
    }

    /// <summary>Visits a replaced union again: its text of that kind is built once per file, then replayed.</summary>
    private void VisitShallow(int number, in TypeEntry die, DwTag listOf)
    {
        DieOffset entry = Records[number].Entry;
        DwTag tag = Records[number].Tag;
        int shallow = Shallow.Find(entry);
        if (shallow < 0)
        {
            shallow = Shallow.Add(entry, tag);
        }

        ref Record record = ref Shallow[shallow];
        if (record.IsComplete)
        {
            if (_dump is null && record.QuietBelowUnionFor == _symbol)
            {
                return;
            }

            PushReplay(shallow, entersNoAggregate: true, isShallow: true);
            return;
        }

        if (record.BuildingSince == _aggregatesSeen)
        {
            throw Endless(record);
        }

        record.BuildingSince = _aggregatesSeen;
        Push(die, shallow, tag, listOf, entersNoAggregate: true, isShallow: true);
    }
}
