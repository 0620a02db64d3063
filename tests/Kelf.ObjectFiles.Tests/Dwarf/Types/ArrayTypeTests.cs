// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Types;

/// <summary>Arrays: bounds in all forms, several dimensions, languages that count from 1.</summary>
public sealed class ArrayTypeTests
{
    private static readonly DieSpec s_int = Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5));

    [Fact]
    public void A_dimension_has_a_count_or_an_upper_bound()
    {
        Assert.Equal(10ul, Count(At(DwAttribute.Count, DwForm.Data1, 10)));
        Assert.Equal(10ul, Count(UpperBound(9)));
        Assert.Equal(256ul, Count(At(DwAttribute.UpperBound, DwForm.Data1, 0xff)));
        Assert.Equal(3ul, Count(At(DwAttribute.LowerBound, DwForm.Sdata, unchecked((ulong)-1)), UpperBound(1)));
        Assert.Equal(10ul, Count(At(DwAttribute.Count, DwForm.Data1, 10), UpperBound(3)));
    }

    [Theory]
    [InlineData(8, DwForm.Data8, ulong.MaxValue)]
    [InlineData(8, DwForm.Sdata, ulong.MaxValue)]
    [InlineData(4, DwForm.Data4, 0xffff_ffff)]
    [InlineData(4, DwForm.Sdata, ulong.MaxValue)]
    public void An_array_of_none_ends_at_minus_one(byte addressSize, DwForm form, ulong bound) => Assert.Equal(0ul, Count(
        new UnitSpec { AddressSize = addressSize }, ByteOrder.Big, [], At(DwAttribute.UpperBound, form, bound)));

    [Fact]
    public void A_dimension_may_have_no_fixed_bound()
    {
        Assert.Null(Count());
        Assert.Null(Count(At(DwAttribute.UpperBound, DwForm.Exprloc, [0x91, 0x40])));
        Assert.Null(Count(At(DwAttribute.Count, DwForm.Ref4, 12)));
        Assert.Null(Count(At(DwAttribute.LowerBound, DwForm.Exprloc, [0x31]), UpperBound(9)));
        using TypeCase one = TypeCase.Of(
            Die(DwTag.ArrayType, Die(DwTag.SubrangeType, Name("flexible")), Die(DwTag.SubrangeType, Name("variable"),
                At(DwAttribute.UpperBound, DwForm.Exprloc, [0x91, 0x40]))));
        Assert.True(Subrange.TryFrom(one.Find("flexible"), out Subrange range) && range.IsUnbounded);
        Assert.True(Subrange.TryFrom(one.Find("variable"), out range) && !range.IsUnbounded);
        Assert.False(Subrange.TryFrom(one.Find(DwTag.ArrayType), out _));
    }

    [Theory]
    [InlineData(DwLanguage.C11, 10ul)]
    [InlineData(DwLanguage.Rust, 10ul)]
    [InlineData(DwLanguage.Fortran90, 9ul)]
    [InlineData(DwLanguage.Ada95, 9ul)]
    public void The_first_element_is_that_of_the_language(DwLanguage language, ulong count) => Assert.Equal(count, Count(
        new UnitSpec(), ByteOrder.Little, [At(DwAttribute.Language, DwForm.Data2, (ulong)language)], UpperBound(9)));

    [Fact]
    public void Dimensions_multiply()
    {
        using TypeCase one = TypeCase.Of(
            s_int,
            Die(DwTag.ArrayType, Name("matrix"), Type("int"), Flag(DwAttribute.GnuVector),
                Die(DwTag.SubrangeType, UpperBound(2)), Die(DwTag.SubrangeType, UpperBound(4))),
            Die(DwTag.ArrayType, Name("half"), Type("int"), Die(DwTag.SubrangeType, UpperBound(2)), Die(DwTag.SubrangeType)),
            Die(DwTag.ArrayType, Name("none"), Type("int")),
            Die(DwTag.ArrayType, Name("huge"), Type("int"),
                Die(DwTag.SubrangeType, At(DwAttribute.Count, DwForm.Data8, 1ul << 32)),
                Die(DwTag.SubrangeType, At(DwAttribute.Count, DwForm.Data8, 1ul << 32))));
        Assert.Equal(15ul, CountOf(one.Find("matrix"), out ArrayType array));
        Assert.True(array.IsVector);
        Assert.True(array.TryElementType(out TypeEntry element) && element.Name.SequenceEqual("int"u8));
        Assert.False(ArrayType.TryFrom(element, out _));
        Assert.Null(CountOf(one.Find("half"), out array));
        Assert.False(array.IsVector);
        Assert.Null(CountOf(one.Find("none"), out _));
        Assert.Null(CountOf(one.Find("huge"), out _));
    }

    private static ulong? Count(params AttributeSpec[] attributes) => Count(new UnitSpec(), ByteOrder.Little, [], attributes);

    private static ulong? Count(UnitSpec unit, ByteOrder order, DieItem[] ofUnit, params AttributeSpec[] attributes)
    {
        using TypeCase one = TypeCase.Of(
            unit, order, [.. ofUnit, s_int, Die(DwTag.ArrayType, Type("int"), Die(DwTag.SubrangeType, [.. attributes]))]);
        return CountOf(one.Find(DwTag.ArrayType), out _);
    }

    private static ulong? CountOf(TypeEntry entry, out ArrayType array)
    {
        Assert.True(ArrayType.TryFrom(entry, out array));
        return array.TryCount(out ulong count) ? count : null;
    }
}
