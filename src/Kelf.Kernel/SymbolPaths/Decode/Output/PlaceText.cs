// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Lines;
using Kelf.Kernel.SymbolPaths.Decode.Places;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>Places as they are put into a log.</summary>
/// <param name="inline">How inlined functions are shown.</param>
/// <param name="showsDiscriminators">Show discriminators.</param>
internal sealed class PlaceText(InlineForm inline, bool showsDiscriminators)
{
    /// <summary>The lines above a frame, without what stands before its name: <c>kmalloc at include/linux/slab.h:991 (inlined)</c>.</summary>
    public IEnumerable<string> Rows(PlacedFrame frame) => inline != InlineForm.Rows || frame.Places is not [{ Places: { Count: > 1 } places }]
        ? []
        : places.SkipLast(1).Select(place => $"{NameOf(place)} at {Text(place)} (inlined)");

    /// <summary>What stands after a frame: <c> (kernel/fork.c:12)</c>, of several candidates <c> ({a.c:12|b.c:34})</c>.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="hasRows">True when its rows stand above it.</param>
    public string After(PlacedFrame frame, bool hasRows)
    {
        if (frame.Places is not { } candidates)
        {
            return "";
        }

        bool inOneLine = candidates.Count == 1 && (inline == InlineForm.Line || (inline == InlineForm.Rows && !hasRows));
        bool isKnown = frame.Decoded.HasSize || candidates.Any(candidate => candidate.Places.Count > 0);
        string text = AlternativesText.Of(
            candidates.Select(candidate => Text(candidate, inOneLine)), frame.Decoded.Candidates.Length - candidates.Count);
        return text.Length == 0 ? isKnown ? "" : " (?)" : isKnown ? $" ({text})" : $" (? {text})";
    }

    /// <summary>A function as people write it.</summary>
    private static string NameOf(SourcePlace place)
    {
        string name = RustName.TryDemangle(place.LinkageName) ?? place.Function;
        return name.Length == 0 ? "?" : PrintableText.Of(name);
    }

    private string? Text(CandidatePlace candidate, bool inOneLine)
    {
        if (candidate.Places.Count == 0)
        {
            return candidate.File is { } file ? PrintableText.Of(file) : null;
        }

        string text = inOneLine
            ? string.Join(" <- ", candidate.Places.Select(Text))
            : Text(candidate.Places[^1]);
        return candidate.Caller is { } caller ? $"{text} in {PrintableText.Of(caller)}" : text;
    }

    // Compilers give code that is of no line the line 0.
    private string Text(SourcePlace place)
    {
        string file = place.File is { } path ? PrintableText.Of(path) : "?";
        string line = place.Line == 0 ? "?" : place.Line.ToString(CultureInfo.InvariantCulture);
        return showsDiscriminators && place.Discriminator != 0
            ? string.Create(CultureInfo.InvariantCulture, $"{file}:{line} (discriminator {place.Discriminator})")
            : $"{file}:{line}";
    }
}
