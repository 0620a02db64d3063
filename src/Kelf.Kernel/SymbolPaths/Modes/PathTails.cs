// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Attribution;

namespace Kelf.Kernel.SymbolPaths.Modes;

/// <summary>The shortest ends of paths, in whole components, that tell the entries of one name apart.</summary>
/// <example>Of <c>init</c> in <c>net/a/main.c</c>, <c>net/b/main.c</c> and <c>fs/x.c</c>: all have two components.</example>
internal sealed class PathTails
{
    private readonly PathAttribution _attribution;
    private readonly Dictionary<int, int> _components = [];

    public PathTails(PathAttribution attribution)
    {
        _attribution = attribution;
        RuntimeSymbols listing = attribution.Listing;
        NameIndex index = new(listing);
        for (int i = 0; i < listing.Count; i++)
        {
            int name = listing.Symbols[i].Name;
            if (listing.EqualNames(i) > 1 && !_components.ContainsKey(name))
            {
                HashSet<string> paths = new(StringComparer.Ordinal);
                foreach (int entry in index.Of(name))
                {
                    if (attribution.PathOf(entry) is { } path)
                    {
                        paths.Add(path);
                    }
                }

                _components[name] = Separating(paths);
            }
        }
    }

    /// <summary>The end of an entry's path; its base name when the name is unique. Null without a path.</summary>
    public string? Of(int entry) => _attribution.PathOf(entry) is not { } path ? null
        : Tail(path, _components.GetValueOrDefault(_attribution.Listing.Symbols[entry].Name, 1));

    /// <summary>The last components of a path.</summary>
    public static string Tail(string path, int components)
    {
        int at = path.Length;
        for (int i = 0; i < components && at > 0; i++)
        {
            at = path.LastIndexOf('/', at - 1);
        }

        return path[(at + 1)..];
    }

    private static int Separating(HashSet<string> paths)
    {
        int most = paths.Count == 0 ? 1 : paths.Max(path => path.Count(c => c == '/') + 1);
        for (int components = 1; components < most; components++)
        {
            if (paths.Select(path => Tail(path, components)).Distinct(StringComparer.Ordinal).Count() == paths.Count)
            {
                return components;
            }
        }

        return most;
    }
}
