// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.ObjectFiles.Dwarf;

/// <summary>A unit header (DWARF 5 §7.5.1.1; DWARF 4 §7.5.1 for versions 2 to 4).</summary>
/// <param name="Length">Bytes of the unit, the length field included.</param>
/// <param name="Size">Bytes of the header: offset of the first entry.</param>
/// <param name="Format">Version and sizes.</param>
/// <param name="Type">Kind of unit.</param>
/// <param name="AbbreviationsOffset">Offset in <c>.debug_abbrev</c>.</param>
/// <param name="TypeSignature">Signature of a type unit, else 0.</param>
/// <param name="TypeOffset">Offset of a type unit's type from the start of the unit, else 0.</param>
/// <param name="SplitId">What a skeleton unit and the unit with its entries have in common, or null: before DWARF 5 it is an attribute.</param>
internal readonly record struct UnitHeader(
    ulong Length, int Size, UnitFormat Format, DwUnitType Type, ulong AbbreviationsOffset, ulong TypeSignature, ulong TypeOffset,
    ulong? SplitId)
{
    /// <summary>Reads the header at the cursor.</summary>
    /// <param name="section">The section.</param>
    /// <param name="cursor">Stands at the start of the unit.</param>
    /// <param name="inTypesSection">True in <c>.debug_types</c>.</param>
    /// <exception cref="MalformedFileException">Its length, version or sizes are wrong.</exception>
    public static UnitHeader Read(Region section, ref Cursor cursor, bool inTypesSection)
    {
        long start = cursor.Position;
        if (cursor.Remaining < 4)
        {
            throw section.Malformed((ulong)start, $"unit header is cut short ({cursor.Remaining} bytes left)");
        }

        ulong length = cursor.U32();
        bool is64 = length == 0xffff_ffff;
        if (is64)
        {
            length = cursor.U64();
        }
        else if (length >= 0xffff_fff0)
        {
            throw cursor.Malformed($"unit length 0x{length:x} is reserved");
        }

        if (length > (ulong)cursor.Remaining)
        {
            throw cursor.Malformed($"unit length 0x{length:x} reaches outside the section ({cursor.Remaining} bytes left)");
        }

        ulong total = (ulong)(cursor.Position - start) + length;
        ushort version = cursor.U16();
        if (version is < 2 or > 5)
        {
            throw cursor.Malformed($"DWARF version {version} is not one of 2 to 5");
        }

        DwUnitType type = inTypesSection ? DwUnitType.Type : DwUnitType.Compile;
        byte addressSize = 0;
        if (version >= 5)
        {
            type = (DwUnitType)cursor.U8();
            if (type is < DwUnitType.Compile or > DwUnitType.SplitType)
            {
                throw cursor.Malformed($"unit type 0x{(byte)type:x} is unknown");
            }

            addressSize = CheckAddressSize(cursor.U8(), cursor);
        }

        ulong abbreviations = cursor.Offset(is64);
        if (version < 5)
        {
            addressSize = CheckAddressSize(cursor.U8(), cursor);
        }

        ulong signature = 0, typeOffset = 0;
        ulong? splitId = null;
        switch (type)
        {
            case DwUnitType.Type or DwUnitType.SplitType:
                signature = cursor.U64();
                typeOffset = cursor.Offset(is64);
                break;
            case DwUnitType.Skeleton or DwUnitType.SplitCompile:
                splitId = cursor.U64(); // dwo_id
                break;
        }

        int size = (int)(cursor.Position - start);
        return (ulong)size <= total
            ? new UnitHeader(total, size, new UnitFormat(version, is64, addressSize), type, abbreviations, signature, typeOffset, splitId)
            : throw section.Malformed((ulong)start, $"unit length 0x{length:x} is shorter than the unit's header");
    }

    private static byte CheckAddressSize(byte size, in Cursor cursor) => size is 1 or 2 or 4 or 8
        ? size
        : throw cursor.Malformed($"address size {size} is not 1, 2, 4 or 8");
}
