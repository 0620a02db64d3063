// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Initcalls;

/// <summary>A named entry of a table.</summary>
/// <param name="Section">Number of its section.</param>
/// <param name="Address">Its address; in a relocatable file, its offset in the section.</param>
/// <param name="Symbol">Its name.</param>
public readonly record struct ImageEntry(uint Section, ulong Address, string Symbol);

/// <summary>A run of entries that a kernel calls one after the other, as it is in a linked image.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Levels">The levels whose initcalls belong in it, in their order.</param>
/// <param name="Start">Address of the first entry, or offset in its section.</param>
/// <param name="End">Where the last entry ends.</param>
/// <param name="Entries">The named entries by address.</param>
public sealed record ImageTable(
    string Name, IReadOnlyList<string> Levels, ulong Start, ulong End, IReadOnlyList<ImageEntry> Entries)
{
    /// <summary>Finds the tables of an image.</summary>
    /// <param name="elf">A linked kernel, or a relocatable <c>vmlinux.o</c>.</param>
    /// <param name="order">What belongs in the tables.</param>
    /// <param name="unplaced">Sections of initcalls that were not put into a table.</param>
    /// <exception cref="MalformedFileException">The image is malformed, or no kernel.</exception>
    public static IReadOnlyList<ImageTable> Find(ElfFile elf, InitcallOrder order, out IReadOnlyList<string> unplaced)
    {
        ArgumentNullException.ThrowIfNull(elf);
        ArgumentNullException.ThrowIfNull(order);
        Symbols symbols = new(elf);
        unplaced = [.. elf.Sections.ToArray().Where(section => section.Name.Contains("initcall", StringComparison.Ordinal)
            && section.Name.Contains(".init..", StringComparison.Ordinal)
            && section.Type == ElfSectionType.ProgramBits && section.Size > 0).Select(section => section.Name)];
        return elf.Type == ElfType.Relocatable ? FindSections(elf, symbols, order) : FindRanges(elf, symbols, order);
    }

    private static IReadOnlyList<ImageTable> FindRanges(ElfFile elf, Symbols symbols, InitcallOrder order)
    {
        string[] levels = [.. order.LevelsInRunOrder.Where(InitcallOrder.HasPlace)];
        return
        [
            Range("console initcalls", "__con_initcall", [.. levels.Where(level => level == "con")]),
            Range("initcalls", "__initcall", [.. levels.Where(level => level != "con")]),
        ];

        ImageTable Range(string name, string prefix, string[] levels)
        {
            ulong start = symbols.AddressOf(prefix + "_start") ?? throw NoKernel(elf, prefix + "_start");
            ulong end = symbols.AddressOf(prefix + "_end") ?? throw NoKernel(elf, prefix + "_end");
            return new ImageTable(name, levels, start, end, symbols.Between(start, end));
        }
    }

    private static List<ImageTable> FindSections(ElfFile elf, Symbols symbols, InitcallOrder order)
    {
        List<ImageTable> tables = [];
        foreach (string level in order.LevelsInRunOrder)
        {
            string name = InitcallName.SectionOf(level);
            ImageTable table = elf.TryFindSection(name, out ElfSection? section)
                ? new ImageTable(name, [level], 0, section.Size, symbols.In(section))
                : new ImageTable(name, [level], 0, 0, []);
            tables.Add(table);
        }

        return tables;
    }

    private static MalformedFileException NoKernel(ElfFile elf, string symbol) =>
        new(elf.Image.Source.File, $"no symbol {symbol}: this is not a linked kernel with its symbol table");

    /// <summary>The symbols of an image that matter.</summary>
    private sealed class Symbols
    {
        private readonly List<ImageEntry> _initcalls = [];
        private readonly Dictionary<string, ulong> _bounds = new(StringComparer.Ordinal);

        public Symbols(ElfFile elf)
        {
            Add(elf.SymbolTable);
            _initcalls.Sort((left, right) => left.Address != right.Address
                ? left.Address.CompareTo(right.Address)
                : string.CompareOrdinal(left.Symbol, right.Symbol));
        }

        public ulong? AddressOf(string symbol) => _bounds.TryGetValue(symbol, out ulong address) ? address : null;

        public IReadOnlyList<ImageEntry> Between(ulong start, ulong end) =>
            [.. _initcalls.Where(entry => entry.Address >= start && entry.Address < end)];

        public IReadOnlyList<ImageEntry> In(ElfSection section) =>
            [.. _initcalls.Where(entry => entry.Section == section.Index.Value)];

        private void Add(ElfSymbolTable symbols)
        {
            for (int i = 1; i < symbols.Count; i++)
            {
                ElfSymbol symbol = symbols[i];
                ReadOnlySpan<byte> name = symbols.NameOf(symbol);
                if (symbol.IsUndefined || !name.StartsWith("__"u8))
                {
                    continue;
                }

                if (symbol.Binding == ElfSymbolBinding.Local && name.StartsWith(InitcallName.Prefix))
                {
                    _initcalls.Add(new ImageEntry(symbol.SectionNumber, symbol.Value, Encoding.UTF8.GetString(name)));
                }
                else if (name.StartsWith("__initcall_"u8) || name.StartsWith("__con_initcall_"u8))
                {
                    _bounds[Encoding.UTF8.GetString(name)] = symbol.Value;
                }
            }
        }
    }
}
