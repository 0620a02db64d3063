// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

/// <summary>Small files whose cost would be their square: refused before they cost it.</summary>
public sealed class HostileDwarfTests
{
    [Fact]
    public void Abbreviation_tables_that_overlap()
    {
        // 1,000 units whose tables each start one abbreviation later in the same 30,000.
        ByteAssembler abbreviations = new(ByteOrder.Little);
        ByteAssembler info = new(ByteOrder.Little);
        for (uint i = 1; i <= 30_000; i++)
        {
            if (i <= 1000)
            {
                info.U32(8).U16(5).U8(1).U8(8).U32((uint)abbreviations.Position);
            }

            abbreviations.Uleb(i).Uleb((ulong)DwTag.BaseType).U8(0).U8(0).U8(0);
        }

        using OpenDwarf dwarf = OpenDwarf.Of(info.ToArray(), abbreviations.U8(0).ToArray());
        Expect.Malformed(
            "a.o: .debug_abbrev+0x0: abbreviation tables overlap: more than 16 others begin in the one that begins here",
            () => ReadAll(dwarf.File, unit => unit.Abbreviations));
    }

    [Fact]
    public void Line_tables_that_overlap()
    {
        // 1,000 headers without a list of directories, so that each takes the headers after it for directories and all of
        // them share the 20,000 file names at the end. No header has two zeros in a row, which would end the directories.
        const uint Headers = 1000, HeaderSize = 15, NamesSize = (20_000 * 5) + 3, Padding = 300;
        ByteAssembler lines = new(ByteOrder.Little);
        List<DieSpec> units = [];
        for (uint i = 0; i < Headers; i++)
        {
            units.Add(Die(DwTag.CompileUnit, At(DwAttribute.StmtList, DwForm.SecOffset, (ulong)lines.Position)));
            uint length = ((Headers - i) * HeaderSize) - 4 + NamesSize;
            length += (length & 0xff) == 0 ? 1u : 0;
            length += (length & 0xff00) == 0 ? 0x100u : 0;
            lines.U32(length).U16(2).U32(0x0101_0101).U8(1).U8(1).U8(1).U8(1).U8(1);
        }

        lines.U8(0).U8(0);
        for (int i = 0; i < 20_000; i++)
        {
            lines.CString("a").Uleb(1).Uleb(1).Uleb(1);
        }

        lines.U8(0).Bytes(new byte[Padding]);
        DwarfBuilder builder = new();
        units.ForEach(unit => builder.Unit(unit));
        using OpenDwarf dwarf = OpenDwarf.Of(
            builder.Section(".debug_info"), builder.Section(".debug_abbrev"), (".debug_line", lines.ToArray()));
        MalformedFileException error = Assert.Throws<MalformedFileException>(() => ReadAll(dwarf.File, unit => unit.Files));
        Assert.Equal("line tables overlap: more than 16 others begin in the one that begins here", error.What);
    }

    [Fact]
    public void Units_may_share_their_tables()
    {
        DwarfBuilder builder = new DwarfBuilder().LineTable("lines", new LineTableSpec { Files = ["a.c"] });
        builder.Unit(Die(DwTag.CompileUnit, StmtList("lines")));
        for (int i = 0; i < 5000; i++)
        {
            builder.Unit(new UnitSpec { AbbreviationsOffset = 0 }, Die(DwTag.CompileUnit, StmtList("lines")));
        }

        using OpenDwarf dwarf = OpenDwarf.Of(builder);
        ReadAll(dwarf.File, unit => unit.Abbreviations);
        ReadAll(dwarf.File, unit => unit.Files);
        Assert.Same(dwarf.File.Units[0].Files, dwarf.File.Units[5000].Files);
        Assert.Same(dwarf.File.Units[0].Abbreviations, dwarf.File.Units[5000].Abbreviations);
    }

    [Fact]
    public void Abbreviations_of_endless_attributes()
    {
        // Entries of one byte with 50,000 flags that take none: 50,000 times 50,000 steps in 147 KiB.
        ByteAssembler abbreviations = new ByteAssembler(ByteOrder.Little).Uleb(1).Uleb((ulong)DwTag.BaseType).U8(0);
        for (int i = 0; i < 50_000; i++)
        {
            abbreviations.Uleb((ulong)DwAttribute.External).Uleb((ulong)DwForm.FlagPresent);
        }

        using NativeBuffer table = InMemory.File(abbreviations.U8(0).U8(0).U8(0).ToArray(), "a.o", ".debug_abbrev");
        Expect.Malformed(
            "a.o: .debug_abbrev+0x204: abbreviation 1 has more than 256 attributes",
            () => AbbreviationTable.Parse(table.Contents, 0, ByteOrder.Little, new UnitFormat(5, false, 8)));
    }

    private static void ReadAll(DwarfFile file, Func<DwarfUnit, object> read)
    {
        foreach (DwarfUnit unit in file.Units)
        {
            read(unit);
        }
    }
}
