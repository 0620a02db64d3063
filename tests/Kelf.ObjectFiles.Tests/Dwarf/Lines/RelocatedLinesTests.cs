// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Dwarf.Lines;
using Kelf.ObjectFiles.Dwarf.Lists;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Machines;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf.Lines;

/// <summary>Line tables of objects and modules: addresses are those of sections, and what relaxation may change is a difference.</summary>
public sealed class RelocatedLinesTests
{
    private const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;

    // Behind the header that the table has, and the first three bytes of set_address.
    private const ulong FirstAddress = 0x36 + 3;

    [Theory]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664)]
    [InlineData(ElfClass.Elf32, ByteOrder.Little, ElfMachine.I386)] // addends in place
    [InlineData(ElfClass.Elf64, ByteOrder.Big, ElfMachine.S390)]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, ElfMachine.Mips)] // its own r_info
    [InlineData(ElfClass.Elf32, ByteOrder.Big, ElfMachine.Mips)]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, ElfMachine.RiscV)]
    public void An_address_is_that_of_its_section(ElfClass elfClass, ByteOrder order, ElfMachine machine)
    {
        int width = elfClass == ElfClass.Elf64 ? 8 : 4;
        ElfBuilder elf = WithCode(new ElfBuilder(elfClass, order, machine));
        ulong inPlace = elf.UsesAddends ? 0u : 4u;
        long addend = elf.UsesAddends ? 4 : 0;
        Build(elf, order, width, lines => lines
            .Address(inPlace, width).Copy().AdvancePc(2).End().Address(inPlace, width).AdvanceLine(1).Copy().AdvancePc(2).End());
        ulong second = FirstAddress + (ulong)width + 1 + 2 + 3 + 3;
        uint type = DebugRelocationTypes.Absolute(machine, width);
        elf.Relocate(".debug_line", FirstAddress, type, ".text", addend).Relocate(".debug_line", second, type, ".init.text", addend);
        using NativeBuffer image = elf.BuildInMemory();
        ElfFile file = ElfFile.Parse(image.Contents);
        using (DwarfFile dwarf = DwarfFile.Open(file))
        {
            Assert.Equal(["4 1:1", "6 1:1 end", "4 1:2", "6 1:2 end"], LineFile.Rows(dwarf));
        }

        // Those of sections that are not loaded do not count: offsets into them stay.
        ulong[] addresses = [.. file.Sections.ToArray().Select(section => 0x1000ul * section.Index.Value)];
        using DwarfFile placed = DwarfFile.Open(file, null, addresses);
        Assert.Equal(["1004 1:1", "1006 1:1 end", "2004 1:2", "2006 1:2 end"], LineFile.Rows(placed));
        Assert.True(new RowFiles(placed.Units[0]).TryPath(1, out string? path));
        Assert.Equal("/src/b.h", path);
        // In a file with its supplementary one, too.
        using DwarfFile both = DwarfFile.OpenWith(file, null, file, null, addresses);
        Assert.Equal(LineFile.Rows(placed), LineFile.Rows(both));
    }

    [Fact]
    public void Sections_of_one_name_have_their_own_addresses()
    {
        ElfBuilder elf = new ElfBuilder().Section(".text.f", new byte[16], flags: Code).Symbol("f", ".text.f", 4)
            .Section(".text.f", new byte[16], flags: Code).Symbol("g", ".text.f", 4);
        Build(elf, ByteOrder.Little, 8, lines => lines.Address(0).Copy().End().Address(0).Copy().End());
        elf.Relocate(".debug_line", FirstAddress, 1, "f").Relocate(".debug_line", FirstAddress + 8 + 1 + 3 + 3, 1, "g");
        using NativeBuffer image = elf.BuildInMemory();
        ElfFile file = ElfFile.Parse(image.Contents);
        ulong[] addresses = new ulong[file.Sections.Length];
        (addresses[1], addresses[2]) = (0x5000, 0x3000);
        using DwarfFile dwarf = DwarfFile.Open(file, null, addresses);
        Assert.Equal(["5004 1:1", "5004 1:1 end", "3004 1:1", "3004 1:1 end"], LineFile.Rows(dwarf));
    }

    [Fact]
    public void Symbols_in_no_section_stay_where_they_are()
    {
        ElfBuilder elf = new ElfBuilder().Symbol("absolute", ElfSymbol.AbsoluteSection, 0x77).Symbol("elsewhere", null);
        Build(elf, ByteOrder.Little, 8, lines => lines.Address(0).Copy().End().Address(0).Copy().End());
        elf.Relocate(".debug_line", FirstAddress, 1, "absolute").Relocate(".debug_line", FirstAddress + 8 + 1 + 3 + 3, 1, "elsewhere");
        using NativeBuffer image = elf.BuildInMemory();
        ElfFile file = ElfFile.Parse(image.Contents);
        using DwarfFile dwarf = DwarfFile.Open(file, null, [0, .. Enumerable.Repeat(0x1000ul, file.Sections.Length - 1)]);
        Assert.Equal(["77 1:1", "77 1:1 end", "0 1:1", "0 1:1 end"], LineFile.Rows(dwarf));
    }

    [Fact]
    public void There_is_an_address_for_each_section()
    {
        using NativeBuffer image = new ElfBuilder().Section(".text", new byte[16], flags: Code).BuildInMemory();
        ElfFile file = ElfFile.Parse(image.Contents);
        int count = file.Sections.Length;
        Assert.Equal(
            $"{count - 1} addresses for {count} sections (Parameter 'sectionAddresses')",
            Assert.Throws<ArgumentException>(() => DwarfFile.Open(file, null, new ulong[count - 1])).Message);
        Assert.Throws<ArgumentException>(() => DwarfFile.Open(file, null, new ulong[count + 1]));
        DwarfFile.Open(file, null, new ulong[count]).Dispose();
    }

    [Fact]
    public void The_addresses_of_ranges_are_those_of_sections_too()
    {
        ElfBuilder elf = WithCode(new ElfBuilder());
        Build(
            elf, ByteOrder.Little, 8, lines => lines.End(),
            Raw(DwAttribute.LowPc, DwForm.Addr, new byte[8]), At(DwAttribute.HighPc, DwForm.Data4, 0x20));
        // Behind the header, the abbreviation's number and DW_AT_stmt_list.
        elf.Relocate(".debug_info", 12 + 1 + 4, 1, ".init.text", 8);
        using NativeBuffer image = elf.BuildInMemory();
        ElfFile file = ElfFile.Parse(image.Contents);
        ulong[] addresses = new ulong[file.Sections.Length];
        addresses[2] = 0x7000;
        using DwarfFile dwarf = DwarfFile.Open(file, null, addresses);
        Assert.Equal([new AddressRange(0x7008, 0x7028)], UnitAddresses.Read(dwarf.Units[0]));
    }

    // As GNU as 2.40 and 2.42 leave .loc of RISC-V: fixed_advance_pc with ADD16 and SUB16, or advance_pc with ULEB128.
    [Theory]
    [InlineData(ElfMachine.RiscV, 34u, 38u, 60u, 61u)]
    [InlineData(ElfMachine.LoongArch, 48u, 53u, 107u, 108u)]
    public void Differences_of_labels_are_applied_in_pairs(ElfMachine machine, uint add16, uint sub16, uint setUleb, uint subUleb)
    {
        ElfBuilder elf = new ElfBuilder(machine: machine).Section(".text", new byte[0x2000], flags: Code)
            .Symbol("a", ".text", 0x10).Symbol("b", ".text", 0x18).Symbol("c", ".text", 0x1018);
        Build(elf, ByteOrder.Little, 8, lines =>
        {
            lines.Address(0).Copy().FixedAdvancePc(0).AdvanceLine(1).Copy();
            lines.Bytes.U8(2).Uleb(0, width: 2);
            lines.AdvanceLine(1).Copy().End();
        });
        ulong @fixed = FirstAddress + 8 + 2, uleb = @fixed + 2 + 2 + 1 + 1;
        elf.Relocate(".debug_line", FirstAddress, DebugRelocationTypes.Absolute(machine, 8), "a")
            .Relocate(".debug_line", @fixed, add16, "b").Relocate(".debug_line", @fixed, sub16, "a")
            .Relocate(".debug_line", uleb, setUleb, "c").Relocate(".debug_line", uleb, subUleb, "b");
        using NativeBuffer image = elf.BuildInMemory();
        ElfFile file = ElfFile.Parse(image.Contents);
        using (DwarfFile dwarf = DwarfFile.Open(file))
        {
            Assert.Equal(["10 1:1", "18 1:2", "1018 1:3", "1018 1:3 end"], LineFile.Rows(dwarf));
        }

        ulong[] addresses = new ulong[file.Sections.Length];
        addresses[1] = 0xffff_ffff_0000;
        using DwarfFile placed = DwarfFile.Open(file, null, addresses);
        Assert.Equal(
            ["ffffffff0010 1:1", "ffffffff0018 1:2", "ffffffff1018 1:3", "ffffffff1018 1:3 end"], LineFile.Rows(placed));
    }

    [Theory]
    [InlineData(0x36, "R_X86_64_PC32 (2)")]
    [InlineData(0x36 + 3, "R_X86_64_PC32 (2)")]
    [InlineData(0, "R_X86_64_PC32 (2)")]
    public void A_relocation_that_is_not_known_is_no_wrong_line(int offset, string type)
    {
        ElfBuilder elf = WithCode(new ElfBuilder());
        Build(elf, ByteOrder.Little, 8, lines => lines.Address(0).Copy().End());
        elf.Relocate(".debug_line", (ulong)offset, 2, ".text");
        using NativeBuffer image = elf.BuildInMemory();
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        Expect.Malformed($"a.o: .debug_line+0x{offset:x}: relocation type {type} is not supported", () => LineProgram.Of(dwarf.Units[0]));
        Expect.Malformed($"a.o: .debug_line+0x{offset:x}: relocation type {type} is not supported", () => _ = dwarf.Units[0].Files);
    }

    [Theory]
    [InlineData(ElfMachine.RiscV, 43u, "R_RISCV_ALIGN (43)")]
    [InlineData(ElfMachine.LoongArch, 99u, "R_LARCH_32_PCREL (99)")]
    [InlineData(ElfMachine.AArch64, 261u, "261")]
    public void It_is_named(ElfMachine machine, uint type, string name)
    {
        ElfBuilder elf = WithCode(new ElfBuilder(machine: machine));
        Build(elf, ByteOrder.Little, 8, lines => lines.Address(0).Copy().End());
        elf.Relocate(".debug_line", FirstAddress, type, ".text");
        using NativeBuffer image = elf.BuildInMemory();
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        Expect.Malformed(
            $"a.o: .debug_line+0x{FirstAddress:x}: relocation type {name} is not supported", () => LineProgram.Of(dwarf.Units[0]));
    }

    [Fact]
    public void A_relocation_of_another_table_does_not_matter()
    {
        DwarfBuilder builder = new DwarfBuilder()
            .LineTable("a", new LineTableSpec { Files = ["a.c"], Program = lines => lines.Address(4).Copy().End() })
            .LineTable("b", new LineTableSpec { Files = ["b.c"], Program = lines => lines.Address(4).Copy().End() })
            .LineTable("c", new LineTableSpec { Files = ["c.c"], Program = lines => lines.Address(4).Copy().End() })
            .Unit(Die(DwTag.CompileUnit, StmtList("a"))).Unit(Die(DwTag.CompileUnit, StmtList("b")))
            .Unit(Die(DwTag.CompileUnit, StmtList("c")));
        int length = builder.Section(".debug_line").Length / 3;
        ElfBuilder elf = builder.AddTo(new ElfBuilder());
        elf.Relocate(".debug_line", (ulong)length, 2, "").Relocate(".debug_line", (ulong)(2 * length) - 1, 2, "");
        using NativeBuffer image = elf.BuildInMemory();
        using DwarfFile dwarf = DwarfFile.Open(ElfFile.Parse(image.Contents));
        Assert.Equal(["4 1:1", "4 1:1 end"], LineFile.Rows(dwarf));
        Expect.Malformed(
            $"a.o: .debug_line+0x{length:x}: relocation type R_X86_64_PC32 (2) is not supported", () => LineProgram.Of(dwarf.Units[1]));
        Assert.True(LineProgram.Of(dwarf.Units[2]).Next());
    }

    private static ElfBuilder WithCode(ElfBuilder elf) =>
        elf.Section(".text", new byte[16], flags: Code).Section(".init.text", new byte[16], flags: Code);

    /// <summary>Adds a unit with a table of this program to a file.</summary>
    private static void Build(ElfBuilder elf, ByteOrder order, int width, Action<LineProgramWriter> program, params DieItem[] attributes)
    {
        new DwarfBuilder(order)
            .LineTable("lines", new LineTableSpec { Files = ["a.c", "b.h"], AddressSize = (byte)width, Program = program })
            .Unit(new UnitSpec { AddressSize = (byte)width }, Die(DwTag.CompileUnit, [StmtList("lines"), .. attributes]))
            .AddTo(elf);
    }
}
