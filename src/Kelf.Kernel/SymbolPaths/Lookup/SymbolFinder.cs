// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>A symbol that a query found.</summary>
/// <param name="Image">Where it is.</param>
/// <param name="Entry">Its entry there.</param>
/// <param name="Offset">How far behind its beginning the address is that was asked for; 0 otherwise.</param>
public sealed record SymbolHit(SymbolImage Image, int Entry, ulong Offset = 0);

/// <summary>Looks symbols up in a kernel and its modules.</summary>
/// <param name="images">The kernel, the modules.</param>
public sealed class SymbolFinder(IReadOnlyList<SymbolImage> images)
{
    /// <summary>The images.</summary>
    public IReadOnlyList<SymbolImage> Images => images;

    /// <summary>The name under which a running kernel has a module: dashes are underscores.</summary>
    public static string ModuleName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Replace('-', '_');
    }

    /// <summary>All symbols that a query means.</summary>
    public IReadOnlyList<SymbolHit> Find(SymbolQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        string? module = query.Module is null ? null : ModuleName(query.Module);
        return [.. images.Where(image => module is null || image.Module == module).SelectMany(image => In(image, query))];
    }

    private static IEnumerable<SymbolHit> In(SymbolImage image, SymbolQuery query)
    {
        if (query.Address is { } address)
        {
            return image.Sizes.TryFind(address, out int at)
                ? [new SymbolHit(image, at, address - image.Listing.Symbols[at].Address)]
                : [];
        }

        IReadOnlyList<int> named = image.Named(query.Name);
        if (named.Count == 0 && query.Name.IndexOf('@') is > 0 and int alias)
        {
            named = [.. image.Named(query.Name[..alias]).Where(entry => image.AliasOf(entry) == query.Name)];
        }

        return named
            .Where(entry => query.MatchesPath(image.Attribution.PathOf(entry)) && IsAt(image, entry, query.Position))
            .Select(entry => new SymbolHit(image, entry));
    }

    // Livepatch takes 0 for "there is only one".
    private static bool IsAt(SymbolImage image, int entry, int? position) => position switch
    {
        null => true,
        0 => image.Listing.EqualNames(entry) == 1,
        _ => image.Listing.Rank(entry) == position,
    };
}
