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
        ElfSymbolTable table = NeededSymbols.Of(file);
        SymbolLetters letters = new(file);
        OverlapBudget budget = new(table.Strings, "names of symbols");
        ListedSymbol[] symbols = new ListedSymbol[table.Count];
        int count = 0;
        for (int i = 1; i < table.Count; i++)
        {
            ElfSymbol symbol = table[i];
            if (symbol.NameOffset == 0 || symbol.Type is ElfSymbolType.File or ElfSymbolType.Section)
            {
                continue;
            }

            if (symbol.SectionNumber is var section && section < ElfSymbol.ReservedSections && section >= (uint)file.Sections.Length)
            {
                throw table.Malformed(i, $"section {section} of symbol {i} does not exist: there are {file.Sections.Length}");
            }

            ReadOnlySpan<byte> name = table.NameOf(symbol);
            budget.Spend(symbol.NameOffset, name.Length);
            byte letter = letters.Of(symbol);
            if (!name.IsEmpty && !MappingSymbols.IsOne(file.Machine, name) && (filter is null || filter.Keeps(letter, name)))
            {
                symbols[count++] = new ListedSymbol(
                    AddressOf(symbol, file.Machine), symbol.NameOffset, name.Length, i, letter, symbol.IsUndefined);
            }
        }

        return new SymbolListing(
            table.Strings, Sort(symbols.AsSpan(0, count), table.Strings), file.Class == ElfClass.Elf64 ? 16 : 8,
            (symbol, what) => table.Malformed(symbol.Index, what))
        {
            SignExtends = file is { Machine: ElfMachine.Mips, Class: ElfClass.Elf32 },
        };
    }

    // The lowest bit of a function's address chooses the instruction set: Thumb, MIPS16, microMIPS.
    private static ulong AddressOf(in ElfSymbol symbol, ElfMachine machine) => (machine, symbol.Type) switch
    {
        (ElfMachine.Arm, ElfSymbolType.Function or ElfSymbolType.IndirectFunction)
            or (ElfMachine.Mips, ElfSymbolType.Function) => symbol.IsUndefined ? symbol.Value : symbol.Value & ~1ul,
        _ => symbol.Value,
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
