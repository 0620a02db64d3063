// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines;

/// <summary>What is at an address: the innermost inlined function first, the function that has a symbol last.</summary>
/// <param name="Places">The places, never none.</param>
public sealed record PlaceChain(IReadOnlyList<SourcePlace> Places)
{
    /// <summary>The place in the function that has a symbol.</summary>
    public SourcePlace Outermost => Places[^1];
}
