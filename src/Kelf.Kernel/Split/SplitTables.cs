// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>
/// The parts of a stripped image that differ from the linked one, wherever they are laid: symbols, names of sections,
/// section headers, program headers.
/// </summary>
internal sealed class SplitTables
{
    private const uint FirstReserved = 0xff00;
    private const ushort InNullSection = 0xffff;

    private readonly StrippedSymbols? _symbols;
    private readonly ShrunkSegments _segments;
    private readonly ElfEncoder _encoder;
    private readonly byte[]? _names;
    private readonly ReadOnlyMemory<byte>? _strings;
    private readonly Dictionary<uint, uint> _nameOffsets = [];

    /// <summary>Makes the tables.</summary>
    /// <param name="image">The linked image.</param>
    /// <param name="removed">The sections that go.</param>
    /// <param name="symbols">The symbols that stay, or null without any.</param>
    /// <param name="segments">The program headers, with their new sizes.</param>
    /// <param name="order">The order of names, or null when those of symbols stay as they are.</param>
    public SplitTables(
        ElfFile image, RemovedSections removed, StrippedSymbols? symbols, ShrunkSegments segments, StringOrder? order)
    {
        (Image, Removed, _symbols, _segments) = (image, removed, symbols, segments);
        _encoder = new ElfEncoder(image);
        // A linker may keep the names of symbols and of sections in one table; then both stay as they are.
        RefuseSharedHeaders(image);
        RefuseLoaded(image, symbols);
        if (image.NamesIndex != 0 && image.Sections[(int)image.NamesIndex].Type != ElfSectionType.StringTable)
        {
            throw new RefusedException(
                image.Image.Source.File, $"section {image.NamesIndex}, with the names of sections, is not a string table");
        }

        if (order is { } known)
        {
            // Found complete by ObjcopyArrangement: of symbols, names of symbols and names of sections each has a section.
            _strings = symbols!.RebuildNames(image, known);
            _names = RebuildNames(symbols.Section, known);
        }
        else
        {
            bool isShared = image.NamesIndex == 0 || (symbols is not null && symbols.Section.Link == image.NamesIndex);
            _names = isShared ? null : MakeNames();
        }
    }

    /// <summary>The linked image.</summary>
    public ElfFile Image { get; }

    /// <summary>The sections that go.</summary>
    public RemovedSections Removed { get; }

    /// <summary>The symbol table, or null without one.</summary>
    public ElfSection? SymbolSection => _symbols?.Section;

    /// <summary>True when nothing goes.</summary>
    public bool IsUnchanged => Removed.IsEmpty && _symbols is null or { IsUnchanged: true };

    /// <summary>The program headers, with their new sizes.</summary>
    public IReadOnlyList<ElfSegment> Segments => _segments.Headers;

    /// <summary>Bytes that hold nothing once sections are gone from their segment.</summary>
    public IReadOnlyList<FileRange> Dead => _segments.Dead;

    /// <summary>Offset behind the ELF header and the program headers, which stay where they are.</summary>
    public ulong HeadEnd
    {
        get
        {
            ElfHeader header = Image.Header;
            ulong end = (ulong)Image.Layout.HeaderSize;
            return Image.SegmentCount == 0
                ? end
                : Math.Max(end, header.SegmentsOffset + ((ulong)Image.SegmentCount * header.SegmentSize));
        }
    }

    /// <summary>Where the linked image has its section headers.</summary>
    public FileRange OldSectionHeaders =>
        new(Image.Header.SectionsOffset, (ulong)Image.Sections.Length * (uint)_encoder.Layout.SectionHeaderSize);

    /// <summary>Alignment of the section headers.</summary>
    public uint HeaderAlignment => (uint)_encoder.Layout.WordSize;

    /// <summary>Bytes of the new section headers.</summary>
    public int SectionHeadersSize => Removed.KeptCount * _encoder.Layout.SectionHeaderSize;

    private uint NamesIndex => Removed.NumberOf(Image.NamesIndex);

    /// <summary>The sections that stay, in the order of their headers, the null section first.</summary>
    public IEnumerable<ElfSection> Kept()
    {
        for (int i = 0; i < Image.Sections.Length; i++)
        {
            if (!Removed.Contains(Image.Sections[i]))
            {
                yield return Image.Sections[i];
            }
        }
    }

    /// <summary>The alignment of a section: tables that are made anew have that of their records.</summary>
    public ulong AlignmentOf(ElfSection section) =>
        _strings is null || NewContents(section) is null ? section.Alignment
        : section.Index == SymbolSection?.Index ? HeaderAlignment : 1;

    /// <summary>The new contents of a section, or null when they stay.</summary>
    public ReadOnlyMemory<byte>? NewContents(ElfSection section)
    {
        if (section.Index == _symbols?.Section.Index)
        {
            return _symbols.Records;
        }

        if (section.Index == _symbols?.IndicesSection?.Index)
        {
            return _symbols.Indices;
        }

        if (section.Index.Value == _symbols?.Section.Link && _strings is { } strings)
        {
            return strings;
        }

        // No conditional expression: null of an array would become empty contents.
        return section.Index.Value == Image.NamesIndex && _names is { } names ? (ReadOnlyMemory<byte>?)names : null;
    }

