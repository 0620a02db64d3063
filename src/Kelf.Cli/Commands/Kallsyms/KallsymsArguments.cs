// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Modes;

namespace Kelf.Cli.Commands.Kallsyms;

/// <summary>What a command line of <c>kelf kallsyms</c> asks for.</summary>
internal sealed class KallsymsArguments
{
    /// <summary>A linked image, or a map.</summary>
    public required string Input { get; init; }

    /// <summary>Where the object or text goes; null for standard output.</summary>
    public string? Output { get; init; }

    /// <summary>Assembler text, though the input is an image.</summary>
    public bool AsText { get; init; }

    /// <summary>A file of the machine that the object is for, or null for the image itself.</summary>
    public string? Like { get; init; }

    /// <summary>Where the filtered listing goes, or null.</summary>
    public string? Listing { get; init; }

    /// <summary>The object of an earlier link, whose names are likely to be the same, or null.</summary>
    public string? Previous { get; init; }

    /// <summary>The layout, or null when nobody says.</summary>
    public KallsymsLayout? Layout { get; init; }

    /// <summary>As <see cref="KallsymsOptions.AllSymbols"/>; null when nobody says, as are the following.</summary>
    public bool? AllSymbols { get; init; }

    /// <summary>As <see cref="KallsymsOptions.AbsolutePercpu"/>.</summary>
    public bool? AbsolutePercpu { get; init; }

    /// <summary>As <see cref="KallsymsOptions.BaseRelative"/>.</summary>
    public bool? BaseRelative { get; init; }

    /// <summary>As <see cref="KallsymsOptions.LtoClang"/>.</summary>
    public bool? LtoClang { get; init; }

    /// <summary>As <see cref="KallsymsOptions.PcRelative"/>.</summary>
    public bool? PcRelative { get; init; }

    /// <summary>A name that is too long is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>How names get paths, or null.</summary>
    public PathModeOptions? Paths { get; init; }

    /// <summary>Where paths come from.</summary>
    public required PathInputs PathInputs { get; init; }

    /// <summary>Where a side table goes, or null.</summary>
    public string? Side { get; init; }

    /// <summary>Threads at most, or null.</summary>
    public int? Jobs { get; init; }
}
