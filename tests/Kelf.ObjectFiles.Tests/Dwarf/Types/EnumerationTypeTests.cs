// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Names;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Types;

/// <summary>Enumerations: values in all forms, signed or not, with the type of their values or without.</summary>
public sealed class EnumerationTypeTests
{
    private static readonly DieItem[] s_types =
    [
        Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
        Die("unsigned", DwTag.BaseType, Name("unsigned"), ByteSize(2), Encoding(7)),
        Die("u16", DwTag.Typedef, Name("u16"), Type("unsigned")),
        Die("s8", DwTag.Typedef, Name("s8"), Type("char")),
        Die("char", DwTag.BaseType, Name("char"), ByteSize(1), Encoding(6)),
    ];

    public static TheoryData<DwForm, ulong, string> Forms { get; } = new()
    {
        { DwForm.Data1, 0xff, "255" },
        { DwForm.Data2, 0x8000, "32768" },
        { DwForm.Data4, 0xffff_ffff, "4294967295" },
        { DwForm.Data8, ulong.MaxValue, "18446744073709551615" },
        { DwForm.Udata, ulong.MaxValue, "18446744073709551615" },
        { DwForm.Sdata, unchecked((ulong)-1), "-1" },
        { DwForm.Sdata, 1ul << 63, "-9223372036854775808" },
        { DwForm.Sdata, 7, "7" },
        { DwForm.ImplicitConst, unchecked((ulong)-300), "-300" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Values_have_the_sign_of_their_form(DwForm form, ulong value, string expected)
    {
        Assert.Equal(expected, Value(At(DwAttribute.ConstValue, form, value), ByteOrder.Little));
        Assert.Equal(expected, Value(At(DwAttribute.ConstValue, form, value), ByteOrder.Big));
    }

    [Theory]
    [InlineData(DwForm.Data16, ByteOrder.Little, "00000000000000000100000000000000", "18446744073709551616")]
    [InlineData(DwForm.Data16, ByteOrder.Big, "00000000000000010000000000000000", "18446744073709551616")]
    [InlineData(DwForm.Data16, ByteOrder.Little, "ffffffffffffffffffffffffffffffff", "-1")]
    [InlineData(DwForm.Block1, ByteOrder.Little, "000000000000000001", "18446744073709551616")]
    [InlineData(DwForm.Block1, ByteOrder.Big, "010000000000000000", "18446744073709551616")]
    [InlineData(DwForm.Block1, ByteOrder.Little, "", null)]
    [InlineData(DwForm.Block1, ByteOrder.Little, "0000000000000000000000000000000001", null)]
    public void Values_may_have_more_than_64_bits(DwForm form, ByteOrder order, string bytes, string? expected) =>
        Assert.Equal(expected, Value(At(DwAttribute.ConstValue, form, Convert.FromHexString(bytes)), order));

    [Fact]
    public void A_value_may_be_absent()
    {
        Assert.Null(Value(Name("again"), ByteOrder.Little));
        Assert.Null(Value(At(DwAttribute.ConstValue, DwForm.String, "text"), ByteOrder.Little));
    }

    [Theory]
    [InlineData("int", true, 4ul)]
    [InlineData("u16", false, 2ul)]
    [InlineData("s8", true, 1ul)]
    public void The_type_of_the_values_decides(string type, bool isSigned, ulong size)
    {
        using TypeCase one = TypeCase.Of([.. s_types, Die(DwTag.EnumerationType, Name("e"), Type(type), Flag(DwAttribute.EnumClass),
            Die(DwTag.Enumerator, Name("minus"), ConstValue(-1)))]);
        Assert.True(EnumerationType.TryFrom(one.Find("e"), out EnumerationType found));
        Assert.Equal((isSigned, true, false), (found.IsSigned(), found.IsScoped, found.IsDeclaration));
        Assert.True(found.TryByteSize(out ulong bytes));
        Assert.Equal(size, bytes);
        Assert.True(found.TryUnderlyingType(out TypeEntry underlying));
        Assert.Equal(type, Utf8Name.ToText(underlying.Name));
        Assert.False(EnumerationType.TryFrom(underlying, out _));
        Assert.False(Enumerator.TryFrom(underlying, out _));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    public void Without_a_type_the_values_decide(long value, bool isSigned)
    {
        using TypeCase one = TypeCase.Of(new UnitSpec { Version = 2 }, ByteOrder.Big, Die(DwTag.EnumerationType, Name("e"), ByteSize(4),
            Die(DwTag.Enumerator, Name("zero"), ConstValue(0)), Die(DwTag.Enumerator, Name("value"), ConstValue(value))));
        EnumerationType.TryFrom(one.Find("e"), out EnumerationType found);
        Assert.Equal((isSigned, false), (found.IsSigned(), found.IsScoped));
        Assert.False(found.TryUnderlyingType(out _));
        List<string> names = [];
        foreach (TypeEntry child in found.Enumerators)
        {
            Enumerator.TryFrom(child, out Enumerator one2);
            names.Add(Utf8Name.ToText(one2.Name));
        }

        Assert.Equal(["zero", "value"], names);
    }

    private static string? Value(AttributeSpec attribute, ByteOrder order)
    {
        using TypeCase one = TypeCase.Of(new UnitSpec(), order, Die(DwTag.EnumerationType, Die(DwTag.Enumerator, Name("v"), attribute)));
        Assert.True(Enumerator.TryFrom(one.Find(DwTag.Enumerator), out Enumerator enumerator));
        return enumerator.TryValue(out Int128 value) ? value.ToString(CultureInfo.InvariantCulture) : null;
    }
}
