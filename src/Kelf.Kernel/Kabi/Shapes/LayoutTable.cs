// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>A line of a layout: a member, or room between members.</summary>
/// <param name="BitOffset">Offset in bits; null where that is not known.</param>
/// <param name="BitSize">Size in bits; null where that is not known.</param>
/// <param name="Text">The declaration; for room a remark.</param>
/// <param name="IsRoom">True for a hole, or padding at the end.</param>
internal sealed record LayoutLine(long? BitOffset, long? BitSize, string Text, bool IsRoom)
{
    /// <summary>The offset in bytes, and bits where it is not at a byte's start: <c>4</c>, <c>4:3</c>.</summary>
    public string Offset => BitOffset is not { } bits ? ""
        : bits % 8 == 0 ? (bits / 8).ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{bits / 8}:{bits % 8}");

    /// <summary>The size in bytes, or bits: <c>8</c>, <c>3 bits</c>.</summary>
    public string Size => BitSize is not { } bits ? ""
        : bits % 8 == 0 ? (bits / 8).ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{bits} bits");
}

/// <summary>The members of a structure or union by their places, with the holes between them.</summary>
internal static class LayoutTable
{
    private const int CacheLine = 64;

    /// <summary>The lines; of a type without offsets the members alone.</summary>
    /// <param name="type">A structure or union.</param>
    /// <param name="sizes">Sizes of other types.</param>
    public static IReadOnlyList<LayoutLine> Of(TypeNode type, TypeSizes sizes)
    {
        List<LayoutLine> lines = [];
        long end = 0;
        bool isUnion = type.Kind == NodeKind.Union;
        foreach (MemberNode member in type.Members)
        {
            long? size = BitSizeOf(member, sizes);
            if (!isUnion && member.BitOffset is { } offset && offset > end)
            {
                lines.Add(Room(end, offset - end, "hole"));
            }

            lines.Add(new LayoutLine(member.BitOffset, size, TypeText.Declare(member.Type, member.Name) + TypeText.Bits(member) + ";", IsRoom: false));
            end = member.BitOffset is { } start ? Math.Max(end, start + (size ?? 0)) : end;
        }

        if (!isUnion && type.Size is { } whole && type.Members.All(member => member.BitOffset is not null && BitSizeOf(member, sizes) is not null)
            && type.Members.Count > 0 && whole * 8 > end)
        {
            lines.Add(Room(end, (whole * 8) - end, "padding"));
        }

        return lines;
    }

    /// <summary>The size of a member in bits; null where that is not known.</summary>
    public static long? BitSizeOf(MemberNode member, TypeSizes sizes) => member.BitSize ?? (sizes.Of(member.Type) * 8);

    /// <summary>What is said at the closing brace: <c>/* size 24, align 8, 1 cache line */</c>; empty where nothing is known.</summary>
    public static string Summary(TypeNode type)
    {
        if (type.Size is not { } size)
        {
            return "";
        }

        long lines = (size + CacheLine - 1) / CacheLine;
        string align = type.Alignment is { } alignment ? string.Create(CultureInfo.InvariantCulture, $", align {alignment}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"/* size {size}{align}, {lines} cache line{(lines == 1 ? "" : "s")} */");
    }

    private static LayoutLine Room(long offset, long size, string what) => new(
        offset, size, size % 8 == 0 ? string.Create(CultureInfo.InvariantCulture, $"/* {what} of {size / 8} bytes */")
            : string.Create(CultureInfo.InvariantCulture, $"/* {what} of {size} bits */"), IsRoom: true);
}
