// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>Fixes of structures and unions: the best first.</summary>
internal sealed class MemberFixes
{
    private readonly FixSubject _subject;
    private readonly MemberChanges _changes;
    private readonly List<FixEdit> _replacing = [];

    private MemberFixes(FixSubject subject, MemberChanges changes) => (_subject, _changes) = (subject, changes);

    private Macros Macros => _subject.Macros;

    /// <summary>The fixes; none where no macro hides the change, or the macros were used already.</summary>
    public static List<Fix> Find(FixSubject subject) =>
        MemberChanges.Find(subject) is { } changes ? new MemberFixes(subject, changes).Run() : [];

    private List<Fix> Run()
    {
        for (int i = 0; i < _changes.Replaced.Count; i++)
        {
            FlatMember now = _changes.Replaced[i];
            if (Macros.Replace(_changes.Originals[i].Node, now.Text) is not { } lines)
            {
                return [];
            }

            _replacing.Add(new FixEdit(FixPlace.InPlaceOf, now.Node.Name, [], lines));
        }

        bool hasLayout = _subject.Old.Size is not null && _subject.New.Size is not null;
        if (_changes.Added.Count == 0)
        {
            return _replacing.Count == 0 || _changes.HasMoved || _subject.Old.Size != _subject.New.Size ? [] : [Replacing(hasLayout)];
        }

        if (!hasLayout)
        {
            return [Unmeasured()];
        }

        return _subject.Old.Size == _subject.New.Size && !_changes.HasMoved ? [InPlace()] : Elsewhere();
    }

    private Fix Replacing(bool hasLayout) => new(
        "replace-member", $"let versions have what {Listed(_changes.Replaced)} stands for, if {(hasLayout ? "" : "it has the same size, which C declarations do not tell, and ")}modules may use it as they know it",
        _replacing, hasLayout ? Anchors([_subject.SizeStays], []) : []);

    // Of C declarations nothing has a size.
    private Fix Unmeasured()
    {
        foreach (FlatMember member in _changes.Added)
        {
            FlatMember? reserved = member.Index < _changes.Before.All.Count ? _changes.Before.All[member.Index] : null;
            bool isUse = reserved is not null && ReservedMember.Is(reserved.Node.Name) && _changes.After.Find(reserved.Key) is null;
            _replacing.Add(new FixEdit(
                FixPlace.InPlaceOf, member.Node.Name, [],
                isUse ? Macros.Use(reserved!.Node, [member.Text], _subject.OldSizes, null, isFull: false) : Macros.Hide(0, member.Text, isLast: false)));
        }

        return new Fix(
            "hide-member",
            $"hide {Listed(_changes.Added)} if the room is that of a hole, of padding or of what was reserved{(_changes.Replaced.Count == 0 ? "" : ", and what it replaces has the same size")}: C declarations do not tell, a comparison of debugging information does",
            _replacing, []);
    }

    // Nothing moved: what is new is only to be hidden where it is.
    private Fix InPlace()
    {
        List<Room> rooms = Room.Of(_subject.Old, _changes.Before, _subject.OldSizes, withReserved: true);
        List<string> names = [];
        List<FixEdit> hidden = [];
        foreach (FlatMember member in _changes.Added)
        {
            names.Add(member.Node.Name);
            Room? room = rooms.Find(room => room.Reserved is not null && room.Start * 8 <= member.BitOffset && member.BitOffset + member.BitSize <= room.End * 8);
            if (room is null || !room.Take(member, SizeOf(member), Alignment.Of(member.Node.Type, _subject.NewSizes)))
            {
                hidden.Add(new FixEdit(FixPlace.InPlaceOf, member.Node.Name, [], Macros.Hide(FirstNumber + hidden.Count, member.Text, isLast: false)));
            }
        }

        foreach (Room room in rooms)
        {
            if (room.Reserved is not null && room.Taken.Count > 0)
            {
                List<string> others = Names(room.Taken);
                others.RemoveAt(0);
                // What was left of the reservation is in the text.
                if (_changes.After.Find(room.Reserved.Name) is not null)
                {
                    others.Add(room.Reserved.Name);
                }

                _replacing.Add(new FixEdit(FixPlace.InPlaceOf, room.Taken[0].Node.Name, others, room.Use(Macros, _subject.OldSizes)));
            }
        }

        bool isReserved = hidden.Count == 0;
        _replacing.AddRange(hidden);
        return new Fix(
            isReserved ? "use-reserved" : "hide-member",
            isReserved ? $"the room of {Listed(_changes.Added)} was kept for that: say so, and the version stays"
                : $"nothing moves for {Listed(_changes.Added)}: hide it, and the version stays",
            _replacing, Anchors([_subject.SizeStays], names));
    }

    private List<Fix> Elsewhere()
    {
        List<Fix> fixes = [];
        List<Room> all = Room.Of(_subject.Old, _changes.Before, _subject.OldSizes, withReserved: true);
        Fix? first = Place(all);
        fixes.AddRange(first is null ? [] : [first]);

        if (first is null || all.Exists(room => room.Reserved is not null && room.Taken.Count > 0))
        {
            Fix? other = Place(Room.Of(_subject.Old, _changes.Before, _subject.OldSizes, withReserved: false));
            fixes.AddRange(other is null ? [] : [other]);
        }

        if (fixes.Count > 0)
        {
            return fixes;
        }

        bool isAtEnd = !_changes.HasMoved && _subject.Old.Kind == NodeKind.Structure && _changes.Added.TrueForAll(member => member.BitOffset >= _changes.Before.End);
        return isAtEnd && !_subject.IsEmbedded ? [AtEnd()] : [NoRoom()];
    }

