// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>The modules beside an image, and where paths come from.</summary>
/// <param name="Paths">Where paths come from.</param>
/// <param name="Modules">Modules, and directories of modules.</param>
public sealed record ImageSetInputs(PathInputs Paths, IReadOnlyList<string> Modules)
{
    /// <summary>Where lines come from; null when none are wanted.</summary>
    public LineInputs? Lines { get; init; }
}
