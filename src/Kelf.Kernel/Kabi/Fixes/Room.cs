// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>Room for new members in a structure: a member that was reserved, a hole, or padding. Offsets are in bytes.</summary>
internal sealed class Room
{
    private readonly List<FlatMember> _taken = [];

    private Room(FixPlace place, string neighbour, MemberNode? reserved, long start, long end) =>
        (Place, Neighbour, Reserved, Start, End, Free) = (place, neighbour, reserved, start, end, start);

    /// <summary>Where its text goes.</summary>
    public FixPlace Place { get; }

    /// <summary>The member beside it, or the reserved one.</summary>
    public string Neighbour { get; }

    /// <summary>The reserved member; null for a hole.</summary>
    public MemberNode? Reserved { get; }

    /// <summary>Where it begins.</summary>
    public long Start { get; }

    /// <summary>Where it ends.</summary>
    public long End { get; }

    /// <summary>Where what is free of it begins.</summary>
    public long Free { get; private set; }

    /// <summary>The member after a hole; null where there is none that offsetof knows.</summary>
    public string? Next { get; private init; }

    /// <summary>What was put there; the first of it in a reserved member is at its start.</summary>
    public List<FlatMember> Taken => _taken;

    /// <summary>The rooms of the old type: what was reserved first, as that is there for all processors, then holes and padding.</summary>
    /// <param name="type">The old type.</param>
    /// <param name="flat">Its members.</param>
    /// <param name="sizes">Sizes of types beside it.</param>
    /// <param name="withReserved">Also what was reserved.</param>
    public static List<Room> Of(TypeNode type, FlatMembers flat, TypeSizes sizes, bool withReserved)
    {
        List<Room> rooms = [];
        foreach (FlatMember member in flat.All)
        {
            if (withReserved && ReservedMember.Is(member.Node.Name) && member.Node.BitSize is null && member.BitOffset is { } at && member.BitSize is { } size)
            {
                rooms.Add(new Room(FixPlace.InPlaceOf, member.Node.Name, member.Node, at / 8, (at + size) / 8));
            }
        }

        if (type.Kind == NodeKind.Structure)
        {
            Holes(type, sizes, rooms);
        }

        return rooms;
    }

    /// <summary>Takes a member in, if there is room.</summary>
    public bool Take(FlatMember member, long size, long alignment)
    {
        long offset = (Free + alignment - 1) / alignment * alignment;
        if (alignment > MostAligned || offset + size > End)
        {
            return false;
        }

        _taken.Add(member);
        Free = offset + size;
        return true;
    }

    /// <summary>The text that puts what was taken in a reserved member.</summary>
    public IReadOnlyList<string> Use(Macros macros, TypeSizes sizes)
    {
        string? rest = Reserved is { Type: { Kind: NodeKind.Array, Target: { } element } } && sizes.Of(element) is { } one and > 0 && (Free - Start) % one == 0 && Free < End
            ? TypeText.Declare(element, string.Create(CultureInfo.InvariantCulture, $"{Reserved.Name}[{(End - Free) / one}]")) : null;
        return macros.Use(Reserved!, _taken.ConvertAll(taken => taken.Text), sizes, rest, isFull: Free == End);
    }

    // The macros refuse what needs to be aligned more than what was reserved. Arrays of bytes are aligned by their macro, or by chance.
    private long MostAligned => Reserved is null ? long.MaxValue
        : Reserved.Type.Kind == NodeKind.Array ? (Start % 8 == 0 ? 8 : 1) : Math.Max(1, (End - Start) & (Start - End));

    private static void Holes(TypeNode type, TypeSizes sizes, List<Room> rooms)
    {
        long end = 0;
        MemberNode? before = null;
        foreach (MemberNode member in type.Members)
        {
            if (member.BitOffset is not { } offset || LayoutTable.BitSizeOf(member, sizes) is not { } size)
            {
                return;
            }

            Add(rooms, before, member, (end + 7) / 8, offset / 8);
            (before, end) = (member, Math.Max(end, offset + size));
        }

        Add(rooms, before, null, (end + 7) / 8, type.Size ?? 0);
    }

    private static void Add(List<Room> rooms, MemberNode? before, MemberNode? after, long start, long end)
    {
        bool isAfter = before is not null && FixSubject.IsIdentifier(before.Name);
        if (end <= start || !(isAfter || (after is not null && FixSubject.IsIdentifier(after.Name))))
        {
            return;
        }

        rooms.Add(new Room(isAfter ? FixPlace.After : FixPlace.Before, isAfter ? before!.Name : after!.Name, null, start, end)
        {
            Next = after is { BitSize: null } && FixSubject.IsIdentifier(after.Name) ? after.Name : null,
        });
    }
}
