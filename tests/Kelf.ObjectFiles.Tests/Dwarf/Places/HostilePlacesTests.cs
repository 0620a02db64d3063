// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Places;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Places;

/// <summary>
/// Small files, and questions, whose answers would cost their product. What is counted is processor time of this thread.
/// </summary>
public sealed class HostilePlacesTests
{
    // A budget for each unit: in a small file lists that thousands of entries share would be read for hours.
    [Theory]
    [InlineData((ushort)4)]
    [InlineData((ushort)5)]
    public void Lists_that_entries_share_are_bounded_by_the_size_of_their_unit(ushort version)
    {
        const int Entries = 1000, Ranges = 10_000;
        byte[] list = version == 4
            ? [.. Enumerable.Repeat<byte[]>([1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], Ranges).SelectMany(pair => pair), .. new byte[16]]
            : [.. Enumerable.Repeat<byte[]>([4, 1, 2], Ranges).SelectMany(pair => pair), 0];
        DieItem[] entries = [.. Enumerable.Repeat(Die(DwTag.Subprogram, At(DwAttribute.Ranges, DwForm.SecOffset, 0)), Entries)];
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(new UnitSpec { Version = version }, Die(DwTag.CompileUnit, entries))
            .AddTo(new ElfBuilder(type: ElfType.Executable).Section(version == 4 ? ".debug_ranges" : ".debug_rnglists", list)));
        string section = version == 4 ? ".debug_ranges" : ".debug_rnglists";
        Expect.Malformed(
            $"a.o: {section}+0x0: lists of address ranges overlap: together they have over 64 times the size of their unit", () =>
        {
            CodeEntries walk = CodeEntries.Of(dwarf.File.Units[0]);
            while (walk.Next())
            {
            }
        });
    }

    [Fact]
    public void Thousands_of_units_with_code_everywhere()
    {
        const int Units = 20_000;
        DwarfBuilder builder = new DwarfBuilder()
            .LineTable("lines", new LineTableSpec { Files = ["a.c", "b.c"], Program = lines => lines.Sequence(0x10, [.. Enumerable.Range(1, 2000).Select(i => (ulong)i)]) });
        for (int i = 0; i < Units; i++)
        {
            builder.Unit(Die(DwTag.CompileUnit, StmtList("lines"), At(DwAttribute.LowPc, DwForm.Addr, 0x10), At(DwAttribute.HighPc, DwForm.Data4, 0x1000)));
        }

        using OpenDwarf dwarf = OpenDwarf.Of(builder);
        SourceSearch search = new(dwarf.File);
        IReadOnlyList<SourceChain>[] found = search.Find([.. Enumerable.Range(0x10, 1000).Select(i => (ulong)i)]);
        // The first 16, whose common line table was run once.
        Assert.All(found, chains => Assert.Equal(Enumerable.Range(0, 16), chains.Select(chain => chain.Unit.Index)));
        Assert.Equal(1000u, found[999][15].Frames[0].Line);
        Assert.Empty(search.Failures);
    }

    [Fact]
    public void Thousands_of_addresses_in_thousands_of_entries()
    {
        const int Count = 60_000;
        DieItem[] everywhere = Code(0x10, Count);
        DieItem[] entries = [.. Enumerable.Repeat(Die(DwTag.Subprogram, everywhere), Count)];
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, [.. everywhere, .. entries])));
        ulong[] addresses = [.. Enumerable.Range(0x10, Count).Select(i => (ulong)i)];
        SourceSearch search = new(dwarf.File);
        TimeSpan time = Least(() => Assert.DoesNotContain(search.Find(addresses), chains => chains.Count != 1));
        // 3,600 million pairs would take several.
        Assert.True(time < TimeSpan.FromSeconds(1), $"{time.TotalSeconds} s");
    }

    [Fact]
    public void The_deepest_nesting_there_may_be()
    {
        DieItem innermost = Die(DwTag.InlinedSubroutine, Code(0x10, 1));
        for (int i = 0; i < 4094; i++)
        {
            innermost = Die(DwTag.InlinedSubroutine, [.. Code(0x10, 1), innermost]);
        }

        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, [.. Code(0x10, 2),
            Die(DwTag.Subprogram, [Name("f"), .. Code(0x10, 2), innermost])])));
        SourceSearch search = new(dwarf.File);
        IReadOnlyList<SourceChain>[] found = search.Find([0x10, 0x11]);
        Assert.Equal(SourceSearch.MostFrames, found[0][0].Frames.Count);
        Assert.Single(found[1][0].Frames);
        Assert.Empty(search.Failures);
    }

    [Fact]
    public void Too_deep_nesting_costs_the_functions_of_its_unit_alone()
    {
        DieItem innermost = Die(DwTag.InlinedSubroutine, Code(0x10, 1));
        for (int i = 0; i < 4096; i++)
        {
            innermost = Die(DwTag.InlinedSubroutine, [.. Code(0x10, 1), innermost]);
        }

        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .LineTable("lines", new LineTableSpec { Files = ["a.c", "b.c"], Program = lines => lines.Sequence(0x10, 5, 6) })
            .Unit(Die(DwTag.CompileUnit, [StmtList("lines"), .. Code(0x10, 2), innermost]))
            .Unit(Die(DwTag.CompileUnit, [.. Code(0x20, 1), Die(DwTag.Subprogram, [Name("other"), .. Code(0x20, 1)])])));
        SourceSearch search = new(dwarf.File);
        IReadOnlyList<SourceChain>[] found = search.Find([0x10, 0x20]);
        SourceFrame frame = Assert.Single(Assert.Single(found[0]).Frames);
        Assert.Equal(("", 5u), (frame.Function, frame.Line));
        Assert.Equal("other", Assert.Single(found[1]).Frames[0].Function);
        Assert.EndsWith("entries are nested deeper than 4096", Assert.Single(search.Failures).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("form", "a.o: .debug_info+0x1e: unknown form 0x7f")]
    [InlineData("value", "a.o: .debug_info+0x1e: 0x8 bytes are wanted and 1 are left")]
    [InlineData("list", "a.o: .debug_rnglists+0x3: 0x1 bytes are wanted and 0 are left")]
    [InlineData("kind", "a.o: .debug_rnglists+0x4: entry kind 9 of a range list is not one of 0 to 7")]
    [InlineData("address", "a.o: .debug_info+0x1e: address index 7 is outside .debug_addr (0 bytes)")]
    public void What_is_malformed_is_told_with_its_place_and_the_line_is_known(string what, string message)
    {
        DieItem malformed = what switch
        {
            "form" => Die(DwTag.Subprogram, Raw(DwAttribute.Name, (DwForm)0x7f)),
            "value" => Die(DwTag.Subprogram, Raw(DwAttribute.Name, DwForm.Data8, 1)),
            "list" => Die(DwTag.Subprogram, At(DwAttribute.Ranges, DwForm.SecOffset, 0)),
            "kind" => Die(DwTag.Subprogram, At(DwAttribute.Ranges, DwForm.SecOffset, 4)),
            _ => Die(DwTag.Subprogram, Raw(DwAttribute.LowPc, DwForm.Addrx, 7), At(DwAttribute.HighPc, DwForm.Data1, 1)),
        };
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .LineTable("lines", new LineTableSpec { Files = ["a.c", "b.c"], Program = lines => lines.Sequence(0x10, 5) })
            .Unit(Die(DwTag.CompileUnit, [StmtList("lines"), .. Code(0x10, 1), malformed]) with { IsUnterminated = true })
            .AddTo(new ElfBuilder(type: ElfType.Executable).Section(".debug_rnglists", what == "list" ? [4, 1, 2] : [4, 1, 2, 0, 9])));
        SourceSearch search = new(dwarf.File);
        Assert.Equal(5u, Assert.Single(search.Find([0x10])[0]).Frames[0].Line);
        Assert.Equal(message, Assert.Single(search.Failures).Message);
    }

    // Each unit names the table of all; only its own first entry is looked up there.
    [Fact]
    public void Units_that_share_a_table_of_abbreviations_and_differ_in_their_first_one_read_it_once()
    {
        const int Count = 30_000;
        ByteAssembler abbreviations = new(ByteOrder.Little);
        ByteAssembler info = new(ByteOrder.Little);
        for (uint i = 1; i <= Count; i++)
        {
            abbreviations.Uleb(i).Uleb((ulong)DwTag.CompileUnit).U8(0).U8(0).U8(0);
            int length = i < 0x80 ? 1 : i < 0x4000 ? 2 : 3;
            info.U32((uint)(8 + length)).U16(5).U8(1).U8(8).U32(0).Uleb(i);
        }

        using OpenDwarf dwarf = OpenDwarf.Of(info.ToArray(), abbreviations.U8(0).ToArray());
        TimeSpan time = Least(() => Assert.All(dwarf.File.Units.ToArray(), unit => Assert.Equal(DwTag.CompileUnit, unit.Root.Tag)), runs: 1);
        // 30,000 times half of 210 KB would be 3 GB.
        Assert.True(time < TimeSpan.FromSeconds(1), $"{time.TotalSeconds} s");
    }

    private static TimeSpan Least(Action action, int runs = 3)
    {
        TimeSpan least = TimeSpan.MaxValue;
        for (int run = 0; run < runs; run++)
        {
            ThreadTime time = ThreadTime.Start();
            action();
            TimeSpan took = time.Elapsed;
            least = took < least ? took : least;
        }

        return least;
    }
}
