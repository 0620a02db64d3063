// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Names;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

/// <summary>What line tables say of themselves, their directories, and all of their files (DWARF 5 §6.2.4).</summary>
public sealed class LineTableHeaderTests
{
    private const string Checksum = "00112233445566778899aabbccddeeff";

    [Theory]
    [InlineData(2, false, ByteOrder.Little)]
    [InlineData(3, true, ByteOrder.Big)]
    [InlineData(4, false, ByteOrder.Big)]
    [InlineData(4, true, ByteOrder.Little)]
    public void Files_before_DWARF_5_have_three_numbers(int version, bool is64, ByteOrder order)
    {
        using OpenDwarf dwarf = Open((ushort)version, is64, order, lists => lists
            .CString("include").CString("/usr/include/").U8(0)
            .CString("a.c").Uleb(0).Uleb(1700).Uleb(99)
            .CString("b.h").Uleb(1).Uleb(0).Uleb(0)
            .CString("c.h").Uleb(2).Uleb(0).Uleb(0)
            .CString("/abs/d.h").Uleb(1).Uleb(0).Uleb(0).U8(0));
        SourceFiles files = dwarf.File.Units[0].Files;
        Assert.Equal((1, 4, 2), (files.FirstNumber, files.Count, files.DirectoryCount));
        Assert.Equal("a.c 0 1700 99 ", Show(files, 1));
        Assert.Equal("c.h 2 0 0 ", Show(files, 3));
        Assert.Equal(["", "include", "/usr/include/"], Enumerable.Range(0, 3).Select(i => Utf8Name.ToText(files.Directory((ulong)i))));
        Assert.Equal(
            ["/build/a.c", "/build/include/b.h", "/usr/include/c.h", "/abs/d.h"],
            Enumerable.Range(1, 4).Select(i => files.Path((ulong)i)));
        CheckHeader(files.Header, (ushort)version, is64);
    }

    [Theory]
    [InlineData(false, ByteOrder.Little)]
    [InlineData(true, ByteOrder.Big)]
    public void Files_of_DWARF_5_have_what_their_format_says(bool is64, ByteOrder order)
    {
        // Path, MD5, directory, something of a vendor, size, time.
        using OpenDwarf dwarf = Open(5, is64, order, lists => lists
            .U8(1).Uleb(1).Uleb((ulong)DwForm.String).Uleb(3).CString("obj").CString("include").CString("/usr")
            .U8(6).Uleb(1).Uleb((ulong)DwForm.String).Uleb(5).Uleb((ulong)DwForm.Data16).Uleb(2).Uleb((ulong)DwForm.Udata)
            .Uleb(0x2001).Uleb((ulong)DwForm.Block).Uleb(4).Uleb((ulong)DwForm.Data8).Uleb(3).Uleb((ulong)DwForm.Data4)
            .Uleb(3)
            .CString("a.c").Bytes(Convert.FromHexString(Checksum)).Uleb(0).Uleb(2).U16(0xffff).U64(99).U32(1700)
            .CString("b.h").Bytes(new byte[16]).Uleb(1).Uleb(0).U64(0).U32(0)
            .CString("c.h").Bytes(new byte[16]).Uleb(2).Uleb(0).U64(0).U32(0));
        SourceFiles files = dwarf.File.Units[0].Files;
        Assert.Equal((0, 3, 3), (files.FirstNumber, files.Count, files.DirectoryCount));
        Assert.Equal($"a.c 0 1700 99 {Checksum}", Show(files, 0));
        Assert.Equal($"b.h 1 0 0 {new string('0', 32)}", Show(files, 1));
        Assert.Equal("obj", Utf8Name.ToText(files.Directory(0)));
        // The directory of the compilation is relative, so below the unit's own.
        Assert.Equal(
            ["/build/obj/a.c", "/build/obj/include/b.h", "/usr/c.h"], Enumerable.Range(0, 3).Select(i => files.Path((ulong)i)));
        CheckHeader(files.Header, 5, is64);
    }

