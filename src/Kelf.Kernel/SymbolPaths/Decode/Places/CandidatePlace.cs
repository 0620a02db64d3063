// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.SymbolPaths.Lookup;

namespace Kelf.Kernel.SymbolPaths.Decode.Places;

/// <summary>Where in the source a frame is, if it means this symbol.</summary>
/// <param name="Symbol">The symbol.</param>
public sealed record CandidatePlace(SymbolHit Symbol)
{
    /// <summary>The address that was looked up, in the image; null when the frame has none in the symbol.</summary>
    public ulong? Address { get; init; }

    /// <summary>
    /// The function with the call, when it is not the one that the log names: a call that never returns may be its last instruction.
    /// </summary>
    public string? Caller { get; init; }

    /// <summary>The innermost inlined function first, that of the symbol last; none where no line is known.</summary>
    public IReadOnlyList<SourcePlace> Places { get; init; } = [];

    /// <summary>True when units of the image disagree about the place.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>The file of the function, where the place is not known, or must not be believed; or null.</summary>
    public string? File { get; init; }
}

/// <summary>A frame and the places that it may mean.</summary>
/// <param name="Decoded">The frame.</param>
/// <param name="Text">What the log has of it.</param>
/// <param name="Places">
/// One for each of its candidates, but no more than are shown; null when nothing knows lines of their images, or none are wanted.
/// </param>
public sealed record PlacedFrame(DecodedFrame Decoded, string Text, IReadOnlyList<CandidatePlace>? Places)
{
    /// <summary>What its address is.</summary>
    public FrameKind Kind => FrameKinds.Of(Decoded.Frame);
}
