// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Knows symbols by the unit of debugging information at their addresses. Local symbols without one there are those of the unit
/// that most of their <c>STT_FILE</c> group is of.
/// </summary>
/// <remarks>It is read when the first symbol is asked for, since the other sources know nearly all symbols of a kernel.</remarks>
public sealed class DwarfSource : IPathSource
{
    private readonly RuntimeSymbols _listing;
    private readonly FileGroups _groups;
    private readonly ElfSymbolTable _symbols;
    private readonly Lazy<Index> _index;

    private readonly bool _knowsGlobals;
    // By name, the sources of the object that defines it, if that was joined of several.
    private readonly Dictionary<int, SourceSet> _joined = [];
    // GNU ld makes up file symbols for assembly; lld does not, and its symbols then follow those of another file.
    private readonly bool _namesAssembly;

    private DwarfSource(
        RuntimeSymbols listing, FileGroups groups, ElfSymbolTable symbols, bool knowsGlobals, IEnumerable<LinkedObject> objects, Func<Index> read)
    {
        (_listing, _groups, _symbols, _knowsGlobals) = (listing, groups, symbols, knowsGlobals);
        _index = new Lazy<Index>(read);
        foreach (LinkedObject item in objects.Where(item => item.IsJoined))
        {
            foreach (DefinedSymbol symbol in item.Globals.Concat(item.Parts.SelectMany(part => part.Locals)))
            {
                _joined[symbol.Name] = item.Sources;
            }
        }

        _namesAssembly = groups.Groups.Any(group => group.FileName > 0 && listing.Names[group.FileName].EndsWith(".o"u8));
    }

    /// <inheritdoc/>
    public PathOrigin Origin => PathOrigin.Dwarf;

    /// <summary>Prepares the debugging information of a linked image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="listing">Its table.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="knowsGlobals">
    /// False when all objects of the link are known: then a global name that none of them defines is the linker script's, though it
    /// may stand at a variable of some unit, as <c>jiffies</c> does.
    /// </param>
    /// <param name="objects">
    /// The objects of the link, as far as they are known. Global names of one that was joined of several are of the unit at their address.
    /// </param>
    /// <param name="roots">The trees that the user named.</param>
    /// <param name="budget">What compressed sections are taken from.</param>
    /// <param name="workers">Gives the threads.</param>
    /// <param name="warn">Told about what is malformed and left out.</param>
    public static DwarfSource Of(
        ElfFile image, RuntimeSymbols listing, FileGroups groups, bool knowsGlobals, IReadOnlyList<LinkedObject> objects,
        IReadOnlyList<string> roots, DecompressionBudget budget, WorkerSource workers, Action<Diagnostic> warn)
    {
        CodeRanges code = new(image);
        return new DwarfSource(listing, groups, NeededSymbols.Of(image), knowsGlobals, objects, () =>
        {
            DwarfAddressIndex addresses = new(DwarfUnitPaths.Read(image, roots, budget, workers, warn), code.Contains);
            return new Index(addresses, UnitsOfGroups(listing, groups, addresses));
        });
    }

    /// <inheritdoc/>
    public SourceUnit? Find(int entry)
    {
        RuntimeSymbol symbol = _listing.Symbols[entry];
        bool isLocal = _groups.IsLocal(symbol.Index);
        SourceSet? joined = _joined.GetValueOrDefault(symbol.Name);
        // Symbols of the linker script have no type, and may stand where the code of some unit begins.
        if (symbol.Index < 0 || (!isLocal && joined is null && (!_knowsGlobals || _symbols[symbol.Index].Type == ElfSymbolType.NoType))
            || PrefixSource.HasPrefix(_listing.NameOf(entry)))
        {
            return null;
        }

        Index index = _index.Value;
        // lld makes hidden symbols local at a final link; they stand in no group of theirs.
        int group = isLocal && !_groups.IsHidden(symbol.Index) ? _groups.Of(symbol.Index) : -1;
        DwarfUnitPath? ofGroup = group < 0 ? null : index.UnitOfGroup[group];
        DwarfUnitPath? own = index.Addresses.Find(symbol.Address);
        if (own is null)
        {
            // Compilers give all symbols a type.
            return _namesAssembly || _symbols[symbol.Index].Type != ElfSymbolType.NoType ? ofGroup?.Source : null;
        }

        if (joined is { Paths.Count: > 0 })
        {
            // What the script of such a link defines may stand at the variable of another unit.
            return joined.Contains(own.Source.Path) ? own.Source : null;
        }

        return ofGroup is not null && HasName(ofGroup, own) ? ofGroup.Source
            : own.IsAssembly && !index.Confirmed.Contains(own) ? null
            : own.Source;
    }

