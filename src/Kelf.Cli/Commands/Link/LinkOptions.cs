// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Split;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Link;

/// <summary>What a run of <c>kelf link</c> was asked for.</summary>
/// <param name="Decompression">What an image may expand to when paths are looked for in its debugging information.</param>
internal sealed record LinkOptions(DecompressionLimit Decompression)
{
    /// <summary>Link once.</summary>
    public bool IsSinglePass { get; init; }

    /// <summary>Keep relocations in the link before the last.</summary>
    public bool HasEarlyRelocs { get; init; }

    /// <summary>Where the image with debugging sections goes that the linker does not see, or null.</summary>
    public string? DebugApart { get; init; }

    /// <summary>How that is laid out.</summary>
    public ImageLayout Layout { get; init; }

    /// <summary>How names of symbols get paths, or null.</summary>
    public PathModeOptions? Paths { get; init; }

    /// <summary>Threads at most, or null.</summary>
    public int? Jobs { get; init; }
}
