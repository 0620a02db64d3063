// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared;

/// <summary>
/// What is suspicious in an input, but no reason to stop. Warnings of one kind differ in names, places and numbers alone, so that
/// a hundred of them can be told as one.
/// </summary>
/// <param name="Kind">The words that all warnings of the kind have in common.</param>
/// <param name="Text">The whole warning, in one line without a prefix.</param>
public readonly record struct Warning(string Kind, string Text)
{
    /// <summary>A warning whose kind is its interpolated string without the parts that are filled in.</summary>
    public static Warning Of(FormattableString text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Warning(text.Format, FormattableString.Invariant(text));
    }

    /// <summary>The same warning with the input that it is about before it.</summary>
    public Warning In(string input) => this with { Text = $"{input}: {Text}" };

    /// <inheritdoc/>
    public override string ToString() => Text;
}
