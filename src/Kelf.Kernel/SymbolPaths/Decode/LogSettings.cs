// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>What is wanted of a log.</summary>
public sealed record LogSettings
{
    /// <summary>Collect the frames, and no text.</summary>
    public bool CollectsFrames { get; init; }

    /// <summary>Put readable names in the place of those that Rust made; else they stand after the frame.</summary>
    public bool ReplacesRustNames { get; init; }

    /// <summary>Told each release that the log names, as often as it does.</summary>
    public Action<string>? Release { get; init; }

    /// <summary>Told each build ID that the log names for the kernel, as often as it does.</summary>
    public Action<string>? BuildId { get; init; }
}
