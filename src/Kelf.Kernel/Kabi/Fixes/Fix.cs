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
/// <param name="Place">Where.</param>
/// <param name="Name">The member, type or file of <paramref name="Place"/>.</param>
/// <param name="Members">Members whose declarations go away where they are now, as the text has them.</param>
/// <param name="Lines">The text.</param>
public sealed record FixEdit(FixPlace Place, string Name, IReadOnlyList<string> Members, IReadOnlyList<string> Lines);

/// <summary>How a change can be made so that versions and layouts stay.</summary>
/// <param name="Kind">A word for programs, which stays.</param>
/// <param name="Text">What is done, and when it is right, for people.</param>
/// <param name="Edits">What is to be pasted; none where nothing helps.</param>
/// <param name="Assertions">What keeps it so: the compiler refuses a source where one does not hold.</param>
public sealed record Fix(string Kind, string Text, IReadOnlyList<FixEdit> Edits, IReadOnlyList<string> Assertions);
