// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>A range of addresses.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">The address behind the last one.</param>
public readonly record struct AddressRange(ulong Start, ulong End);

/// <summary>Where the code of a unit is, as its own entry says: directly, or by a list (DWARF 5 §2.17).</summary>
public sealed class UnitAddresses
{
    private readonly DwarfUnit _unit;
    private readonly int _addressSize;

    private UnitAddresses(DwarfUnit unit) => (_unit, _addressSize) = (unit, unit.Format.AddressSize);

    /// <summary>Reads where the code of a unit is. One thread at a time may do so for the units of a file.</summary>
    /// <exception cref="MalformedFileException">
    /// Its entry is malformed, or a list of ranges is, or the lists of all units that were read overlap too much.
    /// </exception>
    public static IReadOnlyList<AddressRange> Read(DwarfUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit.Format.AddressSize is 4 or 8 ? new UnitAddresses(unit).ReadRanges(unit.Root) : [];
    }

    private List<AddressRange> ReadRanges(UnitEntry entry)
    {
        bool hasStart = _unit.TryAddress(entry.LowPc, out ulong start);
        if (entry.Ranges.Form != DwForm.None)
        {
            return _unit.Format.Version >= 5 ? ReadRangeList(entry, start) : ReadOldRangeList(entry.Ranges.Raw, start);
        }

        // DW_AT_high_pc is an address, or as a constant the length.
        return hasStart
            && (_unit.TryAddress(entry.HighPc, out ulong address)
                || (entry.HighPc.TryConstant(out ulong length) && (address = start + length) >= start))
            && address > start
            ? [new AddressRange(start, address)]
            : [];
    }

    /// <summary><c>.debug_rnglists</c> (DWARF 5 §7.25).</summary>
    private List<AddressRange> ReadRangeList(UnitEntry entry, ulong baseAddress)
    {
        AttributeValue list = entry.Ranges;
        Region section = _unit.File.RangeLists;
        ulong offset = list.Raw;
        if (list.Form == DwForm.Rnglistx)
        {
            ulong size = (ulong)_unit.Format.OffsetSize;
            if (list.Raw > (ulong)section.Length / size)
            {
                throw _unit.Contents.Malformed((ulong)list.Position, $"range list {list.Raw} is outside .debug_rnglists");
            }

            offset = entry.RangeListsBase
                + section.Read(_unit.ByteOrder, entry.RangeListsBase + (list.Raw * size)).Offset(_unit.Format.Is64);
        }

        bool is64 = _addressSize == 8;
        List<AddressRange> ranges = [];
        OverlapBudget budget = _unit.File.RangeBudget(_unit.Format);
        Cursor cursor = section.Read(_unit.ByteOrder, offset);
        long counted = cursor.Position;
        while (true)
        {
            // Entry by entry: a list that has no end costs as much as one that has.
            budget.Spend(offset, cursor.Position - counted + 1);
            counted = cursor.Position + 1;
            byte kind = cursor.U8();
            ulong start;
            ulong end;
            switch (kind)
            {
                case 0: // DW_RLE_end_of_list
                    return ranges;
                case 1: // DW_RLE_base_addressx
                    baseAddress = _unit.AddressAt(cursor.Uleb128(), list.Position);
                    continue;
                case 2: // DW_RLE_startx_endx
                    (start, end) = (_unit.AddressAt(cursor.Uleb128(), list.Position), _unit.AddressAt(cursor.Uleb128(), list.Position));
                    break;
                case 3: // DW_RLE_startx_length
                    start = _unit.AddressAt(cursor.Uleb128(), list.Position);
                    end = start + cursor.Uleb128();
                    break;
                case 4: // DW_RLE_offset_pair
                    (start, end) = (baseAddress + cursor.Uleb128(), baseAddress + cursor.Uleb128());
                    break;
                case 5: // DW_RLE_base_address
                    baseAddress = cursor.Offset(is64);
                    continue;
                case 6: // DW_RLE_start_end
                    (start, end) = (cursor.Offset(is64), cursor.Offset(is64));
                    break;
                case 7: // DW_RLE_start_length
                    start = cursor.Offset(is64);
                    end = start + cursor.Uleb128();
                    break;
                default:
                    throw cursor.Malformed($"entry kind {kind} of a range list is not one of 0 to 7");
            }

            if (end > start)
            {
                ranges.Add(new AddressRange(start, end));
            }
        }
    }

    /// <summary><c>.debug_ranges</c> (DWARF 4 §2.17.3): pairs relative to a base, ended by zeros.</summary>
    private List<AddressRange> ReadOldRangeList(ulong offset, ulong baseAddress)
    {
        bool is64 = _addressSize == 8;
        ulong newBase = is64 ? ulong.MaxValue : uint.MaxValue;
        List<AddressRange> ranges = [];
        OverlapBudget budget = _unit.File.RangeBudget(_unit.Format);
        Cursor cursor = _unit.File.Ranges.Read(_unit.ByteOrder, offset);
        while (true)
        {
            budget.Spend(offset, 2 * _addressSize);
            (ulong start, ulong end) = (cursor.Offset(is64), cursor.Offset(is64));
            if (start == 0 && end == 0)
            {
                return ranges;
            }

            if (start == newBase)
            {
                baseAddress = end;
            }
            else if (end > start)
            {
                ranges.Add(new AddressRange(baseAddress + start, baseAddress + end));
            }
        }
    }
}
