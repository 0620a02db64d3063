// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

using static Kelf.TestSupport.Dw;

namespace Kelf.ObjectFiles.Tests.Dwarf;

public sealed class DwarfFileTests
{
    private const string Struct = """
        Compile 5
         CompileUnit Name='a.c' StmtList=SecOffset
          BaseType Name='int' ByteSize=4 Encoding=5
          StructureType Name='s' ByteSize=16
           Member Name='a' Type=->int DataMemberLocation=0
           Member Name='next' Type=->PointerType DataMemberLocation=8
          PointerType Type=->s ByteSize=8
          Variable Name='s0' Type=->s External=yes

        """;

    /// <summary>The machines of the kernel, each with its classes and byte orders.</summary>
    public static TheoryData<ElfMachine, ElfClass, ByteOrder> Machines { get; } = new()
    {
        { ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.I386, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Big },
        { ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Big },
        { ElfMachine.RiscV, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.RiscV, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.S390, ElfClass.Elf64, ByteOrder.Big },
        { ElfMachine.PowerPc, ElfClass.Elf32, ByteOrder.Big },
        { ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Big },
        { ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Big },
        { ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Big },
        { ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.LoongArch, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.Sparc, ElfClass.Elf32, ByteOrder.Big },
        { ElfMachine.SparcV9, ElfClass.Elf64, ByteOrder.Big },
    };

