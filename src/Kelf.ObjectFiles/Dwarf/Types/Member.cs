// SPDX-License-Identifier: MIT OR GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf.Expressions;

namespace Kelf.ObjectFiles.Dwarf.Types;

/// <summary>A member of a structure, union or class (DWARF 5 §5.7.6).</summary>
public readonly struct Member
{
    private Member(in TypeEntry entry) => Entry = entry;

    /// <summary>The entry.</summary>
    public TypeEntry Entry { get; }

    /// <summary>Its name; empty for unnamed structures and padding.</summary>
    public ReadOnlySpan<byte> Name => Entry.Name;

    /// <summary>Whether it has a size in bits, also when that is the size of its type: <c>int x : 32</c>.</summary>
    public bool IsBitField => Entry.HasBitSize;

    /// <summary>Size in bits of a bit field, or null.</summary>
    public ulong? BitSize => Entry.HasBitSize ? Entry.BitSize : null;

    /// <summary>
    /// Whether its place is not in <c>DW_AT_data_bit_offset</c> or <c>DW_AT_data_member_location</c> as constants alone: a bit field that
    /// DWARF 2 and 3 place in a storage unit (<c>DW_AT_bit_offset</c>), or an expression. <see cref="TryBitOffset"/> reads all.
    /// </summary>
    public bool IsPlacedIndirectly => (Entry.HasBitOffset && !Entry.HasDataBitOffset)
        || (Entry.HasOtherForm && !Entry.HasDataBitOffset && !Entry.HasDataMemberLocation
            && (Entry.TryFind(DwAttribute.DataMemberLocation, out _) || Entry.TryFind(DwAttribute.DataBitOffset, out _)));

    /// <summary>Whether it is a variable of the class and in no object (DWARF 4 §5.5.6; since DWARF 5 those are variables).</summary>
    public bool IsStatic => Entry.IsExternal || Entry.IsDeclaration;

    /// <summary>Views an entry as a member.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryFrom(in TypeEntry entry, out Member member)
    {
        member = entry.Tag == DwTag.Member ? new Member(entry) : default;
        return entry.Tag == DwTag.Member;
    }

    /// <summary>Its type.</summary>
    /// <returns>False when it has none.</returns>
    /// <exception cref="MalformedFileException">The type leads to no entry, or is malformed.</exception>
    public bool TryType(out TypeEntry type) => Entry.TryType(out type);

    /// <summary>
    /// Its offset in bits from the start of the object, in memory order: of a bit field the lowest-addressed bit, which is the least
    /// significant one in little-endian files and the most significant one in others. All encodings of DWARF 2 to 5 come to this.
    /// </summary>
    /// <param name="offset">The offset.</param>
    /// <returns>False when it depends on the object, is negative or beyond 64 bits, or the member is static.</returns>
    /// <exception cref="MalformedFileException">An expression is malformed, or the type of a bit field.</exception>
    public bool TryBitOffset(out ulong offset)
    {
        offset = Entry.DataBitOffset;
        if (IsStatic)
        {
            return false;
        }

        // DWARF 4: the offset itself, in the order of the bits in memory.
        if (Entry.HasDataBitOffset)
        {
            return true;
        }

        if ((Entry.HasOtherForm && Entry.TryFind(DwAttribute.DataBitOffset, out _)) || !TryByteOffset(out ulong bytes))
        {
            return false;
        }

        Int128 bits = (Int128)bytes * 8;
        if (Entry.HasBitOffset && !TryAddOldBitOffset(ref bits))
        {
            return false;
        }

        offset = bits >= 0 && bits <= ulong.MaxValue ? (ulong)bits : 0;
        return bits >= 0 && bits <= ulong.MaxValue;
    }

    /// <summary>
    /// Where the member begins in bytes, or of a bit field of DWARF 2 and 3 its storage unit. Without a location it is at the start.
    /// </summary>
    private bool TryByteOffset(out ulong offset)
    {
        offset = Entry.DataMemberLocation;
        if (Entry.HasDataMemberLocation || !Entry.TryFind(DwAttribute.DataMemberLocation, out AttributeValue value))
        {
            return true;
        }

        // DWARF 2 and 3: an expression that is given the address of the object.
        ExpressionValue place = default;
        bool isFixed = Entry.Unit.TryBlock(value, out Region expression)
            && ExpressionEvaluator.TryEvaluate(Entry.Unit, expression, 0, out place);
        offset = place.Value;
        return isFixed && !place.IsValue;
    }

    /// <summary>
    /// <c>DW_AT_bit_offset</c> (DWARF 3 §5.5.5): from the most significant bit of the storage unit to that of the field. The unit is as
    /// large as the member says, else as its type.
    /// </summary>
    private bool TryAddOldBitOffset(ref Int128 bits)
    {
        _ = Entry.TryFind(DwAttribute.BitOffset, out AttributeValue value);
        if (!value.TryConstant(out ulong fromTop))
        {
            return false;
        }

        // GCC writes negative ones for fields of packed structures that begin before their storage unit.
        Int128 distance = (long)fromTop;
        if (Entry.Unit.ByteOrder == ByteOrder.Big)
        {
            bits += distance;
            return true;
        }

        ulong storage = Entry.ByteSize;
        if (!Entry.HasByteSize && !(Entry.TryType(out TypeEntry type) && TypeSize.TryFind(type, out storage)))
        {
            return false;
        }

        bits += ((Int128)storage * 8) - distance - Entry.BitSize;
        return true;
    }
}
