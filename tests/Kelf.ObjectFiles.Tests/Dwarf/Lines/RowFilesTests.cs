// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lines;

/// <summary>The files that rows name, and those that they name but are not there.</summary>
public sealed class RowFilesTests
{
    [Theory]
    [InlineData(4, 0, null)]
    [InlineData(4, 1, "/build/a.c")]
    [InlineData(4, 2, "/build/b.h")]
    [InlineData(4, 3, null)]
    [InlineData(5, 0, "/src/a.c")]
    [InlineData(5, 1, "/src/b.h")]
    [InlineData(5, 2, null)]
    [InlineData(5, ulong.MaxValue, null)]
    public void Numbers_of_the_table(int version, ulong number, string? path)
    {
        using OpenDwarf dwarf = LineFile.Of(new LineTableSpec { Version = (ushort)version });
        Check(dwarf, number, path);
        Assert.Equal(path is not null, dwarf.File.Units[0].Files.TryPath(number, out string? own));
        Assert.Equal(path, own);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Files_that_the_program_defines_come_after_those_of_the_table(int version)
    {
        LineTableSpec table = new()
        {
            Version = (ushort)version,
            Directories = version < 5 ? ["include"] : ["/src", "include"],
            Program = lines => lines
                .DefineFile("c.h", 1).Address(0x10).File(3).Copy().DefineFile("d.h", 0).DefineFile("/abs/e.h", 1).DefineFile("f.h", 2)
                .End().DefineFile("g.h", 0),
        };
        using OpenDwarf dwarf = LineFile.Of(table);
        ulong first = version < 5 ? 3u : 2u;
        string root = version < 5 ? "/build" : "/src";
        Check(dwarf, first, $"{root}/include/c.h");
        Check(dwarf, first + 1, $"{root}/d.h");
        Check(dwarf, first + 2, "/abs/e.h");
        Check(dwarf, first + 3, null); // its directory is not there
        Check(dwarf, first + 4, $"{root}/g.h");
        Check(dwarf, first + 5, null);
        Check(dwarf, ulong.MaxValue, null);
        Check(dwarf, first - 1, $"{root}/b.h");
    }

    [Fact]
    public void A_directory_that_is_not_there_hides_its_files_alone()
    {
        byte[] lists = new ByteAssembler(Kelf.ObjectFiles.Bytes.ByteOrder.Little).CString("include").U8(0)
            .CString("a.c").Uleb(2).Uleb(0).Uleb(0).CString("b.h").Uleb(1).Uleb(0).Uleb(0).U8(0).ToArray();
        byte[] header = [1, 1, 1, 0xfb, 14, 1, .. lists];
        byte[] table = new ByteAssembler(Kelf.ObjectFiles.Bytes.ByteOrder.Little).U32((ulong)header.Length + 6).U16(4)
            .U32((ulong)header.Length).Bytes(header).ToArray();
        using OpenDwarf dwarf = OpenDwarf.Of(
            new DwarfBuilder().Unit(new UnitSpec { Version = 4 }, Die(DwTag.CompileUnit, At(DwAttribute.StmtList, DwForm.SecOffset, 0)))
                .AddTo(new ElfBuilder(type: ElfType.Executable).Section(".debug_line", table)));
        Check(dwarf, 1, null);
        Check(dwarf, 2, "include/b.h");
    }

    [Fact]
    public void A_unit_without_a_line_table_has_no_files()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Name("a.c"))));
        Check(dwarf, 1, null);
    }

    // Numbers of the table do not need the program; others do, and are told what is wrong with it.
    [Fact]
    public void A_malformed_program_hides_no_file_of_the_table()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.DefineFile("c.h", 0).Extended(2, 1, 2, 3));
        Check(dwarf, 0, "/src/a.c");
        Assert.Throws<MalformedFileException>(() => new RowFiles(dwarf.File.Units[0]).TryPath(2, out _));
    }

    private static void Check(OpenDwarf dwarf, ulong number, string? path)
    {
        Assert.Equal(path is not null, new RowFiles(dwarf.File.Units[0]).TryPath(number, out string? found));
        Assert.Equal(path, found);
    }
}
