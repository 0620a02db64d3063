// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Types;
using Kelf.ObjectFiles.Names;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Types;

/// <summary>Structures, unions and classes, and the walk over children.</summary>
public sealed class AggregateTypeTests
{
    [Theory]
    [InlineData(DwTag.StructureType, false)]
    [InlineData(DwTag.ClassType, false)]
    [InlineData(DwTag.UnionType, true)]
    public void Members_are_children_and_other_children_are_passed_over(DwTag tag, bool isUnion)
    {
        using TypeCase one = TypeCase.Of(
            Die(tag, Name("s"), ByteSize(12), At(DwAttribute.Alignment, DwForm.Udata, 64),
                Die(DwTag.Member, Name("a"), Die(DwTag.LlvmAnnotation, Name("in a"))),
                Die(DwTag.StructureType, Name("nested"), Die(DwTag.Member, Name("inner"))),
                Die(DwTag.Member, Name("b"))),
            Die(DwTag.Member, Name("outside")));
        Assert.True(AggregateType.TryFrom(one.Find("s"), out AggregateType type));
        Assert.Equal(isUnion, type.IsUnion);
        Assert.Equal((12ul, 64ul, false), (type.ByteSize, type.Alignment, type.IsDeclaration));
        Assert.True(type.Name.SequenceEqual("s"u8));
        Assert.Equal("a b", Names(type.Members));
        Assert.Equal("a nested b", Names(type.Entry.Children));
        Assert.Equal("nested", Names(type.Entry.ChildrenOf(DwTag.StructureType)));
    }

    [Fact]
    public void What_is_empty_has_no_members()
    {
        using TypeCase one = TypeCase.Of(
            Die(DwTag.StructureType, Name("childless")), Die(DwTag.StructureType, Name("empty")) with { HasEmptyChildren = true },
            Die(DwTag.BaseType, Name("int")));
        Assert.True(AggregateType.TryFrom(one.Find("childless"), out AggregateType type));
        Assert.Equal("", Names(type.Members));
        Assert.Equal(0, type.Members.BytesRead);
        Assert.True(AggregateType.TryFrom(one.Find("empty"), out type));
        Assert.Equal("", Names(type.Members));
        Assert.Equal((null, null), (type.ByteSize, type.Alignment));
        Assert.False(AggregateType.TryFrom(one.Find("int"), out _));
    }

    [Fact]
    public void A_declaration_may_name_a_type_unit()
    {
        DwarfBuilder builder = new DwarfBuilder()
            .Unit(new UnitSpec { Type = DwUnitType.Type, Signature = 0x1122, TypeLabel = "defined" }, Die(DwTag.TypeUnit,
                Die("defined", DwTag.StructureType, Name("definition"), ByteSize(8), Die(DwTag.Member, Name("m")))))
            .Unit(Die(DwTag.CompileUnit,
                Die(DwTag.StructureType, Name("s"), Flag(DwAttribute.Declaration), At(DwAttribute.Signature, DwForm.RefSig8, 0x1122)),
                Die(DwTag.StructureType, Name("opaque"), Flag(DwAttribute.Declaration)),
                Die(DwTag.StructureType, Name("lost"), Flag(DwAttribute.Declaration), At(DwAttribute.Signature, DwForm.RefSig8, 0x99))));
        using TypeCase one = TypeCase.Of(builder);
        AggregateType.TryFrom(one.Find("s"), out AggregateType type);
        Assert.True(type.TryDefinition(out AggregateType definition));
        Assert.Equal((8ul, "m"), (definition.ByteSize, Names(definition.Members)));
        Assert.False(definition.TryDefinition(out _));
        AggregateType.TryFrom(one.Find("opaque"), out type);
        Assert.False(type.TryDefinition(out _));
        AggregateType.TryFrom(one.Find("lost"), out AggregateType lost);
        Assert.Throws<MalformedFileException>(() => lost.TryDefinition(out _));
    }

    [Fact]
    public void A_malformed_child_is_an_error()
    {
        using TypeCase one = TypeCase.Of(Die(DwTag.StructureType, Name("s"),
            Die(DwTag.Member, Name("a")) with { Code = 99 }));
        Assert.Equal("s", Utf8Name.ToText(one.Find("s").Name));
        AggregateType.TryFrom(one.Find("s"), out AggregateType type);
        Expect.Malformed(
            "a.o: .debug_info+0x10: abbreviation code 99 is not in the table at .debug_abbrev+0x0", () => Names(type.Members));
    }

    private static string Names(ChildEntries children)
    {
        List<string> names = [];
        foreach (TypeEntry child in children)
        {
            names.Add(Utf8Name.ToText(child.Name));
        }

        return string.Join(' ', names);
    }
}
