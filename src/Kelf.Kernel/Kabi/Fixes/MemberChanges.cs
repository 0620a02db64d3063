// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>What a fix of a structure or union has to deal with: new members, and such as stand for others.</summary>
internal sealed class MemberChanges
{
    private MemberChanges(FlatMembers before, FlatMembers after) => (Before, After) = (before, after);

    /// <summary>The members that were there.</summary>
    public FlatMembers Before { get; }

    /// <summary>Those that are.</summary>
    public FlatMembers After { get; }

    /// <summary>The new ones, in order.</summary>
    public List<FlatMember> Added { get; } = [];

    /// <summary>Those that have another type of the same size, or another name.</summary>
    public List<FlatMember> Replaced { get; } = [];

    /// <summary>What each of <see cref="Replaced"/> was.</summary>
    public List<FlatMember> Originals { get; } = [];

    /// <summary>A member that was there before has another offset.</summary>
    public bool HasMoved { get; private set; }

    /// <summary>Compares the members.</summary>
    /// <returns>Null where there is something that no macro can hide: a member that is gone, or has another size.</returns>
    public static MemberChanges? Find(FixSubject subject)
    {
        MemberChanges changes = new(new FlatMembers(subject.Old, subject.OldSizes), new FlatMembers(subject.New, subject.NewSizes));
        return subject.Old.Alignment == subject.New.Alignment && changes.Compare() ? changes : null;
    }

    private bool Compare()
    {
        // Where one of the macros was used, what it hides is beside what it stands for.
        HashSet<long?> hidden = [];
        foreach (FlatMember member in After.All)
        {
            if (member.BitOffset is not null && (ReservedMember.Is(member.Node.Name) || ReservedMember.IsHiding(member.Node.Name)))
            {
                hidden.Add(member.BitOffset);
            }
        }

        List<FlatMember> removed = [];
        int place = -1;
        foreach (FlatMember old in Before.All)
        {
            FlatMember? now = After.Find(old.Key);
            // Room in the old order is none in another.
            if (now is not null && now.Index < place)
            {
                return false;
            }

            place = now?.Index ?? place;
            if (now is null && !ReservedMember.Is(old.Node.Name) && After.Find("__kabi_renamed" + old.Node.Name) is null)
            {
                removed.Add(old);
            }
            else if (now is not null && !ReservedMember.Is(old.Node.Name) && !Keeps(old, now))
            {
                return false;
            }
        }

        foreach (FlatMember member in After.All)
        {
            bool isNew = Before.Find(member.Key) is null && !ReservedMember.Is(member.Node.Name) && !ReservedMember.IsHiding(member.Node.Name);
            if (isNew && !hidden.Contains(member.BitOffset ?? -1) && !IsRenamed(member, removed))
            {
                Added.Add(member);
            }
        }

        return removed.Count == 0 && Added.TrueForAll(IsPasted) && Replaced.TrueForAll(IsPasted);
    }

    private bool Keeps(FlatMember old, FlatMember now)
    {
        HasMoved |= old.BitOffset != now.BitOffset && old.BitOffset is not null && now.BitOffset is not null;
        if (old.Node.Type.Text == now.Node.Type.Text && old.Node.BitSize == now.Node.BitSize)
        {
            return true;
        }

        Originals.Add(old);
        Replaced.Add(now);
        return old.Node.BitSize is null && now.Node.BitSize is null && old.BitSize == now.BitSize && old.BitOffset == now.BitOffset;
    }

    private bool IsRenamed(FlatMember member, List<FlatMember> removed)
    {
        int found = removed.FindIndex(old => old.Node.Type.Text == member.Node.Type.Text && old.Node.BitSize == member.Node.BitSize
            && (member.BitOffset is null ? old.Index == member.Index : old.BitOffset == member.BitOffset));
        if (found < 0)
        {
            return false;
        }

        Originals.Add(removed[found]);
        Replaced.Add(member);
        removed.RemoveAt(found);
        return true;
    }

    // A list in braces has commas, which a macro takes for the next argument; a long type is shortened.
    private static bool IsPasted(FlatMember member) =>
        FixSubject.IsIdentifier(member.Node.Name) && !member.Text.Contains('…', StringComparison.Ordinal)
        && !(member.Text.Contains('{', StringComparison.Ordinal) && member.Text.Contains(',', StringComparison.Ordinal));
}
