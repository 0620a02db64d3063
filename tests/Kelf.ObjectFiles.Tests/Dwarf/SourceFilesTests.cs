// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

/// <summary>File names of line table headers (DWARF 5 §6.2.4).</summary>
public sealed class SourceFilesTests
{
    [Theory]
    [InlineData(2, false, ByteOrder.Little)]
    [InlineData(3, true, ByteOrder.Big)]
    [InlineData(4, false, ByteOrder.Big)]
    [InlineData(4, true, ByteOrder.Little)]
    public void Tables_before_DWARF_5_count_from_1(int version, bool is64, ByteOrder order)
    {
        LineTableSpec table = new()
        {
            Version = (ushort)version, Is64 = is64, Directories = ["inc", "x"], Files = ["a.c", "b.h"],
        };
        using OpenDwarf dwarf = Open(table, order, version: (ushort)version);
        SourceFiles files = dwarf.File.Units[0].Files;
        Assert.Equal((1, 2), (files.FirstNumber, files.Count));
        Assert.Equal(["", "a.c", "b.h"], Enumerable.Range(0, 3).Select(i => Text(files, (ulong)i)));
        Expect.Malformed(
            "a.o: .debug_line+0x0: file number 3 is not in the table of 2 files that starts at 1", () => Text(files, 3));
    }

    [Theory]
    [InlineData(DwForm.String, false, ByteOrder.Little, false)]
    [InlineData(DwForm.LineStrp, false, ByteOrder.Big, true)]
    [InlineData(DwForm.LineStrp, true, ByteOrder.Little, false)]
    [InlineData(DwForm.Strp, false, ByteOrder.Little, true)]
    [InlineData(DwForm.Strp, true, ByteOrder.Big, false)]
    public void Tables_of_DWARF_5_count_from_0(DwForm form, bool is64, ByteOrder order, bool checksums)
    {
        LineTableSpec table = new()
        {
            Is64 = is64, NameForm = form, HasChecksums = checksums,
            Directories = ["/src", "inc"], Files = ["a.c", "b.h", "c.h"],
        };
        using OpenDwarf dwarf = Open(table, order);
        SourceFiles files = dwarf.File.Units[0].Files;
        Assert.Equal((0, 3), (files.FirstNumber, files.Count));
        Assert.Equal(["a.c", "b.h", "c.h"], Enumerable.Range(0, 3).Select(i => Text(files, (ulong)i)));
        Expect.Malformed(
            "a.o: .debug_line+0x0: file number 3 is not in the table of 3 files that starts at 0", () => Text(files, 3));
        Expect.Malformed(
            "a.o: .debug_line+0x0: file number 18446744073709551615 is not in the table of 3 files that starts at 0",
            () => Text(files, ulong.MaxValue));
    }

