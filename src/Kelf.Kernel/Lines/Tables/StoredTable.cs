// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.Lines.Tables;

/// <summary>A table of lines that an image carries, read back.</summary>
/// <param name="Section">The module's section that it is about; empty for a kernel.</param>
/// <param name="Start">The address that offsets count from: that of <c>_text</c>; 0 for a module's section.</param>
/// <param name="Files">The files.</param>
/// <param name="Entries">The entries.</param>
public sealed record StoredTable(string Section, ulong Start, IReadOnlyList<string> Files, IReadOnlyList<LineEntry> Entries)
{
    /// <summary>The file of an entry, or null when there is no line from it on.</summary>
    public string? FileOf(in LineEntry entry) => entry.File >= 0 && entry.File < Files.Count ? Files[entry.File] : null;

    /// <summary>Reads the tables of a kernel or a module.</summary>
    /// <returns>None when it has none; the parts of a module's tables in their order.</returns>
    /// <exception cref="MalformedFileException">They are malformed.</exception>
    public static IReadOnlyList<StoredTable> Read(ElfFile image)
    {
        ArgumentNullException.ThrowIfNull(image);
        List<StoredTable> tables = [];
        foreach (ModuleBlob blob in LineSections.Blobs)
        {
            if (image.TryFindSection(LineSections.NameOf(blob), out ElfSection? section) && section.Size > 0)
            {
                ReadModule(image, section, tables);
            }
        }

        if (tables.Count == 0 && KernelSymbols.Find(image) is { } symbols)
        {
            tables.Add(symbols.Read());
        }

        return tables;
    }

    private static void ReadModule(ElfFile image, ElfSection section, List<StoredTable> tables)
    {
        Region contents = image.Contents(section);
        Cursor cursor = contents.Read(image.ByteOrder);
        uint count = cursor.U32();
        if (count > (ulong)contents.Length / LineSections.DescriptorSize)
        {
            throw cursor.Malformed($"{count} sections do not fit in {contents.Length} bytes");
        }

        for (uint i = 0; i < count; i++)
        {
            ulong at = LineSections.RootSize + (i * (ulong)LineSections.DescriptorSize);
            cursor = contents.Read(image.ByteOrder, at + 8);
            (_, uint table) = (cursor.U32(), cursor.U32());
            string name = AnchorOf(image, section, at);
            tables.Add(ReadTable(contents, image.ByteOrder, table, name));
        }
    }

    private static StoredTable ReadTable(Region contents, ByteOrder order, uint at, string section)
    {
        Cursor cursor = contents.Read(order, at);
        uint[] header = new uint[LineSections.HeaderSize / 4];
        for (int i = 0; i < header.Length; i++)
        {
            header[i] = cursor.U32();
        }

        (uint entries, uint blocks, uint files) = (header[0], header[1], header[2]);
        Region Part(int field) => contents.Slice((ulong)at + header[field], header[field + 1]);
        (Region index, Region data, Region offsets, Region names) = (Part(3), Part(5), Part(7), Part(9));
        return new StoredTable(
            section, 0, ReadFiles(offsets, names, files, order), EntryDecoder.Decode(index, data, entries, blocks, order));
    }

    // The section that the relocation of a descriptor names.
    private static string AnchorOf(ElfFile image, ElfSection table, ulong offset)
    {
        foreach (ElfSection section in image.Sections)
        {
            if (section.Info != table.Index.Value || section.Type is not (ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends))
            {
                continue;
            }

            ElfSymbolTable symbols = NeededSymbols.Of(image);
            foreach (ElfRelocation relocation in image.Relocations(section))
            {
                if (relocation.Offset is var place && place >= offset && place < offset + 8 && relocation.SymbolIndex < (uint)symbols.Count
                    && symbols[(int)relocation.SymbolIndex].SectionNumber is var number && number < (uint)image.Sections.Length)
                {
                    return image.Sections[(int)number].Name;
                }
            }
        }

        throw image.Contents(table).Malformed(offset, "no relocation says which section this is about");
    }

    private static string[] ReadFiles(Region offsets, Region names, uint count, ByteOrder order)
    {
        if (count > (ulong)offsets.Length / 4)
        {
            throw offsets.Malformed(0, $"{count} files do not fit in {offsets.Length} bytes");
        }

        Cursor cursor = offsets.Read(order);
        string[] files = new string[count];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = Utf8Name.ToText(names.CString(cursor.U32()));
        }

        return files;
    }

    /// <summary>The symbols of a kernel's tables.</summary>
    private sealed class KernelSymbols
    {
        private readonly ElfFile _image;
        private readonly Dictionary<string, ElfSymbol> _symbols;

        private KernelSymbols(ElfFile image, Dictionary<string, ElfSymbol> symbols) => (_image, _symbols) = (image, symbols);

        public static KernelSymbols? Find(ElfFile image)
        {
            Dictionary<string, ElfSymbol> found = new(StringComparer.Ordinal);
            if (image.SymbolSection is null)
            {
                return null;
            }

            ElfSymbolTable symbols = image.SymbolTable;
            for (int i = 1; i < symbols.Count; i++)
            {
                ElfSymbol symbol = symbols[i];
                if (!symbol.IsUndefined && symbols.HasNameInside(symbol)
                    && symbols.NameOf(symbol) is var name && (name.StartsWith("lineinfo_"u8) || name.SequenceEqual("_text"u8)))
                {
                    found[Utf8Name.ToText(name)] = symbol;
                }
            }

            return found.ContainsKey(KernelSection.EntryCount) ? new KernelSymbols(image, found) : null;
        }

        public StoredTable Read()
        {
            (uint entries, uint blocks) = (Number(KernelSection.EntryCount), Number(KernelSection.BlockCount));
            uint files = Number(KernelSection.FileCount);
            ByteOrder order = _image.ByteOrder;
            Region addresses = At(KernelSection.BlockAddresses, blocks * 4ul), offsets = At(KernelSection.BlockOffsets, blocks * 4ul);
            Region data = At(KernelSection.Data, Number(KernelSection.DataSize));
            Region names = At(KernelSection.Names, Number(KernelSection.NamesSize));
            return new StoredTable(
                "", _symbols.TryGetValue("_text", out ElfSymbol text) ? text.Value : 0,
                ReadFiles(At(KernelSection.FileOffsets, files * 4ul), names, files, order),
                EntryDecoder.Decode(addresses, offsets, data, entries, blocks, order));
        }

        private uint Number(string symbol) => At(symbol, 4).Read(_image.ByteOrder).U32();

        private Region At(string name, ulong size)
        {
            if (!_symbols.TryGetValue(name, out ElfSymbol symbol) || symbol.SectionNumber >= (uint)_image.Sections.Length)
            {
                throw _image.Image.Malformed(0, $"has {KernelSection.EntryCount}, and not {name}");
            }

            ElfSection section = _image.Sections[(int)symbol.SectionNumber];
            return _image.Contents(section).Slice(symbol.Value - (_image.Type == ElfType.Relocatable ? 0 : section.Address), size);
        }
    }
}
