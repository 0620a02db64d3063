// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>
/// The run-time symbol table of a linked kernel, computed from <c>.symtab</c> as the build computes it: what nm lists, less what
/// <c>scripts/mksysmap</c> and <c>scripts/kallsyms</c> leave out, in the order of the latter.
/// </summary>
public static class KernelListing
{
    /// <summary>Computes the table.</summary>
    /// <param name="image">A linked kernel at any stage.</param>
    /// <exception cref="MalformedFileException">Its symbol table is malformed.</exception>
    /// <exception cref="RefusedException">It has none.</exception>
    public static SymbolListing Read(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        ElfSymbolTable symbols = SymbolSection.Of(image);
        ByteStringTable names = new();
        names.Add([]);
        List<ListedSymbol> listed = [];
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbol.Type == ElfSymbolType.File)
            {
                // Their names are compared with those of objects.
                names.Add(symbols.NameOf(symbol));
                continue;
            }

            if (symbol.IsUndefined || symbol.Type == ElfSymbolType.Section)
            {
                continue;
            }

            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            byte letter = SymbolLetter.Of(image, symbol);
            if (!name.IsEmpty && !LeftOutNames.Match(image.Machine, letter, name))
            {
                listed.Add(new ListedSymbol(symbol.Value, letter, names.Add(name), i));
            }
        }

        SymbolListing all = Sort(listed, names);
        KernelTables? tables = KernelTables.Find(image, symbols);
        if (tables is null || tables.Count == all.Count)
        {
            return all;
        }

        // A kernel without CONFIG_KALLSYMS_ALL?
        SymbolListing text = Sort(TextOnly(listed, names), names);
        return text.Count == tables.Count ? text : all;
    }

    /// <summary>Puts entries into the order of <c>scripts/kallsyms</c>.</summary>
    /// <param name="symbols">The entries in the order of nm -n.</param>
    /// <param name="names">Their names.</param>
    public static SymbolListing Sort(List<ListedSymbol> symbols, ByteStringTable names)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(names);
        symbols = WithoutTables(symbols, names);
        OrderKey[] keys = new OrderKey[symbols.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = OrderKey.Of(symbols[i], names[symbols[i].Name]);
        }

        ListedSymbol[] sorted = [.. symbols];
        Array.Sort(keys, sorted, Comparer<OrderKey>.Create((left, right) => left.CompareTo(right, names)));
        return new SymbolListing(sorted, names, isModule: false);
    }

    /// <summary>Linux 6.1, which is known by its tables' order, has them not among its entries.</summary>
    private static List<ListedSymbol> WithoutTables(List<ListedSymbol> symbols, ByteStringTable names)
    {
        int offsets = names.Find("kallsyms_offsets"u8);
        int count = names.Find("kallsyms_num_syms"u8);
        return offsets > 0 && count > 0
            && symbols.Find(symbol => symbol.Name == offsets).Address < symbols.Find(symbol => symbol.Name == count).Address
            ? symbols.FindAll(symbol => !LeftOutNames.IsTableOf61(names[symbol.Name]))
            : symbols;
    }

    private static List<ListedSymbol> TextOnly(List<ListedSymbol> symbols, ByteStringTable names)
    {
        ulong AddressOf(ReadOnlySpan<byte> name)
        {
            int number = names.Find(name);
            return symbols.FindLast(symbol => symbol.Name == number).Address;
        }

        (ulong start, ulong end) = (AddressOf("_stext"u8), AddressOf("_etext"u8));
        (ulong initStart, ulong initEnd) = (AddressOf("_sinittext"u8), AddressOf("_einittext"u8));
        return symbols.FindAll(symbol =>
        {
            ReadOnlySpan<byte> name = names[symbol.Name];
            ulong address = symbol.Address;
            return name.StartsWith("__start_"u8) || name.StartsWith("__stop_"u8)
                || (((address >= start && address <= end) || (address >= initStart && address <= initEnd))
                    && !(address == end && !name.SequenceEqual("_etext"u8))
                    && !(address == initEnd && !name.SequenceEqual("_einittext"u8)));
        });
    }

    /// <summary>What two entries are ordered by: address, then how unlikely a name is to be what a person looks for.</summary>
    private readonly record struct OrderKey(ulong Address, byte Likeliness, int Name, int Index)
    {
        public static OrderKey Of(in ListedSymbol symbol, ReadOnlySpan<byte> name)
        {
            bool isWeak = symbol.Letter is (byte)'w' or (byte)'W';
            int underscores = name.IndexOfAnyExcept((byte)'_');
            underscores = underscores < 0 ? name.Length : underscores;
            int rank = ((isWeak ? 1 : 0) << 7) | ((IsOfLinkerScript(name) ? 1 : 0) << 6) | Math.Min(underscores, 63);
            return new OrderKey(symbol.Address, (byte)rank, symbol.Name, symbol.Index);
        }

        public int CompareTo(in OrderKey other, ByteStringTable names)
        {
            int order = Address.CompareTo(other.Address);
            order = order != 0 ? order : Likeliness.CompareTo(other.Likeliness);
            // The input is nm's: by name, then by index.
            order = order != 0 ? order : names[Name].SequenceCompareTo(names[other.Name]);
            return order != 0 ? order : Index.CompareTo(other.Index);
        }

        private static bool IsOfLinkerScript(ReadOnlySpan<byte> name) =>
            name.Length >= 8 && name.StartsWith("__"u8)
            && (name[2..].StartsWith("start_"u8) || name[2..].StartsWith("stop_"u8) || name[2..].StartsWith("end_"u8)
                || name.EndsWith("_start"u8) || name.EndsWith("_end"u8));
    }
}