    [Fact]
    public void Each_unit_has_its_own_table()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .LineTable("one", new LineTableSpec { Files = ["one.c"] })
                .LineTable("two", new LineTableSpec { Files = ["two.c"] })
            .Unit(Die(DwTag.CompileUnit, StmtList("two"))).Unit(Die(DwTag.CompileUnit, StmtList("one"))));
        Assert.Equal("two.c", Text(dwarf.File.Units[0].Files, 0));
        Assert.Equal("one.c", Text(dwarf.File.Units[1].Files, 0));
    }

    [Fact]
    public void A_unit_without_a_table_cannot_name_files()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit)));
        Expect.Malformed(
            "a.o: .debug_info+0x0: a type names its declaration file, but the unit has no line table (DW_AT_stmt_list)",
            () => _ = dwarf.File.Units[0].Files);
    }

    [Theory]
    [InlineData("02000000 0400", 8, "a.o: .debug_info+0x0: line table at 0x8 is outside .debug_line (6 bytes)")]
    [InlineData("02000000 0100", 0, "a.o: .debug_line+0x4: line table version 1 is not one of 2 to 5")]
    [InlineData("02000000 0600", 0, "a.o: .debug_line+0x4: line table version 6 is not one of 2 to 5")]
    [InlineData("03000000 0400", 0, "a.o: .debug_line+0x0: line table length 0x3 reaches outside the section")]
    [InlineData("f0ffffff 0400", 0, "a.o: .debug_line+0x0: line table length 0xfffffff0 reaches outside the section")]
    [InlineData(
        "ffffffff ffffffffffffffff 0400", 0,
        "a.o: .debug_line+0x4: line table length 0xffffffffffffffff reaches outside the section")]
    [InlineData("0200", 0, "a.o: .debug_line+0x0: 0x4 bytes are wanted and 2 are left")]
    [InlineData("02000000 0400 00000000", 0, "a.o: .debug_line+0x6: 0x4 bytes are wanted and 0 are left")]
    // The unit's length ends before the opcode lengths, which the section has.
    [InlineData(
        "0d000000 0400 00000000 01 01 01 fb 0e 0d 000101010100000001", 0,
        "a.o: .debug_line+0x10: 0xc bytes are wanted and 1 are left")]
    // Directories, then files without an end.
    [InlineData("0f000000 0200 00000000 01 01 fb 0e 01 00 6100 00", 0,
        "a.o: .debug_line+0x13: 0x1 bytes are wanted and 0 are left")]
    [InlineData("0d000000 0200 00000000 01 01 fb 0e 01 6162", 0, "a.o: .debug_line+0xf: string is not NUL-terminated")]
    public void Malformed_tables_are_refused(string table, ulong offset, string message) => Refuses(table, offset, message);

    [Theory]
    // The directory list's header (its format, count), then what is wrong.
    [InlineData("00 05 0000000000", "a.o: .debug_line+0x13: 5 entries have no fields")]
    [InlineData("01 01 08 05 6100", "a.o: .debug_line+0x15: 5 entries do not fit in the 2 bytes left")]
    [InlineData(
        "01 01 08 ffffffffffffffffff01",
        "a.o: .debug_line+0x15: 18446744073709551615 entries do not fit in the 0 bytes left")]
    [InlineData("01 01 02 01 6100", "a.o: .debug_line+0x16: unknown form 0x2")]
    [InlineData("01 01 08 01 6162", "a.o: .debug_line+0x16: string is not NUL-terminated")]
    [InlineData("02 01 08", "a.o: .debug_line+0x15: 0x1 bytes are wanted and 0 are left")]
    public void Malformed_lists_of_DWARF_5_are_refused(string lists, string message)
    {
        byte[] bytes = Hex(lists);
        byte[] header = new ByteAssembler(ByteOrder.Little)
            .U32((uint)bytes.Length + 14).U16(5).U8(8).U8(0).U32(0).U8(1).U8(1).U8(1).U8(0xfb).U8(14).U8(1).ToArray();
        Refuses(Convert.ToHexString([.. header, .. bytes]), 0, message);
    }

    [Fact]
    public void A_name_outside_its_section_is_refused()
    {
        byte[] table = Hex("18000000 0500 08 00 00000000 01 01 01 fb 0e 01 00 00 01 01 1f 01 63000000");
        using OpenDwarf dwarf = OpenTable(table, 0);
        SourceFiles files = dwarf.File.Units[0].Files;
        Expect.Malformed("a.o: .debug_line_str+0x63: string offset 0x63 is outside (2 bytes)", () => Text(files, 0));
    }

    private static void Refuses(string table, ulong offset, string message)
    {
        using OpenDwarf dwarf = OpenTable(Hex(table), offset);
        Expect.Malformed(message, () => _ = dwarf.File.Units[0].Files);
    }

    private static OpenDwarf OpenTable(byte[] table, ulong offset)
    {
        DwarfBuilder units = new DwarfBuilder().Unit(
            Die(DwTag.CompileUnit, At(DwAttribute.StmtList, DwForm.SecOffset, offset)));
        return OpenDwarf.Of(
            units.Section(".debug_info"), units.Section(".debug_abbrev"), (".debug_line", table),
            (".debug_line_str", "x\0"u8.ToArray()));
    }

    private static OpenDwarf Open(LineTableSpec table, ByteOrder order, ushort version = 5) => OpenDwarf.Of(
        new DwarfBuilder(order).LineTable("lines", table).Unit(
            new UnitSpec { Version = version, Is64 = table.Is64 },
            Die(DwTag.CompileUnit, StmtList("lines", OffsetForm(version, table.Is64)))),
        order);

    // Section offsets have a form of their own since DWARF 4.
    private static DwForm OffsetForm(ushort version, bool is64) =>
        version >= 4 ? DwForm.SecOffset : is64 ? DwForm.Data8 : DwForm.Data4;

    private static string Text(SourceFiles files, ulong number) => System.Text.Encoding.UTF8.GetString(files.Name(number));

    private static byte[] Hex(string bytes) => Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));
}
