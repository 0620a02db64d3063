// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>
/// The symbol table without the symbols of sections that go and without those of device tables, which only the module
/// tools read. The others keep their order and all but the number of their section.
/// </summary>
internal sealed class StrippedSymbols
{
    private const ushort ExtendedIndex = 0xffff;
    private const uint FirstReserved = 0xff00;

    private readonly List<uint> _names = [];

    private StrippedSymbols(ElfSection section, ElfSection? indicesSection, byte[] records, byte[] indices)
    {
        (Section, IndicesSection, Records, Indices) = (section, indicesSection, records, indices);
    }

    /// <summary>The section of the table.</summary>
    public ElfSection Section { get; }

    /// <summary>The section with the numbers of sections that do not fit into 16 bits, or null.</summary>
    public ElfSection? IndicesSection { get; }

    /// <summary>The new records.</summary>
    public ReadOnlyMemory<byte> Records { get; private set; }

    /// <summary>The new numbers of sections; empty without <see cref="IndicesSection"/>.</summary>
    public ReadOnlyMemory<byte> Indices { get; private set; }

    /// <summary>Index of the first symbol that is not local: <c>sh_info</c>.</summary>
    public uint FirstGlobal { get; private set; }

    /// <summary>How many there are, the null symbol included.</summary>
    public int Count => _names.Count;

    /// <summary>Symbols removed because their section goes.</summary>
    public int OfSections { get; private set; }

    /// <summary>Symbols of device tables removed.</summary>
    public int OfDeviceTables { get; private set; }

    /// <summary>Of these, those that were not local, as linkers of 7.3 never make them.</summary>
    public int GlobalDeviceTables { get; private set; }

    /// <summary>True when no symbol goes.</summary>
    public bool IsUnchanged => OfSections + OfDeviceTables == 0;

    /// <summary>Makes the table; null without one in the image.</summary>
    /// <param name="image">The linked image.</param>
    /// <param name="removed">The sections that go.</param>
    /// <param name="rules">Which symbols go with them.</param>
    /// <exception cref="MalformedFileException">A symbol names a section that is not there.</exception>
    public static StrippedSymbols? Make(ElfFile image, RemovedSections removed, RemovalRules rules)
    {
        ElfSection? section = image.SymbolSection;
        if (section is null)
        {
            return null;
        }

        ElfSymbolTable table = image.Symbols(section);
        ElfSection? indicesSection = image.SectionsOfType(ElfSectionType.ExtendedIndices)
            .FirstOrDefault(indices => indices.Link == section.Index.Value);
        Region records = image.Contents(section);
        int size = image.Layout.SymbolSize;
        StrippedSymbols result = new(
            section, indicesSection, new byte[(long)table.Count * size], indicesSection is null ? [] : new byte[table.Count * sizeof(uint)]);
        result.Filter(image, table, records, removed, rules);
        return result;
    }

    /// <summary>Makes the table of names anew, and points the symbols to it.</summary>
    /// <returns>The contents of the section of names.</returns>
    /// <exception cref="MalformedFileException">A name is outside the section.</exception>
    public ReadOnlyMemory<byte> RebuildNames(ElfFile image, StringOrder order)
    {
        NumberWriter numbers = new(image.ByteOrder);
        int size = image.Layout.SymbolSize;
        Span<byte> records = MemoryMarshal.AsMemory(Records).Span;
        RebuiltStrings rebuilt = RebuiltStrings.Make(image.Symbols(Section).Strings, _names, order);
        for (int i = 0; i < _names.Count; i++)
        {
            // st_name is the first field of either class (gABI 4.1 ch. 4).
            numbers.U32(records[(i * size)..], rebuilt.Offsets[i]);
        }

        return rebuilt.Bytes;
    }

    private void Filter(ElfFile image, ElfSymbolTable table, Region oldRecords, RemovedSections removed, RemovalRules rules)
    {
        ElfEncoder encoder = new(image);
        NumberWriter numbers = new(image.ByteOrder);
        int size = encoder.Layout.SymbolSize;
        Span<byte> records = MemoryMarshal.AsMemory(Records).Span;
        Span<byte> indices = MemoryMarshal.AsMemory(Indices).Span;
        int kept = 0;
        for (int i = 0; i < table.Count; i++)
        {
            ElfSymbol symbol = table[i];
            if (removed.Contains(symbol.SectionNumber))
            {
                OfSections++;
                continue;
            }

            if (rules.Removes(symbol.Binding) && IsDeviceTable(table, symbol))
            {
                OfDeviceTables++;
                GlobalDeviceTables += symbol.Binding != ElfSymbolBinding.Local ? 1 : 0;
                continue;
            }

            Span<byte> record = records.Slice(kept * size, size);
            oldRecords.Span((ulong)i * (uint)size, size).CopyTo(record);
            if (symbol.SectionNumber is > 0 and < ElfSymbol.ReservedSections)
            {
                if (symbol.SectionNumber >= (uint)image.Sections.Length)
                {
                    throw oldRecords.Malformed(
                        (ulong)i * (uint)size, $"section {symbol.SectionNumber} of symbol {i} is not below {image.Sections.Length}");
                }

                uint number = removed.NumberOf(symbol.SectionNumber);
                bool isExtended = number >= FirstReserved;
                numbers.U16(record[encoder.Layout.SymbolSectionOffset..], isExtended ? ExtendedIndex : (ushort)number);
                if (isExtended)
                {
                    numbers.U32(indices[(kept * sizeof(uint))..], number);
                }
            }

            _names.Add(symbol.NameOffset);
            FirstGlobal += i < Section.Info ? 1u : 0u;
            kept++;
        }

        Records = Records[..(kept * size)];
        Indices = Indices.IsEmpty ? Indices : Indices[..(kept * sizeof(uint))];
    }

    private static bool IsDeviceTable(in ElfSymbolTable table, in ElfSymbol symbol) =>
        symbol.Type is ElfSymbolType.Object or ElfSymbolType.NoType && symbol.NameOffset != 0
        && table.NameOf(symbol).StartsWith("__mod_device_table__"u8);
}
