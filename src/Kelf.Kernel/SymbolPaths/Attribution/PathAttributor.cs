// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>Asks all that knows paths, in order of trust, for each entry of a table.</summary>
public sealed class PathAttributor
{
    private readonly RuntimeSymbols _listing;
    private readonly List<IPathSource> _sources;

    /// <summary>Makes an attributor.</summary>
    /// <param name="listing">The table.</param>
    /// <param name="sources">What knows paths.</param>
    public PathAttributor(RuntimeSymbols listing, params IEnumerable<IPathSource> sources)
    {
        _listing = listing;
        _sources = [.. sources];
        // A prefix comes from where its function comes from, whoever tells that.
        IPathSource[] direct = [.. _sources];
        _sources.Add(new PrefixSource(listing, entry => First(direct, entry).Unit));
        _sources.Sort((left, right) => left.Origin.CompareTo(right.Origin));
    }

    /// <summary>Asks for all entries.</summary>
    public PathAttribution Run()
    {
        SourceUnit?[] units = new SourceUnit?[_listing.Count];
        PathOrigin[] origins = new PathOrigin[_listing.Count];
        for (int i = 0; i < units.Length; i++)
        {
            (units[i], origins[i]) = First(_sources, i);
        }

        HashSet<SourceUnit> ambiguous = TwiceCompiled(units);
        List<string> paths = [""];
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        Dictionary<SourceUnit, int> numberOf = [];
        int[] pathOf = new int[units.Length];
        for (int i = 0; i < units.Length; i++)
        {
            if (units[i] is not { } unit)
            {
                continue;
            }

            if (!numberOf.TryGetValue(unit, out int number))
            {
                string path = ambiguous.Contains(unit) ? unit.ObjectPath! : unit.Path;
                if (!numbers.TryGetValue(path, out number))
                {
                    numbers[path] = number = paths.Count;
                    paths.Add(path);
                }

                numberOf[unit] = number;
            }

            pathOf[i] = number;
        }

        return new PathAttribution(_listing, paths, pathOf, origins);
    }

    /// <summary>What each source says of an entry; null where it has no answer.</summary>
    public IReadOnlyList<(PathOrigin Origin, SourceUnit? Unit)> Explain(int entry) =>
        [.. _sources.Select(source => (source.Origin, source.Find(entry)))];

    private static (SourceUnit? Unit, PathOrigin Origin) First(IEnumerable<IPathSource> sources, int entry)
    {
        foreach (IPathSource source in sources)
        {
            if (source.Find(entry) is { } unit)
            {
                return (unit, source.Origin);
            }
        }

        return (null, PathOrigin.None);
    }

    /// <summary>
    /// The units that are compiled from one source and have equal names: their objects tell them apart, the source does not.
    /// </summary>
    private HashSet<SourceUnit> TwiceCompiled(SourceUnit?[] units)
    {
        HashSet<string> several = new(StringComparer.Ordinal);
        Dictionary<string, SourceUnit> first = new(StringComparer.Ordinal);
        foreach (SourceUnit unit in units.OfType<SourceUnit>().Distinct())
        {
            if (!first.TryAdd(unit.Path, unit))
            {
                several.Add(unit.Path);
            }
        }

        HashSet<SourceUnit> found = [];
        Dictionary<(string Path, int Name), SourceUnit> known = [];
        for (int i = 0; i < units.Length && several.Count > 0; i++)
        {
            if (units[i] is { ObjectPath: not null } unit && several.Contains(unit.Path)
                && !known.TryAdd((unit.Path, _listing.Symbols[i].Name), unit) && known[(unit.Path, _listing.Symbols[i].Name)] != unit)
            {
                found.Add(unit);
                found.Add(known[(unit.Path, _listing.Symbols[i].Name)]);
            }
        }

        return found;
    }
}
