// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.Kernel.Tests.Lines;

public sealed class LastRowTableTests
{
    private static readonly TextArea s_text = new("", 0x1000, 0x2000, 0);

    [Fact]
    public void Code_without_a_line_is_a_gap()
    {
        LineTable table = Make(
            [null, "a.c", "b.h"],
            [
                new SideRow(0xff0, 1, 3), // goes on into the text
                new SideRow(0x1010, 2, 0), // no line
                new SideRow(0x1018, 0, 4), // no file
                new SideRow(0x1020, 2, 9), new SideRow(0x1030, SideRow.Nothing, 0), new SideRow(0x1040, 1, 7), new SideRow(0x2000, 1, 8),
            ]);
        Assert.Equal(["a.c", "b.h"], Names(table));
        Assert.Equal(
            [
                new LineEntry(0, 0, 3), new LineEntry(0x10, 2, 3), new LineEntry(0x20, 1, 9), new LineEntry(0x30, 2, 9), new LineEntry(0x40, 0, 7),
            ],
            table.Areas[0].Entries);
    }

    [Fact]
    public void A_table_does_not_begin_with_a_gap() =>
        Assert.Equal([new LineEntry(0x10, 0, 2)], Make([null, "a.c"], [new SideRow(0x1000, 1, 0), new SideRow(0x1010, 1, 2)]).Areas[0].Entries);

    [Fact]
    public void Files_are_those_that_are_used() =>
        Assert.Equal(["b.c"], Names(Make([null, "a.c", "b.c"], [new SideRow(0x10, 1, 1), new SideRow(0x1000, 2, 1)])));

    [Theory]
    [InlineData(int.MaxValue, null)]
    [InlineData(int.MaxValue + 1u, "the format has lines up to 2147483647")]
    public void Lines_have_31_bits(uint line, string? why) => Refused(why, () => Make([null, "a.c"], [new SideRow(0x1000, 1, line)]));

    [Theory]
    [InlineData(0xffffffff, null)]
    [InlineData(0x100000000, "4 GiB or more")]
    public void Offsets_have_32_bits(ulong offset, string? why) => Refused(why, () => Make(
        [null, "a.c"], [new SideRow(0x1000, 1, 1), new SideRow(0x1000 + offset, 1, 2)], new TextArea("", 0x1000, ulong.MaxValue, 0)));

    [Theory]
    [InlineData(65535, null)]
    [InlineData(65536, "more than 65535 source files")]
    public void Files_have_16_bits(int files, string? why) => Refused(why, () => Make(
        [null, .. Enumerable.Range(0, files).Select(i => $"{i}.c")],
        [.. Enumerable.Range(0, files).Select(i => new SideRow(0x1000 + (ulong)i, i + 1, 1))], new TextArea("", 0x1000, ulong.MaxValue, 0)));

    [Theory]
    [InlineData(100, 0)]
    [InlineData(101, 1)]
    public void Paths_that_kernels_cut_are_told(int length, int expected)
    {
        List<Diagnostic> warnings = [];
        Make([null, new string('x', length)], [new SideRow(0x1000, 1, 1)], s_text, warnings.Add);
        Assert.Equal(expected, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains("longer than 100 bytes", warning.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_check_names_the_entry_that_is_wrong()
    {
        LineTable right = Make([null, "a.c"], [new SideRow(0x1000, 1, 1), new SideRow(0x1010, 1, 2), new SideRow(0x1020, SideRow.Nothing, 0)]);
        StoredTable stored = new("", 0x1000, ["a.c"], [new LineEntry(0, 0, 1), new LineEntry(0x10, 0, 3), new LineEntry(0x20, 1, 0)]);
        Assert.Equal([new LineTableCheck.Difference(1, 0x1010, "a.c:3", "a.c:2")], LineTableCheck.Compare(stored, right));
        Assert.Empty(LineTableCheck.Compare(stored with { Entries = right.Areas[0].Entries }, right));
    }

    [Fact]
    public void A_check_sees_what_is_missing_and_what_is_too_much()
    {
        LineTable right = Make([null, "a.c"], [new SideRow(0x1000, 1, 1), new SideRow(0x1010, 1, 2), new SideRow(0x1020, SideRow.Nothing, 0)]);
        StoredTable stored = new("", 0x1000, ["b.c", "a.c"], [new LineEntry(4, 1, 1), new LineEntry(0x30, 0, 4)]);
        Assert.Equal(
            [
                new LineTableCheck.Difference(-1, 0x1000, null, "a.c:1"), new LineTableCheck.Difference(0, 0x1010, "a.c:1", "a.c:2"),
                new LineTableCheck.Difference(0, 0x1020, "a.c:1", null), new LineTableCheck.Difference(1, 0x1030, "b.c:4", null),
            ],
            LineTableCheck.Compare(stored, right));
    }

    private static LineTable Make(
        IReadOnlyList<string?> files, IReadOnlyList<SideRow> rows, TextArea? area = null, Action<Diagnostic>? warn = null) =>
        LastRowTable.Make(new SideLineTable("", files, rows, [], [], [], []), [area ?? s_text], "vmlinux", warn ?? (_ => { }));

    private static void Refused(string? why, Func<LineTable> make)
    {
        if (why is null)
        {
            Assert.NotEmpty(make().Areas[0].Entries);
        }
        else
        {
            Assert.Contains(why, Assert.Throws<RefusedException>(make).Message, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Names(LineTable table) => table.Files.Select(file => Encoding.UTF8.GetString(file.Span));
}
