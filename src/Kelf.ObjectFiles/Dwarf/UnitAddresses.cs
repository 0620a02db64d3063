// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>A range of addresses.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">The address behind the last one.</param>
public readonly record struct AddressRange(ulong Start, ulong End);

/// <summary>
/// What a unit's own entry says about addresses and names: where its code is (DWARF 5 §2.17), directly or by indexes (§7.27).
/// </summary>
public sealed class UnitAddresses
{
    private readonly DwarfUnit _unit;
    private readonly int _addressSize;
    private ulong _addressBase;
    private ulong _rangeListsBase;

    private UnitAddresses(DwarfUnit unit)
    {
        _unit = unit;
        _addressSize = unit.Format.AddressSize;
        // Without the attribute a unit's part of the section is the first, behind its header (DWARF 5 §7.27, §7.28).
        _addressBase = unit.Format.Is64 ? 16u : 8u;
        _rangeListsBase = unit.Format.Is64 ? 20u : 12u;
    }

    /// <summary><c>DW_AT_name</c>: the source as the compiler was given it; empty when absent.</summary>
    public byte[] Name { get; private set; } = [];

    /// <summary><c>DW_AT_comp_dir</c>: the folder that the compiler ran in; empty when absent.</summary>
    public byte[] CompilationFolder { get; private set; } = [];

    /// <summary>The unit's code.</summary>
    public IReadOnlyList<AddressRange> Ranges { get; private set; } = [];

    /// <summary>Reads the entry of a unit.</summary>
    /// <exception cref="MalformedFileException">It is malformed, or a list of ranges is.</exception>
    public static UnitAddresses Read(DwarfUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        UnitAddresses result = new(unit);
        if (result._addressSize is not (4 or 8))
        {
            return result;
        }

        (AttributeValue? low, AttributeValue? high, AttributeValue? ranges) = (null, null, null);
        DieReader reader = unit.Entries();
        if (!reader.Next())
        {
            return result;
        }

        while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
        {
            switch (attribute)
            {
                case DwAttribute.Name:
                    result.Name = unit.StringOrEmpty(value, out _).ToArray();
                    break;
                case DwAttribute.CompDir:
                    result.CompilationFolder = unit.StringOrEmpty(value, out _).ToArray();
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
                case DwAttribute.AddrBase when value.IsSectionOffset:
                    result._addressBase = value.Raw;
                    break;
                case DwAttribute.RnglistsBase when value.IsSectionOffset:
                    result._rangeListsBase = value.Raw;
                    break;
            }
        }

        result.Ranges = result.ReadRanges(low, high, ranges);
        return result;
    }

    /// <summary>The value as an address, direct or by index.</summary>
    /// <returns>False when its form is not one of an address.</returns>
    /// <exception cref="MalformedFileException">Its index is outside <c>.debug_addr</c>.</exception>
    public bool TryAddress(in AttributeValue value, out ulong address)
    {
        switch (value.Form)
        {
            case DwForm.Addr:
                address = value.Raw;
                return true;
            case DwForm.Addrx or DwForm.Addrx1 or DwForm.Addrx2 or DwForm.Addrx3 or DwForm.Addrx4:
                address = Indexed(value.Raw);
                return true;
            default:
                address = 0;
                return false;
        }
    }

    private ulong Indexed(ulong index)
    {
        Region table = _unit.File.Addresses;
        if (index > (ulong)table.Length)
        {
            throw _unit.Contents.Malformed(0, $"address index {index} is outside .debug_addr ({table.Length} bytes)");
        }

        return table.Read(_unit.ByteOrder, _addressBase + (index * (ulong)_addressSize)).Offset(_addressSize == 8);
    }

    private List<AddressRange> ReadRanges(AttributeValue? low, AttributeValue? high, AttributeValue? ranges)
    {
        ulong start = 0;
        bool hasStart = low is { } lowValue && TryAddress(lowValue, out start);
        if (ranges is { } list)
        {
            return _unit.Format.Version >= 5 ? ReadRangeList(list, start) : ReadOldRangeList(list.Raw, start);
        }

        // DW_AT_high_pc is an address, or as a constant the length.
        return hasStart && high is { } end
            && (TryAddress(end, out ulong address) || (end.TryConstant(out ulong length) && (address = start + length) >= start))
            && address > start
            ? [new AddressRange(start, address)]
            : [];
    }

    /// <summary><c>.debug_rnglists</c> (DWARF 5 §7.25).</summary>
    private List<AddressRange> ReadRangeList(in AttributeValue list, ulong baseAddress)
    {
        Region section = _unit.File.RangeLists;
        ulong offset = list.Raw;
        if (list.Form == DwForm.Rnglistx)
        {
            ulong size = (ulong)_unit.Format.OffsetSize;
            if (list.Raw > (ulong)section.Length / size)
            {
                throw _unit.Contents.Malformed((ulong)list.Position, $"range list {list.Raw} is outside .debug_rnglists");
            }

            offset = _rangeListsBase + section.Read(_unit.ByteOrder, _rangeListsBase + (list.Raw * size)).Offset(_unit.Format.Is64);
        }

        bool is64 = _addressSize == 8;
        List<AddressRange> ranges = [];
        Cursor cursor = section.Read(_unit.ByteOrder, offset);
        while (true)
        {
            byte kind = cursor.U8();
            ulong start;
            ulong end;
            switch (kind)
            {
                case 0: // DW_RLE_end_of_list
                    _unit.File.SpendOnRanges(offset, cursor.Position - (long)offset);
                    return ranges;
                case 1: // DW_RLE_base_addressx
                    baseAddress = Indexed(cursor.Uleb128());
                    continue;
                case 2: // DW_RLE_startx_endx
                    (start, end) = (Indexed(cursor.Uleb128()), Indexed(cursor.Uleb128()));
                    break;
                case 3: // DW_RLE_startx_length
                    start = Indexed(cursor.Uleb128());
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
        Cursor cursor = _unit.File.Ranges.Read(_unit.ByteOrder, offset);
        while (true)
        {
            (ulong start, ulong end) = (cursor.Offset(is64), cursor.Offset(is64));
            if (start == 0 && end == 0)
            {
                _unit.File.SpendOnRanges(offset, cursor.Position - (long)offset);
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
