// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// Bounds what is read from places that many records may name: section names, strings, lists of ranges. Honest
/// files give each record a place of its own or share one whole, and shared places are read once. A hostile file can
/// point thousands of records at places that overlap, so that a few hundred KiB cost many GiB; all places together may
/// therefore be no larger than a multiple of the section that they are in. One thread spends a budget: with several, chance
/// would decide whose place is the one too many.
/// </summary>
public sealed class OverlapBudget
{
    // Strings that share their ends are the only honest overlap; linkers save a factor of two or three by it.
    private const long Factor = 16;

    // In tiny sections the factor means nothing.
    private const long Free = 64 * 1024;

    private readonly Region _section;
    private readonly string _what;
    private readonly string _most;
    private long _left;

    /// <summary>Makes the budget of all places in a section.</summary>
    /// <param name="section">The section that holds the places.</param>
    /// <param name="what">What they are, plural, for the message.</param>
    /// <param name="whole">What <paramref name="section"/> is, for the message.</param>
    public OverlapBudget(Region section, string what, string whole = "section")
        : this(section, what, (section.Length * Factor) + Free, $"{Factor} times the {whole}'s size")
    {
    }

    /// <summary>Makes the budget of some of them, so that several threads may read, each its own.</summary>
    /// <param name="section">The section that holds the places.</param>
    /// <param name="what">What they are, plural, for the message.</param>
    /// <param name="most">What all of them may take.</param>
    /// <param name="mostText">The same for the message.</param>
    internal OverlapBudget(Region section, string what, long most, string mostText)
    {
        (_section, _what, _left, _most) = (section, what, most, mostText);
    }

    /// <summary>Counts a place that was read for the first time, or a part of one.</summary>
    /// <param name="offset">Where it starts.</param>
    /// <param name="size">Bytes or entries, whichever are more.</param>
    /// <exception cref="MalformedFileException">The places overlap too much.</exception>
    public void Spend(ulong offset, long size)
    {
        _left -= size;
        if (_left < 0)
        {
            throw _section.Malformed(offset, $"{_what} overlap: together they have over {_most}");
        }
    }
}
