// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Objects;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Link;

/// <summary>
/// Room for the tables of symbols in an image that is linked once. How much they need is nearly known beforehand: the
/// linker only adds some hundred symbols of its script, and drops those of sections that it drops.
/// </summary>
/// <remarks>
/// Each table has its own room, and begins at its symbol; the kernel looks at nothing else, so that the image is right as
/// soon as the tables are in their rooms. No address depends on what they contain.
/// </remarks>
internal sealed class TableReserve
{
    // The linker script's symbols, those of library members, and veneers.
    private const int MoreEntries = 1024;
    private const int MoreEntriesShift = 6;
    private const int MoreTokenBytes = 2048;

    private readonly List<TableLabel> _rooms = [];
    private readonly KallsymsOptions _options;

    private TableReserve(KallsymsOptions options, TokenCompression compression)
    {
        (_options, Compression) = (options, compression);
    }

    /// <summary>The compression of the names that were foreseen; it serves if they are those that come.</summary>
    public TokenCompression Compression { get; }

    /// <summary>Bytes of all rooms.</summary>
    public int Size { get; private set; }

    /// <summary>Foresees the tables.</summary>
    /// <param name="inputs">The objects that will be linked, all of one machine.</param>
    /// <param name="bitcode">Those of them that are LLVM bitcode.</param>
    /// <param name="options">The tables.</param>
    /// <param name="rename">Changes the names of an input's symbols as those of the image will be.</param>
    public static TableReserve For(
        IReadOnlyList<ElfFile> inputs, IReadOnlyList<Region> bitcode, KallsymsOptions options,
        Func<ElfFile, KallsymsEntries, KallsymsEntries> rename)
    {
        // Addresses are not known yet, and no table depends on them for its size.
        KallsymsOptions foreseen = options with { AllSymbols = true, PcRelative = false };
        ByteStringTable strings = new();
        List<KallsymsEntry> symbols = [];
        foreach (ElfFile input in inputs)
        {
            ExpectedSymbols expected = new(input, options.AllSymbols);
            SymbolListing listing = ListingReader.Read(input, SysmapFilter.For(options.Layout)).Where(expected.Contains);
            symbols.AddRange(rename(input, EntrySelection.Select(listing, foreseen, strings, warn: null)).Items);
        }

        foreach (Region input in bitcode)
        {
            using BitcodeListing listing = BitcodeListing.Read(input, SysmapFilter.For(options.Layout), options.AllSymbols);
            symbols.AddRange(EntrySelection.Select(listing.Symbols, foreseen, strings, warn: null).Items);
        }

        KallsymsEntries all = new(strings, [.. symbols], null);
        KallsymsTable table = new(
            foreseen, all, TokenCompression.Of(all), new int[symbols.Count], AddressTable.Of(inputs[0].Image.Source.File, all, foreseen));
        TableReserve reserve = new(options, table.Compression);
        int entries = table.Count + (table.Count >> MoreEntriesShift) + MoreEntries;
        foreach (TableLabel label in new KallsymsSection(table, inputs[0].Class, inputs[0].ByteOrder).Labels)
        {
            reserve.Add(label.Part, RoomFor(label, table.Count, entries));
        }

        return reserve;
    }

    /// <summary>Writes the object that takes the room.</summary>
    public void WriteObject(ElfObjectKind kind, OutputFile output)
    {
        TableObject made = new(kind, new byte[Size], alignment: 4);
        foreach (TableLabel room in _rooms)
        {
            made.Define(
                TableShape.SymbolOf(room.Part), room.Offset, TableShape.HasSize(_options.Layout, room.Part) ? room.Size : 0);
        }

        made.WriteTo(output);
    }

    /// <summary>Finds what to write into an image that was linked with the object.</summary>
    /// <param name="image">The image.</param>
    /// <param name="table">Its tables.</param>
    /// <param name="patches">What to write.</param>
    /// <returns>Null; or which room is too small.</returns>
    /// <exception cref="MalformedFileException">The image has no such room.</exception>
    public string? TryFill(ElfFile image, KallsymsTable table, out IReadOnlyList<FilePatch> patches)
    {
        List<FilePatch> found = [];
        patches = found;
        KallsymsSection section = new(table, image.Class, image.ByteOrder);
        LinkedTables tables = LinkedTables.Find(image);
        foreach (TableLabel label in section.Labels)
        {
            string name = TableShape.SymbolOf(label.Part);
            int room = _rooms.Find(candidate => candidate.Part == label.Part).Size;
            if (label.Size > room)
            {
                return $"{name} needs {label.Size} bytes, and {room} are reserved";
            }

            byte[] contents = new byte[room];
            section.Contents.Slice(label.Offset, label.Size).CopyTo(contents);
            ulong address = tables.AddressOf(label.Part);
            Resolve(section, label, table.TextAddress - address, contents, image.ByteOrder);
            found.Add(new FilePatch(tables.FileOffsetOf(label.Part), contents));
        }

        return null;
    }

    // What a linker does with a relocation: the distance of _text from the place, and what is added to it.
    private static void Resolve(KallsymsSection section, TableLabel label, ulong distance, byte[] contents, ByteOrder order)
    {
        NumberWriter numbers = new(order);
        foreach (TableReference reference in section.References)
        {
            int offset = reference.Offset - label.Offset;
            if (offset >= 0 && offset < label.Size)
            {
                numbers.U32(contents.AsSpan(offset), (uint)(distance - (ulong)offset + (ulong)reference.Distance));
            }
        }
    }

    private static int RoomFor(TableLabel label, int count, int entries) => label.Part switch
    {
        TablePart.Names => checked((int)((long)label.Size * entries / Math.Max(count, 1)) + MoreEntries),
        TablePart.Markers => 4 * ((entries + TableShape.MarkerDistance - 1) / TableShape.MarkerDistance),
        TablePart.TokenTable => label.Size + MoreTokenBytes,
        TablePart.Offsets => checked(4 * entries),
        TablePart.NameOrder => checked(TableShape.PlaceSize * entries),
        _ => label.Size,
    };

    private void Add(TablePart part, int size)
    {
        int offset = (Size + 3) & ~3;
        _rooms.Add(new TableLabel(part, offset, size));
        Size = checked(offset + size);
    }

    /// <summary>Which symbols of the object come into the tables.</summary>
    private sealed class ExpectedSymbols(ElfFile input, bool allSymbols)
    {
        private readonly ElfSymbolTable _symbols = NeededSymbols.Of(input);

        public bool Contains(ListedSymbol symbol)
        {
            if (symbol.IsUndefined || _symbols[symbol.Index] is { SectionNumber: >= ElfSymbol.ReservedSections })
            {
                return false;
            }

            ElfSection section = input.SectionAt(_symbols[symbol.Index].SectionNumber, "section of a symbol");
            return section.IsAllocated && !section.Name.StartsWith(".discard", StringComparison.Ordinal)
                && !section.Name.StartsWith(".export_symbol", StringComparison.Ordinal)
                && (allSymbols || section.Flags.HasFlag(ElfSectionFlags.Executable));
        }
    }
}
