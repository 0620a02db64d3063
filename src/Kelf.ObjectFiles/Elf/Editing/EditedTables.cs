// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf.Editing;

/// <summary>
/// The headers of an edited file, wherever its parts are laid: what sections there will be, how large they are, and how they
/// refer to each other. <see cref="Reserve"/> gives each its place.
/// </summary>
public sealed class EditedTables
{
    private readonly ElfEditor _editor;
    private readonly ElfEncoder _encoder;
    private readonly SectionNumbers _numbers;
    private readonly SectionNames _names;
    private readonly ElfSection[] _added;

    internal EditedTables(ElfEditor editor, SectionNaming naming)
    {
        (_editor, _encoder, _numbers) = (editor, new ElfEncoder(editor.File), editor.Numbers);
        _added = [.. editor.Added.Select((section, i) => section.Header((uint)(File.Sections.Length + i)))];
        if (!_numbers.IsUnchanged)
        {
            RenumberGroups();
        }

        _names = SectionNames.Make(editor, [.. Kept()], naming);
        if (_names.Table is { } table)
        {
            bool isRebuilt = naming is SectionNaming.FirstUse or SectionNaming.FallingTails;
            editor.Replace(new SectionIndex(File.NamesIndex), table, isRebuilt ? 1 : null);
        }
    }

    /// <summary>The file that is edited.</summary>
    public ElfFile File => _editor.File;

    /// <summary>The new numbers of sections.</summary>
    public SectionNumbers Numbers => _numbers;

    /// <summary>Offset after the ELF header and the program headers, which stay where they are.</summary>
    public ulong HeadEnd
    {
        get
        {
            ulong end = (ulong)File.Layout.HeaderSize;
            return File.SegmentCount == 0
                ? end
                : Math.Max(end, File.Header.SegmentsOffset + ((ulong)File.SegmentCount * File.Header.SegmentSize));
        }
    }

    /// <summary>Where the file has its section headers.</summary>
    public FileRange OldSectionHeaders =>
        new(File.Header.SectionsOffset, (ulong)File.Sections.Length * (uint)File.Layout.SectionHeaderSize);

    /// <summary>Bytes of the new section headers.</summary>
    public int SectionHeadersSize => Count * File.Layout.SectionHeaderSize;

    private int Count => _numbers.KeptCount + _added.Length;

    private uint NamesIndex => _numbers.NumberOf(File.NamesIndex);

    /// <summary>The sections of the file that stay, in the order of their headers, the null section first.</summary>
    public IEnumerable<ElfSection> Kept()
    {
        for (int i = 0; i < File.Sections.Length; i++)
        {
            if (!_numbers.Removes((uint)i))
            {
                yield return File.Sections[i];
            }
        }
    }

    /// <summary>The sections that are added.</summary>
    public IReadOnlyList<ElfSection> Added() => _added;

    /// <summary>The sections of the file that have new contents, in the order in which they got them.</summary>
    public IEnumerable<ElfSection> Replaced() =>
        _editor.Replaced.Select(replacement => File.Sections[(int)replacement.Section.Value]);

    /// <summary>The new contents of a section, or null when they stay.</summary>
    public ReadOnlyMemory<byte>? NewContents(ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section.Index.Value < (uint)File.Sections.Length
            ? _editor.ReplacementOf(section.Index.Value)?.Contents
            : _editor.Added[(int)section.Index.Value - File.Sections.Length].Contents;
    }

    /// <summary>The alignment that the header of a section will have.</summary>
    public ulong AlignmentOf(ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return _editor.ReplacementOf(section.Index.Value)?.Alignment ?? section.Alignment;
    }

    /// <summary>Gives each part its place.</summary>
    /// <exception cref="MalformedFileException">The file would be too large for its class.</exception>
    /// <exception cref="InvalidOperationException">A section with new contents has no place.</exception>
    public EditedFile Reserve(ElfArrangement arrangement)
    {
        ArgumentNullException.ThrowIfNull(arrangement);
        SectionPlacer placer = new(this, arrangement);
        ulong position = placer.Place(arrangement.Moving, arrangement.End);
        ulong headers = ElfLayout.AlignUp(position, (ulong)File.Layout.WordSize);
        ulong end = placer.Place(arrangement.Last, headers + (uint)SectionHeadersSize);
        if (!File.Layout.Is64 && end > uint.MaxValue)
        {
            throw new MalformedFileException(
                File.Image.Source.File, $"with what is added the file has {end} bytes, and a 32-bit ELF file ends at 4 GiB");
        }

        placer.RequireAll();
        byte[] table = MakeSectionHeaders(placer.Places);
        if (arrangement.ChangesOldHeaders && _numbers.IsUnchanged)
        {
            ChangeOldHeaders(table);
        }

        placer.Written.Add(new PlacedBytes(headers, table));
        placer.Written.Add(new PlacedBytes(0, MakeHead(headers, arrangement.HeadSize ?? HeadEnd)));
        return new EditedFile(File, end, placer.Copies, placer.Written, _editor.Patches);
    }

