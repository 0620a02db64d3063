// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf.Lists;

/// <summary>
/// Lists of locations: of an object that is in different places in different parts of the code (DWARF 5 §2.6.2 and §7.29 in
/// <c>.debug_loclists</c>; DWARF 4 §2.6.2 in <c>.debug_loc</c>).
/// </summary>
public static class LocationLists
{
    /// <summary>True when the value of <c>DW_AT_location</c> and the like is a list and not one location.</summary>
    public static bool IsList(in AttributeValue value) => value.IsSectionOffset || value.Form == DwForm.Loclistx;

    /// <summary>Reads a list. One thread at a time may do so for the units of a file.</summary>
    /// <param name="unit">The unit that the attribute stands in.</param>
    /// <param name="list">The value, for which <see cref="IsList"/> holds.</param>
    /// <returns>The entries in the order of the file, without those of empty ranges.</returns>
    /// <exception cref="ArgumentException">The value is no list.</exception>
    /// <exception cref="MalformedFileException">
    /// The list is outside its section or malformed, or the lists that were read overlap too much.
    /// </exception>
    public static IReadOnlyList<LocationEntry> Read(DwarfUnit unit, in AttributeValue list)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (!IsList(list))
        {
            throw new ArgumentException($"{DwarfNames.Of(list.Form)} is no list of locations", nameof(list));
        }

        _ = unit.TryAddress(unit.Root.LowPc, out ulong unitStart);
        return unit.Format.Version >= 5 ? ReadList(unit, list, unitStart) : ReadOldList(unit, list, unitStart);
    }

    private static List<LocationEntry> ReadList(DwarfUnit unit, in AttributeValue list, ulong baseAddress)
    {
        List<LocationEntry> entries = [];
        ListReader reader = new(
            unit, unit.File.LocationLists, unit.File.LocationBudget(unit.Format), list, unit.Root.LocationListsBase, baseAddress);
        while (true)
        {
            AddressRange range = default;
            byte kind = reader.Kind();
            switch (kind)
            {
                case 0: // DW_LLE_end_of_list
                    return entries;
                case 1: // DW_LLE_base_addressx
                    reader.SetBaseByIndex();
                    continue;
                case 2: // DW_LLE_startx_endx
                    range = reader.IndexedPair();
                    break;
                case 3: // DW_LLE_startx_length
                    range = reader.IndexedStartAndLength();
                    break;
                case 4: // DW_LLE_offset_pair
                    range = reader.OffsetPair();
                    break;
                case 5: // DW_LLE_default_location
                    break;
                case 6: // DW_LLE_base_address
                    reader.SetBase();
                    continue;
                case 7: // DW_LLE_start_end
                    range = reader.Pair();
                    break;
                case 8: // DW_LLE_start_length
                    range = reader.StartAndLength();
                    break;
                case 9: // DW_LLE_view_pair, of GNU: which of several rows of the line table at one address are meant
                    reader.SkipViews();
                    continue;
                default:
                    throw reader.Malformed($"entry kind {kind} of a location list is not one of 0 to 9");
            }

            Region expression = reader.Expression();
            if (kind == 5 || range.End > range.Start)
            {
                entries.Add(new LocationEntry(range, expression, IsDefault: kind == 5));
            }
        }
    }

    private static List<LocationEntry> ReadOldList(DwarfUnit unit, in AttributeValue list, ulong baseAddress)
    {
        List<LocationEntry> entries = [];
        ListReader reader = new(unit, unit.File.Locations, unit.File.LocationBudget(unit.Format), list, 0, baseAddress);
        while (reader.NextPair(out ulong start, out ulong end))
        {
            Region expression = reader.Expression();
            if (end > start)
            {
                entries.Add(new LocationEntry(new AddressRange(start, end), expression, IsDefault: false));
            }
        }

        return entries;
    }
}
