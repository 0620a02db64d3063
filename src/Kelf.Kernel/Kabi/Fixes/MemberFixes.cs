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
        foreach ((FlatMember old, FlatMember now) in _changes.Replaced)
        {
            if (Macros.Replace(old.Node, now.Text) is not { } lines)
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
        "replace-member", $"let versions have what {Listed(_changes.Replaced.ConvertAll(pair => pair.New))} stands for, if modules may use it as they know it",
        _replacing, hasLayout ? [_subject.SizeStays, .. Anchors([])] : []);

    // Of C declarations nothing has a size.
    private Fix Unmeasured() => new(
        "hide-member",
        $"hide {Listed(_changes.Added)} if the room is that of a hole, of padding or of what was reserved: C declarations do not tell, a comparison of debugging information does",
        [.. _replacing, .. _changes.Added.Select(Hidden)], []);

    private FixEdit Hidden(FlatMember member, int number)
    {
        FlatMember? reserved = _changes.Before.All.FirstOrDefault(old => old.Index == member.Index && ReservedMember.Is(old.Node.Name) && _changes.After.Find(old.Key) is null);
        return new FixEdit(
            FixPlace.InPlaceOf, member.Node.Name, [],
            reserved is null ? Macros.Hide(number, member.Text, isLast: false) : Macros.Use(reserved.Node, [member.Text], _subject.OldSizes, null, isFull: false));
    }

    // Nothing moved: what is new is only to be hidden where it is.
    private Fix InPlace()
    {
        List<FixEdit> edits = [.. _replacing];
        List<Room> rooms = Room.Of(_subject.Old, _changes.Before, _subject.OldSizes, withReserved: true);
        Room[] reserved = [.. rooms.Where(room => room.Reserved is not null)];
        List<FlatMember> hidden = [];
        foreach (FlatMember member in _changes.Added)
        {
            Room? room = Array.Find(reserved, room => room.Start * 8 <= member.BitOffset && member.BitOffset + member.BitSize <= room.End * 8);
            if (room is null || !room.Take(member, SizeOf(member), Alignment.Of(member.Node.Type, _subject.NewSizes)))
            {
                hidden.Add(member);
            }
        }

        foreach (Room room in reserved.Where(room => room.Taken.Count > 0))
        {
            // What was left of the reservation is in the text.
            string[] others = [.. room.Taken.Skip(1).Select(taken => taken.Member.Node.Name),
                .. _changes.After.Find(room.Reserved!.Name) is null ? Array.Empty<string>() : [room.Reserved.Name]];
            edits.Add(new FixEdit(FixPlace.InPlaceOf, room.Taken[0].Member.Node.Name, others, room.Use(Macros, _subject.OldSizes)));
        }

        edits.AddRange(hidden.Select((member, i) => new FixEdit(
            FixPlace.InPlaceOf, member.Node.Name, [], Macros.Hide(FirstNumber + i, member.Text, isLast: false))));
        bool isReserved = hidden.Count == 0;
        return new Fix(
            isReserved ? "use-reserved" : "hide-member",
            isReserved ? $"the room of {Listed(_changes.Added)} was kept for that: say so, and the version stays"
                : $"nothing moves for {Listed(_changes.Added)}: hide it, and the version stays",
            edits, [_subject.SizeStays, .. Anchors(_changes.Added.Select(member => member.Node.Name))]);
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
        foreach (Room room in rooms.Where(room => room.Taken.Count > 0))
        {
            string[] members = [.. room.Taken.Select(taken => taken.Member.Node.Name)];
            edits.Add(new FixEdit(
                room.Place, room.Neighbour, members,
                room.Reserved is not null ? room.Use(Macros, _subject.OldSizes)
                    : [.. room.Taken.SelectMany(taken => Macros.Hide(number++, taken.Member.Text, isLast: false))]));
            string where = room.Reserved is not null ? $"into '{room.Neighbour}'" : room.Next is null && room.Place == FixPlace.After ? "into the padding" : "into the hole";
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"{Listed([.. room.Taken.Select(taken => taken.Member)])} fit{(room.Taken.Count == 1 ? "s" : "")} {where} at {room.Start}"));
            if (room.Reserved is not null)
            {
                assertions.AddRange(room.Taken.Take(1).Where(taken => taken.Member.Node.BitSize is null).Select(taken => _subject.IsAt(members[0], taken.Offset)));
            }
            else if (room.Next is not null)
            {
                assertions.Add(_subject.IsAt(room.Next, room.End));
            }
        }

        bool isReserved = rooms.Exists(room => room.Reserved is not null && room.Taken.Count > 0);
        return new Fix(isReserved ? "use-reserved" : "fill-hole", string.Join("; ", texts), edits, [.. assertions.Concat(Anchors([])).Distinct()]);
    }

    private Fix AtEnd()
    {
        string[] names = [.. _changes.Added.Select(member => member.Node.Name)];
        List<FixEdit> edits =
        [
            .. _replacing,
            .. _changes.Added.Select((member, i) => new FixEdit(FixPlace.InPlaceOf, names[i], [], Macros.Hide(FirstNumber + i, member.Text, isLast: true))),
        ];
        if (Macros.HasRules)
        {
            edits.Add(new FixEdit(FixPlace.AfterType, _subject.Name, [], [Macros.Rule("BYTE_SIZE", string.Create(CultureInfo.InvariantCulture, $"{_subject.Plain}, {_subject.Old.Size}"))]));
        }

        return new Fix(
            "append-member",
            $"hide {Listed(_changes.Added)} at the end, if modules neither allocate nor embed '{_subject.Shown}'",
            edits, [.. Anchors(names)]);
    }

    private Fix NoRoom()
    {
        long needed = _changes.Added.Sum(SizeOf);
        long largest = Room.Of(_subject.Old, _changes.Before, _subject.OldSizes, withReserved: true).Aggregate(0L, (most, room) => Math.Max(most, room.End - room.Start));
        return new Fix(
            "no-room",
            string.Create(CultureInfo.InvariantCulture, $"for {Listed(_changes.Added)} {needed} bytes are needed; the largest room in the old '{_subject.Shown}' has {largest}: ")
                + (largest >= 8 ? "put it behind a pointer there" : "keep it outside of the type"),
            [], []);
    }

    // The last member that was there, and those of the new ones that are where they stay.
    private List<string> Anchors(IEnumerable<string> added)
    {
        List<string> assertions = [];
        FlatMember? last = _changes.Before.All.LastOrDefault(member => member.Node.BitSize is null && member.BitOffset is not null
            && !ReservedMember.Is(member.Node.Name) && FixSubject.IsIdentifier(member.Node.Name) && _changes.After.Find(member.Key) is not null);
        if (last is not null && last.BitOffset % 8 == 0)
        {
            assertions.Add(_subject.IsAt(last.Node.Name, last.BitOffset!.Value / 8));
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

    private int FirstNumber => _changes.After.All.Count(member => member.Node.Name.StartsWith("__kabi_ignored", StringComparison.Ordinal));

    // A bit-field takes its whole type where it is in a union.
    private long SizeOf(FlatMember member) => _subject.NewSizes.Of(member.Node.Type) ?? 0;

    private static string Listed(List<FlatMember> members) => string.Join(" and ", members.Select(member => $"'{member.Text}'"));
}
