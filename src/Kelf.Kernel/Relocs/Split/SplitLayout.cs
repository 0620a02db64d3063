// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Relocs.Split;

/// <summary>Lays a stripped image out in a file of its own: where each section that stays goes.</summary>
internal sealed class SplitLayout
{
    // Larger ones are no linker's, and would make a file of holes.
    private const ulong LargestAlignment = 1 << 30;

    private readonly SplitTables _tables;
    private readonly ElfFile _image;
    private readonly RemovedSections _removed;
    private readonly List<FilePatch> _patches = [];
    private readonly List<(FileRange Source, ulong Target)> _copies = [];

    private SplitLayout(SplitTables tables)
    {
        (_tables, _image, _removed) = (tables, tables.Image, tables.Removed);
    }

    /// <summary>Makes the layout.</summary>
    /// <param name="tables">What differs from the linked image.</param>
    /// <param name="isCompact">Move what is not loaded together, even if it could stay.</param>
    public static SplitImage Make(SplitTables tables, bool isCompact)
    {
        SplitLayout layout = new(tables);
        ulong? end = isCompact ? null : layout.EndOfWhatCanStay();
        return layout.Make(end ?? layout.EndOfLoaded(), end is null);
    }

    /// <summary>The next offset with an alignment.</summary>
    public static ulong Align(ulong position, ulong alignment) =>
        alignment <= 1 ? position : (position + alignment - 1) / alignment * alignment;

    // The symbol table's place, if everything that stays as it is lies before it and everything that goes behind.
    private ulong? EndOfWhatCanStay()
    {
        if (_tables.SymbolSection is not { } symbols)
        {
            return null;
        }

        ulong end = symbols.Offset;
        foreach (ElfSection section in _image.Sections)
        {
            if (!SectionRanges.HasBytes(section) || (section.IsAllocated && _removed.Contains(section)))
            {
                continue;
            }

            bool fits = _removed.Contains(section) ? section.Offset >= end
                : _tables.NewContents(section) is not null || section.Index.Value == symbols.Link
                    || section.Offset + section.Size <= end;
            if (!fits)
            {
                return null;
            }
        }

        return _tables.HeadEnd <= end ? end : null;
    }

    private ulong EndOfLoaded()
    {
        ulong end = _tables.HeadEnd;
        foreach (ElfSection section in _image.Sections)
        {
            if (section.IsAllocated && SectionRanges.HasBytes(section) && !_removed.Contains(section))
            {
                end = Math.Max(end, section.Offset + section.Size);
            }
        }

        return end;
    }

    private SplitImage Make(ulong end, bool isCompact)
    {
        CopyPrefix(end);
        ulong position = end;
        Dictionary<uint, FileRange> moved = [];
        foreach (ElfSection section in _tables.Kept().Where(section => Moves(section, end)).OrderBy(section => section.Offset))
        {
            if (section.Alignment > LargestAlignment)
            {
                throw new RefusedException(_image.Image.Source.File, string.Create(
                    CultureInfo.InvariantCulture,
                    $"section {section.Index.Value} ({section.Name}) asks for an alignment of 0x{section.Alignment:x}"));
            }

            position = Align(position, section.Alignment);
            ulong size = section.Size;
            if (_tables.NewContents(section) is { } bytes)
            {
                _patches.Add(new FilePatch(position, bytes));
                size = (ulong)bytes.Length;
            }
            else if (SectionRanges.HasBytes(section))
            {
                _copies.Add((new FileRange(section.Offset, size), position));
            }

            moved[section.Index.Value] = new FileRange(position, size);
            position += section.Type == ElfSectionType.NoBits ? 0 : size;
        }

        ulong headers = Align(position, 8);
        _patches.Add(new FilePatch(headers, _tables.MakeSectionHeaders(moved)));
        _patches.Add(new FilePatch(0, _tables.MakeHead(headers)));
        return new SplitImage(_image, headers + (uint)_tables.SectionHeadersSize, isCompact, _copies, _patches);
    }

    private bool Moves(ElfSection section, ulong end) =>
        !section.IsAllocated && section.Type != ElfSectionType.Null
        && (section.Offset >= end || _tables.NewContents(section) is not null || section.Offset + section.Size > end);

    // All bytes up to the end, but for those that hold nothing any more.
    private void CopyPrefix(ulong end)
    {
        List<FileRange> dead = [.. _tables.Dead, _tables.OldSectionHeaders, new FileRange(0, _tables.HeadEnd)];
        foreach (ElfSection section in _image.Sections)
        {
            if (SectionRanges.HasBytes(section) && (_removed.Contains(section) || Moves(section, end)))
            {
                dead.Add(new FileRange(section.Offset, section.Size));
            }
        }

        dead.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        ulong position = 0;
        foreach (FileRange range in dead.Append(new FileRange(end, 0)))
        {
            ulong stop = Math.Min(range.Offset, end);
            if (stop > position)
            {
                _copies.Add((new FileRange(position, stop - position), position));
            }

            position = Math.Max(position, range.End);
        }
    }
}
