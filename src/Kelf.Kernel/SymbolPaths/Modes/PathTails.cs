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
        for (int i = 0; i < listing.Count; i++)
        {
            int name = listing.Symbols[i].Name;
            if (listing.EqualNames(i) > 1 && !_components.ContainsKey(name))
            {
                HashSet<int> paths = [];
                foreach (int entry in listing.Find(listing.NameOf(i)))
                {
                    if (attribution.PathNumber(entry) is not 0 and int path)
                    {
                        paths.Add(path);
                    }
                }

                _components[name] = Separating(paths.Select(path => attribution.Paths[path]).Distinct(StringComparer.Ordinal));
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

    /// <summary>One component more than any two paths share at their ends: when they are sorted from the end, two neighbours.</summary>
    private static int Separating(IEnumerable<string> paths)
    {
        string[][] reversed = [.. paths.Select(path => path.Split('/').Reverse().ToArray())];
        Array.Sort(reversed, (left, right) =>
        {
            int at = Common(left, right);
            return at < left.Length && at < right.Length
                ? string.CompareOrdinal(left[at], right[at])
                : left.Length.CompareTo(right.Length);
        });
        int most = reversed.Length == 0 ? 1 : reversed.Max(path => path.Length);
        int shared = 0;
        for (int i = 1; i < reversed.Length; i++)
        {
            shared = Math.Max(shared, Common(reversed[i - 1], reversed[i]));
        }

        return Math.Min(shared + 1, most);
    }

    private static int Common(string[] left, string[] right)
    {
        int at = 0;
        while (at < left.Length && at < right.Length && left[at] == right[at])
        {
            at++;
        }

        return at;
    }
}
