// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// Bounds tables that units name by their offset. Tables stand one after the other, or units share one whole; a hostile file
/// lets thousands begin inside each other, so that all of them together would be the section's square. At most a few may begin
/// inside another. That is decided for each table by itself, so it does not matter which thread reads which first.
/// </summary>
internal sealed class OverlapLimit
{
    private const int MostInside = 16;

    private readonly Region _section;
    private readonly string _what;
    private readonly ulong[] _starts;

    /// <summary>Notes where tables begin.</summary>
    /// <param name="section">The section that holds them.</param>
    /// <param name="starts">Their offsets, in any order, with repetitions.</param>
    /// <param name="what">What they are, plural, for the message.</param>
    public OverlapLimit(Region section, IEnumerable<ulong> starts, string what)
    {
        (_section, _what) = (section, what);
        ulong[] sorted = [.. starts];
        Array.Sort(sorted);
        int count = 0;
        foreach (ulong start in sorted)
        {
            if (count == 0 || sorted[count - 1] != start)
            {
                sorted[count++] = start;
            }
        }

        _starts = sorted[..count];
    }

    /// <summary>The offset that a table must end at or before.</summary>
    /// <param name="start">Where it begins.</param>
    public ulong EndOf(ulong start)
    {
        int at = Array.BinarySearch(_starts, start);
        int first = at >= 0 ? at : ~at - 1;
        return first + MostInside + 1 < _starts.Length ? _starts[first + MostInside + 1] : ulong.MaxValue;
    }

    /// <summary>The error about a table that does not.</summary>
    public MalformedFileException Exceeded(ulong start) =>
        _section.Malformed(start, $"{_what} overlap: more than {MostInside} others begin in the one that begins here");
}
