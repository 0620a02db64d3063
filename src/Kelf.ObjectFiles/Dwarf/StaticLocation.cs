// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>
/// The place of a variable that always lies at one address: a location that is one operation, <c>DW_OP_addr</c> or an
/// index into the unit's part of <c>.debug_addr</c> (DWARF 5 §2.6.1.1.2, §7.27).
/// </summary>
public static class StaticLocation
{
    private const byte OpAddr = 0x03;
    private const byte OpAddrx = 0xa1;
    private const byte OpGnuAddrIndex = 0xfb;

    /// <summary>Reads a location.</summary>
    /// <param name="unit">The unit that the attribute stands in.</param>
    /// <param name="location">Value of <c>DW_AT_location</c>.</param>
    /// <param name="address">The address; in a relocatable file an offset in the section that the variable is in.</param>
    /// <returns>False when it is something else: several operations, a list, no location at all.</returns>
    /// <exception cref="MalformedFileException">The expression runs past its end, or its index past the table.</exception>
    public static bool TryRead(DwarfUnit unit, in AttributeValue location, out ulong address) =>
        TryRead(unit, location, out address, out bool isWhole) && isWhole;

    /// <summary>
    /// Reads the address that a location begins with, whatever is done with it: LLVM makes a byte of a variable that only has two
    /// values, and the location computes the value from it.
    /// </summary>
    /// <param name="unit">The unit that the attribute stands in.</param>
    /// <param name="location">Value of <c>DW_AT_location</c>.</param>
    /// <param name="address">The address.</param>
    /// <returns>False when it begins with something else.</returns>
    /// <exception cref="MalformedFileException">The expression runs past its end, or its index past the table.</exception>
    public static bool TryReadStart(DwarfUnit unit, in AttributeValue location, out ulong address) =>
        TryRead(unit, location, out address, out _);

    private static bool TryRead(DwarfUnit unit, in AttributeValue location, out ulong address, out bool isWhole)
    {
        isWhole = false;
        ArgumentNullException.ThrowIfNull(unit);
        address = 0;
        Cursor cursor = unit.Contents.Read(unit.ByteOrder, (ulong)location.Position);
        ulong length;
        switch (location.Form)
        {
            case DwForm.Exprloc or DwForm.Block:
                length = cursor.Uleb128();
                break;
            case DwForm.Block1:
                length = cursor.U8();
                break;
            default:
                return false;
        }

        if (length == 0 || unit.Format.AddressSize is not (4 or 8))
        {
            return false;
        }

        long start = cursor.Position;
        bool is64 = unit.Format.AddressSize == 8;
        switch (cursor.U8())
        {
            case OpAddr:
                address = cursor.Offset(is64);
                break;
            case OpAddrx or OpGnuAddrIndex:
                ulong index = cursor.Uleb128();
                address = unit.AddressAt(index, location.Position);
                break;
            default:
                return false;
        }

        isWhole = (ulong)(cursor.Position - start) == length;
        return true;
    }
}
