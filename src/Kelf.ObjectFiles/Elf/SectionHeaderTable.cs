// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Text;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>
/// The section header table as it is stored, decoded header by header (gABI 4.1 ch. 4). With 0xff00 sections or more, or
/// 0xffff program headers, the null section's header has the numbers that the ELF header has no room for.
/// </summary>
internal sealed class SectionHeaderTable
{
    private readonly Region _image;
    private readonly Region _records;
    private readonly ByteOrder _order;
    private readonly ElfLayout _layout;
    private readonly uint _recordSize;

    /// <summary>Finds the table.</summary>
    /// <exception cref="MalformedFileException">It reaches outside the file, or its entries have a wrong size.</exception>
    public SectionHeaderTable(Region image, ElfClass elfClass, ByteOrder order, ElfHeader header)
    {
        (_image, _order) = (image, order);
        _layout = new ElfLayout(elfClass);
        _recordSize = (uint)_layout.SectionHeaderSize;
        SegmentCount = header.SegmentCount;
        if (header.SectionsOffset == 0)
        {
            return;
        }

        if (header.SectionSize != _recordSize)
        {
            throw image.Malformed((ulong)_layout.SectionSizeField, $"section header size {header.SectionSize} is not {_recordSize}");
        }

        ulong room = header.SectionsOffset <= (ulong)image.Length ? (ulong)image.Length - header.SectionsOffset : 0;
        if (room < _recordSize)
        {
            throw image.Malformed((ulong)_layout.SectionsOffsetField, $"section header table at 0x{header.SectionsOffset:x} reaches "
                + $"outside the file ({image.Length} bytes)");
        }

        _records = image.Slice(header.SectionsOffset, room);
        RawSection first = RawAt(0);
        ulong count = header.SectionCount != 0 ? header.SectionCount : first.Size;
        if (count > room / _recordSize)
        {
            throw image.Malformed((ulong)_layout.SectionsOffsetField, $"{count} section headers at 0x{header.SectionsOffset:x} reach "
                + $"outside the file ({image.Length} bytes)");
        }

        Count = checked((int)count);
        if (header.SegmentCount == ExtendedNumbering.Elsewhere && first.Info != 0)
        {
            SegmentCount = first.Info;
        }

        NamesIndex = header.NamesIndex != ExtendedNumbering.Elsewhere ? header.NamesIndex : first.Link;
    }

    /// <summary>Number of sections, the null section included.</summary>
    public int Count { get; }

    /// <summary>Number of program headers.</summary>
    public uint SegmentCount { get; }

    /// <summary>Index of the section with the names; 0 when sections have none.</summary>
    public uint NamesIndex { get; }

    /// <summary>The type of a section.</summary>
    public ElfSectionType TypeAt(int index) =>
        (ElfSectionType)_records.Read(_order, ((ulong)index * _recordSize) + 4).U32();

    /// <summary>Decodes all headers.</summary>
    /// <exception cref="MalformedFileException">A name is outside the name table, or names overlap without bounds.</exception>
    public ElfSection[] ReadAll()
    {
        Region names = Names();
        OverlapBudget budget = new(names, "section names");
        Dictionary<uint, string> known = new(Count) { [0] = "" };
        ElfSection[] sections = new ElfSection[Count];
        for (int i = 0; i < sections.Length; i++)
        {
            RawSection raw = RawAt(i);
            string? name = "";
            if (!names.IsEmpty && !known.TryGetValue(raw.Name, out name))
            {
                ReadOnlySpan<byte> bytes = NameOf(names, raw, i);
                budget.Spend(raw.Name, bytes.Length);
                known[raw.Name] = name = Encoding.UTF8.GetString(bytes);
            }

            sections[i] = raw.Named(i, name);
        }

        return sections;
    }

    /// <summary>Decodes one header.</summary>
    /// <exception cref="MalformedFileException">The name is outside the name table.</exception>
    public ElfSection Read(int index)
    {
        Region names = Names();
        RawSection raw = RawAt(index);
        return raw.Named(index, names.IsEmpty || raw.Name == 0 ? "" : Encoding.UTF8.GetString(NameOf(names, raw, index)));
    }

    private static ReadOnlySpan<byte> NameOf(Region names, in RawSection raw, int index) => raw.Name < (ulong)names.Length
        ? names.CString(raw.Name)
        : throw names.Malformed(
            0, $"name offset 0x{raw.Name:x} of section {index} is outside the section name table ({names.Length} bytes)");

    private RawSection RawAt(int index)
    {
        Cursor cursor = _records.Read(_order, (ulong)index * _recordSize);
        return RawSection.Read(ref cursor, _layout.Is64);
    }

    private Region Names()
    {
        if (NamesIndex == 0 || Count == 0)
        {
            return default;
        }

        if (NamesIndex >= (uint)Count)
        {
            throw _image.Malformed((ulong)_layout.NamesIndexField, $"section name table index {NamesIndex} is not below {Count}");
        }

        RawSection table = RawAt((int)NamesIndex);
        if (table.Offset > (ulong)_image.Length || table.Size > (ulong)_image.Length - table.Offset)
        {
            throw _image.Malformed(table.Offset, $"section name table of 0x{table.Size:x} bytes reaches outside "
                + $"the file ({_image.Length} bytes)");
        }

        return _image.Slice(table.Offset, table.Size);
    }

    private readonly record struct RawSection(
        uint Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Size, uint Link, uint Info, ulong Alignment, ulong EntrySize)
    {
        public static RawSection Read(ref Cursor cursor, bool is64) => new(
            cursor.U32(), cursor.U32(), cursor.Offset(is64), cursor.Offset(is64), cursor.Offset(is64), cursor.Offset(is64),
            cursor.U32(), cursor.U32(), cursor.Offset(is64), cursor.Offset(is64));

        public ElfSection Named(int index, string name) => new(
            new SectionIndex((uint)index), name, (ElfSectionType)Type, (ElfSectionFlags)Flags,
            Address, Offset, Size, Link, Info, Alignment, EntrySize)
        {
            NameOffset = Name,
        };
    }
}
