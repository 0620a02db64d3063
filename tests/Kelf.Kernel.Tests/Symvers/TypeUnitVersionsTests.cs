// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>
/// A type in a type unit has the text that it has elsewhere, whether it is referred to by its signature or through a stub with the
/// signature (<c>gcc -fdebug-types-section</c>, DWARF 5 §5.7.2 and DWARF 4 §3.1.3).
/// </summary>
public sealed class TypeUnitVersionsTests
{
    private const string Plain = "f variable pointer_type { s#s }\n"
        + "s#s structure_type s { member base_type int byte_size(4) m data_member_location(0) , "
        + "member pointer_type { s#s } next data_member_location(8) }\n";

    private readonly List<string> _warnings = [];

    public static TheoryData<bool, bool, bool> Kinds
    {
        get
        {
            TheoryData<bool, bool, bool> kinds = [];
            foreach (bool inTypesSection in (bool[])[false, true])
            {
                foreach (bool isBare in (bool[])[false, true])
                {
                    kinds.Add(inTypesSection, isBare, false);
                    kinds.Add(inTypesSection, isBare, true);
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_stub_stands_for_the_type_of_its_signature(bool inTypesSection, bool isBare, bool isFirst)
    {
        UnitSpec version = new() { Version = (ushort)(inTypesSection ? 4 : 5) };
        // GCC writes a stub without a name or anything else where a type unit refers to the type around it.
        AttributeSpec signature = At(DwAttribute.Signature, DwForm.RefSig8, 0x1122);
        DieSpec Stub(string label) => isBare
            ? Die(label, DwTag.StructureType, signature)
            : Die(label, DwTag.StructureType, Name("s"), Flag(DwAttribute.Declaration), signature);
        DieSpec type = Die(DwTag.TypeUnit, Int("i1"), Stub("again"), Die("p1", DwTag.PointerType, Type("again")), Struct("s", "i1", "p1"));
        DieSpec user = Die(DwTag.CompileUnit, Die(DwTag.Variable, Name("f"), Type("p2")), Die("p2", DwTag.PointerType, Type("stub")), Stub("stub"));
        UnitSpec typeUnit = version with
        {
            InTypesSection = inTypesSection, Type = DwUnitType.Type, Signature = 0x1122, TypeLabel = "s",
        };
        DwarfBuilder dwarf = isFirst
            ? new DwarfBuilder().Unit(typeUnit, type).Unit(version, user)
            : new DwarfBuilder().Unit(version, user).Unit(typeUnit, type);
        foreach (SymversOptions options in (SymversOptions[])[new(), new() { Canonical = true }, new() { Stable = true }])
        {
            Assert.Equal(Plain, Symtypes(dwarf, options));
        }

        Assert.Empty(_warnings);
    }

    [Fact]
    public void The_same_without_type_units() => Assert.Equal(Plain, Symtypes(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Int("i"),
        Die("p", DwTag.PointerType, Type("s")), Struct("s", "i", "p"), Die(DwTag.Variable, Name("f"), Type("p"))))));

    [Fact]
    public void An_unknown_signature_is_said()
    {
        DwarfBuilder dwarf = new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Die(DwTag.Variable, Name("f"), Type("p")),
            Die("p", DwTag.PointerType, Type("stub")),
            Die("stub", DwTag.StructureType, Name("s"), Flag(DwAttribute.Declaration), At(DwAttribute.Signature, DwForm.RefSig8, 0x77))));
        Assert.Equal("f variable pointer_type { s#s }\ns#s structure_type s { }\n", Symtypes(dwarf));
        Assert.Equal(
            "a.o: .debug_info+0x19: no type unit has the signature 0x0000000000000077, taken for a type without members", Assert.Single(_warnings));
    }

    [Fact]
    public void Stubs_that_stand_for_each_other_end()
    {
        AttributeSpec Signature(ulong value) => At(DwAttribute.Signature, DwForm.RefSig8, value);
        UnitSpec Unit(ulong signature, string type) => new() { Type = DwUnitType.Type, Signature = signature, TypeLabel = type };
        DwarfBuilder dwarf = new DwarfBuilder()
            .Unit(Unit(1, "a"), Die(DwTag.TypeUnit, Die("a", DwTag.StructureType, Name("a"), Signature(2))))
            .Unit(Unit(2, "b"), Die(DwTag.TypeUnit, Die("b", DwTag.StructureType, Name("b"), Signature(1))))
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.Variable, Name("f"), Type("s")), Die("s", DwTag.StructureType, Name("s"), Signature(1))));
        Assert.Equal("f variable s#a\ns#a structure_type a { }\n", Symtypes(dwarf));
    }

    [Fact]
    public void A_type_unit_whose_type_is_no_entry_is_malformed()
    {
        DwarfBuilder dwarf = new DwarfBuilder()
            .Unit(new UnitSpec { Type = DwUnitType.Type, Signature = 1, TypeLabel = null }, Die(DwTag.TypeUnit))
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.Variable, Name("f"), Type("s")),
                Die("s", DwTag.StructureType, At(DwAttribute.Signature, DwForm.RefSig8, 1))));
        // Its header names offset 0, which is the header itself.
        Assert.Equal("f variable structure_type { }\n", Symtypes(dwarf));
        Assert.Single(_warnings);
    }

    [Fact]
    public void Conventions_of_kABI_look_through_stubs()
    {
        DieSpec union = Die("u", DwTag.UnionType, Die(DwTag.Member, Name("__kabi_ignored0"), Type("i1")), Die(DwTag.Member, Name("x"), Type("i1")));
        DwarfBuilder dwarf = new DwarfBuilder()
            .Unit(new UnitSpec { Type = DwUnitType.Type, Signature = 1, TypeLabel = "u" }, Die(DwTag.TypeUnit, Int("i1"), union))
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.Variable, Name("f"), Type("s")), Int("i2"),
                Die("stub", DwTag.UnionType, At(DwAttribute.Signature, DwForm.RefSig8, 1)),
                Die("s", DwTag.StructureType, Name("s"), Die(DwTag.Member, Name("a"), Type("i2")), Die(DwTag.Member, Name("b"), Type("stub")))));
        Assert.Equal(
            "f variable s#s\ns#s structure_type s { member base_type int byte_size(4) a }\n", Symtypes(dwarf, new SymversOptions { Stable = true }));
    }

    private static DieSpec Int(string label) => Die(label, DwTag.BaseType, Name("int"), ByteSize(4));

    private static DieSpec Struct(string label, string integer, string pointer) => Die(label, DwTag.StructureType, Name("s"),
        Die(DwTag.Member, Name("m"), Type(integer), Location(0)), Die(DwTag.Member, Name("next"), Type(pointer), Location(8)));

    private string Symtypes(DwarfBuilder dwarf, SymversOptions? options = null)
    {
        using NativeBuffer file = dwarf.AddTo(new ElfBuilder(type: ElfType.Executable)).BuildInMemory();
        ByteBuilder text = new();
        SymversOptions own = (options ?? new SymversOptions()) with { Warn = warning => _warnings.Add(warning.ToString()) };
        SymversTool.Compute(file.Contents, SymbolList.Parse("f"u8), own, text, null);
        return System.Text.Encoding.UTF8.GetString(text.Bytes);
    }
}
