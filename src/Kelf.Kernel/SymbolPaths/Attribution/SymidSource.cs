// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.Kernel.SymbolPaths.Attribution;

/// <summary>
/// Knows the local symbols of equal names that <c>.klp.symid</c> follows from <c>vmlinux.o</c> to their final addresses: they come
/// from the object that the file symbol in <c>vmlinux.o</c> tells. See <see cref="SymidTable"/>.
/// </summary>
public sealed class SymidSource : IPathSource
{
    private readonly RuntimeSymbols _listing;
    private readonly FileGroups _groups;
    private readonly Dictionary<(ulong Address, int Name), SourceUnit?> _units;

    private SymidSource(RuntimeSymbols listing, FileGroups groups, Dictionary<(ulong Address, int Name), SourceUnit?> units) =>
        (_listing, _groups, _units) = (listing, groups, units);

    /// <inheritdoc/>
    public PathOrigin Origin => PathOrigin.Symid;

    /// <summary>Reads what an image and the object that it was linked from have; neither is needed later.</summary>
    /// <param name="image">The image, with the section.</param>
    /// <param name="listing">Its table.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="linked">The <c>vmlinux.o</c> that it was linked from.</param>
    /// <param name="objects">The objects that this one was linked from.</param>
    /// <returns>Null when <paramref name="linked"/> does not have the section.</returns>
    /// <exception cref="MalformedFileException">A section is malformed, or the two have not the same numbers.</exception>
    public static SymidSource? Read(
        ElfFile image, RuntimeSymbols listing, FileGroups groups, ElfFile linked, IReadOnlyList<LinkedObject> objects)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(linked);
        if (!SymidTable.IsIn(linked))
        {
            return null;
        }

        Dictionary<ulong, ulong> addresses = SymidTable.ReadAddresses(image);
        Dictionary<ulong, int> symbols = SymidTable.ReadSymbols(linked);
        if (symbols.Count != addresses.Count || !symbols.Keys.All(addresses.ContainsKey))
        {
            throw new MalformedFileException(
                linked.Image.Source.File, $"the numbers in {SymidTable.SectionName} are not those of {image.Image.Source.File}");
        }

        RuntimeSymbols before = Listing(linked, listing, out int[] entryOf);
        FileSource files = new(before, FileGroups.Read(linked, listing.Names), objects);
        Dictionary<(ulong Address, int Name), SourceUnit?> units = new(KeyedHash.Pairs);
        foreach ((ulong id, int symbol) in symbols)
        {
            if (entryOf[symbol] is >= 0 and int entry)
            {
                // Empty or merged objects of several files may have one address and one name: neither file is right for both.
                (ulong, int) key = (addresses[id], before.Symbols[entry].Name);
                SourceUnit? unit = files.Find(entry);
                units[key] = !units.TryGetValue(key, out SourceUnit? other) || ReferenceEquals(other, unit) ? unit : null;
            }
        }

        return new SymidSource(listing, groups, units);
    }

    /// <inheritdoc/>
    public SourceUnit? Find(int entry)
    {
        RuntimeSymbol symbol = _listing.Symbols[entry];
        // A global symbol of this name at this address is another one; it may be weak, and this its replacement.
        return _groups.IsLocal(symbol.Index) && !_groups.IsHidden(symbol.Index)
            ? _units.GetValueOrDefault((symbol.Address, symbol.Name))
            : null;
    }

    /// <summary>The symbols of the object whose names the image has, in the order of <c>.symtab</c>.</summary>
    private static RuntimeSymbols Listing(ElfFile linked, RuntimeSymbols image, out int[] entryOf)
    {
        ElfSymbolTable table = NeededSymbols.Of(linked);
        List<RuntimeSymbol> found = [];
        entryOf = new int[table.Count];
        Array.Fill(entryOf, -1);
        for (int i = 1; i < table.Count; i++)
        {
            ElfSymbol symbol = table[i];
            if (!symbol.IsUndefined && symbol.Type is not (ElfSymbolType.File or ElfSymbolType.Section)
                && image.Names.Find(table.NameOf(symbol)) is > 0 and int name)
            {
                entryOf[i] = found.Count;
                found.Add(new RuntimeSymbol(symbol.Value, 0, name, i));
            }
        }

        return new RuntimeSymbols([.. found], image.Names, isModule: true);
    }
}
