// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Modes;

/// <summary>What is done to the entries of a table that have a path.</summary>
public enum PathMode
{
    /// <summary>Nothing: the table of the original.</summary>
    None,

    /// <summary>Nothing; the paths are beside the table.</summary>
    Side,

    /// <summary>An entry <c>name@path_c</c> is added after each whose name others have.</summary>
    Alias,

    /// <summary>Names that others have become <c>path:name</c>.</summary>
    Dup,

    /// <summary>All names become <c>path:name</c>.</summary>
    All,
}

/// <summary>How the entries of a table are to be renamed.</summary>
public sealed record PathModeOptions
{
    /// <summary>What is done.</summary>
    public required PathMode Mode { get; init; }

    /// <summary>Of paths only as many components as tell the entries of a name apart.</summary>
    public bool ShortestPaths { get; init; }

    /// <summary>Aliases for data and numbered names too.</summary>
    public bool AliasData { get; init; }

    /// <summary>Refuse paths that cannot stand in assembly text.</summary>
    public bool ForText { get; init; }
}

/// <summary>An entry of a table with paths in its names.</summary>
/// <param name="Entry">The entry of the table without paths.</param>
/// <param name="Name">The name, or null for that entry's own.</param>
/// <param name="IsAlias">True for an added entry: it has the address and letter of <paramref name="Entry"/>.</param>
public readonly record struct QualifiedEntry(int Entry, byte[]? Name, bool IsAlias);
