// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>
/// The arrangements of the two objcopies, for kernels that have to be theirs to the byte. Both lay out anew what is in no
/// segment. Of the segments GNU objcopy keeps the sections, and llvm-objcopy all bytes; both could move segments, which of
/// images as linkers make them they never do. What would come out otherwise is refused, not guessed.
/// </summary>
internal sealed class ObjcopyArrangement
{
    // Of x86, and of most machines: BFD calls an image with smaller alignments not paged.
    private const ulong SmallestPage = 0x1000;

    private readonly SplitTables _tables;
    private readonly ElfFile _image;
    private readonly List<ElfSegment> _segments;

    private ObjcopyArrangement(SplitTables tables)
    {
        (_tables, _image) = (tables, tables.Image);
        _segments = [.. tables.Segments.Where(segment => segment.FileSize > 0).OrderBy(segment => segment.Offset)];
    }

    /// <summary>Refuses an image that objcopy would change otherwise than a layout can say.</summary>
    /// <param name="image">The linked image.</param>
    /// <param name="removed">The sections that go.</param>
    /// <param name="symbols">The symbols that stay, or null without a table of symbols.</param>
    /// <param name="layout">Whose layout is wanted.</param>
    /// <exception cref="RefusedException">
    /// A table is missing or serves for two, relocations that stay would need new numbers of symbols, or headers are in
    /// another order.
    /// </exception>
    public static void Refuse(ElfFile image, SectionNumbers removed, StrippedSymbols? symbols, ImageLayout layout)
    {
        if (symbols is null || image.NamesIndex == 0
            || symbols.Section.Link == image.NamesIndex || symbols.IndicesSection is not null)
        {
            throw Refusal(image, "it has not one table each of symbols, of their names and of section names");
        }

        if (symbols.Count <= 1)
        {
            throw Refusal(image, "no symbol stays, and objcopy would leave out their table");
        }

        ElfSection[] kept = [.. image.Sections.ToArray().Where(section => !removed.Removes(section))];
        if (!symbols.IsUnchanged && Array.Find(kept, IsRelocation) is { } relocations)
        {
            throw Refusal(image, $"section {relocations.Index.Value} ({relocations.Name}) stays, and numbers symbols of which some go");
        }

        if (layout == ImageLayout.GnuObjcopy)
        {
            RefuseOrder(image, kept, symbols.Section);
        }
    }

    /// <summary>Makes the arrangement of an image that <see cref="Refuse"/> did not refuse.</summary>
    /// <exception cref="MalformedFileException">A program header or an empty section reaches outside the file.</exception>
    /// <exception cref="RefusedException">Something that is loaded would move, or more than sizes of program headers change.</exception>
    public static SplitArrangement Make(SplitTables tables, ImageLayout layout)
    {
        ObjcopyArrangement arrangement = new(tables);
        arrangement.RefuseOutside();
        if (layout == ImageLayout.GnuObjcopy)
        {
            arrangement.RefuseOtherHeaders();
        }

        arrangement.RefuseMovingSegments();
        return layout == ImageLayout.GnuObjcopy ? arrangement.Gnu() : arrangement.Llvm();
    }

    private static RefusedException Refusal(ElfFile image, string why) =>
        new(image.Image.Source.File, $"{why}: use --layout reuse, which has the same contents as objcopy's result");

    // GNU objcopy writes relocations after the header of what they apply to, and the three tables last.
    private static void RefuseOrder(ElfFile image, ElfSection[] kept, ElfSection symbols)
    {
        uint[] last = [.. kept[^Math.Min(3, kept.Length)..].Select(section => section.Index.Value)];
        bool isInOrder = last.SequenceEqual([symbols.Index.Value, symbols.Link, image.NamesIndex]);
        for (int i = 1; i < kept.Length; i++)
        {
            isInOrder &= !IsRelocation(kept[i]) || kept[i].Info == kept[i - 1].Index.Value;
        }

        if (!isInOrder)
        {
            throw Refusal(image, "its sections are not in the order that GNU ld gives them, and GNU objcopy would change it");
        }
    }

