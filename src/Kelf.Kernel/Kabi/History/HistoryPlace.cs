// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Kabi.History;

/// <summary>Which kernels follow each other: builds of one branch, for one machine, in one configuration.</summary>
/// <param name="series">The branch.</param>
/// <param name="arch">The machine.</param>
/// <param name="flavour">The configuration.</param>
public sealed class HistoryPlace(string series, string arch, string flavour)
{
    private const int LongestName = 100;

    private static readonly SearchValues<char> s_letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-+~");

    /// <summary>The branch.</summary>
    public string Series { get; } = series;

    /// <summary>The machine.</summary>
    public string Arch { get; } = arch;

    /// <summary>The configuration.</summary>
    public string Flavour { get; } = flavour;

    /// <summary>The place as directories that other engines read columns of, too.</summary>
    internal string Folder => "series=" + Series + "/arch=" + Arch + "/flavour=" + Flavour;

    /// <summary>The place, for people.</summary>
    internal string Text => Series + "/" + Arch + "/" + Flavour;

    /// <summary>Refuses what would not be the name of a directory, or is one that engines read otherwise.</summary>
    /// <exception cref="RefusedException">The name has something else than letters, digits and a few signs.</exception>
    internal static void Check(string name, string what)
    {
        if (name.Length is 0 or > LongestName || name[0] == '.' || name.AsSpan().ContainsAnyExcept(s_letters))
        {
            throw new RefusedException((string?)null, $"'{name}' is no name of a {what}: up to 100 letters, digits and . _ - + ~ are, and no dot first");
        }
    }
}
