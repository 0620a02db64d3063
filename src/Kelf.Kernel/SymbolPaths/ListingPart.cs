// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>What is asked of the symbols of a kernel, when that is little.</summary>
/// <param name="Names">Names; what was made of a function is asked for with it.</param>
/// <param name="Addresses">Addresses.</param>
/// <param name="AreReturns">What is before the symbols of the names, and before those at the addresses, is asked for, too.</param>
public sealed record AskedSymbols(IReadOnlyList<string> Names, IReadOnlyList<ulong> Addresses, bool AreReturns)
{
    /// <summary>So many are sooner found one by one than in a table of all.</summary>
    public const int Most = 256;
}

/// <summary>
/// Some entries of the run-time symbol table of a linked kernel: those that are asked for, and all that answers depend on. A kernel has
/// 250,000 symbols. To choose, sort and place them takes seven times as long as two passes over <c>.symtab</c> that look for a few.
/// </summary>
/// <remarks>
/// Of what is asked for, each of these is the same as in the whole table:
/// <list type="bullet">
/// <item>the entries of a name and of its variants, in table order, so that positions are right;</item>
/// <item>the entries at the address of any of them, and at the last address that is not above one that is asked for;</item>
/// <item>their sizes, for which the next address above is there.</item>
/// </list>
/// </remarks>
internal static class ListingPart
{
    // The symbols that decide which others are in a table, and where it ends.
    private static readonly byte[][] s_landmarks =
        [.. "_text _stext _etext _sinittext _einittext _end".Split(' ').Select(Encoding.ASCII.GetBytes)];

    /// <summary>Reads a part of a table.</summary>
    /// <param name="image">A linked kernel.</param>
    /// <param name="asked">What is asked for.</param>
    /// <returns>Null when only the whole table tells: in one without data (no <c>CONFIG_KALLSYMS_ALL</c>) something is near data.</returns>
    /// <exception cref="MalformedFileException">The symbol table is malformed.</exception>
    public static RuntimeSymbols? TryRead(ElfFile image, AskedSymbols asked)
    {
        ElfSymbolTable table = NeededSymbols.Of(image);
        HashSet<string> stems = [.. asked.Names.Select(name => Encoding.UTF8.GetBytes(name)).Select(name => Text(SymbolStems.Of(name)))];
        List<ElfSymbol> named = SymbolStems.Find(table, [.. LinkedTables.Names, .. s_landmarks, .. stems.Select(Encoding.Latin1.GetBytes)]);
        LinkedTables? tables = LinkedTables.TryFind(image, named);
        KallsymsLayout layout = KernelListing.LayoutOf(image, tables);
        SymbolLister lister = new(image, SysmapFilter.For(layout));

        SortedDictionary<int, ListedSymbol> part = [];
        SortedSet<int> landmarks = [];
        List<ulong> points = [.. asked.Addresses];
        foreach (ElfSymbol symbol in named)
        {
            if (!lister.TryList(symbol, out ListedSymbol listed) || listed.IsUndefined)
            {
                continue;
            }

            part[symbol.Index] = listed;
            if (stems.Contains(Text(SymbolStems.Of(table.NameOf(symbol)))))
            {
                points.Add(listed.Value);
            }
            else
            {
                landmarks.Add(symbol.Index);
            }
        }

        if (asked.AreReturns)
        {
            points.AddRange([.. points.Where(point => point > 0).Select(point => point - 1)]);
        }

        foreach (ListedSymbol near in Near(lister, layout, points))
        {
            part[near.Index] = near;
            landmarks.Remove(near.Index);
        }

        SymbolListing listing = ListingReader.Of(image, [.. part.Values]);
        KallsymsOptions options = KallsymsDefaults.For(image, listing, layout, config: null) with { AllSymbols = true };
        int[] chosen = EntrySelection.Choose(listing, options);
        // Whether a kernel has data in its table shows in the number of all; here only code does not depend on it.
        return tables is { Count: > 0 }
            && chosen.Except(EntrySelection.Choose(listing, options with { AllSymbols = false }))
                .Any(place => !landmarks.Contains(listing.Symbols[place].Index))
                ? null
                : KernelListing.Sorted(listing, chosen, table);
    }

    // Rules about names are dear: most often what is nearest is listed, and only where it is not are they asked about each symbol
    // that may be nearest.
    private static List<ListedSymbol> Near(SymbolLister lister, KallsymsLayout layout, List<ulong> points)
    {
        NearSymbols near = new(points);
        foreach (ElfSymbol symbol in lister.Table)
        {
            if (lister.MayList(symbol) && !symbol.IsUndefined)
            {
                near.Offer(lister.AddressOf(symbol), symbol.Index);
            }
        }

        List<ListedSymbol> listed = [];
        bool isWhole = true;
        foreach (IReadOnlyList<int> group in near.Groups)
        {
            int before = listed.Count;
            foreach (int index in group)
            {
                Add(listed, lister, layout, lister.Table[index]);
            }

            isWhole &= listed.Count > before;
        }

        return isWhole ? listed : NearListed(lister, layout, points);
    }

    private static List<ListedSymbol> NearListed(SymbolLister lister, KallsymsLayout layout, List<ulong> points)
    {
        NearSymbols near = new(points);
        List<ListedSymbol> offered = [];
        foreach (ElfSymbol symbol in lister.Table)
        {
            if (lister.MayList(symbol) && !symbol.IsUndefined && near.Concerns(lister.AddressOf(symbol))
                && Add(offered, lister, layout, symbol))
            {
                near.Offer(offered[^1].Value, offered.Count - 1);
            }
        }

        return [.. near.Groups.SelectMany(group => group.Select(place => offered[place]))];
    }

    private static bool Add(List<ListedSymbol> listed, SymbolLister lister, KallsymsLayout layout, in ElfSymbol symbol)
    {
        bool isListed = lister.TryList(symbol, out ListedSymbol one) && EntrySelection.MaySelect(one, lister.Table.NameOf(symbol), layout);
        if (isListed)
        {
            listed.Add(one);
        }

        return isListed;
    }

    // A character for each byte.
    private static string Text(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);
}
