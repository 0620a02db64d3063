// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines;

/// <summary>Chooses among what is known of an address by the symbol that is there.</summary>
public static class PlaceChains
{
    /// <summary>
    /// Whether the outermost function of a chain is that of a symbol. What compilers append to symbols (<c>.cold</c>, <c>.isra.0</c>,
    /// <c>.llvm.1829771555</c>) debugging information does not have. A chain that knows no function is of any symbol.
    /// </summary>
    /// <param name="chain">A chain.</param>
    /// <param name="symbol">The symbol at its address.</param>
    public static bool IsOf(this PlaceChain chain, string symbol)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(symbol);
        SourcePlace function = chain.Outermost;
        ReadOnlySpan<char> name = Stem(symbol);
        return function.Function.Length == 0 || name.SequenceEqual(Stem(function.Function))
            || (function.LinkageName.Length > 0 && name.SequenceEqual(Stem(function.LinkageName)));
    }

    /// <summary>The chain to tell people: the first one of the symbol's function, else the first.</summary>
    /// <param name="chains">What is known of an address.</param>
    /// <param name="symbol">The symbol there; null when that is not known.</param>
    /// <param name="isAmbiguous">True when there are several, and none or more than one is of the symbol's function.</param>
    /// <returns>Null when nothing is known.</returns>
    public static PlaceChain? Preferred(this IReadOnlyList<PlaceChain> chains, string? symbol, out bool isAmbiguous)
    {
        ArgumentNullException.ThrowIfNull(chains);
        PlaceChain[] fitting = symbol is null ? [] : [.. chains.Where(chain => chain.IsOf(symbol))];
        isAmbiguous = chains.Count > 1 && fitting.Length != 1;
        return fitting.Length > 0 ? fitting[0] : chains.Count > 0 ? chains[0] : null;
    }

    private static ReadOnlySpan<char> Stem(string name)
    {
        // A point at the beginning is no suffix's: 64-bit PowerPC calls code so.
        int end = name.AsSpan(Math.Min(1, name.Length)).IndexOf('.');
        return end < 0 ? name : name.AsSpan(0, end + 1);
    }
}
