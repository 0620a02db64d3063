// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.Entries;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;

namespace Kelf.Kernel.Symvers.Walk;

/// <content>
/// Where members lie, and which values names have. The original prints what stands there as a constant of 64 bits, and nothing of
/// other encodings; canonical versions cover all of them, in one form whatever the version of DWARF.
/// </content>
internal sealed partial class TypeWalk
{
    private const int LongestNumber = 39; // decimal digits of 2^128

    private bool _hasSaidNotCovered;

    /// <summary>Writes the size of a bit-field, and the place of a member.</summary>
    private void Place(in TypeEntry die)
    {
        Attribute(" bit_size("u8, die.HasBitSize, die.BitSize);
        if ((die.HasBitSize || die.HasOtherForm) && TryReadPlace(die, out ulong bits))
        {
            Attribute(die.HasBitSize ? " data_bit_offset("u8 : " data_member_location("u8, isPresent: true, die.HasBitSize ? bits : bits / 8);
            return;
        }

        Attribute(" data_bit_offset("u8, die.HasDataBitOffset, die.DataBitOffset);
        Attribute(" data_member_location("u8, die.HasDataMemberLocation, die.DataMemberLocation);
    }

    /// <summary>Reads a place that canonical versions write as DWARF 5 has it: of any bit-field, and what is no constant.</summary>
    private bool TryReadPlace(in TypeEntry die, out ulong bits)
    {
        bits = 0;
        if (!Member.TryFrom(die, out Member member))
        {
            return false;
        }

        bool isIndirect = member.IsPlacedIndirectly;
        if (_options.Canonical && (isIndirect || die.HasBitSize) && member.TryBitOffset(out bits))
        {
            return true;
        }

        if (isIndirect)
        {
            SayNotCovered(die, die.HasBitSize ? "where this bit-field lies" : "where this member lies");
        }

        return false;
    }

    /// <summary>A constant of more than 64 bits, which only canonical versions have.</summary>
    private bool TryWideConstant(in TypeEntry die, DwAttribute attribute, out UInt128 constant)
    {
        constant = default;
        if (!die.HasOtherForm || !die.TryFind(attribute, out AttributeValue value) || !die.Unit.TryWideConstant(value, out constant))
        {
            return false;
        }

        if (!_options.Canonical)
        {
            SayNotCovered(die, "this value, which has more than 64 bits");
        }

        return _options.Canonical;
    }

    private void WideNumber(UInt128 number)
    {
        Span<byte> digits = stackalloc byte[LongestNumber];
        number.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        Literal(digits[..length]);
    }

    private void SayNotCovered(in TypeEntry die, ReadOnlySpan<char> what)
    {
        if (_hasSaidNotCovered)
        {
            return;
        }

        _hasSaidNotCovered = true;
        string why = _options.Canonical ? "it depends on the object" : "--canonical does; gendwarfksyms does not, either";
        _options.Tell(EntryErrors.Warning(WarningKind.NotCovered, die.Unit, die.Offset, $"the version does not cover {what}: {why}"));
    }
}
