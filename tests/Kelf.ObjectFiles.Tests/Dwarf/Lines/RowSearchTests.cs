// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lines;

/// <summary>Which row holds at an address (DWARF 5 §6.2.2).</summary>
public sealed class RowSearchTests
{
    [Fact]
    public void A_row_holds_up_to_the_next_one()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines
            .Address(0x10).AdvanceLine(4).Copy().AdvancePc(4).AdvanceLine(1).Copy().AdvancePc(8).End());
        Assert.Equal(
            ["-", "10 1:5", "10 1:5", "14 1:6", "14 1:6", "-", "-"], Find(dwarf, 0xf, 0x10, 0x13, 0x14, 0x1b, 0x1c, ulong.MaxValue));
    }

    [Fact]
    public void The_last_row_at_an_address_holds()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines
            .Address(0x10).AdvanceLine(4).Copy().AdvanceLine(1).NegateStmt().Copy().AdvancePc(1).AdvanceLine(1).Copy().Copy().AdvancePc(1).End());
        Assert.Equal(["10 1:6 no-stmt", "11 1:7 no-stmt"], Find(dwarf, 0x10, 0x11));
    }

    [Fact]
    public void An_end_holds_nothing_also_where_another_sequence_begins()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.Sequence(0x20, 20).Sequence(0x10, 10, 11).Sequence(0x21, 30).Sequence(0x40));
        Assert.Equal(
            ["10 1:10", "11 1:11", "-", "-", "20 1:20", "21 1:30", "-", "-"],
            Find(dwarf, 0x10, 0x11, 0x12, 0x1f, 0x20, 0x21, 0x22, 0x40));
    }

    [Fact]
    public void Sequences_that_were_dropped_hold_nothing()
    {
        static void Program(LineProgramWriter lines) => lines
            .Sequence(0, 1, 2, 3).Sequence(ulong.MaxValue, 4, 5, 6).Sequence(ulong.MaxValue - 1, 7).Sequence(1, 10);
        using OpenDwarf linked = LineFile.Of(Program);
        Assert.Equal(["-", "1 1:10", "-", "-", "-"], Find(linked, 0, 1, 2, ulong.MaxValue - 1, ulong.MaxValue));
        using OpenDwarf relocatable = LineFile.Of(new LineTableSpec { Program = Program }, ElfType.Relocatable);
        Assert.Equal(["0 1:1", "1 1:2", "2 1:3", $"{ulong.MaxValue - 1:x} 1:7"], Find(relocatable, 0, 1, 2, ulong.MaxValue - 1));
    }

    // What Clang's assembler writes of arm64's entry.S: an instruction of a subsection, which lies behind all others.
    [Fact]
    public void A_row_far_ahead_of_others_does_not_hold_what_they_do()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines
            .Address(0x10).AdvanceLine(4).Copy() // 5
            .Address(0x80).AdvanceLine(1).Copy() // 6
            .Address(0x14).AdvanceLine(1).Copy() // 7
            .Address(0x20).AdvanceLine(1).Copy() // 8
            .Address(0x84).End());
        string[] rows = ["10 1:5", "14 1:7", "14 1:7", "20 1:8", "20 1:8", "80 1:6", "-"];
        Assert.Equal(rows, Find(dwarf, 0x13, 0x14, 0x1f, 0x20, 0x7f, 0x83, 0x84));
        Assert.Equal(rows, new ulong[] { 0x13, 0x14, 0x1f, 0x20, 0x7f, 0x83, 0x84 }.Select(address => Find(dwarf, address)[0]));
    }

    [Fact]
    public void Where_addresses_go_down_the_nearest_row_holds()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines
            .Address(0x30).AdvanceLine(1).Copy() // 2, behind the end
            .Address(0x10).AdvanceLine(1).Copy() // 3, up to 12
            .Address(0x14).AdvanceLine(1).Copy() // 4, nothing: the last row at an address holds
            .Address(0x12).AdvanceLine(1).Copy() // 5, up to 14
            .Address(0x14).AdvanceLine(1).Copy() // 6, up to 20
            .Address(0x20).AdvanceLine(1).End());
        Assert.Equal(
            ["-", "10 1:3", "12 1:5", "12 1:5", "14 1:6", "14 1:6", "-", "-"], Find(dwarf, 0xf, 0x10, 0x12, 0x13, 0x14, 0x1f, 0x20, 0x30));
    }

    [Fact]
    public void Of_several_sequences_the_first_counts()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.Sequence(0x10, 1, 2).Sequence(0x10, 3, 4, 5));
        Assert.Equal(["10 1:1", "11 1:2", "12 1:5"], Find(dwarf, 0x10, 0x11, 0x12));
    }

    [Fact]
    public void Addresses_may_be_the_same()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.Sequence(0x10, 1, 2));
        Assert.Equal(["-", "-", "10 1:1", "10 1:1", "11 1:2", "11 1:2", "-", "-"], Find(dwarf, 1, 1, 0x10, 0x10, 0x11, 0x11, 0x12, 0x12));
    }

    [Fact]
    public void A_line_of_0_is_a_row_too()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.Sequence(0x10, 0));
        Assert.Equal(["10 1:0"], Find(dwarf, 0x10));
    }

    // After the last address was found nothing is read: what comes then is malformed.
    [Fact]
    public void The_program_is_run_no_further_than_needed()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.Sequence(0x20, 1, 2).Sequence(0x10, 3).Extended(2, 1, 2, 3));
        Assert.Equal(["10 1:3", "20 1:1", "21 1:2"], Find(dwarf, 0x10, 0x20, 0x21));
        LineRow?[] rows = new LineRow?[3];
        DwarfUnit unit = dwarf.File.Units[0];
        Assert.Throws<MalformedFileException>(() => RowSearch.Find(unit, [0x10, 0x20, 0x30], rows));
        Assert.Equal(["10 1:3", "20 1:1", "-"], rows.Select(Show));
    }

    [Fact]
    public void A_row_with_nothing_behind_it_holds_nothing()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.Address(0x10).Copy().AdvancePc(4).Copy());
        Assert.Equal(["10 1:1", "-", "-"], Find(dwarf, 0x13, 0x14, 0x15));
    }

    [Fact]
    public void An_empty_program_is_wrong_where_code_is()
    {
        using OpenDwarf data = LineFile.Of(new LineTableSpec());
        Assert.Equal(["-"], Find(data, 0x10));
        LineTableSpec table = new();
        using OpenDwarf low = LineFile.Of(table, attributes: At(DwAttribute.LowPc, DwForm.Addr, 0x10));
        Expect.Malformed("a.o: .debug_line+0x36: the line program is empty, and its unit has code", () => Find(low, 0x10));
        using OpenDwarf ranges = LineFile.Of(table, attributes: At(DwAttribute.Ranges, DwForm.SecOffset, 0));
        Expect.Malformed("a.o: .debug_line+0x36: the line program is empty, and its unit has code", () => Find(ranges, 0x10));
        Assert.Empty(Find(low));
    }

    [Fact]
    public void A_unit_without_a_line_table_has_no_rows()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Name("a.c"))));
        DwarfUnit unit = dwarf.File.Units[0];
        LineRow?[] rows = [new LineRow()];
        RowSearch.Find(unit, [0x10], rows);
        Assert.Null(rows[0]);
    }

    [Fact]
    public void What_is_asked_wrongly_is_refused()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.Sequence(0x10, 1));
        DwarfUnit unit = dwarf.File.Units[0];
        Assert.Equal(
            "2 rows for 1 addresses (Parameter 'rows')",
            Assert.Throws<ArgumentException>(() => RowSearch.Find(unit, [1], new LineRow?[2])).Message);
        Assert.Equal(
            "the addresses are not in ascending order (Parameter 'addresses')",
            Assert.Throws<ArgumentException>(() => RowSearch.Find(unit, [1, 3, 2], new LineRow?[3])).Message);
        Assert.Throws<ArgumentNullException>(() => RowSearch.Find(null!, [], []));
    }

    // Whatever the order of rows and addresses: the same as by looking at all rows for each address.
    [Fact]
    public void The_same_as_one_by_one()
    {
        Random random = new(18);
        for (int run = 0; run < 300; run++)
        {
            using OpenDwarf dwarf = LineFile.Of(
                new LineTableSpec { Program = lines => Write(lines, random) }, run % 2 == 0 ? ElfType.Relocatable : ElfType.Executable);
            ulong[] addresses = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => (ulong)random.Next(0, 64)).Order()];
            string[] expected = [.. addresses.Select(address => OneByOne(dwarf.File.Units[0], address))];
            Assert.Equal(expected, Find(dwarf, addresses));
        }
    }

    private static void Write(LineProgramWriter lines, Random random)
    {
        for (int i = random.Next(8); i > 0; i--)
        {
            lines.Address((ulong)random.Next(0, 60));
            for (int j = random.Next(6); j > 0; j--)
            {
                lines = random.Next(8) == 0 ? lines.Address((ulong)random.Next(0, 60)) : lines.AdvancePc((ulong)random.Next(0, 8));
                lines.AdvanceLine(random.Next(1, 5)).Copy();
            }

            lines.AdvancePc((ulong)random.Next(0, 4)).End();
        }
    }

    private static string OneByOne(DwarfUnit unit, ulong address)
    {
        LineProgram program = LineProgram.Of(unit);
        LineRow? nearest = null;
        while (program.Next())
        {
            if (program.EndsSequence)
            {
                if (nearest is { } row && address < program.Address && !program.IsDropped)
                {
                    return Show(row);
                }

                nearest = null;
            }
            else if (program.Address <= address && (nearest is null || program.Address >= nearest.Value.Address))
            {
                nearest = program.Row;
            }
        }

        return "-";
    }

    private static string[] Find(OpenDwarf dwarf, params ulong[] addresses)
    {
        LineRow?[] rows = new LineRow?[addresses.Length];
        RowSearch.Find(dwarf.File.Units[0], addresses, rows);
        return [.. rows.Select(Show)];
    }

    private static string Show(LineRow? row) => row is { } found ? LineFile.Show(found) : "-";
}
