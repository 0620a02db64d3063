// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData(DwForm.Ref1)]
    [InlineData(DwForm.Ref2)]
    [InlineData(DwForm.Ref4)]
    [InlineData(DwForm.Ref8)]
    [InlineData(DwForm.RefUdata)]
    [InlineData(DwForm.RefAddr)]
    public void References_within_a_unit_count_from_its_start(DwForm form)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit))
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.Variable, Type("int", form)), Die("int", DwTag.BaseType, Name("int")))));
        Assert.Equal("Compile 5\n CompileUnit\nCompile 5\n CompileUnit\n  Variable Type=->int\n  BaseType Name='int'\n",
            dwarf.Dump());
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    public void References_between_units_go_forward_and_back(int version, byte addressSize)
    {
        UnitSpec spec = new() { Version = (ushort)version, AddressSize = addressSize };
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(spec, Die(DwTag.CompileUnit, Die("a", DwTag.BaseType, Name("a")),
                Die(DwTag.Variable, Type("b", DwForm.RefAddr))))
            .Unit(spec, Die(DwTag.CompileUnit, Die("b", DwTag.BaseType, Name("b")),
                Die(DwTag.Variable, Type("a", DwForm.RefAddr)))));
        Assert.Equal(
            $"""
            Compile {version}
             CompileUnit
              BaseType Name='a'
              Variable Type=->b
            Compile {version}
             CompileUnit
              BaseType Name='b'
              Variable Type=->a

            """,
            dwarf.Dump());
    }

    [Theory]
    [InlineData(DwForm.Ref4, 0x00, false)] // the header
    [InlineData(DwForm.Ref4, 0x0b, false)]
    [InlineData(DwForm.Ref4, 0x0c, true)]
    [InlineData(DwForm.Ref4, 0x19, true)]
    [InlineData(DwForm.Ref4, 0x1a, false)] // the next unit
    [InlineData(DwForm.Ref8, 0xffff_ffff_ffff_fff0, false)]
    [InlineData(DwForm.RefUdata, ulong.MaxValue, false)]
    [InlineData(DwForm.RefAddr, 0x0c, true)]
    [InlineData(DwForm.RefAddr, 0x1a, false)] // the header of the next unit
    [InlineData(DwForm.RefAddr, 0xffff_ffff, false)]
    [InlineData(DwForm.RefSig8, 0x0c, false)]
    [InlineData(DwForm.Data4, 0x0c, false)]
    [InlineData(DwForm.RefSup4, 0x0c, false)]
    [InlineData(DwForm.GnuRefAlt, 0x0c, false)]
    public void References_must_lie_among_the_entries_of_a_unit(DwForm form, ulong value, bool resolves)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, At(DwAttribute.Name, DwForm.String, "twelve bytes")))
            .Unit(Die(DwTag.CompileUnit)));
        DwarfUnit unit = dwarf.File.Units[0];
        Assert.Equal(0x1a, unit.Contents.Length);
        Assert.Equal(resolves, unit.TryReference(new AttributeValue(form, value, 0), out _));
    }
}
