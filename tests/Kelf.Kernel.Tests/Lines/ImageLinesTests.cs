// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines;
using Kelf.Kernel.Lines.Collection;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Places;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.Kernel.Tests.Lines;

/// <summary>Lines that are collected of an image, as side table and as the tables of a kernel.</summary>
public sealed class ImageLinesTests
{
    private readonly List<Diagnostic> _warnings = [];

    [Fact]
    public void All_code_has_its_last_row_and_its_functions()
    {
        using NativeBuffer file = InMemory.File(LineKernel.Build(), "vmlinux");
        SideLineTable table = Collect(file);
        Assert.Equal(LineKernel.BuildId, table.BuildId);
        Assert.Equal(
            [
                "1000 init/main.c:10", "1004 include/a.h:7", "1008 init/main.c:14", "100c init/main.c:0", "1010 -", "1020 mm/slub.c:20", "1028 -",
            ],
            table.Rows.Select(row => $"{row.Address:x} {(row.File < 0 ? "-" : $"{table.Files[row.File]}:{row.Line}")}"));
        Assert.Equal(
            ["1000 init/main.c", "1010 -", "1020 mm/slub.c", "1028 -"],
            table.Units.Select(row => $"{row.Address:x} {(row.File < 0 ? "-" : table.Files[row.File])}"));
        Assert.Equal(["start_kernel", "get", "kfree"], table.Functions.Select(function => function.Name));
        Assert.Equal(
            ["1000 start_kernel", "1004 get", "1008 start_kernel", "1010 ", "1020 kfree", "1028 "],
            table.Segments.Select(run => $"{run.Address:x} {(run.Node < 0 ? "" : table.Functions[table.Nodes[run.Node].Function].Name)}"));
    }

    [Fact]
    public void A_side_table_says_what_the_debugging_information_says()
    {
        using NativeBuffer file = InMemory.File(LineKernel.Build(), "vmlinux");
        ElfFile image = ElfFile.Parse(file.Contents);
        using DwarfLines lines = DwarfLines.Open(image, null, [], null, WorkerSource.None, _warnings.Add);
        using SideLines side = Side(Collect(file));
        Assert.Empty(SideCheck.Compare(side, lines));
        PlaceChain chain = side.Find([0x1005])[0].Single();
        Assert.Equal(["get include/a.h:7", "start_kernel init/main.c:12"], chain.Places.Select(place => $"{place.Function} {place.File}:{place.Line}"));
    }

    [Fact]
    public void A_check_finds_what_is_wrong()
    {
        using NativeBuffer file = InMemory.File(LineKernel.Build(), "vmlinux");
        using DwarfLines lines = DwarfLines.Open(ElfFile.Parse(file.Contents), null, [], null, WorkerSource.None, _warnings.Add);
        SideLineTable table = Collect(file);
        SideRow[] rows = [.. table.Rows.Select(row => row.Address == 0x1020 ? row with { Line = 21 } : row)];
        using SideLines side = Side(table with { Rows = rows });
        Assert.Equal(
            [
                new SideCheck.Difference(0x1020, "kfree mm/slub.c:21", "kfree mm/slub.c:20"),
                new SideCheck.Difference(0x1027, "kfree mm/slub.c:21", "kfree mm/slub.c:20"),
            ],
            SideCheck.Compare(side, lines));
    }

    // The table that a kernel searches: gaps have the number of all files.
    [Fact]
    public void Tables_of_a_kernel_have_the_last_row_and_gaps()
    {
        LineTable table = Make(LineRule.Last);
        Assert.Equal(["init/main.c", "include/a.h", "mm/slub.c"], Names(table));
        Assert.Equal(
            [
                new LineEntry(0, 0, 10), new LineEntry(4, 1, 7), new LineEntry(8, 0, 14), new LineEntry(0xc, 3, 14), new LineEntry(0x20, 2, 20),
                new LineEntry(0x28, 3, 20),
            ],
            table.Areas.Single().Entries);
    }

    // The least file at 1004; the end of the sequence at 1010 has the line before it, which is 0 and left out, as is that of 100c.
    [Fact]
    public void The_rule_of_version_7_has_its_faults()
    {
        LineTable table = Make(LineRule.Original);
        Assert.Equal(["init/main.c", "init/../include/a.h", "mm/slub.c"], Names(table));
        Assert.Equal(
            [new LineEntry(0, 0, 10), new LineEntry(4, 0, 12), new LineEntry(8, 0, 14), new LineEntry(0x20, 2, 20)],
            table.Areas.Single().Entries);
    }

    // A call ends at its return address: the row before it counts, also when another begins there.
    [Fact]
    public void Rows_of_calls_hold_at_their_last_byte()
    {
        SideRow[] rows = [new(0x10, 1, 1), new(0x20, 1, 2), new(0x30, SideRow.Nothing, 0), new(0x40, 1, 4), new(0x50, 1, 5)];
        Assert.Equal([rows[0], rows[1], rows[3]], ImageLines.RowsOf(rows, [0x10, 0x15, 0x20, 0x25, 0x2a, 0x50]));
        Assert.Equal([rows[2], rows[4]], ImageLines.RowsOf(rows, [0x35, 0x60]));
    }

