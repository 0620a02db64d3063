// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Diagnostics.CodeAnalysis;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Elf;

/// <summary>
/// An ELF file of either class and byte order: its header and section headers, decoded and checked once, and
/// views of what the sections hold. Extended section numbering (gABI 4.1 ch. 4: <c>e_shnum</c> 0,
/// <c>e_shstrndx</c> <c>SHN_XINDEX</c>) is hidden here.
/// </summary>
/// <example><code>
/// using ElfFile elf = ElfFile.Open("vmlinux.o");
/// foreach (ElfSection section in elf.Sections) { Region contents = elf.Contents(section); }
/// foreach (ElfSymbol symbol in elf.SymbolTable) { ReadOnlySpan&lt;byte&gt; name = elf.SymbolTable.NameOf(symbol); }
/// </code></example>
public sealed class ElfFile : IDisposable
{
    private MappedFile? _map;
    private readonly SectionHeaderTable _headers;
    private ElfSection[]? _sections;
    private ElfSection? _symbolSection;
    private Dictionary<uint, ElfSection>? _extendedIndices;

    private ElfFile(Region image, ElfClass elfClass, ByteOrder order, ElfHeader header)
    {
        (Image, Class, ByteOrder) = (image, elfClass, order);
        Header = header;
        Layout = new ElfLayout(elfClass);
        _headers = new SectionHeaderTable(image, elfClass, order, header);
    }

    /// <summary>The ELF header as it is stored.</summary>
    public ElfHeader Header { get; }

    /// <summary>Sizes and field offsets of the records of the file's class.</summary>
    public ElfLayout Layout { get; }

    /// <summary>The whole file.</summary>
    public Region Image { get; }

    /// <summary>32 or 64 bits.</summary>
    public ElfClass Class { get; }

    /// <summary>Byte order of every number in the file.</summary>
    public ByteOrder ByteOrder { get; }

    /// <summary>Relocatable, executable, ...</summary>
    public ElfType Type => Header.Type;

    /// <summary>Instruction set.</summary>
    public ElfMachine Machine => Header.Machine;

    /// <summary><c>e_flags</c>, whose meaning depends on the machine.</summary>
    public uint Flags => Header.Flags;

    /// <summary>Number of program headers.</summary>
    public uint SegmentCount => _headers.SegmentCount;

    /// <summary>Index of the section with the names of sections; 0 when they have none.</summary>
    public uint NamesIndex => _headers.NamesIndex;

    /// <summary>All section headers in file order; index 0 is the null section.</summary>
    /// <exception cref="MalformedFileException">After <see cref="ParseHeader"/>: a section's name is wrong.</exception>
    public ReadOnlySpan<ElfSection> Sections => _sections ??= ReadSections();

    /// <summary>
    /// The section of the symbol table (<c>SHT_SYMTAB</c>), or null in a stripped file. A file has at most one
    /// (gABI 4.1 ch. 4).
    /// </summary>
    /// <exception cref="MalformedFileException">There are several.</exception>
    public ElfSection? SymbolSection => _symbolSection ??= FindOnly(ElfSectionType.SymbolTable);

    /// <summary>The symbol table; without any symbols in a stripped file.</summary>
    /// <exception cref="MalformedFileException">There are several, or it is malformed.</exception>
    public ElfSymbolTable SymbolTable => SymbolSection is { } section ? Symbols(section) : default;

    /// <summary>The dynamic linker's symbols (<c>SHT_DYNSYM</c>); none in a file that is not linked dynamically.</summary>
    /// <exception cref="MalformedFileException">There are several, or it is malformed.</exception>
    public ElfSymbolTable DynamicSymbolTable => FindOnly(ElfSectionType.DynamicSymbols) is { } section ? Symbols(section) : default;

    /// <summary>True when the bytes begin with the ELF magic number.</summary>
    public static bool IsElf(Region image) => image.Length >= 4 && image.Span(0, 4).SequenceEqual("\u007fELF"u8);

    /// <summary>True for LLVM bitcode, which Clang writes for Clang LTO under the names of objects.</summary>
    public static bool IsBitcode(Region image) => ForeignFormats.IsBitcode(image.Span(0, (int)Math.Min(image.Length, 4)));

