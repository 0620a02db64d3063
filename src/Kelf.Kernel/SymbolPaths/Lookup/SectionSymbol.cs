// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>
/// A symbol of <c>.symtab</c> with its size as <c>faddr2line</c> counts: up to the next symbol of its section behind
/// <c>st_size</c>, so that padding belongs to it as it does in traces.
/// </summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Section">Its section; null when it is in none.</param>
/// <param name="Address">Its address in the image; in a module that where its loader lays it, see ModuleListing.</param>
/// <param name="Size">Its size in bytes; 0 when it lies outside of its section.</param>
public sealed record SectionSymbol(ElfSymbol Symbol, ElfSection? Section, ulong Address, ulong Size)
{
    /// <summary>Finds all symbols of some names: two passes over the table, whatever their number.</summary>
    /// <param name="file">The image or module.</param>
    /// <param name="names">The names.</param>
    /// <returns>The symbols of each name in the order of the table.</returns>
    /// <exception cref="MalformedFileException">The symbol table is malformed.</exception>
    /// <exception cref="RefusedException">There is none.</exception>
    public static ILookup<string, SectionSymbol> Find(ElfFile file, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(file);
        ElfSymbolTable symbols = NeededSymbols.Of(file);
        List<(string Name, ElfSymbol Symbol)> named = Named(symbols, names);
        Dictionary<uint, NextSymbols> sections = named
            .Where(pair => pair.Symbol.SectionNumber > 0 && pair.Symbol.SectionNumber < (uint)file.Sections.Length)
            .GroupBy(pair => pair.Symbol.SectionNumber)
            .ToDictionary(section => section.Key, section => new NextSymbols(section.Select(pair => EndOf(pair.Symbol))));
        foreach (ElfSymbol symbol in symbols)
        {
            if (sections.TryGetValue(symbol.SectionNumber, out NextSymbols? next) && next.IsWanted(symbol.Value)
                && !IsMapping(symbols.NameOf(symbol)))
            {
                next.Add(symbol.Value);
            }
        }

        ModuleLayout? layout = file.Type == ElfType.Relocatable ? new ModuleLayout(file) : null;
        return named.ToLookup(
            pair => pair.Name,
            pair => sections.TryGetValue(pair.Symbol.SectionNumber, out NextSymbols? next)
                ? Of(pair.Symbol, file.Sections[(int)pair.Symbol.SectionNumber], layout, next.After(EndOf(pair.Symbol)))
                : new SectionSymbol(pair.Symbol, null, pair.Symbol.Value, 0),
            StringComparer.Ordinal);
    }

    private static SectionSymbol Of(in ElfSymbol symbol, ElfSection section, ModuleLayout? layout, ulong? next)
    {
        ulong end = next ?? (layout is null ? section.Address : 0) + section.Size;
        return new SectionSymbol(
            symbol, section, layout?.Place(symbol) ?? symbol.Value, end > symbol.Value ? end - symbol.Value : 0);
    }

    private static List<(string Name, ElfSymbol Symbol)> Named(ElfSymbolTable symbols, IEnumerable<string> names)
    {
        string[] texts = [.. names.Distinct(StringComparer.Ordinal)];
        ByteStringTable wanted = new();
        bool[] begins = new bool[256];
        foreach (string name in texts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            wanted.Add(bytes);
            begins[bytes.Length > 0 ? bytes[0] : 0] = true;
        }

        List<(string, ElfSymbol)> named = [];
        foreach (ElfSymbol symbol in symbols)
        {
            ReadOnlySpan<byte> name = symbols.NameOf(symbol);
            if (name.Length > 0 && begins[name[0]] && wanted.Find(name) is >= 0 and int number)
            {
                named.Add((texts[number], symbol));
            }
        }

        return named;
    }

    // An alias at the same place ends nothing, whatever the size says.
    private static ulong EndOf(in ElfSymbol symbol) => symbol.Value + Math.Max(symbol.Size, 1);

    // is_mapping_symbol() in the kernel.
    private static bool IsMapping(ReadOnlySpan<byte> name) =>
        name.StartsWith("$"u8) || name.StartsWith(".L"u8) || name.StartsWith("L0"u8);

    /// <summary>For some places of a section the first symbol at or behind each.</summary>
    private sealed class NextSymbols
    {
        private readonly ulong[] _places;

        // Of the symbols between a place and the next one the first.
        private readonly ulong[] _first;

        public NextSymbols(IEnumerable<ulong> places)
        {
            _places = [.. places.Distinct().Order()];
            _first = new ulong[_places.Length];
            _first.AsSpan().Fill(ulong.MaxValue);
        }

        public bool IsWanted(ulong address) => Slot(address) is >= 0 and int slot && address < _first[slot];

        public void Add(ulong address) => _first[Slot(address)] = address;

        public ulong? After(ulong place)
        {
            int slot = Array.FindIndex(_first, Slot(place), first => first != ulong.MaxValue);
            return slot < 0 ? null : _first[slot];
        }

        // The last place that is not behind the address, or -1.
        private int Slot(ulong address)
        {
            int at = Array.BinarySearch(_places, address);
            return at >= 0 ? at : ~at - 1;
        }
    }
}
