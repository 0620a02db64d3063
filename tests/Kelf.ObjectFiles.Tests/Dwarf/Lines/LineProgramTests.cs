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

/// <summary>Opcodes of line programs, and the rows that they make (DWARF 5 §6.2.5).</summary>
public sealed class LineProgramTests
{
    [Theory]
    [InlineData(2, false, ByteOrder.Little, 4)]
    [InlineData(3, true, ByteOrder.Big, 8)]
    [InlineData(4, false, ByteOrder.Big, 8)]
    [InlineData(5, true, ByteOrder.Little, 4)]
    [InlineData(5, false, ByteOrder.Big, 8)]
    public void Each_standard_opcode(int version, bool is64, ByteOrder order, int addressSize)
    {
        LineTableSpec table = new()
        {
            Version = (ushort)version,
            Is64 = is64,
            AddressSize = (byte)addressSize,
            Program = lines => lines
                .Address(0x1000, addressSize).Copy()
                .AdvancePc(0x81).AdvanceLine(200).File(2).Column(300).NegateStmt().Copy()
                .BasicBlock().PrologueEnd().EpilogueBegin().Isa(3).Copy()
                .FixedAdvancePc(0x102).AdvanceLine(-201).Copy()
                .ConstAddPc().NegateStmt().Copy().End(),
        };
        using OpenDwarf dwarf = LineFile.Of(table, order: order);
        Assert.Equal(
            [
                "1000 1:1",
                "1081 2:201:300 no-stmt",
                "1081 2:201:300 isa 3 no-stmt block prologue epilogue",
                "1183 2:0:300 isa 3 no-stmt",
                // (255 - 13) / 14
                "1194 2:0:300 isa 3",
                "1194 2:0:300 isa 3 end",
            ],
            LineFile.Rows(dwarf));
    }

