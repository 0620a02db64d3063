// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>In what two structures or unions differ.</summary>
internal sealed class MemberDifferences
{
    private readonly TypeNode _old;
    private readonly TypeNode _new;
    private readonly TypeDifference _types;
    private readonly List<Effect> _effects = [];
    private readonly FlatMembers _before;
    private readonly FlatMembers _after;
    private readonly HashSet<long?> _places;
    private readonly List<FlatMember> _moved = [];

    // Place of the last member that the old type has, too.
    private int _lastKnown;

    private MemberDifferences(TypeNode old, TypeNode @new, TypeSizes oldSizes, TypeSizes newSizes)
    {
        (_old, _new) = (old, @new);
        _types = new TypeDifference(oldSizes, newSizes);
        _before = new FlatMembers(old, oldSizes);
        _after = new FlatMembers(@new, newSizes);
        _places = [.. _before.All.Select(member => member.BitOffset)];
    }

    private bool HasLayout => _old.Size is not null && _new.Size is not null;

    private bool HasSameSize => _old.Size == _new.Size;

    /// <summary>The effects, in the order of members.</summary>
    /// <param name="old">The old type.</param>
    /// <param name="new">The new type.</param>
    /// <param name="oldSizes">Sizes of types beside the old one.</param>
    /// <param name="newSizes">Sizes of types beside the new one.</param>
    public static List<Effect> Find(TypeNode old, TypeNode @new, TypeSizes oldSizes, TypeSizes newSizes)
    {
        MemberDifferences differences = new(old, @new, oldSizes, newSizes);
        differences.Run();
        return differences._effects;
    }

    private void Run()
    {
        List<FlatMember> removed = [.. _before.All.Where(member => _after.Find(member.Key) is null)];
        List<FlatMember> added = [.. _after.All.Where(member => _before.Find(member.Key) is null && !ReservedMember.IsHiding(member.Node.Name))];
        foreach (FlatMember before in _before.All)
        {
            if (_after.Find(before.Key) is { } after)
            {
                Compare(before, after);
            }
        }

        Rename(removed, added);
        Reserved(removed, added);
        _effects.AddRange(removed.Select(member => Effect.Of(ChangeKind.MemberRemoved, $"'{member.Text}'{At(member)} is gone")));
        _lastKnown = _after.All.LastOrDefault(member => _before.Find(member.Key) is not null)?.Index ?? -1;
        foreach (FlatMember member in added)
        {
            Added(member);
        }

        Moved();
        Sizes();
    }

    private void Compare(FlatMember before, FlatMember after)
    {
        // What is left of room that was kept may be smaller, and later.
        if (HasSameSize && ReservedMember.Is(before.Node.Name))
        {
            return;
        }

        string name = before.Shown;
        if (before.Node.BitSize != after.Node.BitSize)
        {
            _effects.Add(Effect.Of(ChangeKind.BitField, $"'{name}' has {Bits(after)}, had {Bits(before)}"));
        }

        if (_types.Find(before.Node.Type, after.Node.Type) is { } kind)
        {
            string text = $"'{before.Text}' is now '{after.Text}'";
            _effects.Add(IsDeclared(before, after) ? new Effect(kind, kind.Impact < Impact.Risk ? kind.Impact : Impact.Risk, text + ", which a kABI macro says is as good") : Effect.Of(kind, text));
        }

        if (before.BitOffset is { } from && after.BitOffset is { } to && from != to)
        {
            _moved.Add(after);
        }
    }

    // Beside the new member the old one is kept: same place, type and size. KABI_REPLACE and those of Red Hat and Android.
    private bool IsDeclared(FlatMember before, FlatMember after) =>
        before.BitOffset is not null && before.BitOffset == after.BitOffset && before.BitSize is not null && after.BitSize <= before.BitSize
        && (_after.Find("__kabi_renamed" + before.Node.Name) is { } kept ? kept.Node.Type.Text == before.Node.Type.Text && kept.BitOffset == before.BitOffset
            : _after.All.Any(member => ReservedMember.IsHiding(member.Node.Name) && member.BitOffset == before.BitOffset
                && member.Node.Type is { Kind: NodeKind.Structure, Members: [var only] } && only.Name == before.Node.Name && only.Type.Text == before.Node.Type.Text));

    // The same type at the same place, or in the same order where places are not known.
    private void Rename(List<FlatMember> removed, List<FlatMember> added)
    {
        Dictionary<string, FlatMember> places = new(StringComparer.Ordinal);
        foreach (FlatMember member in added)
        {
            places.TryAdd(PlaceOf(member), member);
        }

        HashSet<FlatMember> renamed = [];
        foreach (FlatMember before in removed)
        {
            if (!ReservedMember.Is(before.Node.Name) && places.Remove(PlaceOf(before), out FlatMember? after))
            {
                renamed.UnionWith([before, after]);
                _effects.Add(Effect.Of(ChangeKind.MemberRenamed, $"'{before.Shown}' is called '{after.Shown}' now"));
            }
        }

        removed.RemoveAll(renamed.Contains);
        added.RemoveAll(renamed.Contains);
    }

