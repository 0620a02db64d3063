// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>Where the lines of images come from.</summary>
public sealed record LineInputs
{
    /// <summary>Where distributions put debug files.</summary>
    public const string UsualDebugFiles = "/usr/lib/debug";

    /// <summary>Directories of debug files, before the usual one.</summary>
    public IReadOnlyList<string> DebugRoots { get; init; } = [];

    /// <summary>Side tables of the lines of modules, in any order.</summary>
    public IReadOnlyList<string> ModuleSides { get; init; } = [];

    /// <summary>The directory that paths begin at; null for the tree that the debugging information tells.</summary>
    public string? Base { get; init; }

    /// <summary>Leave paths as the compiler wrote them.</summary>
    public bool KeepsPaths { get; init; }

    /// <summary>True when there have to be lines.</summary>
    public bool AreNeeded { get; init; }
}
