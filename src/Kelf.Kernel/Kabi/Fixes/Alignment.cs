// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>How a type is aligned at most: records say it only where a source did.</summary>
internal static class Alignment
{
    private const int MostMembers = 1000;

    /// <summary>The alignment in bytes: a size is a multiple of it.</summary>
    public static long Of(TypeNode type, TypeSizes sizes)
    {
        TypeNode at = Element(type, sizes);
        if (at.Alignment is { } known and > 0)
        {
            return known;
        }

        long most = Natural(at, sizes);
        if (at.Kind is not (NodeKind.Structure or NodeKind.Union) || at.Members.Count > MostMembers)
        {
            return most;
        }

        // No structure is aligned more than its members are.
        long ofMembers = 1;
        foreach (MemberNode member in at.Members)
        {
            TypeNode inner = Element(member.Type, sizes);
            ofMembers = Math.Max(ofMembers, inner.Alignment ?? Natural(inner, sizes));
        }

        return Math.Min(most, ofMembers);
    }

    private static long Natural(TypeNode type, TypeSizes sizes) => sizes.Of(type) is { } size and > 0 ? size & -size : 1;

    // What arrays and other names are of.
    private static TypeNode Element(TypeNode type, TypeSizes sizes)
    {
        for (int link = 0; link < 64; link++)
        {
            TypeNode next = sizes.Unnamed(type) is { Kind: NodeKind.Array or NodeKind.Qualified, Target: { } target } ? target : sizes.Unnamed(type);
            if (ReferenceEquals(next, type))
            {
                break;
            }

            type = next;
        }

        return type;
    }
}
