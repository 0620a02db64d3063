// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>Which of the chains at an address are shown for a symbol.</summary>
/// <param name="Chains">The chains: none where no code with a place is, several where names do not tell which unit's it is.</param>
/// <param name="IsOther">The code there is another function's: only its line is kept, in no function.</param>
public sealed record PlaceChoice(IReadOnlyList<PlaceChain> Chains, bool IsOther = false)
{
    /// <summary>Nothing is known.</summary>
    public static PlaceChoice None { get; } = new([]);

    /// <summary>The chain to show where there is room for one; null when there is none.</summary>
    public PlaceChain? Chain => Chains.Count > 0 ? Chains[0] : null;

    /// <summary>Several units have code there.</summary>
    public bool IsAmbiguous => Chains.Count > 1;

    /// <summary>Chooses.</summary>
    /// <param name="chains">What is at an address.</param>
    /// <param name="image">The image.</param>
    /// <param name="entry">The symbol that the address is in.</param>
    public static PlaceChoice Of(IReadOnlyList<PlaceChain> chains, SymbolImage image, int entry)
    {
        ArgumentNullException.ThrowIfNull(chains);
        DebugNames names = new(image, entry);
        PlaceChain[] own = [.. chains.Where(names.AreOf)];
        return own.Length > 0 || chains.Count == 0
            ? new PlaceChoice(own)
            : new PlaceChoice([.. chains.Select(RowAlone)], IsOther: true);
    }

    private static PlaceChain RowAlone(PlaceChain chain) =>
        new([chain.Places[0] with { Function = "", LinkageName = "", IsInlined = false }]);
}