    private static string PlaceOf(FlatMember member) => string.Create(
        CultureInfo.InvariantCulture, $"{member.BitOffset ?? member.Index} {member.Node.BitSize} {member.Node.Type.Text}");

    // What is where a reserved member was, or beside one in a union, uses it.
    private void Reserved(List<FlatMember> removed, List<FlatMember> added)
    {
        FlatMember[] rooms = HasSameSize
            ? [.. _before.All.Where(member => ReservedMember.Is(member.Node.Name) && member.BitSize is not null && member.BitOffset is not null).OrderBy(room => room.BitOffset)]
            : [];
        long[] offsets = [.. rooms.Select(room => room.BitOffset!.Value)];
        HashSet<FlatMember> used = [];
        foreach (FlatMember member in added)
        {
            int at = member.BitOffset is { } offset ? Array.BinarySearch(offsets, offset) : -1;
            at = at < 0 ? ~at - 1 : at;
            if (at >= 0 && at < rooms.Length && rooms[at].Contains(member))
            {
                used.UnionWith([member, rooms[at]]);
                _effects.Add(Effect.Of(ChangeKind.ReservedUsed, $"'{member.Text}' uses '{rooms[at].Shown}'{At(rooms[at])}"));
            }
        }

        // What is left of reserved room may have another name or size.
        HashSet<long?> left = [.. _after.All.Where(member => ReservedMember.Is(member.Node.Name)).Select(member => member.BitOffset)];
        removed.RemoveAll(member => used.Contains(member) || (rooms.Length > 0 && ReservedMember.Is(member.Node.Name) && left.Contains(member.BitOffset)));
        added.RemoveAll(used.Contains);
    }

    private void Added(FlatMember member)
    {
        bool isLast = member.Index > _lastKnown;
        if (!HasLayout)
        {
            _effects.Add(Effect.Of(
                isLast && _old.Kind == NodeKind.Structure ? ChangeKind.MemberAddedAtEnd : ChangeKind.MemberAdded, $"'{member.Text}' is new"));
        }
        else if (HasSameSize && _moved.Count == 0)
        {
            bool isInUnion = _places.Contains(member.BitOffset);
            _effects.Add(Effect.Of(
                isLast || isInUnion ? ChangeKind.MemberAddedInPadding : ChangeKind.MemberAddedInHole,
                $"'{member.Text}' is new{At(member)}, where {(isInUnion ? "others of a union are" : isLast ? "padding was" : "a hole was")}"));
        }
        else if (_old.Kind == NodeKind.Union)
        {
            _effects.Add(Effect.Of(ChangeKind.MemberAddedInPadding, $"'{member.Text}' is new"));
        }
        else if (_old.Kind == NodeKind.Structure && isLast && member.BitOffset >= _before.End && _moved.Count == 0)
        {
            _effects.Add(Effect.Of(ChangeKind.MemberAddedAtEnd, string.Create(
                CultureInfo.InvariantCulture, $"'{member.Text}' is new{At(member)}: the size is {_new.Size}, was {_old.Size}")));
        }
        else
        {
            _effects.Add(Effect.Of(ChangeKind.MemberAdded, $"'{member.Text}' is new{At(member)}"));
        }
    }

    private void Moved()
    {
        if (_moved.Count > 0)
        {
            FlatMember first = _moved[0], before = _before.Find(first.Key)!;
            string others = _moved.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {_moved.Count - 1} more after it moved");
            _effects.Add(Effect.Of(
                ChangeKind.MemberMoved, string.Create(CultureInfo.InvariantCulture, $"'{first.Shown}' is at {Offset(first)}, was at {Offset(before)}{others}")));
        }
    }

    private void Sizes()
    {
        bool isSaid = _effects.Exists(effect => effect.Kind == ChangeKind.MemberAddedAtEnd);
        if (HasLayout && !HasSameSize && !isSaid)
        {
            _effects.Add(Effect.Of(
                ChangeKind.StructSize, string.Create(CultureInfo.InvariantCulture, $"the size is {_new.Size}, was {_old.Size}")));
        }

        if (_old.Alignment != _new.Alignment && HasLayout)
        {
            _effects.Add(Effect.Of(ChangeKind.StructSize, string.Create(
                CultureInfo.InvariantCulture, $"the alignment is {Aligned(_new)}, was {Aligned(_old)}")));
        }
    }

    private static string Aligned(TypeNode type) => type.Alignment?.ToString(CultureInfo.InvariantCulture) ?? "that of the members";

    private static string Bits(FlatMember member) => member.Node.BitSize is { } bits
        ? string.Create(CultureInfo.InvariantCulture, $"{bits} bits") : "the whole type";

    private static string At(FlatMember member) => member.BitOffset is null ? "" : $" at {Offset(member)}";

    private static string Offset(FlatMember member) => new LayoutLine(member.BitOffset, null, "", false).Offset;
}
