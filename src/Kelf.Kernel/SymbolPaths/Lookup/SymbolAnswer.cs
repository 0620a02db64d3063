// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>A symbol of an image that is not in the table which its kernel has: kallsyms leaves some out.</summary>
/// <param name="Image">Where it is.</param>
/// <param name="Symbol">The symbol.</param>
/// <param name="Letter">Its letter, as nm prints it.</param>
/// <param name="Name">Its name.</param>
public sealed record UnlistedSymbol(SymbolImage Image, ElfSymbol Symbol, char Letter, string Name);

/// <summary>What was found for a query.</summary>
/// <param name="Query">The query.</param>
/// <param name="Hits">The symbols.</param>
public sealed record SymbolAnswer(SymbolQuery Query, IReadOnlyList<SymbolHit> Hits)
{
    /// <summary>Symbols of that name which are in no table; only where there are no others.</summary>
    public IReadOnlyList<UnlistedSymbol> Unlisted { get; init; } = [];

    /// <summary>Why nothing was found though there are symbols of the name, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>True when nothing was found.</summary>
    public bool IsEmpty => Hits.Count + Unlisted.Count == 0;

    /// <summary>True when the query could have meant one symbol, and may mean several.</summary>
    public bool IsAmbiguous { get; init; }
}