    private static bool HasName(DwarfUnitPath one, DwarfUnitPath other) =>
        Path.GetFileName(one.Source.Path) == Path.GetFileName(other.Source.Path);

    /// <summary>
    /// For each group the unit of its name that most of its symbols are of. Where most are of other units, it is the end of what some
    /// tool wrote after the last file, and tells nothing.
    /// </summary>
    private static DwarfUnitPath?[] UnitsOfGroups(RuntimeSymbols listing, FileGroups groups, DwarfAddressIndex addresses)
    {
        Dictionary<DwarfUnitPath, int>?[] votes = new Dictionary<DwarfUnitPath, int>?[groups.Groups.Count];
        int[] voters = new int[votes.Length];
        foreach (RuntimeSymbol symbol in listing.Symbols)
        {
            int group = groups.Of(symbol.Index);
            if (group < 0 || PrefixSource.HasPrefix(listing.Names[symbol.Name]) || addresses.Find(symbol.Address) is not { } unit)
            {
                continue;
            }

            voters[group]++;
            if (IsNamed(Utf8Name.ToText(listing.Names[Math.Max(groups.Groups[group].FileName, 0)]), unit))
            {
                Dictionary<DwarfUnitPath, int> ofGroup = votes[group] ??= [];
                ofGroup[unit] = ofGroup.GetValueOrDefault(unit) + 1;
            }
        }

        DwarfUnitPath?[] units = new DwarfUnitPath?[votes.Length];
        for (int i = 0; i < units.Length; i++)
        {
            if (votes[i] is { } ofGroup)
            {
                KeyValuePair<DwarfUnitPath, int> first = ofGroup.MaxBy(vote => vote.Value);
                units[i] = first.Value * 2 > voters[i] ? first.Key : null;
            }
        }

        return units;
    }

    /// <summary>Whether a file symbol is that of a unit: its base name, maybe after a prefix of objcopy.</summary>
    private static bool IsNamed(string file, DwarfUnitPath unit)
    {
        string name = Path.GetFileName(unit.Source.Path);
        // GNU ld makes up file symbols of objects' names.
        return unit.IsAssembly
            ? Path.ChangeExtension(name, ".o") == file
            : file == name || (file.StartsWith("__", StringComparison.Ordinal) && file.EndsWith("_" + name, StringComparison.Ordinal));
    }

    private sealed class Index(DwarfAddressIndex addresses, DwarfUnitPath?[] unitOfGroup)
    {
        public DwarfAddressIndex Addresses => addresses;

        public DwarfUnitPath?[] UnitOfGroup => unitOfGroup;

        /// <summary>The units whose names a file symbol confirms.</summary>
        public HashSet<DwarfUnitPath> Confirmed { get; } = [.. unitOfGroup.OfType<DwarfUnitPath>()];
    }

    private sealed class CodeRanges
    {
        // Sorted, without those that are in others.
        private readonly List<(ulong Start, ulong End)> _ranges = [];

        public CodeRanges(ElfFile image)
        {
            List<(ulong Start, ulong End)> all = [];
            foreach (ElfSection section in image.Sections)
            {
                if (section.IsAllocated && (section.Flags & ElfSectionFlags.Executable) != 0)
                {
                    all.Add((section.Address, section.Address + section.Size));
                }
            }

            all.Sort();
            foreach ((ulong Start, ulong End) range in all)
            {
                if (_ranges.Count == 0 || range.End > _ranges[^1].End)
                {
                    _ranges.Add(range);
                }
            }
        }

        public bool Contains(ulong address)
        {
            // The first that ends after it: both ends ascend.
            (int low, int high) = (0, _ranges.Count);
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                (low, high) = _ranges[middle].End <= address ? (middle + 1, high) : (low, middle);
            }

            return low < _ranges.Count && _ranges[low].Start <= address;
        }
    }
}
