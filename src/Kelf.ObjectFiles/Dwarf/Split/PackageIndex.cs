// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Hashes;

namespace Kelf.ObjectFiles.Dwarf.Split;

/// <summary>
/// Which part of each section of a package belongs to which unit: <c>.debug_cu_index</c> (DWARF 5 §7.3.5.3; version 2 is GNU's, before it).
/// </summary>
/// <remarks>
/// <code>
/// version, sections S, units U, slots H      4 bytes each; in DWARF 5 the version has 2
/// H numbers of units                         8 bytes each: a hash table
/// H rows                                     4 bytes each: from 1, or 0 for an empty slot
/// S kinds of sections                        4 bytes each, as the following
/// U rows of S offsets, then U rows of S sizes
/// </code>
/// All rows are read once, in the order of the slots, so that no chosen numbers make a search long.
/// </remarks>
internal sealed class PackageIndex
{
    private const string SectionName = ".debug_cu_index";
    private const int Header = 16;
    private const ulong Word = 4;

    private readonly Dictionary<ulong, uint> _rows = new(KeyedHash.Numbers);
    private readonly Region _contents;
    private readonly ByteOrder _order;
    private readonly string?[] _sections;
    private readonly ulong _offsets;
    private readonly ulong _sizes;

    private PackageIndex(Region contents, ByteOrder order)
    {
        (_contents, _order) = (contents, order);
        bool isGnu = VersionOf(contents, order) == 2;
        Cursor cursor = contents.Read(order, Word);
        (ulong sections, ulong units, ulong slots) = (cursor.U32(), cursor.U32(), cursor.U32());
        _offsets = Header + (slots * 3 * Word) + (sections * Word);
        _sizes = _offsets + (units * sections * Word);
        if (_offsets + ((UInt128)units * sections * Word * 2) > (ulong)contents.Length)
        {
            throw contents.Malformed(Word, $"{sections} sections, {units} units and {slots} slots take more than the section ({contents.Length} bytes)");
        }

        ReadRows(slots, units);
        cursor = contents.Read(order, Header + (slots * 3 * Word));
        _sections = new string?[sections];
        for (int i = 0; i < _sections.Length; i++)
        {
            _sections[i] = NameOf(cursor.U32(), isGnu);
        }
    }

    /// <summary>Reads the index of a package.</summary>
    /// <returns>Null when the file is none.</returns>
    /// <exception cref="MalformedFileException">The index is malformed.</exception>
    public static PackageIndex? Read(ElfFile elf) =>
        elf.TryFindSection(SectionName, out ElfSection? section) ? new PackageIndex(elf.Contents(section), elf.ByteOrder) : null;

    /// <summary>The parts of a unit, by the names of their sections: <c>debug_info</c> is that of <c>.debug_info.dwo</c>.</summary>
    public bool TryFind(ulong id, out IReadOnlyDictionary<string, (ulong Offset, ulong Length)>? parts)
    {
        parts = null;
        if (!_rows.TryGetValue(id, out uint row))
        {
            return false;
        }

        ulong skipped = (row - 1) * (ulong)_sections.Length * Word;
        Cursor offsets = _contents.Read(_order, _offsets + skipped);
        Cursor sizes = _contents.Read(_order, _sizes + skipped);
        Dictionary<string, (ulong, ulong)> found = new(StringComparer.Ordinal);
        foreach (string? section in _sections)
        {
            (uint offset, uint size) = (offsets.U32(), sizes.U32());
            if (section is not null)
            {
                found[section] = (offset, size);
            }
        }

        parts = found;
        return true;
    }

    private void ReadRows(ulong slots, ulong units)
    {
        Cursor numbers = _contents.Read(_order, Header);
        Cursor rows = _contents.Read(_order, Header + (slots * 2 * Word));
        for (ulong slot = 0; slot < slots; slot++)
        {
            (ulong number, uint row) = (numbers.U64(), rows.U32());
            if (row > units)
            {
                throw rows.Malformed($"row {row} is not one of the {units} of the index");
            }

            if (row != 0)
            {
                _rows.TryAdd(number, row);
            }
        }
    }

    private static uint VersionOf(Region contents, ByteOrder order)
    {
        if (contents.Length < Header)
        {
            throw contents.Malformed(0, $"{contents.Length} bytes have no header");
        }

        Cursor half = contents.Read(order);
        Cursor whole = contents.Read(order);
        return half.U16() == 5 ? 5u : whole.U32() is 2 ? 2u : throw whole.Malformed("the version of the index is neither 2 nor 5");
    }

    // DW_SECT_* (DWARF 5 table 7.1, and GNU's of version 2).
    private static string? NameOf(uint kind, bool isGnu) => kind switch
    {
        1 => "debug_info",
        2 when isGnu => "debug_types",
        3 => "debug_abbrev",
        4 => "debug_line",
        5 => isGnu ? "debug_loc" : "debug_loclists",
        6 => "debug_str_offsets",
        8 when !isGnu => "debug_rnglists",
        _ => null,
    };
}