    [Theory]
    [InlineData(13, "10 1:5")] // the first: no advance, line_base
    [InlineData(26, "10 1:18")] // the last of line_range
    [InlineData(27, "11 1:5")]
    [InlineData(255, "21 1:9")] // 242 = 17 * 14 + 4
    public void Special_opcodes_advance_address_and_line(byte opcode, string row)
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines.Address(0x10).AdvanceLine(9).Special(opcode).End());
        Assert.Equal(row, LineFile.Rows(dwarf)[0]);
    }

    [Fact]
    public void Addresses_count_in_instructions_but_fixed_ones_in_bytes()
    {
        LineTableSpec table = new()
        {
            InstructionLength = 4,
            LineBase = -1,
            LineRange = 3,
            Program = lines => lines.Address(0x10).Special(13 + 3 + 1).AdvancePc(2).Copy().FixedAdvancePc(6).Copy().ConstAddPc().End(),
        };
        using OpenDwarf dwarf = LineFile.Of(table);
        Assert.Equal(["14 1:1", "1c 1:1", "22 1:1", "162 1:1 end"], LineFile.Rows(dwarf));
    }

    // As on IA-64: three operations in a bundle of 16 bytes.
    [Fact]
    public void Operations_in_an_instruction_are_counted()
    {
        LineTableSpec table = new()
        {
            InstructionLength = 16,
            Operations = 3,
            Program = lines => lines
                .Address(0x100).Special(13 + 5 + 14).Special(13 + 5 + 14).Special(13 + 5 + 14).AdvancePc(5).Copy()
                .FixedAdvancePc(1).Copy().AdvancePc(1).Copy().Address(0x200).Copy().ConstAddPc().End(),
        };
        using OpenDwarf dwarf = LineFile.Of(table);
        Assert.Equal(
            [
                "100 1:1 op 1", "100 1:1 op 2", "110 1:1", "120 1:1 op 2", "121 1:1", "121 1:1 op 1", "200 1:1",
                // 17 operations
                "250 1:1 op 2 end",
            ],
            LineFile.Rows(dwarf));
    }

    [Fact]
    public void An_advance_of_many_operations_keeps_its_remainder()
    {
        LineTableSpec table = new()
        {
            Operations = 4,
            Program = lines => lines.AdvancePc(3).AdvancePc(ulong.MaxValue).Copy().End(),
        };
        using OpenDwarf dwarf = LineFile.Of(table, ElfType.Relocatable);
        // (3 + 2^64 - 1) / 4 = 2^62, remainder 2.
        Assert.Equal("4000000000000000 1:1 op 2", LineFile.Rows(dwarf)[0]);
    }

    [Fact]
    public void A_discriminator_is_of_one_row()
    {
        using OpenDwarf dwarf = LineFile.Of(
            lines => lines.Address(0x10).Discriminator(7).Copy().Copy().Discriminator(300).Special(13 + 5).Special(13 + 5).End());
        Assert.Equal(["10 1:1 discriminator 7", "10 1:1", "10 1:1 discriminator 300", "10 1:1", "10 1:1 end"], LineFile.Rows(dwarf));
    }

    [Fact]
    public void A_sequence_begins_as_the_first_one_did()
    {
        LineTableSpec table = new()
        {
            IsStmt = false,
            Program = lines => lines
                .Address(0x20).File(2).Column(4).AdvanceLine(8).Isa(1).NegateStmt().Discriminator(2).BasicBlock().AdvancePc(1).End()
                .Copy().Address(0x10).Copy().End(),
        };
        using OpenDwarf dwarf = LineFile.Of(table, ElfType.Relocatable);
        Assert.Equal(
            ["21 2:9:4 discriminator 2 isa 1 block end", "0 1:1 no-stmt", "10 1:1 no-stmt", "10 1:1 no-stmt end"],
            LineFile.Rows(dwarf));
    }

    [Theory]
    [InlineData(1, 0x12, "12 1:1")]
    [InlineData(2, 0x1234, "1234 1:1")]
    [InlineData(4, 0x12345678, "12345678 1:1")]
    [InlineData(8, 0x123456789abcdef0, "123456789abcdef0 1:1")]
    public void An_address_is_as_long_as_its_opcode_says(int width, ulong address, string row)
    {
        using OpenDwarf dwarf = LineFile.Of(new LineTableSpec { Program = lines => lines.Address(address, width).Copy().End() },
            order: ByteOrder.Big);
        Assert.Equal(row, LineFile.Rows(dwarf)[0]);
    }

    [Fact]
    public void Opcodes_of_later_versions_are_passed_over()
    {
        LineTableSpec table = new()
        {
            // Three more than DWARF 5 has, with none, two and one operands.
            OpcodeLengths = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 2, 1],
            Program = lines => lines
                .Address(0x10).Standard(13).Standard(14, 1, 300).Standard(15, 1).Copy()
                .Extended(0x80, 1, 1, 1).Extended(5).Extended(0xff).Special(16 + 5).End(),
        };
        using OpenDwarf dwarf = LineFile.Of(table);
        Assert.Equal(["10 1:1", "10 1:1", "10 1:1 end"], LineFile.Rows(dwarf));
    }

    [Fact]
    public void With_a_low_opcode_base_the_rest_are_special()
    {
        LineTableSpec table = new()
        {
            OpcodeLengths = [0, 1, 1],
            Program = lines => lines.Address(0x10).AdvanceLine(9).Special(4).Special(10).End(),
        };
        using OpenDwarf dwarf = LineFile.Of(table);
        Assert.Equal(["10 1:5", "10 1:6", "10 1:6 end"], LineFile.Rows(dwarf));
    }

    [Fact]
    public void What_an_extended_opcode_has_behind_its_operands_is_passed_over()
    {
        using OpenDwarf dwarf = LineFile.Of(lines => lines
            .Address(0x10).Extended(4, 9, 0xff, 0xff).Copy().Extended(1, 1, 2, 3));
        Assert.Equal(["10 1:1 discriminator 9", "10 1:1 end"], LineFile.Rows(dwarf));
    }

    [Fact]
    public void Numbers_are_of_any_size_within_64_bits()
    {
        using OpenDwarf dwarf = LineFile.Of(lines =>
        {
            lines.Address(0x10).File(uint.MaxValue).Column(uint.MaxValue + 1ul).Isa(ulong.MaxValue).AdvanceLine(uint.MaxValue - 1L).Copy();
            lines.File(300).Column(301).Isa(302).AdvanceLine(-(uint.MaxValue - 1L)).Discriminator(uint.MaxValue).Copy();
            // Padded to the most bytes that a number may have.
            lines.Bytes.U8(5).Uleb(7, width: 10);
            lines.End();
        });
        Assert.Equal(
            [
                $"10 {uint.MaxValue}:{uint.MaxValue}:{uint.MaxValue} isa {uint.MaxValue}",
                $"10 300:1:301 discriminator {uint.MaxValue} isa 302",
                "10 300:1:7 isa 302 end",
            ],
            LineFile.Rows(dwarf));
    }

    [Theory]
    [InlineData(8, 0ul, true)]
    [InlineData(8, 1ul, false)]
    [InlineData(8, ulong.MaxValue - 2, false)]
    [InlineData(8, ulong.MaxValue - 1, true)]
    [InlineData(8, ulong.MaxValue, true)]
    [InlineData(8, (ulong)uint.MaxValue, false)]
    [InlineData(4, uint.MaxValue - 2ul, false)]
    [InlineData(4, uint.MaxValue - 1ul, true)]
    [InlineData(4, (ulong)uint.MaxValue, true)]
    public void Sequences_that_a_linker_dropped_are_told(int addressSize, ulong address, bool isDropped)
    {
        LineTableSpec table = new()
        {
            AddressSize = (byte)addressSize,
            Program = lines => lines.Address(address, addressSize).Copy().AdvancePc(8).Copy().End().Address(0x10, addressSize).Copy().End(),
        };
        using OpenDwarf linked = LineFile.Of(table), relocatable = LineFile.Of(table, ElfType.Relocatable);
        Assert.Equal([isDropped, isDropped, isDropped, false, false], Dropped(linked));
        Assert.Equal(new bool[5], Dropped(relocatable));

        static IEnumerable<bool> Dropped(OpenDwarf dwarf) =>
            LineFile.Rows(dwarf).Select(row => row.EndsWith(" dropped", StringComparison.Ordinal));
    }

    [Fact]
    public void A_unit_without_a_line_table_has_no_rows()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder().Unit(Die(DwTag.CompileUnit, Name("a.c"))));
        Assert.Empty(LineFile.Rows(dwarf));
        Assert.Null(LineTableHeader.Of(dwarf.File.Units[0]));
        Assert.False(default(LineProgram).Next());
    }

    [Fact]
    public void A_program_may_be_empty_and_a_sequence_without_end()
    {
        using OpenDwarf none = LineFile.Of(new LineTableSpec());
        Assert.Empty(LineFile.Rows(none));
        using OpenDwarf cut = LineFile.Of(lines => lines.Address(0x10).Copy().AdvancePc(4));
        Assert.Equal(["10 1:1"], LineFile.Rows(cut));
    }

    [Fact]
    public void Rows_take_no_memory()
    {
        using OpenDwarf dwarf = LineFile.Of(lines =>
        {
            for (int i = 0; i < 1000; i++)
            {
                lines.Address((ulong)(0x1000 + i)).Discriminator(1).File(2).Special(200).Special(20).DefineFile("c.h", 0).End();
            }
        });
        long Count(LineProgram program)
        {
            long count = 0;
            while (program.Next())
            {
                count += program.Row.Line > 0 ? 1 : 0;
            }

            return count;
        }

        LineTableHeader header = LineTableHeader.Of(dwarf.File.Units[0])!;
        Allocation.None(3000, () => Count(LineProgram.Of(dwarf.File.Units[0], header)));
    }
}
