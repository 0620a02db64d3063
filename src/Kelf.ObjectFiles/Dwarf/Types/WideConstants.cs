// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>Constants of up to 128 bits (class constant, DWARF 5 §7.5.5), which are no constants of <see cref="AttributeValue"/>.</summary>
public static class WideConstants
{
    private const int MostBytes = 16;

    /// <summary>
    /// Reads <c>DW_FORM_data16</c>, or a block of up to 16 bytes, as which LLVM writes numbers of more than 64 bits; both in the byte order
    /// of the file.
    /// </summary>
    /// <param name="unit">The unit that the attribute stands in.</param>
    /// <param name="value">Its value.</param>
    /// <param name="constant">The number; a negative one is in two's complement.</param>
    /// <returns>False when it has another form, or no byte.</returns>
    /// <exception cref="MalformedFileException">It reaches outside of the unit.</exception>
    public static bool TryWideConstant(this DwarfUnit unit, in AttributeValue value, out UInt128 constant)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (unit.TryData16(value, out constant))
        {
            return true;
        }

        if (!unit.TryBlock(value, out Region block) || block.Length is 0 or > MostBytes)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = block.Span();
        for (int i = 0; i < bytes.Length; i++)
        {
            constant = (constant << 8) | bytes[unit.ByteOrder == ByteOrder.Big ? i : bytes.Length - 1 - i];
        }

        return true;
    }
}
