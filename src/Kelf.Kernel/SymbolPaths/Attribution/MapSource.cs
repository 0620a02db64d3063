// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Knows symbols by the linker's map: the object whose section is at their address. A kernel that is linked from
/// <c>vmlinux.o</c> needs the map of that link too.
/// </summary>
/// <remarks>
/// Addresses do not tell everything. A symbol of no size at the end of one object's section is at the beginning of the next one's,
/// and those of the linker script are at many such places: the object must define the name, or stand after the same file symbol.
/// </remarks>
public sealed class MapSource : IPathSource
{
    private readonly RuntimeSymbols _listing;
    private readonly FileGroups _groups;
    // Maps of the image and of what it was linked from list each piece once.
    private const int MostUses = 16;

    private readonly MapPiece[] _pieces;
    private readonly Known?[] _objectOfPiece;
    private readonly Dictionary<string, Known> _objects;
    private readonly Func<string, string> _objectPath;

    /// <summary>Prepares a map.</summary>
    /// <param name="listing">The table.</param>
    /// <param name="groups">The groups of the image.</param>
    /// <param name="pieces">The pieces of the image.</param>
    /// <param name="objects">The objects of the link.</param>
    /// <param name="objectPath">Gives the path of an object below the object tree for the linker's name of it.</param>
    public MapSource(
        RuntimeSymbols listing, FileGroups groups, IEnumerable<MapPiece> pieces, IReadOnlyList<LinkedObject> objects,
        Func<string, string> objectPath)
    {
        (_listing, _groups, _objectPath) = (listing, groups, objectPath);
        _pieces = [.. pieces.Where(piece => IsLoaded(piece.OutputSection)).OrderBy(piece => piece.Address)];
        _objectOfPiece = new Known?[_pieces.Length];
        _objects = new Dictionary<string, Known>(StringComparer.Ordinal);
        foreach (LinkedObject item in objects)
        {
            _objects.TryAdd(item.ObjectPath, new Known(item));
        }
    }

    /// <inheritdoc/>
    public PathOrigin Origin => PathOrigin.Map;

    /// <summary>
    /// Puts the pieces of a link in the place of the object that it made, which is input of the link of the image.
    /// </summary>
    /// <param name="image">The pieces of the image.</param>
    /// <param name="name">The object's name there: <c>vmlinux.o</c>.</param>
    /// <param name="inner">The pieces of the object.</param>
    /// <exception cref="RefusedException">While they are enumerated: the image has a section of the object again and again.</exception>
    public static IEnumerable<MapPiece> Expand(IEnumerable<MapPiece> image, string name, IReadOnlyList<MapPiece> inner)
    {
        ILookup<string, MapPiece> bySection = inner.ToLookup(piece => piece.OutputSection, StringComparer.Ordinal);
        Dictionary<string, int> uses = new(StringComparer.Ordinal);
        return image.SelectMany(piece => piece.Object != name
            ? [piece]
            : Use(piece.InputSection)
                .Where(part => part.Address <= piece.Size && part.Size <= piece.Size - part.Address)
                .Select(part => part with { Address = piece.Address + part.Address, OutputSection = piece.OutputSection }));

        IEnumerable<MapPiece> Use(string section)
        {
            int times = uses.GetValueOrDefault(section) + 1;
            uses[section] = times;
            return times <= MostUses
                ? bySection[section]
                : throw new RefusedException(name, $"the map of the image has its section {section} more than {MostUses} times");
        }
    }

    /// <inheritdoc/>
    public SourceUnit? Find(int entry)
    {
        RuntimeSymbol symbol = _listing.Symbols[entry];
        int at = UpperBound(symbol.Address) - 1;
        if (at < 0 || symbol.Address - _pieces[at].Address >= _pieces[at].Size
            || (_objectOfPiece[at] ??= _objects.GetValueOrDefault(_objectPath(_pieces[at].Object), Known.Nothing)) is var known
            && known == Known.Nothing)
        {
            return null;
        }

        // lld makes hidden symbols local at a final link.
        if (!_groups.IsLocal(symbol.Index) || _groups.IsHidden(symbol.Index))
        {
            return known.Globals.Contains(symbol.Name) ? known.Object.Unit : null;
        }

        int group = _groups.Of(symbol.Index);
        if (group >= 0 && known.Parts.TryGetValue(_groups.Groups[group].FileName, out ObjectPart? part))
        {
            return part.Unit;
        }

        // lld makes up no file symbol for assembly. Where the linker did, it is of another object: constants of both were merged.
        return (group < 0 || !_listing.Names[Math.Max(_groups.Groups[group].FileName, 0)].EndsWith(".o"u8)) && known.LocalsWithoutFile.Contains(symbol.Name)
            ? known.Object.UnitWithoutFile
            : null;
    }

    // These have addresses from 0, as the per-cpu data of some kernels has.
    private static bool IsLoaded(string section) => !(section.StartsWith(".debug", StringComparison.Ordinal)
        || section.StartsWith(".rela", StringComparison.Ordinal)
        || section is ".comment" or ".symtab" or ".strtab" or ".shstrtab" or "/DISCARD/" or ".note.GNU-stack");

    private int UpperBound(ulong address)
    {
        (int low, int high) = (0, _pieces.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _pieces[middle].Address <= address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private sealed class Known(LinkedObject item)
    {
        public static readonly Known Nothing = new(new LinkedObject { ObjectPath = "", Parts = [], Globals = [] });

        private HashSet<int>? _locals;
        private HashSet<int>? _globals;
        private Dictionary<int, ObjectPart>? _parts;

        public LinkedObject Object => item;

        /// <summary>The first part of each name.</summary>
        public Dictionary<int, ObjectPart> Parts => _parts ??= item.Parts.DistinctBy(part => part.FileName).ToDictionary(part => part.FileName);

        public HashSet<int> LocalsWithoutFile => _locals ??=
            [.. item.Parts.Where(part => !part.HasFileSymbol).SelectMany(part => part.Locals).Select(symbol => symbol.Name)];

        public HashSet<int> Globals => _globals ??= [.. item.Globals.Select(symbol => symbol.Name)];
    }
}
