// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kabi.Shapes;

namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>A changed type, function or variable, for which a fix is looked for.</summary>
/// <param name="name">Name of the record: <c>s#ring</c>.</param>
/// <param name="old">What it was.</param>
/// <param name="new">What it is.</param>
/// <param name="oldSizes">Sizes of types beside the old one.</param>
/// <param name="newSizes">Sizes of types beside the new one.</param>
/// <param name="macros">The macros that hide changes.</param>
internal sealed class FixSubject(string name, TypeNode old, TypeNode @new, TypeSizes oldSizes, TypeSizes newSizes, Macros macros)
{
    /// <summary>Name of the record.</summary>
    public string Name => name;

    /// <summary>What it was.</summary>
    public TypeNode Old => old;

    /// <summary>What it is.</summary>
    public TypeNode New => @new;

    /// <summary>Sizes of types beside the old one.</summary>
    public TypeSizes OldSizes => oldSizes;

    /// <summary>Sizes of types beside the new one.</summary>
    public TypeSizes NewSizes => newSizes;

    /// <summary>The macros that hide changes.</summary>
    public Macros Macros => macros;

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
    public static bool IsIdentifier(string name)
    {
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
            {
                return false;
            }
        }

        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }
}
