// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines;

/// <summary>Knows the places in the source of the addresses of one image: its debugging information, or a side table.</summary>
public interface ILineSource : IDisposable
{
    /// <summary>Whether there are lines at all: false for an image without debugging information.</summary>
    bool HasLines => true;

    /// <summary>Finds places.</summary>
    /// <param name="addresses">
    /// Addresses in the image, in any order; in a module those that <c>ModuleLayout</c> gives its sections.
    /// </param>
    /// <returns>
    /// For each address its chains: none where no code with a place is, several where several units have code there.
    /// </returns>
    IReadOnlyList<PlaceChain>[] Find(IReadOnlyList<ulong> addresses);

    /// <summary>The unit with code at an address, for which no more is read than what finds it.</summary>
    /// <param name="address">An address in the image.</param>
    /// <returns>Null when there is none, or several, or it is not known.</returns>
    CodeUnit? UnitAt(ulong address) => null;
}