    /// <summary>Maps a file, and parses and checks its headers.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The file; disposing of it unmaps it.</returns>
    /// <exception cref="UnreadableFileException">The file is absent, unreadable, or none that has its bytes on a disk.</exception>
    /// <exception cref="NotElfException">It is not an ELF file.</exception>
    /// <exception cref="MalformedFileException">A header field points outside the file.</exception>
    public static ElfFile Open(string path)
    {
        MappedFile map = MappedFile.Open(path);
        try
        {
            ElfFile file = Parse(map.Contents);
            file._map = map;
            return file;
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>Parses and checks the headers.</summary>
    /// <param name="image">The whole file.</param>
    /// <exception cref="NotElfException">It is not an ELF file.</exception>
    /// <exception cref="MalformedFileException">A header field points outside the file.</exception>
    public static ElfFile Parse(Region image)
    {
        ElfFile file = ParseHeader(image);
        _ = file.Sections;
        return file;
    }

    /// <summary>
    /// Parses the ELF header alone. Sections are decoded when they are asked for: for a look at one table in each of
    /// thousands of objects.
    /// </summary>
    /// <param name="image">The whole file.</param>
    /// <exception cref="NotElfException">It is not an ELF file.</exception>
    /// <exception cref="MalformedFileException">The section header table reaches outside the file.</exception>
    public static ElfFile ParseHeader(Region image)
    {
        if (!IsElf(image))
        {
            throw new NotElfException(image.Source.File, ForeignFormats.Of(image));
        }

        if (image.Length < 20)
        {
            throw image.Malformed((ulong)image.Length, "ELF header is cut short");
        }

        ReadOnlySpan<byte> ident = image.Span(0, 16);
        ElfClass elfClass = ident[4] is 1 or 2
            ? (ElfClass)ident[4]
            : throw image.Malformed(4, $"ELF class {ident[4]} is neither 1 (32 bits) nor 2 (64 bits)");
        ByteOrder order = ident[5] switch
        {
            1 => ByteOrder.Little,
            2 => ByteOrder.Big,
            _ => throw image.Malformed(5, $"ELF byte order {ident[5]} is neither 1 (little) nor 2 (big)"),
        };
        if (ident[6] != 1)
        {
            throw image.Malformed(6, $"ELF version {ident[6]} is not 1");
        }

        ElfHeader header = ElfHeader.Read(image, elfClass, order);
        return new ElfFile(image, elfClass, order, header);
    }

    /// <summary>Unmaps a file that was opened by its path; one that was parsed is its owner's. Nothing of it can be read any more.</summary>
    public void Dispose() => _map?.Dispose();

    /// <summary>The first section of that name.</summary>
    public bool TryFindSection(string name, [NotNullWhen(true)] out ElfSection? section)
    {
        foreach (ElfSection candidate in Sections)
        {
            if (string.Equals(candidate.Name, name, StringComparison.Ordinal))
            {
                section = candidate;
                return true;
            }
        }

        section = null;
        return false;
    }

    /// <summary>The section with a number that was read from the file.</summary>
    /// <param name="index">The number.</param>
    /// <param name="role">What the number was, for the message.</param>
    /// <exception cref="MalformedFileException">There is no such section.</exception>
    public ElfSection SectionAt(uint index, string role) => index < (uint)_headers.Count
        ? _sections is { } sections ? sections[index] : _headers.Read((int)index)
        : throw new MalformedFileException(Image.Source.File, $"{role} is {index}, but there are {_headers.Count} sections");

    /// <summary>The sections of a type, in file order; no other section is decoded.</summary>
    /// <exception cref="MalformedFileException">A section's name is wrong, or sections overlap without bounds.</exception>
    public IEnumerable<ElfSection> SectionsOfType(ElfSectionType type)
    {
        OverlapBudget budget = new(Image, "sections", "file");
        for (int i = 0; i < _headers.Count; i++)
        {
            if (_headers.TypeAt(i) == type)
            {
                ElfSection section = _sections is { } sections ? sections[i] : _headers.Read(i);
                Spend(budget, section);
                yield return section;
            }
        }
    }

    /// <summary>The notes of all note sections; in a file without any, those of the note segments.</summary>
    /// <exception cref="MalformedFileException">A note reaches outside its section. Those before it were given.</exception>
    public IEnumerable<ElfNote> ReadNotes()
    {
        bool hasSections = false;
        foreach (ElfSection section in SectionsOfType(ElfSectionType.Note))
        {
            hasSections = true;
            foreach (ElfNote note in ElfNote.Read(Contents(section), ByteOrder, section.Alignment))
            {
                yield return note;
            }
        }

        if (hasSections)
        {
            yield break;
        }

        foreach (ElfSegment segment in ReadSegments())
        {
            if (segment.Type == ElfSegmentType.Note)
            {
                foreach (ElfNote note in ElfNote.Read(Image.Slice(segment.Offset, segment.FileSize), ByteOrder, segment.Alignment))
                {
                    yield return note;
                }
            }
        }
    }

    /// <summary>
    /// The dynamic section (<c>SHT_DYNAMIC</c>), or, in a file without section headers, the dynamic segment; without entries
    /// in a file that is not linked dynamically.
    /// </summary>
    /// <exception cref="MalformedFileException">It reaches outside the file.</exception>
    public ElfDynamicTable ReadDynamic()
    {
        foreach (ElfSection section in SectionsOfType(ElfSectionType.Dynamic))
        {
            return new ElfDynamicTable(this, Contents(section));
        }

        foreach (ElfSegment segment in ReadSegments())
        {
            if (segment.Type == ElfSegmentType.Dynamic)
            {
                return new ElfDynamicTable(this, Image.Slice(segment.Offset, segment.FileSize));
            }
        }

        return default;
    }

    /// <summary>The bytes of a section as they are stored: not decompressed, no relocation applied.</summary>
    /// <exception cref="MalformedFileException">The section reaches outside the file.</exception>
    public Region Contents(ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        ByteSource source = Image.Source.InSection(section.Name);
        if (section.Type == ElfSectionType.NoBits)
        {
            return default(Region).As(source);
        }

        if (section.Offset > (ulong)Image.Length || section.Size > (ulong)Image.Length - section.Offset)
        {
            throw Image.Malformed(section.Offset, $"section {section.Index.Value} ({section.Name}) of 0x{section.Size:x} "
                + $"bytes reaches outside the file ({Image.Length} bytes)");
        }

        return Image.Slice(section.Offset, section.Size).As(source);
    }

    /// <summary>The program headers; decoded anew by each call. None in relocatable files.</summary>
    /// <exception cref="MalformedFileException">The table reaches outside the file, or its entries have a wrong size.</exception>
    public IReadOnlyList<ElfSegment> ReadSegments()
    {
        bool is64 = Layout.Is64;
        uint recordSize = (uint)Layout.SegmentHeaderSize;
        if (Header.SegmentsOffset == 0 || SegmentCount == 0)
        {
            return [];
        }

        if (Header.SegmentSize != recordSize)
        {
            throw Image.Malformed((ulong)Layout.SegmentSizeField, $"program header size {Header.SegmentSize} is not {recordSize}");
        }

        if (Header.SegmentsOffset > (ulong)Image.Length
            || recordSize * (ulong)SegmentCount > (ulong)Image.Length - Header.SegmentsOffset)
        {
            throw Image.Malformed((ulong)Layout.SegmentsOffsetField, $"{SegmentCount} program headers at 0x{Header.SegmentsOffset:x} "
                + $"reach outside the file ({Image.Length} bytes)");
        }

        Cursor cursor = Image.Read(ByteOrder, Header.SegmentsOffset);
        ElfSegment[] segments = new ElfSegment[SegmentCount];
        for (int i = 0; i < segments.Length; i++)
        {
            ElfSegmentType type = (ElfSegmentType)cursor.U32();
            ElfSegmentFlags flags = is64 ? (ElfSegmentFlags)cursor.U32() : ElfSegmentFlags.None;
            ulong offset = cursor.Offset(is64);
            ulong address = cursor.Offset(is64);
            ulong physical = cursor.Offset(is64);
            ulong fileSize = cursor.Offset(is64);
            ulong memorySize = cursor.Offset(is64);
            flags = is64 ? flags : (ElfSegmentFlags)cursor.U32();
            segments[i] = new ElfSegment(i, type, flags, offset, address, physical, fileSize, memorySize, cursor.Offset(is64));
        }

        return segments;
    }

    /// <summary>A view of a symbol section.</summary>
    /// <exception cref="MalformedFileException">Its entry size, strings or bounds are wrong.</exception>
    public ElfSymbolTable Symbols(ElfSection section) => new(this, section);

    /// <summary>A view of a relocation section.</summary>
    /// <exception cref="MalformedFileException">Its entry size or bounds are wrong.</exception>
    public ElfRelocationTable Relocations(ElfSection section) => new(this, section);

    private ElfSection? FindOnly(ElfSectionType type)
    {
        ElfSection? found = null;
        foreach (ElfSection section in SectionsOfType(type))
        {
            found = found is null
                ? section
                : throw new MalformedFileException(
                    Image.Source.File, $"sections {found.Index.Value} and {section.Index.Value} are both symbol tables");
        }

        return found;
    }

    /// <summary>The section with the section numbers of a symbol table that do not fit in its records, or null.</summary>
    internal ElfSection? ExtendedIndicesOf(ElfSection symbols)
    {
        // Once for all tables: a file may have thousands.
        if (_extendedIndices is null)
        {
            Dictionary<uint, ElfSection> found = [];
            foreach (ElfSection section in SectionsOfType(ElfSectionType.ExtendedIndices))
            {
                found.TryAdd(section.Link, section);
            }

            _extendedIndices = found;
        }

        return _extendedIndices.GetValueOrDefault(symbols.Index.Value);
    }

    private ElfSection[] ReadSections()
    {
        ElfSection[] sections = _headers.ReadAll();
        OverlapBudget budget = new(Image, "sections", "file");
        foreach (ElfSection section in sections)
        {
            Spend(budget, section);
        }

        return sections;
    }

    /// <summary>Sections have bytes of their own: thousands that are the same bytes would be read thousands of times.</summary>
    private void Spend(OverlapBudget budget, ElfSection section)
    {
        // Others are wrong when they are asked for.
        bool isInside = section.Offset <= (ulong)Image.Length && section.Size <= (ulong)Image.Length - section.Offset;
        if (section.Type != ElfSectionType.NoBits && isInside)
        {
            budget.Spend(section.Offset, (long)section.Size);
        }
    }
}