    /// <summary>The section headers.</summary>
    /// <param name="places">Offset and size of each section that moved, by its number in the editor.</param>
    public byte[] MakeSectionHeaders(IReadOnlyDictionary<uint, FileRange> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        ElfSection[] headers = new ElfSection[Count];
        foreach (ElfSection section in Kept().Concat(_added))
        {
            ElfSection header = Renumber(_editor.Header(section)) with
            {
                Alignment = AlignmentOf(section),
                NameOffset = _names.OffsetOf(section),
            };
            if (places.TryGetValue(section.Index.Value, out FileRange place))
            {
                header = header with { Offset = place.Offset, Size = place.Length };
            }

            if (section.Index.Value == 0)
            {
                // With 0xff00 sections or more the real numbers stand here (gABI 4.1 ch. 4).
                header = header with
                {
                    Size = (uint)Count >= ExtendedNumbering.FirstReserved ? (ulong)Count : 0,
                    Link = NamesIndex >= ExtendedNumbering.FirstReserved ? NamesIndex : 0,
                };
            }

            headers[_numbers.NumberOf(section.Index.Value)] = header;
        }

        return _encoder.SectionHeaders(headers);
    }

    /// <summary>The bytes from the beginning of the file to <see cref="HeadEnd"/>.</summary>
    /// <param name="sectionHeaders">Offset of the section headers.</param>
    /// <exception cref="MalformedFileException">The program headers reach outside the file.</exception>
    public byte[] MakeHead(ulong sectionHeaders) => MakeHead(sectionHeaders, HeadEnd);

    private byte[] MakeHead(ulong sectionHeaders, ulong size)
    {
        byte[] head = File.Image.Slice(0, size).Span().ToArray();
        _encoder.SectionTable(
            head, sectionHeaders, (uint)Count >= ExtendedNumbering.FirstReserved ? (ushort)0 : (ushort)Count,
            NamesIndex >= ExtendedNumbering.FirstReserved ? ExtendedNumbering.Elsewhere : (ushort)NamesIndex);
        foreach (ElfSegment segment in _editor.Segments.Values)
        {
            int offset = (int)File.Header.SegmentsOffset + (segment.Index * File.Layout.SegmentHeaderSize);
            _encoder.SegmentSizes(head.AsSpan(offset), segment.FileSize, segment.MemorySize);
        }

        return head;
    }

    private ElfSection Renumber(ElfSection section)
    {
        if (_numbers.IsUnchanged || section.Type == ElfSectionType.Null)
        {
            return section;
        }

        bool infoIsSection = section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends
            || (section.Flags & ElfSectionFlags.InfoLink) != 0;
        return section with
        {
            Link = Renumber(section, section.Link),
            Info = infoIsSection ? Renumber(section, section.Info) : section.Info,
        };
    }

    private uint Renumber(ElfSection section, uint number) => _numbers.Removes(number)
        ? throw new InvalidOperationException(
            $"section {section.Index.Value} ({section.Name}) refers to section {number}, which is removed")
        : _numbers.NumberOf(number);

    // A flag word, and the numbers of the members (gABI 4.1 ch. 4, "Section Groups").
    private void RenumberGroups()
    {
        NumberWriter writer = new(File.ByteOrder);
        foreach (ElfSection section in Kept().Where(section => section.Type == ElfSectionType.Group))
        {
            ReadOnlyMemory<byte> old = _editor.ContentsOf(section);
            byte[] contents = new byte[old.Length];
            Cursor words = Region.Of(old, File.Image.Source.InSection(section.Name)).Read(File.ByteOrder);
            writer.U32(contents, words.U32());
            int filled = sizeof(uint);
            while (!words.AtEnd)
            {
                uint member = words.U32();
                if (!_numbers.Removes(member))
                {
                    writer.U32(contents.AsSpan(filled), _numbers.NumberOf(member));
                    filled += sizeof(uint);
                }
            }

            _editor.Replace(section.Index, contents.AsMemory(0, filled));
        }
    }

    // recordmcount of Linux leaves them so, and its bytes are wanted.
    private void ChangeOldHeaders(byte[] table)
    {
        const int Word = sizeof(ulong);
        FileRange old = OldSectionHeaders;
        ReadOnlySpan<byte> before = File.Image.Slice(old.Offset, old.Length).Span();
        for (int i = 0; i < before.Length; i += Word)
        {
            int length = Math.Min(Word, before.Length - i);
            if (!before.Slice(i, length).SequenceEqual(table.AsSpan(i, length)))
            {
                _editor.Patches.Add(old.Offset + (ulong)i, table.AsSpan(i, length));
            }
        }
    }
}
