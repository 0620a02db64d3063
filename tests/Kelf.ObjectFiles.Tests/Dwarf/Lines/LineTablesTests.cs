// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lines;

/// <summary>Line tables that units share.</summary>
public sealed class LineTablesTests
{
    [Fact]
    public void Each_table_has_one_unit_that_is_a_source_if_there_is_one()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .LineTable("a", new LineTableSpec { Files = ["a.c"] }).LineTable("b", new LineTableSpec { Files = ["b.c"] })
            .LineTable("c", new LineTableSpec { Files = ["c.c"] })
            .Unit(new UnitSpec { Type = DwUnitType.Partial }, Die(DwTag.PartialUnit, StmtList("a")))
            .Unit(Die(DwTag.CompileUnit, StmtList("b"), Name("b")))
            .Unit(new UnitSpec { Type = DwUnitType.Partial }, Die(DwTag.PartialUnit, StmtList("b")))
            .Unit(Die(DwTag.CompileUnit, Name("none")))
            .Unit(Die(DwTag.CompileUnit, StmtList("a"), Name("a")))
            .Unit(Die(DwTag.CompileUnit, StmtList("a"), Name("a again")))
            .Unit(new UnitSpec { Type = DwUnitType.Partial }, Die(DwTag.PartialUnit, StmtList("c")))
            .Unit(new UnitSpec { Type = DwUnitType.Partial }, Die(DwTag.PartialUnit, StmtList("c"))));
        Assert.Equal([1, 4, 6], LineTables.UnitsOf(dwarf.File).Select(unit => unit.Index));
    }

    [Fact]
    public void A_unit_that_is_malformed_is_told_by_its_program()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .LineTable("a", new LineTableSpec { Files = ["a.c"] })
            .Unit(Die(DwTag.CompileUnit, StmtList("a")))
            .Unit(new UnitSpec { AbbreviationsOffset = 0x1000 }, Die(DwTag.CompileUnit, StmtList("a"))));
        Assert.Equal([0, 1], LineTables.UnitsOf(dwarf.File).Select(unit => unit.Index));
        Assert.Throws<MalformedFileException>(() => LineProgram.Of(dwarf.File.Units[1]));
    }
}
