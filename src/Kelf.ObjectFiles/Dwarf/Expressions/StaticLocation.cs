// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf.Expressions;

/// <summary>
/// The place of a variable that always lies at one address: a location that is one operation, <c>DW_OP_addr</c> or an
/// index into the unit's part of <c>.debug_addr</c> (DWARF 5 §2.6.1.1.2, §7.27).
/// </summary>
public static class StaticLocation
{
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
        ArgumentNullException.ThrowIfNull(unit);
        (address, isWhole) = (0, false);
        if (!unit.TryBlock(location, out Region expression) || expression.IsEmpty || !BeginsWithAddress(expression))
        {
            return false;
        }

        ExpressionReader operations = new(unit, expression);
        operations.Next();
        address = operations.Operation == DwOperation.Addr
            ? operations.Operand
            : unit.AddressAt(operations.Operand, location.Position);
        isWhole = operations.Position == expression.Length;
        return true;
    }

    // Most locations are something else, and what stands in them is nobody's business here.
    private static bool BeginsWithAddress(Region expression) =>
        (DwOperation)expression.Span(0, 1)[0] is DwOperation.Addr or DwOperation.Addrx or DwOperation.GnuAddrIndex;
}
