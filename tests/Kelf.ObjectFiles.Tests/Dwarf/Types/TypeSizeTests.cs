// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Types;

/// <summary>Base types, modifiers, and sizes through them.</summary>
public sealed class TypeSizeTests
{
    [Theory]
    [InlineData("int", 4ul)]
    [InlineData("u32", 4ul)]
    [InlineData("const", 4ul)]
    [InlineData("pointer", 8ul)]
    [InlineData("matrix", 60ul)]
    [InlineData("row", 20ul)]
    [InlineData("nested", 60ul)]
    [InlineData("enum", 4ul)]
    [InlineData("sized", 1ul)]
    [InlineData("struct", 12ul)]
    [InlineData("opaque", null)]
    [InlineData("void", null)]
    [InlineData("flexible", null)]
    [InlineData("huge", null)]
    [InlineData("function", null)]
    public void Sizes_of_all_kinds(string name, ulong? size)
    {
        using TypeCase one = TypeCase.Of(
            Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5)),
            Die("u32", DwTag.Typedef, Name("u32"), Type("int")),
            Die("const", DwTag.ConstType, Name("const"), Type("volatile")),
            Die("volatile", DwTag.VolatileType, Type("u32")),
            Die(DwTag.PointerType, Name("pointer"), Type("opaque")),
            Die(DwTag.ArrayType, Name("matrix"), Type("const"), Die(DwTag.SubrangeType, UpperBound(2)), Die(DwTag.SubrangeType, UpperBound(4))),
            Die("row", DwTag.ArrayType, Name("row"), Type("int"), Die(DwTag.SubrangeType, UpperBound(4))),
            Die(DwTag.ArrayType, Name("nested"), Type("row"), Die(DwTag.SubrangeType, UpperBound(2))),
            Die(DwTag.EnumerationType, Name("enum"), Type("u32")),
            Die(DwTag.EnumerationType, Name("sized"), Type("u32"), ByteSize(1)),
            Die(DwTag.StructureType, Name("struct"), ByteSize(12)),
            Die("opaque", DwTag.StructureType, Name("opaque"), Flag(DwAttribute.Declaration)),
            Die(DwTag.ConstType, Name("void")),
            Die(DwTag.ArrayType, Name("flexible"), Type("int"), Die(DwTag.SubrangeType)),
            Die(DwTag.ArrayType, Name("huge"), Type("int"), Die(DwTag.SubrangeType, At(DwAttribute.Count, DwForm.Data8, 1ul << 62))),
            Die(DwTag.SubroutineType, Name("function"), Type("int")));
        Assert.Equal(size, TypeSize.TryFind(one.Find(name), out ulong bytes) ? bytes : null);
    }

    [Fact]
    public void A_pointer_is_as_large_as_an_address()
    {
        using TypeCase one = TypeCase.Of(new UnitSpec { AddressSize = 4 }, ByteOrder.Big, Die(DwTag.PointerType, Name("p")));
        Assert.True(TypeSize.TryFind(one.Find("p"), out ulong bytes));
        Assert.Equal(4ul, bytes);
        Assert.True(ModifierType.TryFrom(one.Find("p"), out ModifierType pointer));
        Assert.Equal(DwTag.PointerType, pointer.Kind);
        Assert.True(pointer.Name.SequenceEqual("p"u8));
        Assert.False(pointer.TryTarget(out _));
    }

    [Fact]
    public void Names_and_qualifiers_are_passed_over()
    {
        using TypeCase one = TypeCase.Of(
            Die("int", DwTag.BaseType, Name("int"), ByteSize(4), Encoding(5), At(DwAttribute.BitSize, DwForm.Data1, 17)),
            Die("u32", DwTag.Typedef, Name("u32"), Type("int")), Die(DwTag.RestrictType, Name("r"), Type("u32")),
            Die(DwTag.AtomicType, Name("void")));
        Assert.True(TypeSize.TryStrip(one.Find("r"), out TypeEntry bare));
        Assert.True(BaseType.TryFrom(bare, out BaseType type));
        Assert.Equal((4ul, 17ul, DwEncoding.Signed, true), (type.ByteSize, type.BitSize, type.Encoding, type.IsSigned));
        Assert.True(type.Name.SequenceEqual("int"u8));
        Assert.False(TypeSize.TryStrip(one.Find("void"), out _));
        Assert.True(ModifierType.TryFrom(one.Find("r"), out ModifierType modifier) && modifier.TryTarget(out TypeEntry target)
            && target.Name.SequenceEqual("u32"u8));
        Assert.False(ModifierType.TryFrom(bare, out _));
        Assert.False(BaseType.TryFrom(one.Find("u32"), out _));
    }

    [Theory]
    [InlineData(2ul, DwEncoding.Boolean, false)]
    [InlineData(6ul, DwEncoding.SignedChar, true)]
    [InlineData(7ul, DwEncoding.Unsigned, false)]
    [InlineData(0x12ul, DwEncoding.Ascii, false)]
    [InlineData(0x13ul, DwEncoding.None, false)]
    public void Encodings(ulong number, DwEncoding encoding, bool isSigned)
    {
        using TypeCase one = TypeCase.Of(Die(DwTag.BaseType, Name("b"), Encoding(number)));
        Assert.True(BaseType.TryFrom(one.Find("b"), out BaseType type));
        Assert.Equal((encoding, isSigned, null, null), (type.Encoding, type.IsSigned, type.ByteSize, type.BitSize));
    }

    [Fact]
    public void A_type_that_leads_to_itself_is_refused()
    {
        using TypeCase one = TypeCase.Of(
            Die("a", DwTag.Typedef, Name("a"), Type("b")), Die("b", DwTag.ConstType, Name("b"), Type("a")),
            Die("array", DwTag.ArrayType, Name("array"), Type("array"), Die(DwTag.SubrangeType, At(DwAttribute.Count, DwForm.Data1, 1))));
        Expect.Malformed("a.o: .debug_info+0xd: type leads over more than 256 others", () => TypeSize.TryFind(one.Find("a"), out _));
        Expect.Malformed("a.o: .debug_info+0x1b: type leads over more than 256 others", () => TypeSize.TryFind(one.Find("array"), out _));
    }
}
