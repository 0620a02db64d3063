// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf.Machines;

namespace Kelf.ObjectFiles.Dwarf.Lists;

/// <summary>Where the code of a unit, or of an entry in it, is: directly, or by a list (DWARF 5 §2.17).</summary>
public static class UnitAddresses
{
    /// <summary>Reads where the code of a unit is. One thread at a time may do so for the units of a file.</summary>
    /// <exception cref="MalformedFileException">
    /// Its entry is malformed, or a list of ranges is, or the lists of all units that were read overlap too much.
    /// </exception>
    public static IReadOnlyList<AddressRange> Read(DwarfUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return Read(unit, unit.Root.LowPc, unit.Root.HighPc, unit.Root.Ranges);
    }

    /// <summary>Reads where the code of an entry is, such as that of a function or a block. One thread at a time, as above.</summary>
    /// <param name="unit">The unit that the entry stands in.</param>
    /// <param name="lowPc">Its <c>DW_AT_low_pc</c>; default when absent, as are the following.</param>
    /// <param name="highPc">Its <c>DW_AT_high_pc</c>: an address, or as a constant the length.</param>
    /// <param name="ranges">Its <c>DW_AT_ranges</c>, which goes before the others.</param>
    /// <returns>The ranges that are not empty, in the order of the file.</returns>
    /// <exception cref="MalformedFileException">As above.</exception>
    public static IReadOnlyList<AddressRange> Read(
        DwarfUnit unit, in AttributeValue lowPc, in AttributeValue highPc, in AttributeValue ranges)
    {
        ArgumentNullException.ThrowIfNull(unit);
        List<AddressRange> found = [];
        Read(unit, lowPc, highPc, ranges, null, found);
        return found;
    }

    /// <summary>The same for many entries of a unit, with a budget of their own: then threads may read other units meanwhile.</summary>
    /// <param name="unit">The unit that the entry stands in.</param>
    /// <param name="lowPc">Its <c>DW_AT_low_pc</c>; default when absent, as are the following.</param>
    /// <param name="highPc">Its <c>DW_AT_high_pc</c>.</param>
    /// <param name="ranges">Its <c>DW_AT_ranges</c>.</param>
    /// <param name="budget">What the lists may take; null for what those of all units share.</param>
    /// <param name="found">The ranges are added to it.</param>
    internal static void Read(
        DwarfUnit unit, in AttributeValue lowPc, in AttributeValue highPc, in AttributeValue ranges, OverlapBudget? budget,
        List<AddressRange> found)
    {
        if (unit.Format.AddressSize is not (4 or 8))
        {
            return;
        }

        CheckRelocations(unit, lowPc, DwAttribute.LowPc);
        CheckRelocations(unit, highPc, DwAttribute.HighPc);
        CheckRelocations(unit, ranges, DwAttribute.Ranges);
        if (ranges.Form != DwForm.None)
        {
            // Offsets in lists are added to the address that the unit begins at, which a skeleton says.
            _ = unit.TryAddress((unit.File.Skeleton ?? unit).Root.LowPc, out ulong unitStart);
            budget ??= unit.File.RangeBudget(unit.Format);
            if (unit.Format.Version >= 5)
            {
                ReadRangeList(unit, ranges, unitStart, budget, found);
            }
            else
            {
                ReadOldRangeList(unit, ranges, unitStart, budget, found);
            }
        }
        else if (unit.TryAddress(lowPc, out ulong start)
            && (unit.TryAddress(highPc, out ulong end)
                || (highPc.TryConstant(out ulong length) && (end = start + length) >= start))
            && end > start)
        {
            found.Add(new AddressRange(start, end));
        }
    }

    private static void CheckRelocations(DwarfUnit unit, in AttributeValue value, DwAttribute attribute)
    {
        if (value.Form != DwForm.None && unit.File.HasUnknownRelocation(unit, value.Position, out uint type))
        {
            throw unit.Contents.Malformed((ulong)value.Position,
                $"relocation type {RelocationNames.Describe(unit.File.Machine, type)} of {DwarfNames.Of(attribute)} is not supported");
        }
    }

    /// <summary><c>.debug_rnglists</c> (DWARF 5 §7.25).</summary>
    private static void ReadRangeList(
        DwarfUnit unit, in AttributeValue list, ulong baseAddress, OverlapBudget budget, List<AddressRange> ranges)
    {
        ListReader reader = new(unit, unit.File.RangeLists, budget, list, unit.Root.RangeListsBase, baseAddress);
        while (true)
        {
            AddressRange range = default;
            byte kind = reader.Kind();
            switch (kind)
            {
                case 0: // DW_RLE_end_of_list
                    return;
                case 1: // DW_RLE_base_addressx
                    reader.SetBaseByIndex();
                    break;
                case 2: // DW_RLE_startx_endx
                    range = reader.IndexedPair();
                    break;
                case 3: // DW_RLE_startx_length
                    range = reader.IndexedStartAndLength();
                    break;
                case 4: // DW_RLE_offset_pair
                    range = reader.OffsetPair();
                    break;
                case 5: // DW_RLE_base_address
                    reader.SetBase();
                    break;
                case 6: // DW_RLE_start_end
                    range = reader.Pair();
                    break;
                case 7: // DW_RLE_start_length
                    range = reader.StartAndLength();
                    break;
                default:
                    throw reader.Malformed($"entry kind {kind} of a range list is not one of 0 to 7");
            }

            if (range.End > range.Start)
            {
                ranges.Add(range);
            }
        }
    }

    /// <summary><c>.debug_ranges</c> (DWARF 4 §2.17.3): pairs relative to a base, ended by zeros.</summary>
    private static void ReadOldRangeList(
        DwarfUnit unit, in AttributeValue list, ulong baseAddress, OverlapBudget budget, List<AddressRange> ranges)
    {
        ListReader reader = unit.File.Skeleton is { } skeleton
            ? new(unit, skeleton.File.Ranges, budget, list, skeleton.Root.SplitRangesBase, baseAddress)
            : new(unit, unit.File.Ranges, budget, list, 0, baseAddress);
        while (reader.NextPair(out ulong start, out ulong end))
        {
            if (end > start)
            {
                ranges.Add(new AddressRange(start, end));
            }
        }
    }
}
