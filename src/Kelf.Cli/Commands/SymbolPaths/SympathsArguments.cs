// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Modes;

namespace Kelf.Cli.Commands.SymbolPaths;

/// <summary>What a command line of <c>kelf sympaths</c> asks for.</summary>
internal sealed class SympathsArguments
{
    /// <summary>The kernel or module.</summary>
    public required string Image { get; init; }

    /// <summary>Where paths come from.</summary>
    public required PathInputs Inputs { get; init; }

    /// <summary>Threads, or null.</summary>
    public int? Jobs { get; init; }

    /// <summary>The symbol to explain, or null.</summary>
    public string? Explain { get; init; }

    /// <summary>How to print the table; null for the summary.</summary>
    public PathModeOptions? Table { get; init; }

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Where the side table goes, or null.</summary>
    public string? Side { get; init; }

    /// <summary>Where a copy of the image with a section of paths goes, or null.</summary>
    public string? Output { get; init; }

    /// <summary>Give the copy whole names instead of a side table.</summary>
    public bool WholeNames { get; init; }

    /// <summary>Leave out the paths of unique names.</summary>
    public bool OnlyAmbiguous { get; init; }
}
