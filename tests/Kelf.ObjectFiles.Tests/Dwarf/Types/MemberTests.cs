// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Types;

/// <summary>Offsets of members in bits, in each encoding of DWARF 2 to 5.</summary>
public sealed class MemberTests
{
    private static readonly DieSpec s_int = Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5));

    [Fact]
    public void A_location_is_in_bytes() => Assert.Equal(64ul, Offset(Location(8)));

    [Fact]
    public void Without_a_location_a_member_is_at_the_start() => Assert.Equal(0ul, Offset());

    [Theory]
    [InlineData("23 08", 64ul)] // plus_uconst: GCC for DWARF 2
    [InlineData("10 8801 22", 1088ul)] // constu, plus
    [InlineData("23 08 06", null)] // of a virtual base class
    [InlineData("38 9f", null)] // a value
    [InlineData("53", null)]
    public void A_location_may_be_an_expression(string expression, ulong? offset)
    {
        byte[] bytes = Hex(expression);
        Assert.Equal(offset, Offset(new UnitSpec { Version = 2 }, ByteOrder.Little, At(DwAttribute.DataMemberLocation, DwForm.Block1, bytes)));
        Assert.Equal(offset, Offset(new UnitSpec(), ByteOrder.Big, At(DwAttribute.DataMemberLocation, DwForm.Exprloc, bytes)));
    }

    [Fact]
    public void A_location_in_a_list_is_not_fixed() => Assert.Null(Offset(At(DwAttribute.DataMemberLocation, DwForm.SecOffset, 8)));

    [Theory]
    [InlineData(ByteOrder.Little)]
    [InlineData(ByteOrder.Big)]
    public void Bits_of_DWARF_4_count_from_the_start(ByteOrder order)
    {
        Assert.Equal(35ul, Offset(
            new UnitSpec { Version = 4 }, order, At(DwAttribute.BitSize, DwForm.Data1, 5), At(DwAttribute.DataBitOffset, DwForm.Data1, 35)));
        Assert.Null(Offset(new UnitSpec { Version = 4 }, order, At(DwAttribute.DataBitOffset, DwForm.Exprloc, [0x30])));
    }

    // struct { unsigned a : 3; int b : 5; } at byte 4, as GCC describes it on x86-64 and s390x with -gdwarf-2: the second field.
    [Theory]
    [InlineData(ByteOrder.Little, 24, 35)]
    [InlineData(ByteOrder.Big, 3, 35)]
    public void Bits_of_DWARF_2_count_from_the_most_significant_one(ByteOrder order, ulong bitOffset, ulong expected)
    {
        AttributeSpec[] field = [At(DwAttribute.BitSize, DwForm.Data1, 5), At(DwAttribute.BitOffset, DwForm.Data1, bitOffset)];
        byte[] place = [0x23, 4];
        Assert.Equal(expected, Offset(
            new UnitSpec { Version = 2 }, order, [ByteSize(4), .. field, At(DwAttribute.DataMemberLocation, DwForm.Block1, place)]));
        Assert.Equal(expected, Offset(new UnitSpec { Version = 3 }, order, [.. field, Location(4)])); // the size of its type
    }

    [Fact]
    public void A_packed_field_may_begin_before_its_storage_unit()
    {
        // GCC: struct __packed { char c; unsigned a : 30; unsigned b : 30; }: b is at bit 38, in the unit at byte 4 of 32 bits.
        Assert.Equal(38ul, Offset(
            new UnitSpec { Version = 3 }, ByteOrder.Little, ByteSize(4), At(DwAttribute.BitSize, DwForm.Data1, 30),
            At(DwAttribute.BitOffset, DwForm.Sdata, unchecked((ulong)-4)), Location(4)));
    }

    [Theory]
    [InlineData(ulong.MaxValue / 8, 0x7ul, true)]
    [InlineData((ulong.MaxValue / 8) + 1, 0ul, false)]
    public void Offsets_have_64_bits(ulong location, ulong above, bool fits) => Assert.Equal(
        fits ? ulong.MaxValue - above : null, Offset(At(DwAttribute.DataMemberLocation, DwForm.Data8, location)));

    [Fact]
    public void A_negative_offset_is_none() => Assert.Null(Offset(
        new UnitSpec { Version = 3 }, ByteOrder.Little, ByteSize(4), At(DwAttribute.BitSize, DwForm.Data1, 30),
        At(DwAttribute.BitOffset, DwForm.Data1, 4), Location(0)));

    [Fact]
    public void A_bit_field_without_the_size_of_its_unit_has_no_offset() => Assert.Null(Offset(
        new UnitSpec { Version = 3 }, ByteOrder.Little, [], At(DwAttribute.BitSize, DwForm.Data1, 3), At(DwAttribute.BitOffset, DwForm.Data1, 4)));

    [Fact]
    public void A_static_member_is_in_no_object()
    {
        using TypeCase one = TypeCase.Of(s_int, Die(DwTag.ClassType,
            Die(DwTag.Member, Name("m"), Type("int"), Flag(DwAttribute.External), Flag(DwAttribute.Declaration))));
        Assert.True(Member.TryFrom(one.Find("m"), out Member member));
        Assert.True(member.IsStatic);
        Assert.False(member.TryBitOffset(out _));
    }

    [Fact]
    public void A_member_knows_its_name_type_and_size()
    {
        using TypeCase one = TypeCase.Of(s_int, Die(DwTag.StructureType,
            Die(DwTag.Member, Name("m"), Type("int"), At(DwAttribute.BitSize, DwForm.Data1, 32)), Die(DwTag.Member, Name("n"))));
        Assert.True(Member.TryFrom(one.Find("m"), out Member member));
        Assert.True(member.Name.SequenceEqual("m"u8));
        Assert.Equal((true, 32ul), (member.IsBitField, member.BitSize));
        Assert.True(member.TryType(out TypeEntry type) && type.Name.SequenceEqual("int"u8));
        Assert.True(Member.TryFrom(one.Find("n"), out member));
        Assert.Equal((false, null), (member.IsBitField, member.BitSize));
        Assert.False(member.TryType(out _));
        Assert.False(Member.TryFrom(type, out _));
    }

    [Fact]
    public void A_type_that_leads_nowhere_is_an_error()
    {
        using TypeCase one = TypeCase.Of(Die(DwTag.StructureType,
            Die(DwTag.Member, Name("m"), At(DwAttribute.Type, DwForm.RefSig8, 0x1234))));
        Member.TryFrom(one.Find("m"), out Member member);
        Expect.Malformed("a.o: .debug_info+0xe: no type unit has the signature 0x0000000000001234", () => member.TryType(out _));
    }

    private static ulong? Offset(params AttributeSpec[] attributes) => Offset(new UnitSpec(), ByteOrder.Little, attributes);

    private static ulong? Offset(UnitSpec unit, ByteOrder order, params AttributeSpec[] attributes) =>
        Offset(unit, order, [Type("int")], attributes);

    private static ulong? Offset(UnitSpec unit, ByteOrder order, AttributeSpec[] type, params AttributeSpec[] attributes)
    {
        using TypeCase one = TypeCase.Of(
            unit, order, s_int, Die(DwTag.StructureType, Die(DwTag.Member, [Name("m"), .. type, .. attributes])));
        Assert.True(Member.TryFrom(one.Find("m"), out Member member));
        return member.TryBitOffset(out ulong offset) ? offset : null;
    }

    private static byte[] Hex(string bytes) => Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
}
