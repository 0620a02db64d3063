// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>Where the symbols of a table come from.</summary>
/// <example>
/// Of <c>name_show</c> in two files, <c>Paths</c> is <c>["", "drivers/a.c", "drivers/b.c"]</c> and <c>PathOf</c> gives 1 and 2.
/// </example>
public sealed class PathAttribution
{
    private readonly int[] _paths;
    private readonly PathOrigin[] _origins;

    /// <summary>Makes the result.</summary>
    /// <param name="listing">The table.</param>
    /// <param name="paths">The paths; the first is empty and stands for none.</param>
    /// <param name="pathOf">For each entry the number of its path.</param>
    /// <param name="origins">For each entry what told it.</param>
    public PathAttribution(RuntimeSymbols listing, IReadOnlyList<string> paths, int[] pathOf, PathOrigin[] origins)
    {
        (Listing, Paths, _paths, _origins) = (listing, paths, pathOf, origins);
    }

    /// <summary>The same of a part of the table.</summary>
    /// <param name="part">Some of the entries, of symbols of the same image.</param>
    internal PathAttribution Of(RuntimeSymbols part)
    {
        Dictionary<int, int> places = [];
        for (int i = 0; i < part.Count; i++)
        {
            places[part.IndexOf(i)] = i;
        }

        int[] paths = new int[part.Count];
        PathOrigin[] origins = new PathOrigin[part.Count];
        for (int i = 0; i < Listing.Count; i++)
        {
            if (places.TryGetValue(Listing.IndexOf(i), out int place))
            {
                (paths[place], origins[place]) = (_paths[i], _origins[i]);
            }
        }

        return new PathAttribution(part, Paths, paths, origins);
    }

    /// <summary>The table.</summary>
    public RuntimeSymbols Listing { get; }

    /// <summary>The paths by their numbers; 0 is none.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>The number of an entry's path, or 0.</summary>
    public int PathNumber(int entry) => _paths[entry];

    /// <summary>An entry's path, or null.</summary>
    public string? PathOf(int entry) => _paths[entry] == 0 ? null : Paths[_paths[entry]];

    /// <summary>What told an entry's path.</summary>
    public PathOrigin OriginOf(int entry) => _origins[entry];
}
