// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.SymbolPaths.Decode.Places;

namespace Kelf.Kernel.SymbolPaths.Decode.Output;

/// <summary>What is wanted of a log.</summary>
public sealed record LogSettings
{
    /// <summary>Receives the frames in the order of the log, and no text is made; null for text.</summary>
    public Action<PlacedFrame>? Frames { get; init; }

    /// <summary>How lines are looked up for frames; null to name files alone.</summary>
    public PlaceSettings? Places { get; init; }

    /// <summary>How inlined functions are shown.</summary>
    public InlineForm Inline { get; init; }

    /// <summary>Show discriminators, which tell blocks of one line from each other.</summary>
    public bool ShowsDiscriminators { get; init; }

    /// <summary>Put readable names in the place of those that Rust made; else they stand after the frame.</summary>
    public bool ReplacesRustNames { get; init; }

    /// <summary>Explains the machine code of a line with <c>Code: </c>, in whole lines that follow it; or null.</summary>
    public Func<string, string?>? ExplainCode { get; init; }

    /// <summary>Told each release that the log names, as often as it does.</summary>
    public Action<string>? Release { get; init; }

    /// <summary>Told each build ID that the log names for the kernel, as often as it does.</summary>
    public Action<string>? BuildId { get; init; }
}
