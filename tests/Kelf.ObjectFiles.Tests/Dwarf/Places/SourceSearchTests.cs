// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Places;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Places;

/// <summary>What is at an address: the line, and the functions that were inlined there.</summary>
public sealed class SourceSearchTests
{
    [Theory]
    [InlineData(4, ElfType.Executable)]
    [InlineData(5, ElfType.Executable)]
    [InlineData(5, ElfType.Relocatable)]
    public void Each_call_is_in_the_function_around_it(int version, ElfType type)
    {
        using OpenDwarf dwarf = Open(type, new UnitSpec { Version = (ushort)version }, One(lines => lines.Sequence(0x10, 5, 6, 7, 8, 9)), [
            .. Code(0x10, 5),
            Die("inner", DwTag.Subprogram, Name("inner")), Die("outer", DwTag.Subprogram, Name("outer")),
            Die(DwTag.Subprogram, [Name("f"), .. Code(0x10, 5),
                Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "outer"), .. Code(0x11, 3), .. Call(1, 50),
                    Die(DwTag.LexicalBlock, [.. Code(0x12, 2),
                        Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "inner"), .. Code(0x12, 1), .. Call(2, 60)])])])])]);
        string[] files = version == 4 ? ["?", "a.c", "b.h"] : ["a.c", "b.h", "c.h"];
        Assert.Equal(
            [
                "-",
                $"f {files[1]}:5",
                $"outer {files[1]}:6 <- f {files[1]}:50",
                $"inner {files[1]}:7 <- outer {files[2]}:60 <- f {files[1]}:50",
                $"outer {files[1]}:8 <- f {files[1]}:50",
                $"f {files[1]}:9",
                "-",
            ],
            Find(dwarf, 0xf, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15));
    }

    [Fact]
    public void Answers_are_in_the_order_of_the_questions_also_in_parallel()
    {
        using OpenDwarf dwarf = Open(ElfType.Executable, new UnitSpec(), One(lines => lines.Sequence(0x10, 5, 6)), [.. Code(0x10, 2)]);
        SourceSearch search = new(dwarf.File);
        static void Each(int count, Action<int> action) => Parallel.For(0, count, action);
        Assert.Equal(["?? b.h:6", "-", "?? b.h:5", "?? b.h:6"], search.Find([0x11, 0x99, 0x10, 0x11], Each).Select(Show));
        Assert.Equal(["?? b.h:5"], search.Find([0x10]).Select(Show));
        Assert.Empty(search.Find([]));
    }

    [Fact]
    public void A_function_without_a_row_has_no_line_and_a_row_without_a_function_no_name()
    {
        using OpenDwarf dwarf = Open(ElfType.Executable, new UnitSpec(), One(lines => lines.Sequence(0x10, 5)), [
            .. Code(0x10, 8), Die(DwTag.Subprogram, [Name("f"), .. Code(0x12, 2)])]);
        Assert.Equal(["?? b.h:5", "-", "f ??:0"], Find(dwarf, 0x10, 0x11, 0x12));
    }

    [Fact]
    public void A_second_range_of_a_function_is_its_too()
    {
        // As gcc moves what is cold; the list of DWARF 4 counts from where the unit begins.
        byte[] list = [.. new ulong[] { 0x10, 0x20, ulong.MaxValue, 0x5000, 0, 0x10, 0, 0 }.SelectMany(BitConverter.GetBytes)];
        using OpenDwarf dwarf = Open(
            new ElfBuilder(type: ElfType.Executable).Section(".debug_ranges", list), new UnitSpec { Version = 4 },
            One(lines => lines.Sequence(0x1010, 5).Sequence(0x5000, 6)), [
                At(DwAttribute.LowPc, DwForm.Addr, 0x1000), At(DwAttribute.Ranges, DwForm.SecOffset, 0),
                Die(DwTag.Subprogram, Name("f"), At(DwAttribute.Ranges, DwForm.SecOffset, 0))]);
        Assert.Equal(["f a.c:5", "f a.c:6", "-"], Find(dwarf, 0x1010, 0x5000, 0x1020));
    }

    [Fact]
    public void Addresses_and_lists_may_be_named_by_number()
    {
        // As clang writes DWARF 5: .debug_addr from its base, a table of lists from its own.
        byte[] addresses = [0, 0, 0, 0, 5, 0, 8, 0, .. new ulong[] { 0x10, 0x20 }.SelectMany(BitConverter.GetBytes)];
        byte[] lists = [0, 0, 0, 0, 5, 0, 8, 0, 1, 0, 0, 0, 4, 0, 0, 0, 3, 0, 2, 3, 1, 1, 0];
        using OpenDwarf dwarf = Open(
            new ElfBuilder(type: ElfType.Executable).Section(".debug_addr", addresses).Section(".debug_rnglists", lists), new UnitSpec(),
            One(lines => lines.Sequence(0x10, 5, 6).Sequence(0x20, 7)), [
                At(DwAttribute.AddrBase, DwForm.SecOffset, 8), At(DwAttribute.RnglistsBase, DwForm.SecOffset, 12),
                At(DwAttribute.LowPc, DwForm.Addr, 0), At(DwAttribute.Ranges, DwForm.Rnglistx, 0),
                Die("in", DwTag.Subprogram, Name("in")),
                Die(DwTag.Subprogram, Name("f"), At(DwAttribute.Ranges, DwForm.Rnglistx, 0),
                    Die(DwTag.InlinedSubroutine, Ref(DwAttribute.AbstractOrigin, "in"), At(DwAttribute.LowPc, DwForm.Addrx, 1),
                        At(DwAttribute.HighPc, DwForm.Udata, 1), At(DwAttribute.CallLine, DwForm.ImplicitConst, 9),
                        At(DwAttribute.CallFile, DwForm.ImplicitConst, 0)))]);
        Assert.Equal(["f b.h:5", "f b.h:6", "in b.h:7 <- f a.c:9"], Find(dwarf, 0x10, 0x11, 0x20));
    }

    [Fact]
    public void A_name_may_be_in_another_unit()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, [.. Code(0x10, 1),
                Die(DwTag.Subprogram, [.. Code(0x10, 1), Ref(DwAttribute.AbstractOrigin, "far", DwForm.RefAddr)])]))
            .Unit(Die(DwTag.CompileUnit, Die("far", DwTag.Subprogram, Name("far"), At(DwAttribute.LinkageName, DwForm.String, "_R3far")))));
        Assert.Equal(["far(_R3far) ??:0"], Find(dwarf, 0x10));
    }

    [Fact]
    public void A_circle_of_names_costs_the_name_alone()
    {
        using OpenDwarf dwarf = Open(ElfType.Executable, new UnitSpec(), One(lines => lines.Sequence(0x10, 5)), [
            .. Code(0x10, 1),
            Die("one", DwTag.Subprogram, Ref(DwAttribute.AbstractOrigin, "two")), Die("two", DwTag.Subprogram, Ref(DwAttribute.AbstractOrigin, "one")),
            Die(DwTag.Subprogram, [Name("f"), .. Code(0x10, 1),
                Die(DwTag.InlinedSubroutine, [Ref(DwAttribute.AbstractOrigin, "one"), .. Code(0x10, 1), .. Call(1, 3)])])]);
        Assert.Equal(["?? b.h:5 <- f b.h:3"], Find(dwarf, "more than 16 entries refer to each other for the name of one", 0x10));
    }

    [Fact]
    public void A_file_that_is_not_in_the_table_is_told_once()
    {
        using OpenDwarf dwarf = Open(ElfType.Executable, new UnitSpec(),
            One(lines => lines.Address(0x10).File(7).Copy().AdvancePc(1).File(8).Copy().AdvancePc(1).End()), [.. Code(0x10, 2)]);
        Assert.Equal(["?? ??:1", "?? ??:1"], Find(dwarf, "file number 7", 0x10, 0x11));
    }

    [Fact]
    public void Of_several_units_each_says_what_it_knows()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, [.. Code(0x10, 2), Die(DwTag.Subprogram, [Name("one"), .. Code(0x10, 2)])]))
            .Unit(Die(DwTag.CompileUnit, [.. Code(0x11, 2), Die(DwTag.Subprogram, [Name("two"), .. Code(0x11, 2)])])));
        Assert.Equal(["one ??:0", "one ??:0 | two ??:0", "two ??:0"], Find(dwarf, 0x10, 0x11, 0x12));
    }

    [Fact]
    public void Units_without_ranges_have_what_no_other_unit_has()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .LineTable("old", new LineTableSpec { Files = ["o.s", "p.s"], Program = lines => lines.Sequence(0x10, 1, 2, 3) })
            .LineTable("new", new LineTableSpec { Files = ["a.c", "b.h"], Program = lines => lines.Sequence(0x11, 9) })
            .Unit(Die(DwTag.CompileUnit, StmtList("old")))
            .Unit(Die(DwTag.CompileUnit, StmtList("old")))
            .Unit(Die(DwTag.CompileUnit, [StmtList("new"), .. Code(0x11, 1)])));
        Assert.Equal(["?? p.s:1", "?? b.h:9", "?? p.s:3"], Find(dwarf, 0x10, 0x11, 0x12));
    }

    [Fact]
    public void What_was_dropped_is_nowhere()
    {
        using OpenDwarf dwarf = Open(ElfType.Executable, new UnitSpec(), One(lines => lines.Sequence(0, 1, 2).Sequence(0x10, 5)), [
            .. Code(0, 0x20), Die(DwTag.Subprogram, [Name("gone"), .. Code(0, 2)])]);
        Assert.Equal(["-", "-"], Find(dwarf, 0, 1));
        using OpenDwarf relocatable = Open(ElfType.Relocatable, new UnitSpec(), One(lines => lines.Sequence(0, 1, 2)), [
            .. Code(0, 2), Die(DwTag.Subprogram, [Name("first"), .. Code(0, 2)])]);
        Assert.Equal(["first b.h:1", "first b.h:2"], Find(relocatable, 0, 1));
    }

    [Fact]
    public void A_malformed_unit_is_told_and_the_others_go_on()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .LineTable("lines", new LineTableSpec { Files = ["a.c", "b.h"], Program = lines => lines.Sequence(0x10, 5, 6, 7) })
            .LineTable("bad", new LineTableSpec { Files = ["a.c", "b.h"], Program = lines => lines.Address(0x10, width: 3) })
            .Unit(Die(DwTag.CompileUnit, [StmtList("lines"), .. Code(0x10, 1), Die(DwTag.Subprogram, Code(0x10, 1)) with { Code = 99 }]))
            .Unit(Die(DwTag.CompileUnit, [StmtList("bad"), .. Code(0x11, 1), Die(DwTag.Subprogram, [Name("f"), .. Code(0x11, 1)])]))
            .Unit(Die(DwTag.CompileUnit, [StmtList("lines"), .. Code(0x12, 1)]))
            .Unit(Die(DwTag.CompileUnit, At(DwAttribute.Ranges, DwForm.SecOffset, 0x999))));
        SourceSearch search = new(dwarf.File);
        Assert.Equal([], search.Find([0x20])[0]);
        Assert.Equal(
            ["a.o: .debug_rnglists+0x999: 0x0 bytes at 0x999 reach outside (0 bytes)"], search.Failures.Select(failure => failure.Message));
        // Of the first there are lines, of the second functions, of the third all.
        Assert.Equal(["?? b.h:5", "f ??:0", "?? b.h:7"], search.Find([0x10, 0x11, 0x12]).Select(Show));
        search.Find([0x10, 0x11, 0x12]);
        Assert.Equal(3, search.Failures.Count);
    }

    [Fact]
    public void A_skeleton_has_lines_and_says_that_functions_are_elsewhere()
    {
        using OpenDwarf dwarf = Open(
            ElfType.Executable, new UnitSpec { Type = DwUnitType.Skeleton, Signature = 7 }, One(lines => lines.Sequence(0x10, 5)),
            [At(DwAttribute.DwoName, DwForm.String, "a.dwo"), .. Code(0x10, 1)], DwTag.SkeletonUnit);
        SourceSearch search = new(dwarf.File);
        Assert.False(search.HasSplitUnits);
        Assert.Equal(["?? b.h:5"], search.Find([0x10]).Select(Show));
        Assert.True(search.HasSplitUnits);
    }

    private static LineTableSpec One(Action<LineProgramWriter> program) => new() { Files = ["a.c", "b.h", "c.h"], Program = program };

    private static DieItem[] Call(ulong file, ulong line) =>
        [At(DwAttribute.CallFile, DwForm.Data1, file), At(DwAttribute.CallLine, DwForm.Data2, line)];

    private static OpenDwarf Open(ElfType type, UnitSpec unit, LineTableSpec table, DieItem[] items, DwTag root = DwTag.CompileUnit) =>
        Open(new ElfBuilder(type: type), unit, table, items, root);

    private static OpenDwarf Open(ElfBuilder elf, UnitSpec unit, LineTableSpec table, DieItem[] items, DwTag root = DwTag.CompileUnit) =>
        OpenDwarf.Of(new DwarfBuilder().LineTable("lines", table with { Version = unit.Version })
            .Unit(unit, Die(root, [StmtList("lines"), .. items])).AddTo(elf));

    private static string[] Find(OpenDwarf dwarf, params ulong[] addresses) => Find(dwarf, null, addresses);

    private static string[] Find(OpenDwarf dwarf, string? failure, params ulong[] addresses)
    {
        SourceSearch search = new(dwarf.File);
        string[] found = [.. search.Find(addresses).Select(Show)];
        if (failure is null)
        {
            Assert.Empty(search.Failures);
        }
        else
        {
            Assert.Contains(failure, Assert.Single(search.Failures).Message, StringComparison.Ordinal);
        }

        return found;
    }

    private static string Show(IReadOnlyList<SourceChain> chains) => chains.Count == 0 ? "-" : string.Join(
        " | ", chains.Select(chain => string.Join(" <- ", chain.Frames.Select((frame, i) =>
        {
            Assert.Equal(i < chain.Frames.Count - 1, frame.IsInlined);
            string name = frame.Function.Length == 0 ? "??" : frame.Function;
            string linkage = frame.LinkageName.Length == 0 ? "" : $"({frame.LinkageName})";
            return $"{name}{linkage} {(frame.Path is null ? "??" : Path.GetFileName(frame.Path))}:{frame.Line}";
        }))));
}
