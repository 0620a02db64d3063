// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

public sealed class DieReaderTests
{
    private static readonly DieSpec Tree = Die(
        DwTag.CompileUnit,
        Die(DwTag.StructureType, Name("s"), Die(DwTag.Member, Name("a")), Die(DwTag.UnionType, Die(DwTag.Member))),
        Die(DwTag.BaseType, Name("int")));

    [Fact]
    public void Walks_entries_in_file_order()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Tree));
        List<(DwTag, bool)> seen = [];
        DieReader reader = dwarf.File.Units[0].Entries();
        while (reader.Next())
        {
            seen.Add((reader.Tag, reader.HasChildren));
        }

        Assert.Equal(
            [
                (DwTag.CompileUnit, true), (DwTag.StructureType, true), (DwTag.Member, false), (DwTag.UnionType, true),
                (DwTag.Member, false), (DwTag.None, false), (DwTag.None, false), (DwTag.BaseType, false),
                (DwTag.None, false),
            ],
            seen);
        Assert.False(reader.Next());
    }

    [Fact]
    public void Starts_anywhere()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Tree));
        DwarfUnit unit = dwarf.File.Units[0];
        DieReader reader = unit.EntriesFrom(new DieOffset(13));
        Assert.True(reader.Next());
        Assert.Equal((DwTag.StructureType, 13ul), (reader.Tag, reader.Offset.Value));
        Assert.Equal(14, reader.Position);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(DwForm.Ref4)]
    [InlineData(DwForm.RefUdata)]
    [InlineData(DwForm.RefAddr)]
    public void Passes_over_descendants_with_or_without_a_sibling(DwForm? form)
    {
        DieItem[] children = [Die(DwTag.Member, Name("a")), Die(DwTag.UnionType, Die(DwTag.Member))];
        DieItem[] sibling = form is DwForm f ? [Ref(DwAttribute.Sibling, "int", f)] : [];
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(
            DwTag.CompileUnit, Die(DwTag.StructureType, [Name("s"), .. sibling, ByteSize(4), .. children]),
            Die("int", DwTag.BaseType, Name("int")))));
        DieReader reader = dwarf.File.Units[0].Entries();
        Assert.True(reader.Next() && reader.Next());
        reader.SkipSubtree();
        Assert.True(reader.Next());
        Assert.Equal(DwTag.BaseType, reader.Tag);
        reader.SkipSubtree(); // it has no children: nothing happens
        Assert.True(reader.NextAttribute(out _, out AttributeValue name));
        Assert.Equal("int"u8.ToArray(), dwarf.File.Units[0].StringOrEmpty(name, out _).ToArray());
    }

    [Theory]
    [InlineData(0)] // the unit's header
    [InlineData(12)] // backwards: the unit entry
    [InlineData(13)] // itself
    [InlineData(14)] // into its own attributes
    [InlineData(5000)] // outside the unit
    public void A_sibling_that_makes_no_sense_is_ignored(ulong sibling)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(
            DwTag.CompileUnit,
            Die(DwTag.StructureType, At(DwAttribute.Sibling, DwForm.Ref4, sibling), Die(DwTag.Member)),
            Die(DwTag.BaseType))));
        DieReader reader = dwarf.File.Units[0].Entries();
        Assert.True(reader.Next() && reader.Next());
        reader.SkipSubtree();
        Assert.True(reader.Next());
        Assert.Equal(DwTag.BaseType, reader.Tag);
    }

    [Fact]
    public void Passing_over_an_unterminated_list_ends_with_the_unit()
    {
        DieSpec open = Die(DwTag.StructureType, Die(DwTag.Member)) with { IsUnterminated = true };
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, open) with { IsUnterminated = true }));
        DieReader reader = dwarf.File.Units[0].Entries();
        Assert.True(reader.Next() && reader.Next());
        reader.SkipSubtree();
        Assert.False(reader.Next());
    }

    [Fact]
    public void An_unknown_code_is_refused_where_the_entry_stands()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit)).Unit(Die(DwTag.CompileUnit, Die(DwTag.BaseType) with { Code = 300 })));
        DwarfUnit unit = dwarf.File.Units[1];
        Expect.Malformed(
            "a.o: .debug_info+0x1a: abbreviation code 300 is not in the table at .debug_abbrev+0x6",
            () =>
            {
                DieReader reader = unit.Entries();
                while (reader.Next())
                {
                }
            });
    }

    [Fact]
    public void A_code_that_runs_past_the_unit_is_refused()
    {
        using OpenDwarf dwarf = OpenDwarf.Of([.. UnitOf(1), 0x80], [0]);
        DwarfUnit unit = dwarf.File.Units[0];
        Expect.Malformed(
            "a.o: .debug_info+0xd: 0x1 bytes are wanted and 0 are left",
            () =>
            {
                DieReader reader = unit.Entries();
                reader.Next();
            });
    }

    [Fact]
    public void Attributes_that_run_into_the_next_unit_are_refused()
    {
        // The first unit ends in the middle of an address; the bytes after it belong to the second.
        byte[] abbreviations = [1, 0x11, 0, 0x11, 0x01, 0, 0, 0];
        using OpenDwarf dwarf = OpenDwarf.Of([.. UnitOf(5), 1, 9, 9, 9, 9, .. UnitOf(0)], abbreviations);
        DwarfUnit unit = dwarf.File.Units[0];
        const string Message = "a.o: .debug_info+0xd: 0x8 bytes are wanted and 4 are left";
        Expect.Malformed(
            Message,
            () =>
            {
                DieReader reader = unit.Entries();
                reader.Next();
                reader.Next();
            });
        Expect.Malformed(
            Message,
            () =>
            {
                DieReader reader = unit.Entries();
                reader.Next();
                reader.NextAttribute(out _, out _);
            });
    }

    [Fact]
    public void Null_entries_may_follow_the_unit_entry()
    {
        // Producers pad units with zeros.
        byte[] abbreviations = [1, 0x11, 0, 0, 0, 0];
        using OpenDwarf dwarf = OpenDwarf.Of([.. UnitOf(4), 1, 0, 0, 0], abbreviations);
        DieReader reader = dwarf.File.Units[0].Entries();
        Assert.True(reader.Next() && reader.Next() && reader.Next() && reader.Next());
        Assert.Equal(DwTag.None, reader.Tag);
        Assert.False(reader.Next());
    }

    [Fact]
    public void Deep_nesting_needs_no_stack()
    {
        // Too deep for a builder that calls itself: one abbreviation with children, 100,000 times.
        const int Depth = 100_000;
        byte[] abbreviations = [1, 0x11, 1, 0, 0, 0];
        byte[] entries = [.. Enumerable.Repeat((byte)1, Depth), .. new byte[Depth]];
        using OpenDwarf dwarf = OpenDwarf.Of([.. UnitOf(entries.Length), .. entries], abbreviations);
        DieReader reader = dwarf.File.Units[0].Entries();
        Assert.True(reader.Next());
        reader.SkipSubtree();
        Assert.False(reader.Next());
    }

    [Fact]
    public void Walking_allocates_nothing()
    {
        DieItem[] entries = new DieItem[10_000];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = Die(
                DwTag.StructureType, Name("name", (i % 3) switch { 0 => DwForm.Strp, 1 => DwForm.Strx, _ => DwForm.String }),
                ByteSize(8), Type("t"), Die(DwTag.Member, Location(0)));
        }

        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, [StrOffsetsBase(), Die("t", DwTag.BaseType), .. entries])));
        DwarfUnit unit = dwarf.File.Units[0];
        Allocation.None(40_000 + 10_000, () =>
        {
            long seen = 0;
            DieReader reader = unit.Entries();
            while (reader.Next())
            {
                while (reader.NextAttribute(out DwAttribute attribute, out AttributeValue value))
                {
                    seen += unit.StringOrEmpty(value, out _).Length + (unit.TryReference(value, out _) ? 1 : 0);
                }
            }

            DieReader skipper = unit.Entries();
            skipper.Next();
            while (skipper.Next())
            {
                skipper.SkipSubtree();
            }

            return seen;
        });
    }

    /// <summary>The header of a DWARF 5 unit with that many bytes of entries.</summary>
    private static byte[] UnitOf(int entries) =>
        new ByteAssembler(ByteOrder.Little).U32(8 + (uint)entries).U16(5).U8(1).U8(8).U32(0).ToArray();
}
