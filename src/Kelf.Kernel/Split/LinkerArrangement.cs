// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Kernel.Split;

/// <summary>The arrangements that keep as much as they can of the linker's: in its places, or at least in its order.</summary>
internal sealed class LinkerArrangement
{
    private readonly SplitTables _tables;
    private readonly ElfFile _image;
    private readonly SectionNumbers _removed;

    private LinkerArrangement(SplitTables tables)
    {
        (_tables, _image, _removed) = (tables, tables.Image, tables.Numbers);
    }

    /// <summary>Makes the arrangement.</summary>
    /// <param name="tables">What differs from the linked image.</param>
    /// <param name="layout">With <see cref="ImageLayout.Compact"/> what is not loaded moves together, even if it could stay.</param>
    public static SplitArrangement Make(SplitTables tables, ImageLayout layout)
    {
        LinkerArrangement arrangement = new(tables);
        ulong? stays = layout == ImageLayout.Compact ? null : arrangement.EndOfWhatCanStay();
        ulong end = stays ?? arrangement.EndOfLoaded();
        return new SplitArrangement(
            stays is null ? ImageLayout.Compact : ImageLayout.Reuse,
            new ElfArrangement(arrangement.Prefix(end), end, tables.Aligned(
                tables.Kept().Where(section => arrangement.Moves(section, end)).OrderBy(section => section.Offset))));
    }

    // The symbol table's place, if everything that stays as it is lies before it and everything that goes after.
    private ulong? EndOfWhatCanStay()
    {
        if (_tables.SymbolSection is not { } symbols)
        {
            return null;
        }

        ulong end = symbols.Offset;
        foreach (ElfSection section in _image.Sections)
        {
            if (!section.HasBytes || (section.IsAllocated && _removed.Removes(section)))
            {
                continue;
            }

            bool fits = _removed.Removes(section) ? section.Offset >= end
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
        foreach (ElfSection section in _tables.Kept())
        {
            if (section.IsAllocated && section.HasBytes)
            {
                end = Math.Max(end, section.Offset + section.Size);
            }
        }

        return end;
    }

    private bool Moves(ElfSection section, ulong end) =>
        !section.IsAllocated && section.Type != ElfSectionType.Null
        && (section.Offset >= end || _tables.NewContents(section) is not null || section.Offset + section.Size > end);

    // All bytes up to the end, but for those that hold nothing any more.
    private IReadOnlyList<FileRange> Prefix(ulong end)
    {
        List<FileRange> dead = [.. _tables.Dead, _tables.OldSectionHeaders, new FileRange(0, _tables.HeadEnd)];
        foreach (ElfSection section in _image.Sections)
        {
            if (section.HasBytes && (_removed.Removes(section) || Moves(section, end)))
            {
                dead.Add(new FileRange(section.Offset, section.Size));
            }
        }

        dead.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        return new FileRange(0, end).Without(dead);
    }
}
