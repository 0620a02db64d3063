// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Kallsyms.Decoding;

/// <summary>Where the tables are in an image: as the symbols at which they begin say, or a search that needs none.</summary>
internal sealed class LinkedTables
{
    private readonly Region?[] _regions = new Region?[Enum.GetValues<TablePart>().Length];
    private readonly ulong[] _addresses = new ulong[Enum.GetValues<TablePart>().Length];
    private readonly ulong[] _fileOffsets = new ulong[Enum.GetValues<TablePart>().Length];

    private bool _haveSizes;

    private LinkedTables(ElfFile image)
        : this(image.Image.Source.File, image.Class, image.ByteOrder)
    {
    }

    private LinkedTables(string file, ElfClass elfClass, ByteOrder order) => (File, Class, Order) = (file, elfClass, order);

    /// <summary>The names of the symbols at which tables begin.</summary>
    public static IReadOnlyList<byte[]> Names { get; } =
        [.. Enum.GetValues<TablePart>().Select(part => Encoding.UTF8.GetBytes(TableShape.SymbolOf(part)))];

    /// <summary>The image.</summary>
    public string File { get; }

    /// <summary>Width of words.</summary>
    public ElfClass Class { get; }

    /// <summary>Byte order.</summary>
    public ByteOrder Order { get; }

    /// <summary>Bytes of a marker: before Linux 4.20 those of a word.</summary>
    public int MarkerSize { get; private init; } = 4;

    /// <summary>Which release has such tables.</summary>
    public KallsymsLayout Layout => ShownLayout.Of(
        Has(TablePart.Addresses), Has(TablePart.RelativeBase), AddressOf(TablePart.Offsets) < AddressOf(TablePart.Names), _haveSizes);

    /// <summary>Finds the tables.</summary>
    /// <exception cref="MalformedFileException">There is no symbol table, or a table is missing or outside its section.</exception>
    public static LinkedTables Find(ElfFile image) => Find(image, FindSymbols(image));

    /// <summary>Finds the tables of an image that may have none.</summary>
    /// <returns>Null if none of their symbols is there.</returns>
    /// <exception cref="MalformedFileException">Some are missing, or one is outside its section.</exception>
    public static LinkedTables? TryFind(ElfFile image) => TryFind(image, FindSymbols(image));

    /// <summary>The same where the symbols are known already.</summary>
    /// <param name="image">The image.</param>
    /// <param name="symbols">Symbols of it, among them all with one of the <see cref="Names"/>.</param>
    public static LinkedTables? TryFind(ElfFile image, IEnumerable<ElfSymbol> symbols) => TryFind(image, FindSymbols(image, symbols));

    /// <summary>The tables of names that were found without symbols; their addresses are not known.</summary>
    /// <param name="file">What they are in.</param>
    /// <param name="order">Its byte order.</param>
    /// <param name="markerSize">Bytes of a marker.</param>
    /// <param name="parts">The bytes of each table, and those of its padding.</param>
    public static LinkedTables OfNames(string file, ByteOrder order, int markerSize, params (TablePart Part, Region Bytes)[] parts)
    {
        LinkedTables tables = new(file, ElfClass.Elf64, order) { MarkerSize = markerSize };
        foreach ((TablePart part, Region bytes) in parts)
        {
            tables._regions[(int)part] = bytes.As(bytes.Source.InSection(TableShape.SymbolOf(part)));
        }

        return tables;
    }

    /// <summary>Whether there is such a table.</summary>
    public bool Has(TablePart part) => _regions[(int)part] is not null;

    /// <summary>How many entries the tables say that they have.</summary>
    /// <exception cref="MalformedFileException">The table has no room for the number.</exception>
    public uint Count => this[TablePart.Count].Read(Order).U32();

    /// <summary>Address of a table's first byte; in an object its offset.</summary>
    public ulong AddressOf(TablePart part) => _addresses[(int)part];

    /// <summary>Where a table is in the file.</summary>
    public ulong FileOffsetOf(TablePart part) => _fileOffsets[(int)part];

    /// <summary>The bytes of a table, and those of its padding.</summary>
    /// <exception cref="MalformedFileException">There is none.</exception>
    public Region this[TablePart part] => _regions[(int)part] ?? throw new MalformedFileException(
        File, $"no symbol {TableShape.SymbolOf(part)}: not linked with tables (CONFIG_KALLSYMS), or stripped");

    private static LinkedTables? TryFind(ElfFile image, ElfSymbol?[] symbols) =>
        Array.TrueForAll(symbols, symbol => symbol is null) ? null : Find(image, symbols);

    private static LinkedTables Find(ElfFile image, ElfSymbol?[] symbols)
    {
        LinkedTables tables = new(image);
        ulong[] starts = [.. symbols.OfType<ElfSymbol>().Select(symbol => symbol.Value).Order()];
        foreach (TablePart part in Enum.GetValues<TablePart>())
        {
            if (symbols[(int)part] is not { } symbol)
            {
                continue;
            }

            string name = TableShape.SymbolOf(part);
            ElfSection section = image.SectionAt(symbol.SectionNumber, $"section of symbol {name}");
            Region contents = image.Contents(section);
            ulong start = image.Type == ElfType.Relocatable ? 0 : section.Address;
            if (symbol.Value < start || symbol.Value - start > (ulong)contents.Length)
            {
                throw contents.Malformed(0, $"{name} is at 0x{symbol.Value:x}, outside of its section");
            }

            // Up to the next table, or the end of the section.
            ulong offset = symbol.Value - start;
            int next = Array.FindIndex(starts, other => other > symbol.Value);
            ulong end = next < 0 ? (ulong)contents.Length : Math.Min(starts[next] - start, (ulong)contents.Length);
            tables._regions[(int)part] = contents.Slice(offset, end - offset).As(contents.Source.InSection(name));
            tables._addresses[(int)part] = symbol.Value;
            tables._haveSizes |= part == TablePart.TokenTable && symbol.Size > 0;
            tables._fileOffsets[(int)part] = section.Offset + offset;
        }

        foreach (TablePart part in (ReadOnlySpan<TablePart>)
            [TablePart.Count, TablePart.Names, TablePart.Markers, TablePart.TokenTable, TablePart.TokenIndex])
        {
            _ = tables[part];
        }

        return tables;
    }

    private static ElfSymbol?[] FindSymbols(ElfFile image) => FindSymbols(image, SymbolStems.Find(NeededSymbols.Of(image), Names));

    private static ElfSymbol?[] FindSymbols(ElfFile image, IEnumerable<ElfSymbol> symbols)
    {
        ElfSymbol?[] found = new ElfSymbol?[Enum.GetValues<TablePart>().Length];
        ElfSymbolTable table = NeededSymbols.Of(image);
        Dictionary<string, TablePart> parts =
            Enum.GetValues<TablePart>().ToDictionary(TableShape.SymbolOf, part => part, StringComparer.Ordinal);
        foreach (ElfSymbol symbol in symbols)
        {
            // Of several symbols of a name the lowest is meant.
            if (!symbol.IsUndefined && symbol.Type is not (ElfSymbolType.File or ElfSymbolType.Section)
                && parts.TryGetValue(Encoding.UTF8.GetString(table.NameOf(symbol)), out TablePart part)
                && (found[(int)part] is not { } other || symbol.Value < other.Value))
            {
                found[(int)part] = symbol;
            }
        }

        return found;
    }
}