    private static bool IsRelocation(ElfSection section) =>
        section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends && !section.IsAllocated;

    // Sections of segments, then what is not loaded in the order of headers. What has no bytes is where the one before ends.
    // BFD has relocations between the names of symbols and of sections.
    private SplitArrangement Gnu()
    {
        ElfSection names = _image.Sections[(int)_image.NamesIndex];
        ulong end = _tables.HeadEnd;
        Dictionary<uint, FileRange> placed = [];
        List<FileRange> staying = [];
        List<ElfSection> moving = [];
        List<ElfSection> relocations = [];
        foreach (ElfSection section in _tables.Kept().Where(section => section.Type != ElfSectionType.Null))
        {
            if (section.IsAllocated)
            {
                RefuseMovingSection(section);
                if (section.Type == ElfSectionType.NoBits)
                {
                    placed[section.Index.Value] = new FileRange(end, section.Size);
                    continue;
                }

                // A segment reaches to its last section, also when that is empty: lld puts such at aligned addresses. Those
                // with bytes are known to be in the file.
                _ = _image.Contents(section);
                end = Math.Max(end, section.Offset + section.Size);
                if (section.HasBytes)
                {
                    staying.Add(new FileRange(section.Offset, section.Size));
                }
            }
            else if (IsRelocation(section))
            {
                relocations.Add(section);
            }
            else if (section.Index != names.Index)
            {
                moving.Add(section);
            }
        }

        // Found by the fuzzer: the file ended before the segment.
        int reaching = _segments.FindIndex(segment => segment.Offset + segment.FileSize > end);
        if (reaching >= 0)
        {
            throw Refusal(_image, $"objcopy would leave out bytes of its program header {_segments[reaching].Index} that are no section's");
        }

        staying.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return new SplitArrangement(
            ImageLayout.GnuObjcopy,
            new ElfArrangement(staying, end, _tables.Aligned([.. moving, .. relocations, names])) { Placed = placed });
    }

    // The bytes of segments, but zeros for sections that went; then all sections outside, in the order of their offsets.
    private SplitArrangement Llvm()
    {
        List<FileRange> dead = [new FileRange(0, _tables.HeadEnd), .. _tables.Dead];
        dead.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        List<FileRange> staying = [];
        ulong end = 0;
        foreach (ElfSegment segment in _segments)
        {
            // A segment in another one has its bytes there.
            ulong start = Math.Max(end, segment.Offset);
            ulong segmentEnd = segment.Offset + segment.FileSize;
            if (segmentEnd > start)
            {
                staying.AddRange(new FileRange(start, segmentEnd - start).Without(dead));
                end = segmentEnd;
            }
        }

        List<ElfSection> moving = [];
        foreach (ElfSection section in _tables.Kept().Where(section => section.Type != ElfSectionType.Null))
        {
            if (!_segments.Exists(segment => HoldsForLlvm(segment, section)))
            {
                moving.Add(section);
            }
            else if (_tables.NewContents(section) is not null)
            {
                throw Refusal(_image, $"section {section.Index.Value} ({section.Name}) is in a segment, and would be longer or shorter");
            }
        }

        return new SplitArrangement(
            ImageLayout.LlvmObjcopy,
            new ElfArrangement(staying, Math.Max(end, _tables.HeadEnd), _tables.Aligned(moving.OrderBy(section => section.Offset))));
    }

    private void RefuseOutside()
    {
        Region file = _image.Image;
        foreach (ElfSegment segment in _image.ReadSegments())
        {
            if (segment.FileSize > 0 && !Holds(0, (ulong)file.Length, segment.Offset, segment.FileSize))
            {
                throw file.Malformed(_image.Header.SegmentsOffset + ((ulong)segment.Index * _image.Header.SegmentSize), string.Create(
                    CultureInfo.InvariantCulture,
                    $"program header {segment.Index}, 0x{segment.FileSize:x} bytes at 0x{segment.Offset:x}, reaches outside the file ({file.Length} bytes)"));
            }
        }
    }

