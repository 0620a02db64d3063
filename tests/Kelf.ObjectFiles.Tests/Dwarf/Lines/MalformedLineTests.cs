// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lines;

/// <summary>What is wrong with line tables, said with file, section and offset.</summary>
public sealed class MalformedLineTests
{
    // Behind the header that the tests' tables of version 5 have.
    private const int Program = 0x36;

    [Fact]
    public void A_table_that_reaches_outside_its_section() => Refuses(
        new LineTableSpec { Length = 0x1000 }, ".debug_line+0x0: line table length 0x1000 reaches outside the section");

    [Theory]
    [InlineData(0x2b, ".debug_line+0x8: header length 0x2b reaches outside the line table")]
    [InlineData(uint.MaxValue, ".debug_line+0x8: header length 0xffffffff reaches outside the line table")]
    public void A_header_that_reaches_outside_its_table(uint length, string message) =>
        Refuses(new LineTableSpec { HeaderLength = length }, message);

    [Fact]
    public void A_header_of_64_bits_that_reaches_outside_its_table() => Refuses(
        new LineTableSpec { Is64 = true, HeaderLength = ulong.MaxValue },
        ".debug_line+0x10: header length 0xffffffffffffffff reaches outside the line table");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(ushort.MaxValue)]
    public void A_version_that_is_not_known(int version)
    {
        byte[] lines = new DwarfBuilder().LineTable("lines", new LineTableSpec { Files = ["a.c"] }).Section(".debug_line");
        (lines[4], lines[5]) = ((byte)version, (byte)(version >> 8));
        using OpenDwarf dwarf = Open(lines);
        Expect.Malformed($"a.o: .debug_line+0x4: line table version {version} is not one of 2 to 5", () => LineFile.Rows(dwarf));
    }

    [Fact]
    public void A_table_outside_its_section()
    {
        using OpenDwarf dwarf = Open([], 0x10);
        Expect.Malformed("a.o: .debug_info+0x0: line table at 0x10 is outside .debug_line (0 bytes)", () => LineFile.Rows(dwarf));
    }

    [Fact]
    public void An_opcode_base_of_0() => Refuses(
        new LineTableSpec { OpcodeBase = 0 }, ".debug_line+0x11: opcode_base 0 leaves no opcode to end a sequence");

    [Fact]
    public void Opcode_lengths_that_are_not_there()
    {
        byte[] table = new ByteAssembler(ByteOrder.Little).U32(13).U16(4).U32(7).U8(1).U8(1).U8(1).U8(0xfb).U8(14).U8(9).U8(0).ToArray();
        using OpenDwarf dwarf = Open(table);
        Expect.Malformed("a.o: .debug_line+0x10: 0x8 bytes are wanted and 1 are left", () => LineFile.Rows(dwarf));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(8)] // const_add_pc
    public void A_line_range_of_0_that_is_used(byte opcode)
    {
        Refuses(
            new LineTableSpec { LineRange = 0, Program = lines => lines.Copy().Standard(opcode) },
            $".debug_line+0x{Program + 1:x}: a special opcode, and line_range is 0", afterRows: 1);
        using OpenDwarf unused = LineFile.Of(new LineTableSpec { LineRange = 0, Program = lines => lines.Address(4).Copy().End() });
        Assert.Equal(["4 1:1", "4 1:1 end"], LineFile.Rows(unused));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(2)]
    [InlineData(8)]
    public void Operations_of_0_that_are_used(byte opcode)
    {
        Refuses(
            new LineTableSpec { Operations = 0, Program = lines => lines.Copy().Standard(opcode, 0) },
            $".debug_line+0x{Program + (opcode == 2 ? 2 : 1):x}: an advance of the address, and maximum_operations_per_instruction is 0",
            afterRows: 1);
        using OpenDwarf unused = LineFile.Of(
            new LineTableSpec { Operations = 0, Program = lines => lines.Address(4).FixedAdvancePc(2).Copy().End() });
        Assert.Equal(["6 1:1", "6 1:1 end"], LineFile.Rows(unused));
    }

    [Theory]
    [InlineData("02", 0, "LEB128 number of more than 10 bytes")]
    [InlineData("04", 0, "LEB128 number of more than 10 bytes")]
    [InlineData("05", 0, "LEB128 number of more than 10 bytes")]
    [InlineData("0c", 0, "LEB128 number of more than 10 bytes")]
    [InlineData("03", 0, "LEB128 number exceeds 64 bits")] // signed
    [InlineData("00", 0, "LEB128 number of more than 10 bytes")] // the length of an extended opcode
    [InlineData("000c04", 0, "LEB128 number of more than 10 bytes")] // a discriminator
    [InlineData("0010036100", 0, "LEB128 number of more than 10 bytes")] // the directory of a file
    [InlineData("0010036100", 2, "LEB128 number of more than 10 bytes")] // its size
    public void A_number_of_more_than_10_bytes(string before, int zeros, string message)
    {
        byte[] opcode = [.. Convert.FromHexString(before), .. new byte[zeros]];
        byte[] number = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00];
        Refuses(Bytes([1, .. opcode, .. number, 0, 0]), $".debug_line+0x{Program + 1 + opcode.Length:x}: {message}", afterRows: 1);
    }

    [Fact]
    public void A_number_of_more_than_64_bits() => Refuses(
        Bytes([5, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02]),
        $".debug_line+0x{Program + 1:x}: LEB128 number exceeds 64 bits");

    [Fact]
    public void Operands_of_opcodes_that_are_not_known_are_numbers() => Refuses(
        new LineTableSpec
        {
            OpcodeLengths = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 2],
            Program = lines => lines.Bytes.Bytes([13, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]),
        },
        $".debug_line+0x{Program + 3:x}: LEB128 number of more than 10 bytes");

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(16)]
    public void An_address_of_another_length(int length) => Refuses(
        new LineTableSpec { Program = lines => lines.Copy().Extended(2, new byte[length]) },
        $".debug_line+0x{Program + 3:x}: an address of {length} bytes, which is not one of 1, 2, 4 and 8", afterRows: 1);

    [Fact]
    public void An_extended_opcode_of_length_0() => Refuses(
        Bytes([1, 0, 0, 1]), $".debug_line+0x{Program + 2:x}: an extended opcode of length 0", afterRows: 1);

    [Theory]
    [InlineData("0002", 1, "an extended opcode of 0x2 bytes reaches outside the line program")]
    [InlineData("0080808080808080808001", 0, "an extended opcode of 0x8000000000000000 bytes reaches outside the line program")]
    public void An_extended_opcode_that_reaches_outside(string before, int more, string message) => Refuses(
        Bytes([1, .. Convert.FromHexString(before), .. new byte[more]]), $".debug_line+0x{Program + 2:x}: {message}", afterRows: 1);

    [Theory]
    [InlineData("000204800100", 3, 4, 2)] // a discriminator of two bytes in one
    [InlineData("000403610000000000", 7, 3, 4)] // a file with the last of its numbers behind the end
    [InlineData("00020361620000000000", 8, 3, 2)] // a name that goes on behind the end
    public void Operands_that_go_beyond_the_length(string program, int at, int opcode, int length) => Refuses(
        Bytes(Convert.FromHexString(program)),
        $".debug_line+0x{Program + at:x}: the operands of extended opcode {opcode} go beyond its length, {length}");

    [Theory]
    [InlineData("0003036162", 3, "string is not NUL-terminated")]
    [InlineData("02", 1, "0x1 bytes are wanted and 0 are left")]
    [InlineData("03", 1, "0x1 bytes are wanted and 0 are left")]
    [InlineData("0901", 1, "0x2 bytes are wanted and 1 are left")]
    [InlineData("00", 1, "0x1 bytes are wanted and 0 are left")]
    [InlineData("0005020102", 1, "an extended opcode of 0x5 bytes reaches outside the line program")]
    public void A_program_that_ends_in_an_opcode(string program, int at, string message) =>
        Refuses(Bytes(Convert.FromHexString(program)), $".debug_line+0x{Program + at:x}: {message}");

    [Theory]
    [InlineData(-2L, -1L)]
    [InlineData((long)uint.MaxValue, (long)uint.MaxValue + 1)]
    [InlineData(long.MaxValue, long.MinValue)]
    public void A_line_that_is_none(long advance, long line) => Refuses(
        new LineTableSpec { Program = lines => lines.Copy().AdvanceLine(advance).Copy() },
        $".debug_line+0x{Program + 2 + SlebLength(advance):x}: line {line} is not one of 0 to 4294967295", afterRows: 1);

    [Fact]
    public void A_line_may_go_below_0_between_rows()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.Address(4).AdvanceLine(-10).AdvanceLine(12).Copy().End());
        Assert.Equal("4 1:3", LineFile.Rows(dwarf)[0]);
    }

    // 17 tables in each other, of which the sixteenth but one ends where the others do.
    [Fact]
    public void Tables_in_each_other()
    {
        const int Step = 0x20, Count = 18;
        byte[] lines = new byte[Step * Count];
        DwarfBuilder builder = new();
        for (int i = 0; i < Count; i++)
        {
            byte[] header = new ByteAssembler(ByteOrder.Little).U32((ulong)(lines.Length - (i * Step) - 4)).U16(4).U32(8)
                .U8(1).U8(1).U8(1).U8(0xfb).U8(14).U8(1).U8(0).U8(0).ToArray();
            header.CopyTo(lines, i * Step);
            builder.Unit(new UnitSpec { Version = 4 }, Die(DwTag.CompileUnit, At(DwAttribute.StmtList, DwForm.SecOffset, (ulong)(i * Step))));
        }

        using OpenDwarf dwarf = OpenDwarf.Of(builder.AddTo(new ElfBuilder(type: ElfType.Executable).Section(".debug_line", lines)));
        DwarfUnit[] units = dwarf.File.Units.ToArray();
        Expect.Malformed(
            "a.o: .debug_line+0x0: line tables overlap: more than 16 others begin in the one that begins here",
            () => LineProgram.Of(units[0]));
        Assert.NotNull(LineTableHeader.Of(units[1]));
    }

    private static LineTableSpec Bytes(byte[] program) => new() { Program = lines => lines.Bytes.Bytes(program) };

    private static int SlebLength(long number) => new ByteAssembler(ByteOrder.Little).Sleb(number).Position;

    private static OpenDwarf Open(byte[] lines, ulong at = 0) => OpenDwarf.Of(
        new DwarfBuilder().Unit(Die(DwTag.CompileUnit, At(DwAttribute.StmtList, DwForm.SecOffset, at)))
            .AddTo(new ElfBuilder(type: ElfType.Executable).Section(".debug_line", lines)));

    private static void Refuses(LineTableSpec table, string message, int afterRows = 0)
    {
        using OpenDwarf dwarf = LineFile.Of(table);
        int rows = 0;
        Expect.Malformed("a.o: " + message, () =>
        {
            LineProgram program = LineProgram.Of(dwarf.File.Units[0]);
            while (program.Next())
            {
                rows++;
            }
        });
        Assert.Equal(afterRows, rows);
    }
}
