// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Dwarf;

/// <summary>The attributes of a unit's own entry that the rest of the unit is read by (DWARF 5 §3.1.1).</summary>
/// <param name="Tag">Tag of the entry: a compile, partial, type or skeleton unit.</param>
/// <param name="StringOffsetsBase">Where the unit's offsets start in <c>.debug_str_offsets</c>.</param>
/// <param name="AddressBase">Where the unit's addresses start in <c>.debug_addr</c>; <see cref="DwarfUnit.AddressAt"/> reads them.</param>
/// <param name="LineTable">Offset of its line table in <c>.debug_line</c>, or null.</param>
/// <param name="Language"><c>DW_AT_language</c> (DWARF 5 §7.12), or none.</param>
/// <param name="IsSplit">True when the unit only names a <c>.dwo</c> file that holds the entries.</param>
public sealed record UnitEntry(
    DwTag Tag, ulong StringOffsetsBase, ulong AddressBase, ulong? LineTable, DwLanguage Language, bool IsSplit)
{
    /// <summary>True when an assembler wrote the unit: it has functions, but no types.</summary>
    public bool IsAssembler => Language is DwLanguage.MipsAssembler or DwLanguage.Assembly;

    /// <summary>True when the source is C, in any of its versions.</summary>
    internal bool IsC => Language is DwLanguage.C89 or DwLanguage.C or DwLanguage.C99 or DwLanguage.C11 or DwLanguage.C17;

    /// <summary><c>DW_AT_name</c>; of form 0 when absent, as are the following.</summary>
    internal AttributeValue Name { get; private init; }

    /// <summary><c>DW_AT_comp_dir</c>.</summary>
    internal AttributeValue CompilationDirectory { get; private init; }

    /// <summary>Whether the entry says where the unit's code is.</summary>
    internal bool HasCode => LowPc.Form != DwForm.None || Ranges.Form != DwForm.None;

    /// <summary><c>DW_AT_low_pc</c>.</summary>
    internal AttributeValue LowPc { get; private init; }

    /// <summary><c>DW_AT_high_pc</c>.</summary>
    internal AttributeValue HighPc { get; private init; }

    /// <summary><c>DW_AT_ranges</c>.</summary>
    internal AttributeValue Ranges { get; private init; }

    /// <summary><c>DW_AT_dwo_name</c>, or GNU's before DWARF 5.</summary>
    internal AttributeValue SplitName { get; private init; }

    /// <summary><c>DW_AT_GNU_dwo_id</c>, before DWARF 5; or null.</summary>
    internal ulong? SplitId { get; private init; }

    /// <summary>
    /// <c>DW_AT_GNU_ranges_base</c>, before DWARF 5: what the lists of ranges that the split unit names are counted from in <c>.debug_ranges</c>.
    /// </summary>
    internal ulong SplitRangesBase { get; private init; }

    /// <summary>Where the unit's table of lists starts in <c>.debug_rnglists</c>.</summary>
    internal ulong RangeListsBase { get; private init; }

    /// <summary>Where the unit's table of lists starts in <c>.debug_loclists</c>.</summary>
    internal ulong LocationListsBase { get; private init; }

    internal static UnitEntry Read(DwarfUnit unit)
    {
        // Without its attribute a unit's part of a section is the first, after its header (DWARF 5 §7.26 to §7.29).
        bool hasHeaders = unit.Format.Version >= 5;
        ulong stringOffsets = !hasHeaders ? 0u : unit.Format.Is64 ? 16u : 8u;
        ulong addresses = stringOffsets;
        ulong rangeLists = !hasHeaders ? 0u : unit.Format.Is64 ? 20u : 12u;
        ulong locationLists = rangeLists;
        ulong? lineTable = null;
        DwLanguage language = DwLanguage.None;
        bool split = unit.Type == DwUnitType.Skeleton;
        AttributeValue splitName = default;
        ulong? splitId = null;
        ulong splitRanges = 0;
        (AttributeValue name, AttributeValue directory) = (default, default);
        (AttributeValue low, AttributeValue high, AttributeValue ranges) = (default, default, default);
        DieReader reader = unit.RootEntry();
        if (!reader.Next() || reader.Tag == DwTag.None)
        {
            return new UnitEntry(DwTag.None, stringOffsets, addresses, null, DwLanguage.None, split);
        }

        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            switch (attribute)
            {
                case DwAttribute.StrOffsetsBase when value.IsSectionOffset:
                    stringOffsets = value.Raw <= (ulong)unit.File.StringOffsets.Length
                        ? value.Raw
                        : throw reader.Malformed($"DW_AT_str_offsets_base 0x{value.Raw:x} is outside .debug_str_offsets "
                            + $"({unit.File.StringOffsets.Length} bytes)");
                    break;
                case DwAttribute.AddrBase or DwAttribute.GnuAddrBase when value.IsSectionOffset:
                    addresses = value.Raw;
                    break;
                case DwAttribute.RnglistsBase when value.IsSectionOffset:
                    rangeLists = value.Raw;
                    break;
                case DwAttribute.LoclistsBase when value.IsSectionOffset:
                    locationLists = value.Raw;
                    break;
                case DwAttribute.Name:
                    name = value;
                    break;
                case DwAttribute.CompDir:
                    directory = value;
                    break;
                case DwAttribute.LowPc:
                    low = value;
                    break;
                case DwAttribute.HighPc:
                    high = value;
                    break;
                case DwAttribute.Ranges:
                    ranges = value;
                    break;
                case DwAttribute.StmtList when value.IsSectionOffset:
                    lineTable = value.Raw;
                    break;
                case DwAttribute.Language when value.TryConstant(out ulong constant):
                    language = constant <= ushort.MaxValue ? (DwLanguage)constant : DwLanguage.None;
                    break;
                case DwAttribute.DwoName or DwAttribute.GnuDwoName:
                    // The split unit itself may have its own name, too.
                    split = unit.File.Skeleton is null;
                    splitName = value;
                    break;
                case DwAttribute.GnuDwoId when value.TryConstant(out ulong id):
                    splitId = id;
                    break;
                case DwAttribute.GnuRangesBase when value.IsSectionOffset:
                    splitRanges = value.Raw;
                    break;
            }
        }

        return new UnitEntry(reader.Tag, stringOffsets, addresses, lineTable, language, split)
        {
            Name = name,
            CompilationDirectory = directory,
            LowPc = low,
            HighPc = high,
            Ranges = ranges,
            SplitName = splitName,
            SplitId = splitId,
            SplitRangesBase = splitRanges,
            RangeListsBase = rangeLists,
            LocationListsBase = locationLists,
        };
    }
}
