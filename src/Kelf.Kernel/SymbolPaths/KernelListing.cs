// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>The run-time symbol table of a linked kernel, computed from <c>.symtab</c> as the build computes it.</summary>
public static class KernelListing
{
    /// <summary>Computes the table.</summary>
    /// <param name="image">A linked kernel at any stage.</param>
    /// <exception cref="MalformedFileException">Its symbol table is malformed, or there is none.</exception>
    public static RuntimeSymbols Read(ElfFile image)
    {
        (SymbolListing listing, _, int[] chosen) = Choose(image);
        return Sorted(listing, chosen, NeededSymbols.Of(image));
    }

    /// <summary>The entries that chosen symbols of a listing are.</summary>
    internal static RuntimeSymbols Sorted(SymbolListing listing, int[] chosen, ElfSymbolTable table)
    {
        // Per-cpu data keeps the letter of its section here, so that an image and its System.map say the same.
        RuntimeSymbol[] symbols = new RuntimeSymbol[chosen.Length];
        (uint Offset, int Length)[] names = new (uint, int)[chosen.Length];
        int[] order = TableOrder.Sort(listing, chosen);
        for (int i = 0; i < order.Length; i++)
        {
            ref readonly ListedSymbol symbol = ref listing.Symbols[order[i]];
            symbols[i] = new RuntimeSymbol(symbol.Value, symbol.Letter, Name: 0, symbol.Index);
            names[i] = ((uint)symbol.NameOffset, symbol.NameLength);
        }

        return new RuntimeSymbols(symbols, names, table);
    }

    /// <summary>The release whose rules hold for a kernel.</summary>
    /// <param name="image">The kernel.</param>
    /// <param name="tables">Its tables, if it has some.</param>
    internal static KallsymsLayout LayoutOf(ElfFile image, LinkedTables? tables) => tables?.Layout
        ?? (KernelRelease.Find(image) is { } release ? KallsymsDefaults.LayoutOf(release) : KallsymsLayout.Linux73);

    /// <summary>What tables of the image are made from.</summary>
    /// <param name="image">A linked kernel at any stage; if it has tables, the options are those of its tables.</param>
    /// <exception cref="MalformedFileException">Its symbol table is malformed, or its tables are; or it has no symbol table.</exception>
    public static (SymbolListing Listing, KallsymsOptions Options) Inputs(ElfFile image)
    {
        (SymbolListing listing, KallsymsOptions options, _) = Choose(image);
        return (listing, options);
    }

    // The symbols of the image, and the places of those in it that are in its tables.
    private static (SymbolListing Listing, KallsymsOptions Options, int[] Chosen) Choose(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        LinkedTables? tables = image.Type == ElfType.Relocatable ? null : LinkedTables.TryFind(image);
        KallsymsLayout layout = LayoutOf(image, tables);
        // An object's symbols are not all defined, and its addresses are not final.
        SymbolListing listing = ListingReader.Read(image, SysmapFilter.For(layout));
        // They come first.
        listing = listing.Symbols is [{ IsUndefined: true }, ..] ? listing.Where(symbol => !symbol.IsUndefined) : listing;
        KallsymsOptions options = KallsymsDefaults.For(image, listing, layout, config: null) with { AllSymbols = true };
        int[] chosen = EntrySelection.Choose(listing, options);
        // A kernel without CONFIG_KALLSYMS_ALL? Aliases make its tables somewhat longer, but not by all data.
        if (tables is null || tables.Count == 0 || tables.Count >= chosen.Length)
        {
            return (listing, options, chosen);
        }

        options = options with { AllSymbols = false };
        return (listing, options, EntrySelection.Choose(listing, options));
    }

    /// <summary>The symbols that entries of tables stand for.</summary>
    /// <param name="image">The image that they are from.</param>
    /// <param name="entries">The entries in table order, with the names that they have in the image.</param>
    public static RuntimeSymbols Of(ElfFile image, KallsymsEntries entries)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(entries);
        ByteStringTable names = new();
        names.Add([]);
        // Objects are compared by all of their names, also by those that are in no table, and by those of their files.
        ElfSymbolTable symbols = NeededSymbols.Of(image);
        for (int i = 1; i < symbols.Count; i++)
        {
            names.Add(symbols.NameOf(symbols[i]));
        }

        return Of(entries, names, entry => entry.Symbol);
    }

    /// <summary>The symbols that the tables of a kernel have, which is all that is known of it.</summary>
    public static RuntimeSymbols Of(DecodedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        ByteStringTable names = new();
        names.Add([]);
        RuntimeSymbol[] symbols = new RuntimeSymbol[table.Count];
        for (int i = 0; i < symbols.Length; i++)
        {
            ReadOnlySpan<byte> text = table.TextOf(i);
            symbols[i] = new RuntimeSymbol(table.Addresses[i], text[0], names.Add(text[1..]), -1);
        }

        return new RuntimeSymbols(symbols, names, isModule: false);
    }

    /// <summary>The symbols that entries stand for which are in no image.</summary>
    internal static RuntimeSymbols Of(KallsymsEntries entries)
    {
        ByteStringTable names = new();
        names.Add([]);
        return Of(entries, names, _ => -1);
    }

    /// <summary>The entries of a table in its order.</summary>
    internal static KallsymsEntries Entries(SymbolListing listing, KallsymsOptions options) =>
        TableOrder.Sort(EntrySelection.Select(listing, options, new ByteStringTable(), warn: null));

    private static RuntimeSymbols Of(KallsymsEntries entries, ByteStringTable names, Func<KallsymsEntry, int> indexOf) => new(
        Array.ConvertAll(entries.Items, entry =>
        {
            ReadOnlySpan<byte> text = entries.Strings[entry.Text];
            return new RuntimeSymbol(entry.Address, text[0], names.Add(text[1..]), indexOf(entry));
        }),
        names, isModule: false);
}