    [Fact]
    public void Numbers_outside_the_table_are_refused()
    {
        using OpenDwarf dwarf = Open(4, false, ByteOrder.Little, lists => lists
            .CString("include").U8(0).CString("a.c").Uleb(2).Uleb(0).Uleb(0).U8(0));
        SourceFiles files = dwarf.File.Units[0].Files;
        Expect.Malformed(
            "a.o: .debug_line+0x0: directory number 2 is not in the table of 1 directories that starts at 1", () => files.Path(1));
        Expect.Malformed("a.o: .debug_line+0x0: file number 0 is not in the table of 1 files that starts at 1", () => files.Path(0));
        Expect.Malformed("a.o: .debug_line+0x0: file number 2 is not in the table of 1 files that starts at 1", () => _ = files.File(2).Size);
    }

    [Theory]
    [InlineData(0, "00 010109")] // where the numbers begin: the header's length decides, not where the lists end
    [InlineData(100, null)]
    public void The_length_of_the_header_says_where_the_program_is(uint headerLength, string? lastBytes)
    {
        byte[] table = new ByteAssembler(ByteOrder.Little).U32(0).U16(4).U32(headerLength)
            .U8(1).U8(1).U8(1).U8(0xfb).U8(14).U8(1).U8(0).U8(0).Bytes([1, 1, 9]).ToArray();
        table[0] = (byte)(table.Length - 4);
        using OpenDwarf dwarf = Open(table, 4);
        LineTableHeader header = dwarf.File.Units[0].Files.Header;
        if (lastBytes is null)
        {
            Expect.Malformed("a.o: .debug_line+0x6: header length 0x64 reaches outside the line table", () => _ = header.Program);
        }
        else
        {
            Assert.EndsWith(lastBytes.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(header.Program.Span()), StringComparison.Ordinal);
            Assert.Equal(11, header.Program.Length);
        }
    }

    private static void CheckHeader(LineTableHeader header, ushort version, bool is64)
    {
        Assert.Equal((version, is64, 0ul), (header.Format.Version, header.Format.Is64, header.Offset));
        Assert.Equal((2, version < 4 ? 1 : 3), (header.MinimumInstructionLength, header.MaximumOperationsPerInstruction));
        Assert.Equal((true, -5, 14, 4), (header.DefaultIsStmt, header.LineBase, header.LineRange, header.OpcodeBase));
        Assert.Equal([0, 1, 1], header.StandardOpcodeLengths.ToArray());
        Assert.Equal([0, 1, 1], header.Program.Span().ToArray());
    }

    private static string Show(SourceFiles files, ulong number)
    {
        SourceFile file = files.File(number);
        return $"{Utf8Name.ToText(file.Name)} {file.Directory} {file.ModificationTime} {file.Size} {Convert.ToHexStringLower(file.Md5)}";
    }

    /// <summary>A unit with a table of these lists, three opcode lengths, and a program of three bytes: end of sequence.</summary>
    private static OpenDwarf Open(ushort version, bool is64, ByteOrder order, Func<ByteAssembler, ByteAssembler> write)
    {
        int width = is64 ? 8 : 4;
        ByteAssembler table = new(order);
        table = is64 ? table.U32(0xffff_ffff) : table;
        int lengthAt = table.Position;
        table.Word(is64, 0).U16(version);
        table = version >= 5 ? table.U8(8).U8(0) : table;
        int headerLengthAt = table.Position;
        table.Word(is64, 0).U8(2);
        table = version >= 4 ? table.U8(3) : table;
        write(table.U8(1).U8(0xfb).U8(14).U8(4).Bytes([0, 1, 1]));
        table.Patch(headerLengthAt, (ulong)(table.Position - headerLengthAt - width), width);
        table.Bytes([0, 1, 1]);
        table.Patch(lengthAt, (ulong)(table.Position - lengthAt - width), width);
        return Open(table.ToArray(), version, order);
    }

    private static OpenDwarf Open(byte[] table, ushort version, ByteOrder order = ByteOrder.Little) => OpenDwarf.Of(
        new DwarfBuilder(order).Unit(
            new UnitSpec { Version = version },
            Die(DwTag.CompileUnit, At(DwAttribute.StmtList, version >= 4 ? DwForm.SecOffset : DwForm.Data4, 0),
                At(DwAttribute.CompDir, DwForm.String, "/build")))
        .AddTo(new ElfBuilder(order: order, type: Kelf.ObjectFiles.Elf.ElfType.Executable).Section(".debug_line", table)));
}
