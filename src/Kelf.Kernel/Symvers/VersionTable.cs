// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Symvers;

/// <summary>The versions of the symbols of a list, by their numbers in it.</summary>
/// <param name="count">Number of symbols.</param>
public sealed class VersionTable(int count)
{
    private readonly uint?[] _versions = new uint?[count];

    /// <summary>The version of a symbol, or null when nothing describes it.</summary>
    /// <param name="symbol">Its number in the list.</param>
    public uint? this[int symbol]
    {
        get => _versions[symbol];
        set => _versions[symbol] = value;
    }
}
