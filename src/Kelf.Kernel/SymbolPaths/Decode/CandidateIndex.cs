// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Lookup;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.SymbolPaths.Decode;

/// <summary>
/// Finds among the symbols that a frame may mean those of an address, a size or a path. A log has many frames of one name, and a
/// name may have thousands of symbols, so these are looked through once, not for each frame.
/// </summary>
internal sealed class CandidateIndex
{
    // As long as there are no more, each symbol is compared with the end of a path.
    private const int MostPaths = 256;

    private readonly SymbolHit[] _hits;
    private readonly Lazy<Dictionary<ulong, SymbolHit[]>> _byAddress;
    private readonly Lazy<Dictionary<ulong, SymbolHit[]>> _bySize;
    private readonly Lazy<Dictionary<string, SymbolHit[]>> _byPath;
    private readonly Dictionary<ulong, Dictionary<ulong, SymbolHit[]>> _byRest = new(KeyedHash.Numbers);

    /// <summary>Prepares the index of the symbols of a name.</summary>
    public CandidateIndex(SymbolHit[] hits)
    {
        _hits = hits;
        _byAddress = new Lazy<Dictionary<ulong, SymbolHit[]>>(() => By(AddressOf, KeyedHash.Numbers));
        _bySize = new Lazy<Dictionary<ulong, SymbolHit[]>>(() => By(hit => hit.Image.Sizes.Of(hit.Entry), KeyedHash.Numbers));
        _byPath = new Lazy<Dictionary<string, SymbolHit[]>>(
            () => By(hit => hit.Image.PathOf(hit.Entry) ?? "", StringComparer.Ordinal));
    }

    /// <summary>Those at an address, or none.</summary>
    public SymbolHit[] At(ulong address) => _byAddress.Value.GetValueOrDefault(address, []);

    /// <summary>Those whose address is another plus or minus a multiple of an alignment, which is a power of two; or none.</summary>
    public SymbolHit[] At(ulong address, ulong alignment)
    {
        if (!_byRest.TryGetValue(alignment, out Dictionary<ulong, SymbolHit[]>? hits))
        {
            _byRest[alignment] = hits = By(hit => AddressOf(hit) & (alignment - 1), KeyedHash.Numbers);
        }

        return hits.GetValueOrDefault(address & (alignment - 1), []);
    }

    /// <summary>Those of a size, or none.</summary>
    public SymbolHit[] Sized(ulong size) => _bySize.Value.GetValueOrDefault(size, []);

    /// <summary>Those of a path, or of one that ends with it in whole components (tables may have shortened paths), or none.</summary>
    public SymbolHit[] Of(string path)
    {
        if (path.Length == 0)
        {
            return [];
        }

        Dictionary<string, SymbolHit[]> byPath = _byPath.Value;
        if (byPath.TryGetValue(path, out SymbolHit[]? hits) || byPath.Count > MostPaths)
        {
            return hits ?? [];
        }

        string end = "/" + path;
        hits = [.. _hits.Where(hit => hit.Image.PathOf(hit.Entry)?.EndsWith(end, StringComparison.Ordinal) == true)];
        if (hits.Length > 0)
        {
            byPath[path] = hits;
        }

        return hits;
    }

    /// <summary>The address of a symbol.</summary>
    public static ulong AddressOf(SymbolHit hit) => hit.Image.Listing.AddressOf(hit.Entry);

    private Dictionary<TKey, SymbolHit[]> By<TKey>(Func<SymbolHit, TKey> key, IEqualityComparer<TKey> comparer)
        where TKey : notnull
    {
        Dictionary<TKey, List<SymbolHit>> lists = new(comparer);
        foreach (SymbolHit hit in _hits)
        {
            if (!lists.TryGetValue(key(hit), out List<SymbolHit>? list))
            {
                lists[key(hit)] = list = [];
            }

            list.Add(hit);
        }

        return lists.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), comparer);
    }
}