    [Fact]
    public void An_error_names_the_file_and_the_place_also_where_no_unit_is()
    {
        using NativeBuffer file = new ElfBuilder().BuildInMemory();
        using DwarfFile empty = DwarfFile.Open(ElfFile.Parse(file.Contents));
        Assert.Equal("a.o: .debug_info+0x99: no type", empty.Malformed(new DieOffset(0x99), "no type").Message);

        using OpenDwarf dwarf = OpenDwarf.Of(StructUnit(ByteOrder.Little).AddTo(new ElfBuilder()));
        DwarfUnit unit = dwarf.File.Units[0];
        Assert.Equal($"a.o: .debug_info+0x{unit.Start.Value + 0x10:x}: no type", dwarf.File.Malformed(new DieOffset(unit.Start.Value + 0x10), "no type").Message);
        Assert.Equal("a.o: .debug_info+0x12345: no type", dwarf.File.Malformed(new DieOffset(0x12345), "no type").Message);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Reads_relocatable_objects_of_every_machine(ElfMachine machine, ElfClass elfClass, ByteOrder order)
    {
        foreach (SectionPacking packing in (SectionPacking[])[SectionPacking.Stored, SectionPacking.Zlib,
            SectionPacking.Zstd])
        {
            ElfBuilder elf = new(elfClass, order, machine);
            using OpenDwarf dwarf = OpenDwarf.Of(StructUnit(order).AddTo(elf, packing));
            Assert.Equal(Struct, dwarf.Dump());
            Assert.Equal("a.c", System.Text.Encoding.UTF8.GetString(dwarf.File.Units[0].Files.Name(0)));
            Assert.False(dwarf.File.HasUnknownRelocations);
        }
    }

    [Theory]
    [InlineData(SectionPacking.GnuZlib, ".z")]
    [InlineData(SectionPacking.Stored, ".gnu.debuglto_.")]
    public void Reads_sections_under_their_other_names(SectionPacking packing, string prefix)
    {
        using OpenDwarf dwarf = OpenDwarf.Of(StructUnit(ByteOrder.Little).AddTo(new ElfBuilder(), packing, prefix));
        Assert.Equal(Struct, dwarf.Dump());
    }

    [Fact]
    public void A_file_without_debugging_information_has_no_units()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new ElfBuilder());
        Assert.True(dwarf.File.Units.IsEmpty);
        Assert.False(dwarf.File.TryFindUnit(new DieOffset(0), out _));
    }

    [Fact]
    public void Units_of_debug_types_come_last()
    {
        UnitSpec typeUnit = new() { Version = 4, InTypesSection = true, Signature = 0x1122_3344_5566_7788, TypeLabel = "t" };
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(typeUnit, Die(DwTag.TypeUnit, Die("t", DwTag.StructureType, Name("t"), ByteSize(1))))
            .Unit(new UnitSpec { Version = 4 }, Die(
                DwTag.CompileUnit,
                Die(DwTag.Variable, Name("v"), At(DwAttribute.Type, DwForm.RefSig8, 0x1122_3344_5566_7788)),
                Die(DwTag.Variable, Name("w"), At(DwAttribute.Type, DwForm.RefSig8, 0x99)))));
        Assert.Equal(
            """
            Compile 4
             CompileUnit
              Variable Name='v' Type=->t
              Variable Name='w' Type=RefSig8
            Type 4
             TypeUnit
              StructureType Name='t' ByteSize=1

            """,
            dwarf.Dump());
        DwarfUnit unit = dwarf.File.Units[1];
        Assert.Equal((1, 0x1122_3344_5566_7788ul), (unit.Index, unit.TypeSignature));
        Assert.Equal((ulong)dwarf.File.Units[0].Contents.Length, unit.Start.Value);
        Assert.True(dwarf.File.TryFindTypeUnit(0x1122_3344_5566_7788, out DwarfUnit? found));
        Assert.Same(unit, found);
        Assert.True(dwarf.File.TryFindUnit(unit.TypeEntry, out found));
        Assert.Same(unit, found);
    }

    [Fact]
    public void COMDAT_type_units_are_joined_and_found()
    {
        // What gcc -fdebug-types-section writes: one .debug_info section per type unit, sharing all other sections.
        DwarfBuilder units = new DwarfBuilder()
            .Unit(
                new UnitSpec { Type = DwUnitType.Type, Signature = 0x77, TypeLabel = "t" },
                Die(DwTag.TypeUnit, Die("t", DwTag.StructureType, Name("t", DwForm.Strp), ByteSize(1))))
            .Unit(Die(
                DwTag.CompileUnit, Name("a.c", DwForm.Strp),
                Die(DwTag.Variable, Name("v", DwForm.Strp), At(DwAttribute.Type, DwForm.RefSig8, 0x77))));
        byte[] info = units.Section(".debug_info");
        int second = 4 + info[0];
        ElfBuilder elf = new ElfBuilder()
            .Section(".debug_info", info[..second]).Section(".debug_info", info[second..])
            .Section(".debug_abbrev", units.Section(".debug_abbrev")).Section(".debug_str", units.Section(".debug_str"));
        using OpenDwarf dwarf = OpenDwarf.Of(elf);
        Assert.Equal(
            """
            Type 5
             TypeUnit
              StructureType Name='t' ByteSize=1
            Compile 5
             CompileUnit Name='a.c'
              Variable Name='v' Type=->t

            """,
            dwarf.Dump());
    }

    [Fact]
    public void Finds_the_unit_of_an_entry()
    {
        using OpenDwarf dwarf = OpenDwarf.Of(new DwarfBuilder()
            .Unit(Die(DwTag.CompileUnit, Die(DwTag.BaseType))).Unit(new UnitSpec { Version = 2 }, Die(DwTag.CompileUnit)));
        DwarfUnit first = dwarf.File.Units[0], second = dwarf.File.Units[1];
        Assert.False(dwarf.File.TryFindUnit(new DieOffset(11), out _)); // the header
        Assert.True(dwarf.File.TryFindUnit(new DieOffset(12), out DwarfUnit? found));
        Assert.Same(first, found);
        Assert.True(dwarf.File.TryFindUnit(new DieOffset(second.Start.Value - 1), out found));
        Assert.Same(first, found);
        Assert.True(dwarf.File.TryFindUnit(new DieOffset(second.Start.Value + 11), out found));
        Assert.Same(second, found);
        Assert.False(dwarf.File.TryFindUnit(new DieOffset(second.Start.Value + 12), out _)); // the end
        Assert.False(dwarf.File.TryFindUnit(new DieOffset(ulong.MaxValue), out _));
    }

    [Fact]
    public void Unknown_relocations_are_found_by_their_place()
    {
        ElfBuilder elf = StructUnit(ByteOrder.Little).AddTo(new ElfBuilder()).Relocate(".debug_info", 0x20, 2, "");
        using OpenDwarf dwarf = OpenDwarf.Of(elf);
        Assert.True(dwarf.File.HasUnknownRelocations);
        Assert.True(dwarf.File.HasUnknownRelocation(dwarf.File.Units[0], 0x20, out uint type));
        Assert.Equal(2u, type);
        Assert.False(dwarf.File.HasUnknownRelocation(dwarf.File.Units[0], 0x21, out _));
    }

    private static DwarfBuilder StructUnit(ByteOrder order) => new DwarfBuilder(order)
        .LineTable("lines", new LineTableSpec { Files = ["a.c"] })
        .Unit(Die(
            DwTag.CompileUnit, Name("a.c", DwForm.LineStrp), StmtList("lines"),
            Die("int", DwTag.BaseType, Name("int", DwForm.Strp), ByteSize(4), Encoding(5)),
            Die("s", DwTag.StructureType, Name("s"), ByteSize(16),
                Die(DwTag.Member, Name("a"), Type("int"), Location(0)),
                Die(DwTag.Member, Name("next", DwForm.Strp), Type("p"), Location(8))),
            Die("p", DwTag.PointerType, Type("s"), ByteSize(8)),
            Die(DwTag.Variable, Name("s0", DwForm.Strp), Type("s", DwForm.RefAddr), Flag(DwAttribute.External))));
}
