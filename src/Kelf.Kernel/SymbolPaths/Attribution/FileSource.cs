// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Knows local symbols by the <c>STT_FILE</c> symbol that they stand after. Not all after it are its file's: lld makes up no
/// file symbol for assembly, whose symbols then follow those of another file, and what was added after the link stands at the end.
/// </summary>
public sealed class FileSource : IPathSource
{
    private readonly RuntimeSymbols _listing;
    private readonly FileGroups _groups;
    private readonly GroupMatch?[] _matches;
    private readonly HashSet<int>[] _locals;
    private readonly IReadOnlyList<LinkedObject> _objects;
    private readonly Dictionary<int, LinkedObject> _withoutFile;
    private readonly Dictionary<int, HashSet<int>> _globals = [];
    private readonly Lazy<Dictionary<int, LinkedObject?>> _merged;

    /// <summary>Matches the groups of an image with the objects that it was linked from.</summary>
    public FileSource(RuntimeSymbols listing, FileGroups groups, IReadOnlyList<LinkedObject> objects)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(objects);
        (_listing, _groups, _objects) = (listing, groups, objects);
        _matches = GroupMatcher.Match(groups.Groups, objects);
        _locals = Array.ConvertAll(_matches, match => match is null ? [] : match.Part.Locals.Select(symbol => symbol.Name).ToHashSet());
        _merged = new Lazy<Dictionary<int, LinkedObject?>>(LocalsOfBitcode);
        _withoutFile = SymbolsWithoutFile.Find(objects, _matches.OfType<GroupMatch>().Select(match => match.Part), LocalsOfNoMatch());
    }

    /// <inheritdoc/>
    public PathOrigin Origin => PathOrigin.File;

    /// <summary>For each group of the image the object that it comes from, or null.</summary>
    public IReadOnlyList<GroupMatch?> Matches => _matches;

    /// <summary>The group of an entry, or -1.</summary>
    public int GroupOf(int entry) => _groups.Of(_listing.Symbols[entry].Index);

    /// <inheritdoc/>
    public SourceUnit? Find(int entry)
    {
        RuntimeSymbol symbol = _listing.Symbols[entry];
        if (!_groups.IsLocal(symbol.Index))
        {
            return null;
        }

        int group = _groups.Of(symbol.Index);
        GroupMatch? match = group < 0 ? null : _matches[group];
        if (match is not null && _locals[group].Contains(symbol.Name))
        {
            return match.Part.Unit;
        }

        if (_withoutFile.TryGetValue(symbol.Index, out LinkedObject? item))
        {
            return item.UnitWithoutFile;
        }

        if (group >= 0 && _listing.Names[Math.Max(_groups.Groups[group].FileName, 0)].SequenceEqual("ld-temp.o"u8))
        {
            return _merged.Value.GetValueOrDefault(symbol.Name)?.Unit;
        }

        if (match is null || PrefixSource.HasPrefix(_listing.NameOf(entry)))
        {
            return null;
        }

        // What else is not the object's own may be anybody's.
        return IsMadeFromOwn(match, group, _listing.NameOf(entry)) ? match.Part.Unit : null;
    }

    /// <summary>Whether a compiler made a symbol from one of the object's: <c>f.cold</c> from <c>f</c>.</summary>
    private bool IsMadeFromOwn(GroupMatch match, int group, ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        int stem = dot <= 0 ? -1 : _listing.Names.Find(name[..dot]);
        if (stem <= 0)
        {
            return false;
        }

        if (!_globals.TryGetValue(match.Object, out HashSet<int>? globals))
        {
            _globals[match.Object] = globals = _objects[match.Object].Globals.Select(symbol => symbol.Name).ToHashSet();
        }

        return _locals[group].Contains(stem) || globals.Contains(stem);
    }

    /// <summary>
    /// Full LTO compiles all bitcode as one file, <c>ld-temp.o</c>: what is left to know an object by are local names that no other
    /// has, and no global symbol, which are local in such an image too.
    /// </summary>
    private Dictionary<int, LinkedObject?> LocalsOfBitcode()
    {
        Dictionary<int, LinkedObject?> owners = [];
        foreach (LinkedObject item in _objects.Where(item => item.IsBitcode))
        {
            foreach (DefinedSymbol symbol in item.Parts.SelectMany(part => part.Locals))
            {
                owners[symbol.Name] = owners.TryGetValue(symbol.Name, out LinkedObject? other) && other != item ? null : item;
            }
        }

        foreach (DefinedSymbol symbol in _objects.SelectMany(item => item.Globals))
        {
            owners.Remove(symbol.Name);
        }

        return owners;
    }

    /// <summary>The local symbols that the object of their group does not have, in the order of <c>.symtab</c>.</summary>
    private List<RuntimeSymbol> LocalsOfNoMatch()
    {
        List<RuntimeSymbol> found = [];
        foreach (RuntimeSymbol symbol in _listing.Symbols)
        {
            int group = _groups.Of(symbol.Index);
            if (_groups.IsLocal(symbol.Index) && (group < 0 || !_locals[group].Contains(symbol.Name)))
            {
                found.Add(symbol);
            }
        }

        found.Sort((left, right) => left.Index.CompareTo(right.Index));
        return found;
    }
}