    // Once a loaded section is gone, GNU objcopy makes all program headers anew: a segment begins with its first section, which
    // of .bss alone is anywhere in the file; its alignment is the largest of its sections' unless all are of pages; and what is
    // no PT_LOAD becomes shorter too.
    private void RefuseOtherHeaders()
    {
        ElfSection[] loaded = [.. _image.Sections.ToArray().Where(section => section.IsAllocated)];
        if (!Array.Exists(loaded, _tables.Numbers.Removes))
        {
            return;
        }

        foreach (ElfSegment segment in _tables.Segments)
        {
            IEnumerable<ElfSection> held = loaded.Where(
                section => Holds(segment.Address, segment.MemorySize, section.Address, section.Size));
            bool isSame = segment.Type == ElfSegmentType.Load
                ? segment.FileSize > 0 && segment.Alignment >= SmallestPage
                    && !(held.MinBy(section => section.Address) is { } first && _tables.Numbers.Removes(first))
                : !held.Any(_tables.Numbers.Removes);
            if (!isSame)
            {
                throw Refusal(_image, $"objcopy would change more of its program header {segment.Index} than sizes");
            }
        }
    }

    // Both put a segment at the next offset that equals its address modulo its alignment.
    private void RefuseMovingSegments()
    {
        ulong position = _tables.HeadEnd;
        foreach (ElfSegment segment in _segments)
        {
            ulong end = segment.Offset + segment.FileSize;
            if (end <= position)
            {
                continue;
            }

            if (segment.Offset < _tables.HeadEnd)
            {
                throw Refusal(_image, $"its program header {segment.Index} loads the headers of the file, which a kernel's does not");
            }

            ulong alignment = Math.Max(segment.Alignment, 1);
            ulong place = position + ((segment.Address % alignment) + alignment - (position % alignment)) % alignment;
            if (place != segment.Offset)
            {
                throw Refusal(_image, string.Create(
                    CultureInfo.InvariantCulture, $"objcopy would move its program header {segment.Index} from 0x{segment.Offset:x} to 0x{place:x}"));
            }

            position = end;
        }
    }

    private void RefuseMovingSection(ElfSection section)
    {
        int holder = _segments.FindIndex(segment => HoldsForGnu(segment, section));
        if (holder < 0)
        {
            throw Refusal(_image, $"section {section.Index.Value} ({section.Name}) is loaded, but in no segment");
        }

        ulong place = _segments[holder].Offset + (section.Address - _segments[holder].Address);
        if (section.HasBytes && place != section.Offset)
        {
            throw Refusal(_image, string.Create(
                CultureInfo.InvariantCulture,
                $"objcopy would move section {section.Index.Value} ({section.Name}) from 0x{section.Offset:x} to 0x{place:x}"));
        }
    }

    // By address; an empty section may be at the end.
    private static bool HoldsForGnu(in ElfSegment segment, ElfSection section) =>
        segment.Type == ElfSegmentType.Load && Holds(segment.Address, segment.MemorySize, section.Address, section.Size);

    // By place, or by address when there is no place; an empty section counts as if it had a byte.
    private static bool HoldsForLlvm(in ElfSegment segment, ElfSection section)
    {
        ulong size = Math.Max(section.Size, 1);
        return section.Type == ElfSectionType.NoBits
            ? section.IsAllocated && Holds(segment.Address, segment.MemorySize, section.Address, size)
            : Holds(segment.Offset, segment.FileSize, section.Offset, size);
    }

    private static bool Holds(ulong start, ulong length, ulong position, ulong size) =>
        position >= start && position - start <= length && size <= length - (position - start);
}
