// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode.Scanning;

/// <summary>
/// Recognises a place that a log has behind a frame already: of a kernel that prints lines itself, or since it was decoded before. To
/// decode a log again then changes nothing.
/// </summary>
/// <remarks>
/// <code>
/// (a.c:12)  (a.c:?)                       the place of the frame
/// (a.c:12 (discriminator 2))              and which block of the line
/// (a.c:12 in caller)                      that of a call which does not return
/// (a.h:1 &lt;- a.c:12)                       with what is inlined there
/// ({a.c:12|b.c:34})  ({?|b.c:34})         one of several functions
/// (? a.c)  (? {a.c|b.c})  (?)             another kernel's, perhaps
/// </code>
/// The first place tells; what is after it is not looked at.
/// </remarks>
internal static class DecodedPlace
{
    private const int Longest = 4096; // PATH_MAX

    /// <summary>True when a text begins with a place.</summary>
    public static bool IsAt(ReadOnlySpan<byte> after)
    {
        after = after[..Math.Min(after.Length, Longest)];
        if (!after.StartsWith(" ("u8) || after.IndexOfAny(")|}"u8) is not (> 2 and int end))
        {
            return false;
        }

        bool isAlone = after[end] == (byte)')';
        ReadOnlySpan<byte> place = after[2..end];
        bool isDoubted = place.StartsWith("? "u8);
        place = isDoubted ? place[2..] : place;
        bool isOneOfSeveral = place.StartsWith("{"u8);
        place = isOneOfSeveral ? place[1..] : place;
        if (place.SequenceEqual("?"u8))
        {
            return isOneOfSeveral || isAlone;
        }

        return (isOneOfSeveral || isAlone) && IsFile(isDoubted ? place : WithoutLine(place));
    }

    // Nothing when there is no line.
    private static ReadOnlySpan<byte> WithoutLine(ReadOnlySpan<byte> place)
    {
        place = Until(Until(Until(place, " <- "u8), " in "u8), " (discriminator "u8);
        int colon = place.LastIndexOf((byte)':');
        ReadOnlySpan<byte> line = place[(colon + 1)..];
        return colon > 0 && !line.IsEmpty && (line.SequenceEqual("?"u8) || !line.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            ? place[..colon]
            : [];
    }

    private static ReadOnlySpan<byte> Until(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark) =>
        text.IndexOf(mark) is >= 0 and int at ? text[..at] : text;

    private static bool IsFile(ReadOnlySpan<byte> name) => name.Contains((byte)'.') || name.SequenceEqual("?"u8);
}