    [Fact]
    public void Of_two_units_at_an_address_the_first_counts()
    {
        DwarfBuilder builder = new();
        foreach ((string name, ulong start) in new[] { ("a.c", 0x10ul), ("b.c", 0x14ul) })
        {
            builder.LineTable(name, new LineTableSpec { Files = [name], Program = program => program.Address(start).File(0).Copy().AdvancePc(8).End() })
                .Unit(Die(DwTag.CompileUnit, [
                    Name(name), StmtList(name), At(DwAttribute.LowPc, DwForm.Addr, start), At(DwAttribute.HighPc, DwForm.Data1, 8)]));
        }

        using NativeBuffer file = builder.AddTo(new ElfBuilder(type: ElfType.Executable)).BuildInMemory();
        SideLineTable table = Collect(file);
        Assert.Equal([(0x10ul, "/src/a.c"), (0x18ul, "/src/b.c")], table.Rows.SkipLast(1).Select(row => (row.Address, table.Files[row.File])));
    }

    // Some hundred bytes of a hostile file would else be a chain of thousands at each of many addresses.
    [Fact]
    public void Functions_that_are_too_deep_are_part_of_the_one_around_them()
    {
        DieItem innermost = Die(DwTag.InlinedSubroutine, Code(0x10, 2));
        for (int i = 0; i < 1000; i++)
        {
            innermost = Die(DwTag.InlinedSubroutine, [.. Code(0x10, 2), innermost]);
        }

        using NativeBuffer file = new DwarfBuilder()
            .LineTable("lines", new LineTableSpec { Files = ["a.c"], Program = program => program.File(0).Sequence(0x10, 5, 6) })
            .Unit(Die(DwTag.CompileUnit, [
                Name("a.c"), StmtList("lines"), .. Code(0x10, 2), Die(DwTag.Subprogram, [Name("f"), .. Code(0x10, 2), innermost])]))
            .AddTo(new ElfBuilder(type: ElfType.Executable)).BuildInMemory();
        SideLineTable table = Collect(file);
        Assert.Equal(SourceSearch.MostFrames, table.Nodes.Count);
        using DwarfLines lines = DwarfLines.Open(ElfFile.Parse(file.Contents), null, [], null, WorkerSource.None, _warnings.Add);
        Assert.Equal(SourceSearch.MostFrames, Assert.Single(lines.Find([0x10])[0]).Places.Count);
        using SideLines side = Side(table with { BuildId = LineKernel.BuildId });
        Assert.Empty(SideCheck.Compare(side, lines));
    }

    [Fact]
    public void A_malformed_unit_is_left_out_and_told()
    {
        using NativeBuffer file = new DwarfBuilder()
            .LineTable("good", new LineTableSpec { Files = ["good.c"], Program = program => program.File(0).Sequence(0x10, 5) })
            .LineTable("bad", new LineTableSpec { Files = ["bad.c"], Program = program => program.Address(0x20, width: 3) })
            .Unit(Die(DwTag.CompileUnit, [Name("good.c"), StmtList("good"), At(DwAttribute.LowPc, DwForm.Addr, 0x10), At(DwAttribute.HighPc, DwForm.Data1, 1)]))
            .Unit(Die(DwTag.CompileUnit, [Name("bad.c"), StmtList("bad"), At(DwAttribute.LowPc, DwForm.Addr, 0x20), At(DwAttribute.HighPc, DwForm.Data1, 1)]))
            .AddTo(new ElfBuilder(type: ElfType.Executable)).BuildInMemory();
        Assert.Equal([0x10ul, 0x11], Collect(file).Rows.Select(row => row.Address));
        Assert.Contains("an address of 3 bytes", Assert.Single(_warnings).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_line_tables_there_is_nothing_to_do()
    {
        using NativeBuffer file = new ElfBuilder(type: ElfType.Executable).Section(".text", new byte[16]).BuildInMemory();
        Assert.Contains("no line tables", Assert.Throws<RefusedException>(() => Collect(file)).Message, StringComparison.Ordinal);
    }

    private static SideLines Side(SideLineTable table)
    {
        ByteBuilder bytes = new();
        SideLinesWriter.Of(table, WorkerSource.None).WriteTo(bytes.Write);
        return SideLines.Of(Region.Of(bytes.Bytes.ToArray(), new ByteSource("side")));
    }

    private static IEnumerable<string> Names(LineTable table) => table.Files.Select(file => System.Text.Encoding.UTF8.GetString(file.Span));

    private LineTable Make(LineRule rule)
    {
        using NativeBuffer file = InMemory.File(LineKernel.Build(), "vmlinux");
        return new TableMaker(rule, [], WorkerSource.None, _warnings.Add).OfKernel(
            ElfFile.Parse(file.Contents), DecompressionLimit.Standard.For(file.Contents.Length));
    }

    private SideLineTable Collect(NativeBuffer file) => ImageLines.Collect(
        ElfFile.Parse(file.Contents), null, withFunctions: true, [], DecompressionLimit.Standard.For(file.Contents.Length), WorkerSource.None,
        _warnings.Add);
}
