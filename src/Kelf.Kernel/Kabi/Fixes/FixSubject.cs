// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>A changed type, function or variable, for which a fix is looked for.</summary>
/// <param name="Name">Name of the record: <c>s#ring</c>.</param>
/// <param name="Old">What it was.</param>
/// <param name="New">What it is.</param>
/// <param name="OldSizes">Sizes of types beside the old one.</param>
/// <param name="NewSizes">Sizes of types beside the new one.</param>
/// <param name="Macros">The macros that hide changes.</param>
internal sealed record FixSubject(string Name, TypeNode Old, TypeNode New, TypeSizes OldSizes, TypeSizes NewSizes, Macros Macros)
{
    /// <summary>Other types have it as a member, or in an array.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>The old record, without its name, where all that it refers to is still there; else null.</summary>
    public string? OldBody { get; init; }

    /// <summary>As C calls it: <c>struct ring</c>.</summary>
    public string Shown => TypeText.Name(Name);

    /// <summary>Its name alone: <c>ring</c>.</summary>
    public string Plain => Name.Length > 2 && Name[1] == '#' ? Name[2..].Trim('\'') : Name;

    /// <summary>Does C have such a name? Macros are of C, and do nothing for Rust.</summary>
    public bool IsOfC => IsIdentifier(Plain);

    /// <summary>The size stays.</summary>
    public string SizeStays => string.Create(CultureInfo.InvariantCulture, $"static_assert(sizeof({Shown}) == {Old.Size});");

    /// <summary>A member is where it is said to be.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="offset">Its offset in bytes.</param>
    public string IsAt(string member, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"static_assert(offsetof({Shown}, {member}) == {offset});");

    /// <summary>Is a text a name of C?</summary>
    public static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.AsSpan().IndexOfAnyExcept(s_letters) < 0;

    private static readonly System.Buffers.SearchValues<char> s_letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
}
