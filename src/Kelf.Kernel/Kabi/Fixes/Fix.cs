// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kabi.Fixes;

/// <summary>Where in a source a text goes.</summary>
public enum FixPlace
{
    /// <summary>In place of a member or enumerator.</summary>
    InPlaceOf,

    /// <summary>After a member or enumerator.</summary>
    After,

    /// <summary>Before a member.</summary>
    Before,

    /// <summary>After the definition of a type.</summary>
    AfterType,

    /// <summary>In a source file, after its includes.</summary>
    File,
}

/// <summary>A text to paste.</summary>
/// <param name="place">Where.</param>
/// <param name="name">The member, type or file of <paramref name="place"/>.</param>
/// <param name="members">Members whose declarations go away where they are now, as the text has them.</param>
/// <param name="lines">The text.</param>
public sealed class FixEdit(FixPlace place, string name, IReadOnlyList<string> members, IReadOnlyList<string> lines)
{
    /// <summary>Where the text goes.</summary>
    public FixPlace Place => place;

    /// <summary>The member, type or file that <see cref="Place"/> is about.</summary>
    public string Name => name;

    /// <summary>Members whose declarations go away where they are now.</summary>
    public IReadOnlyList<string> Members => members;

    /// <summary>The text.</summary>
    public IReadOnlyList<string> Lines => lines;
}

/// <summary>How a change can be made so that versions and layouts stay.</summary>
/// <param name="kind">A word for programs, which stays.</param>
/// <param name="text">What is done, and when it is right, for people.</param>
/// <param name="edits">What is to be pasted; none where nothing helps.</param>
/// <param name="assertions">What keeps it so: the compiler refuses a source where one does not hold.</param>
public sealed class Fix(string kind, string text, IReadOnlyList<FixEdit> edits, IReadOnlyList<string> assertions)
{
    /// <summary>A word for programs.</summary>
    public string Kind => kind;

    /// <summary>What is done, and when it is right.</summary>
    public string Text => text;

    /// <summary>What is to be pasted.</summary>
    public IReadOnlyList<FixEdit> Edits => edits;

    /// <summary>What keeps it so.</summary>
    public IReadOnlyList<string> Assertions => assertions;
}