    /// <summary>The section headers.</summary>
    /// <param name="moved">Offset and size of each section that moved, by its old number.</param>
    public byte[] MakeSectionHeaders(IReadOnlyDictionary<uint, FileRange> moved)
    {
        byte[] table = new byte[SectionHeadersSize];
        foreach (ElfSection section in Kept())
        {
            ElfSection header = Removed.Renumber(section) with { Alignment = AlignmentOf(section) };
            if (_names is not null)
            {
                header = header with { NameOffset = _nameOffsets[section.NameOffset] };
            }

            if (moved.TryGetValue(section.Index.Value, out FileRange place))
            {
                header = header with { Offset = place.Offset, Size = place.Length };
            }

            if (section.Index == _symbols?.Section.Index)
            {
                header = header with { Info = _symbols.FirstGlobal };
            }

            uint number = Removed.NumberOf(section.Index.Value);
            if (number == 0)
            {
                // With 0xff00 sections or more the real numbers stand here (gABI 4.1 ch. 4).
                header = header with
                {
                    Size = Removed.KeptCount >= FirstReserved ? (ulong)Removed.KeptCount : 0,
                    Link = NamesIndex >= FirstReserved ? NamesIndex : 0,
                };
            }

            _encoder.SectionHeader(table.AsSpan((int)number * _encoder.Layout.SectionHeaderSize), header);
        }

        return table;
    }

    /// <summary>The bytes from the beginning of the file to <see cref="HeadEnd"/>.</summary>
    /// <param name="sectionHeaders">Offset of the section headers.</param>
    public byte[] MakeHead(ulong sectionHeaders)
    {
        byte[] head = Image.Image.Slice(0, HeadEnd).Span().ToArray();
        _encoder.SectionTable(
            head, sectionHeaders, Removed.KeptCount >= FirstReserved ? (ushort)0 : (ushort)Removed.KeptCount,
            NamesIndex >= FirstReserved ? InNullSection : (ushort)NamesIndex);
        foreach (ElfSegment segment in Segments)
        {
            int offset = (int)Image.Header.SegmentsOffset + (segment.Index * _encoder.Layout.SegmentHeaderSize);
            _encoder.SegmentSizes(head.AsSpan(offset), segment.FileSize, segment.MemorySize);
        }

        return head;
    }

    // Both are written anew, and the one would be lost in the other.
    private static void RefuseSharedHeaders(ElfFile image)
    {
        ElfHeader header = image.Header;
        if (image.SegmentCount > 0 && header.SegmentsOffset > 0 && header.SegmentsOffset < (ulong)image.Layout.HeaderSize)
        {
            throw image.Image.Malformed(
                image.Class == ElfClass.Elf64 ? 32u : 28u, $"the program headers, at 0x{header.SegmentsOffset:x}, share bytes of the ELF header");
        }
    }

    // What is rewritten becomes shorter and moves, which nothing that is in memory may.
    private static void RefuseLoaded(ElfFile image, StrippedSymbols? symbols)
    {
        foreach (ElfSection section in image.Sections)
        {
            if (section.IsAllocated && (section.Index.Value == image.NamesIndex || section.Index == symbols?.Section.Index
                || section.Index == symbols?.IndicesSection?.Index || section.Index.Value == symbols?.Section.Link))
            {
                throw new RefusedException(
                    image.Image.Source.File, $"section {section.Index.Value} ({section.Name}) is loaded, and would have to move");
            }
        }
    }

    // BFD names the tables before all other sections.
    private byte[] RebuildNames(ElfSection symbols, StringOrder order)
    {
        uint[] offsets =
        [
            symbols.NameOffset, Image.Sections[(int)symbols.Link].NameOffset, Image.Sections[(int)Image.NamesIndex].NameOffset,
            .. Kept().Select(section => section.NameOffset),
        ];
        RebuiltStrings rebuilt = RebuiltStrings.Make(Image.Contents(Image.Sections[(int)Image.NamesIndex]), offsets, order);
        for (int i = 0; i < offsets.Length; i++)
        {
            _nameOffsets[offsets[i]] = rebuilt.Offsets[i];
        }

        return rebuilt.Bytes.ToArray();
    }

    // The names of the sections that stay, each once.
    private byte[] MakeNames()
    {
        Region old = Image.Contents(Image.Sections[(int)Image.NamesIndex]);
        MemoryStream names = new();
        names.WriteByte(0);
        Dictionary<string, uint> known = new(StringComparer.Ordinal) { [string.Empty] = 0 };
        foreach (ElfSection section in Kept())
        {
            ReadOnlySpan<byte> name = section.NameOffset < (ulong)old.Length ? old.CString(section.NameOffset) : default;
            string key = Encoding.Latin1.GetString(name);
            if (!known.TryGetValue(key, out uint offset))
            {
                known[key] = offset = (uint)names.Length;
                names.Write(name);
                names.WriteByte(0);
            }

            _nameOffsets[section.NameOffset] = offset;
        }

        return names.ToArray();
    }
}