    // Each member in the first room that has enough; null if one finds none.
    private Fix? Place(List<Room> rooms)
    {
        foreach (FlatMember member in _changes.Added)
        {
            long size = SizeOf(member), alignment = Alignment.Of(member.Node.Type, _subject.NewSizes);
            // Reserved members that nothing is in yet come before those that would be shared.
            if (size <= 0 || !(rooms.Exists(room => room.Reserved is not null && room.Taken.Count == 0 && room.Take(member, size, alignment))
                || rooms.Exists(room => room.Take(member, size, alignment))))
            {
                return null;
            }
        }

        List<FixEdit> edits = [.. _replacing];
        List<string> assertions = [_subject.SizeStays], texts = [];
        int number = FirstNumber;
        bool isReserved = false;
        foreach (Room room in rooms)
        {
            if (room.Taken.Count == 0)
            {
                continue;
            }

            List<string> lines = [];
            if (room.Reserved is not null)
            {
                isReserved = true;
                lines.AddRange(room.Use(Macros, _subject.OldSizes));
                if (room.Taken[0].Node.BitSize is null)
                {
                    assertions.Add(_subject.IsAt(room.Taken[0].Node.Name, room.Start));
                }
            }
            else
            {
                room.Taken.ForEach(member => lines.AddRange(Macros.Hide(number++, member.Text, isLast: false)));
                if (room.Next is not null)
                {
                    assertions.Add(_subject.IsAt(room.Next, room.End));
                }
            }

            edits.Add(new FixEdit(room.Place, room.Neighbour, Names(room.Taken), lines));
            string where = room.Reserved is not null ? $"into '{room.Neighbour}'" : room.Next is null && room.Place == FixPlace.After ? "into the padding" : "into the hole";
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"{Listed(room.Taken)} fit{(room.Taken.Count == 1 ? "s" : "")} {where} at {room.Start}"));
        }

        return new Fix(isReserved ? "use-reserved" : "fill-hole", string.Join("; ", texts), edits, Anchors(assertions, []));
    }

    private Fix AtEnd()
    {
        foreach (FlatMember member in _changes.Added)
        {
            _replacing.Add(new FixEdit(
                FixPlace.InPlaceOf, member.Node.Name, [], Macros.Hide(FirstNumber + _replacing.Count, member.Text, isLast: true)));
        }

        if (Macros.HasRules)
        {
            _replacing.Add(new FixEdit(FixPlace.AfterType, _subject.Name, [], [Macros.Rule("BYTE_SIZE", string.Create(CultureInfo.InvariantCulture, $"{_subject.Plain}, {_subject.Old.Size}"))]));
        }

        return new Fix(
            "append-member", $"hide {Listed(_changes.Added)} at the end, if modules neither allocate nor embed '{_subject.Shown}'",
            _replacing, Anchors([], Names(_changes.Added)));
    }

    private Fix NoRoom()
    {
        long needed = 0, largest = 0;
        _changes.Added.ForEach(member => needed += SizeOf(member));
        Room.Of(_subject.Old, _changes.Before, _subject.OldSizes, withReserved: true).ForEach(room => largest = Math.Max(largest, room.End - room.Start));
        return new Fix(
            "no-room",
            string.Create(CultureInfo.InvariantCulture, $"for {Listed(_changes.Added)} {needed} bytes are needed; the largest room in the old '{_subject.Shown}' has {largest}: ")
                + (largest >= 8 ? "put it behind a pointer there" : "keep it outside of the type"),
            [], []);
    }

    // The last member that was there, and those of the new ones that are where they stay.
    private List<string> Anchors(List<string> assertions, List<string> added)
    {
        for (int i = _changes.Before.All.Count - 1; i >= 0; i--)
        {
            FlatMember last = _changes.Before.All[i];
            if (last.Node.BitSize is null && last.BitOffset is { } place && place % 8 == 0 && !ReservedMember.Is(last.Node.Name)
                && FixSubject.IsIdentifier(last.Node.Name) && _changes.After.Find(last.Key) is not null)
            {
                string text = _subject.IsAt(last.Node.Name, place / 8);
                assertions.AddRange(assertions.Contains(text) ? [] : [text]);
                break;
            }
        }

        foreach (string name in added)
        {
            if (_changes.After.Find(name) is { Node.BitSize: null, BitOffset: { } offset })
            {
                assertions.Add(_subject.IsAt(name, offset / 8));
            }
        }

        return assertions;
    }

    private int FirstNumber
    {
        get
        {
            int number = 0;
            while (_changes.After.Find(string.Create(CultureInfo.InvariantCulture, $"__kabi_ignored{number}")) is not null)
            {
                number++;
            }

            return number;
        }
    }

    // A bit-field takes its whole type where it is in a union.
    private long SizeOf(FlatMember member) => _subject.NewSizes.Of(member.Node.Type) ?? 0;

    private static List<string> Names(List<FlatMember> members) => members.ConvertAll(member => member.Node.Name);

    private static string Listed(List<FlatMember> members) => "'" + string.Join("' and '", members.ConvertAll(member => member.Text)) + "'";
}
