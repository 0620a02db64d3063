// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

public sealed class UnitEntryTests
{
    [Fact]
    public void Gathers_what_the_unit_is_read_by()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .LineTable("other", new LineTableSpec()).LineTable("lines", new LineTableSpec { Version = 2 })
            .Unit(Die(DwTag.PartialUnit, Name("a.c", DwForm.Strx1), StrOffsetsBase(), StmtList("lines"))));
        UnitEntry root = dwarf.File.Units[0].Root;
        Assert.Equal((DwTag.PartialUnit, 8ul, false), (root.Tag, root.StringOffsetsBase, root.IsSplit));
        Assert.NotEqual(0ul, root.LineTable);
    }

    [Fact]
    public void Line_tables_of_old_versions_are_numbers_of_four_bytes()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .LineTable("lines", new LineTableSpec { Version = 2, Files = ["a.c"] })
            .Unit(new UnitSpec { Version = 2 }, Die(DwTag.CompileUnit, StmtList("lines", DwForm.Data4))));
        Assert.Equal("a.c"u8.ToArray(), dwarf.File.Units[0].Files.Name(1).ToArray());
    }

    [Theory]
    [InlineData(5, DwUnitType.Skeleton, DwAttribute.Name)]
    [InlineData(5, DwUnitType.Compile, DwAttribute.DwoName)]
    [InlineData(4, DwUnitType.Compile, DwAttribute.GnuDwoName)]
    public void Knows_units_whose_entries_are_elsewhere(int version, DwUnitType type, DwAttribute attribute)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(
            new UnitSpec { Version = (ushort)version, Type = type },
            Die(DwTag.CompileUnit, At(attribute, DwForm.String, "a.dwo"))));
        Assert.True(dwarf.File.Units[0].Root.IsSplit);
    }

    [Fact]
    public void Knows_the_language()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(
            Die(DwTag.CompileUnit, At(DwAttribute.Language, DwForm.Data2, 0x8001))));
        Assert.Equal(DwLanguage.MipsAssembler, dwarf.File.Units[0].Root.Language);
        Assert.True(dwarf.File.Units[0].Root.IsAssembler);
    }

    [Theory]
    [InlineData(4, false, 0)]
    [InlineData(5, false, 8)]
    [InlineData(5, true, 16)]
    public void Has_defaults(int version, bool is64, ulong stringOffsets)
    {
        UnitSpec spec = new() { Version = (ushort)version, Is64 = is64 };
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(spec, Die(DwTag.CompileUnit)).Unit(spec));
        Check(DwTag.CompileUnit, dwarf.File.Units[0].Root);
        Check(DwTag.None, dwarf.File.Units[1].Root);

        // Addresses stand after a header of the same size.
        void Check(DwTag tag, UnitEntry root) => Assert.Equal(
            (tag, stringOffsets, stringOffsets, null, DwLanguage.None, false),
            (root.Tag, root.StringOffsetsBase, root.AddressBase, root.LineTable, root.Language, root.IsSplit));
    }
}
