// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>
/// The parts of a stripped image that differ from the linked one, wherever they are laid: symbols, names of sections,
/// section headers, program headers; and the bytes of it that mean nothing any more.
/// </summary>
internal sealed class SplitTables
{
    private readonly StrippedSymbols? _symbols;
    private readonly ShrunkSegments _segments;

    /// <summary>Makes the tables.</summary>
    /// <param name="editor">What the linked image becomes: sections are removed, and symbols.</param>
    /// <param name="symbols">The symbols that stay, or null without any.</param>
    /// <param name="segments">The program headers, with their new sizes.</param>
    /// <param name="order">The order of names, or null when those of symbols stay as they are.</param>
    public SplitTables(ElfEditor editor, StrippedSymbols? symbols, ShrunkSegments segments, StringOrder? order)
    {
        ElfFile image = editor.File;
        (_symbols, _segments) = (symbols, segments);
        // A linker may keep the names of symbols and of sections in one table; then both stay as they are.
        RefuseSharedHeaders(image);
        RefuseLoaded(image, symbols);
        if (image.NamesIndex != 0 && image.Sections[(int)image.NamesIndex].Type != ElfSectionType.StringTable)
        {
            throw new RefusedException(
                image.Image.Source.File, $"section {image.NamesIndex}, with the names of sections, is not a string table");
        }

        foreach (ElfSegment segment in segments.Headers)
        {
            editor.Resize(segment);
        }

        SectionNaming naming;
        if (order is { } known)
        {
            // Found complete by ObjcopyArrangement: of symbols, names of symbols and names of sections each has a section.
            symbols!.RebuildNames(known);
            naming = known == StringOrder.FirstUse ? SectionNaming.FirstUse : SectionNaming.FallingTails;
        }
        else
        {
            bool isShared = image.NamesIndex == 0 || (symbols is not null && symbols.Section.Link == image.NamesIndex);
            naming = isShared ? SectionNaming.Kept : SectionNaming.Compacted;
        }

        Edited = editor.MakeTables(naming);
    }

    /// <summary>The tables.</summary>
    public EditedTables Edited { get; }

    /// <summary>The linked image.</summary>
    public ElfFile Image => Edited.File;

    /// <summary>Which sections go, and the numbers of those that stay.</summary>
    public SectionNumbers Numbers => Edited.Numbers;

    /// <summary>The symbol table, or null without one.</summary>
    public ElfSection? SymbolSection => _symbols?.Section;

    /// <summary>True when nothing goes.</summary>
    public bool IsUnchanged => Numbers.IsUnchanged && _symbols is null or { IsUnchanged: true };

    /// <summary>The program headers, with their new sizes.</summary>
    public IReadOnlyList<ElfSegment> Segments => _segments.Headers;

    /// <summary>Bytes that hold nothing once sections are gone from their segment.</summary>
    public IReadOnlyList<FileRange> Dead => _segments.Dead;

    /// <summary>Offset after the ELF header and the program headers, which stay where they are.</summary>
    public ulong HeadEnd => Edited.HeadEnd;

    /// <summary>Where the linked image has its section headers.</summary>
    public FileRange OldSectionHeaders => Edited.OldSectionHeaders;

    /// <summary>The sections that stay, in the order of their headers, the null section first.</summary>
    public IEnumerable<ElfSection> Kept() => Edited.Kept();

    /// <summary>The new contents of a section, or null when they stay.</summary>
    public ReadOnlyMemory<byte>? NewContents(ElfSection section) => Edited.NewContents(section);

    /// <summary>Sections with their alignments, to be placed.</summary>
    public IReadOnlyList<AlignedSection> Aligned(IEnumerable<ElfSection> sections) =>
        [.. sections.Select(section => new AlignedSection(section, Edited.AlignmentOf(section)))];

    // Both are written anew, and the one would be lost in the other.
    private static void RefuseSharedHeaders(ElfFile image)
    {
        ElfHeader header = image.Header;
        if (image.SegmentCount > 0 && header.SegmentsOffset > 0 && header.SegmentsOffset < (ulong)image.Layout.HeaderSize)
        {
            throw image.Image.Malformed(
                (ulong)image.Layout.SegmentsOffsetField, $"the program headers, at 0x{header.SegmentsOffset:x}, share bytes of the ELF header");
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
}
