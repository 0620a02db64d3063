// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>Where a command may look for the paths of symbols.</summary>
public sealed record PathInputs
{
    /// <summary>Archives and objects of the link; none for those beside the image.</summary>
    public IReadOnlyList<string> Archives { get; init; } = [];

    /// <summary>Maps of the linker: that of the image, and that of the object it was linked from.</summary>
    public IReadOnlyList<string> Maps { get; init; } = [];

    /// <summary>A compilation database, or null.</summary>
    public string? CompileCommands { get; init; }

    /// <summary>Directory of the build, or null for that of the archives or the image.</summary>
    public string? ObjectTree { get; init; }

    /// <summary>The source tree as the compiler was given it, or null to find out.</summary>
    public string? SourceTree { get; init; }

    /// <summary>Path of the linker script for the symbols that it defines, or null to leave them without one.</summary>
    public string? ScriptPath { get; init; }

    /// <summary>A side table that was made before, or null.</summary>
    public string? Side { get; init; }

    /// <summary>What is asked; null for all that there is.</summary>
    public IReadOnlyList<PathOrigin>? Origins { get; init; }

    /// <summary>What each image and module may expand to.</summary>
    public DecompressionLimit Decompression { get; init; } = DecompressionLimit.Standard;

    /// <summary>Receives what tells no paths though it should, or null.</summary>
    public Action<Diagnostic>? Warn { get; init; }

    internal void Tell(Diagnostic warning) => Warn?.Invoke(warning);
}
