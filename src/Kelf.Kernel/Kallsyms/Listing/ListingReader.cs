// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Listing;

/// <summary>Lists the symbols of an ELF file as <c>nm -n</c> does: by address, then by name.</summary>
public static class ListingReader
{
    /// <summary>Lists a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="filter">Which symbols to list; null for all.</param>
    /// <exception cref="MalformedFileException">
    /// It has no symbol table or several, or a symbol's name or section is outside.
    /// </exception>
    public static SymbolListing Read(ElfFile file, SysmapFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        SymbolLister lister = new(file, filter);
        ListedSymbol[] symbols = new ListedSymbol[lister.Table.Count];
        int count = 0;
        for (int i = 1; i < lister.Table.Count; i++)
        {
            count += lister.TryList(lister.Table[i], out symbols[count]) ? 1 : 0;
        }

        return Listing(file, lister.Table, symbols.AsSpan(0, count));
    }

    /// <summary>Lists symbols that are listed already.</summary>
    /// <param name="file">The file.</param>
    /// <param name="symbols">Some of its symbols, in the order of its table.</param>
    internal static SymbolListing Of(ElfFile file, ReadOnlySpan<ListedSymbol> symbols) => Listing(file, NeededSymbols.Of(file), symbols);

    private static SymbolListing Listing(ElfFile file, ElfSymbolTable table, ReadOnlySpan<ListedSymbol> symbols) => new(
        table.Strings, Sort(symbols, table.Strings), file.Class == ElfClass.Elf64 ? 16 : 8,
        (symbol, what) => table.Malformed(symbol.Index, what))
    {
        SignExtends = file is { Machine: ElfMachine.Mips, Class: ElfClass.Elf32 },
    };

    // By a primitive key first, which is several times faster than a comparison of symbols; then the few of one address.
    private static ListedSymbol[] Sort(ReadOnlySpan<ListedSymbol> symbols, Region names)
    {
        ulong[] keys = new ulong[symbols.Length];
        int[] order = new int[symbols.Length];
        // Undefined ones come first: they have no address.
        int undefined = 0, defined = symbols.Length;
        for (int i = symbols.Length - 1; i >= 0; i--)
        {
            int place = symbols[i].IsUndefined ? undefined++ : --defined;
            (keys[place], order[place]) = (symbols[i].IsUndefined ? 0 : symbols[i].Value, i);
        }

        Array.Sort(keys, order, undefined, symbols.Length - undefined);
        ListedSymbol[] sorted = new ListedSymbol[symbols.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = symbols[order[i]];
        }

        Comparison<ListedSymbol> byName = (left, right) =>
        {
            int result = names.Span(left.NameOffset, left.NameLength)
                .SequenceCompareTo(names.Span(right.NameOffset, right.NameLength));
            return result != 0 ? result : left.Index.CompareTo(right.Index);
        };
        sorted.AsSpan(0, undefined).Sort(byName);
        for (int start = undefined, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                sorted.AsSpan(start, end - start).Sort(byName);
            }
        }

        return sorted;
    }
}
