// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using static Kelf.TestSupport.Dw;

namespace Kelf.Fuzz.Seeds;

/// <summary>Line programs with every opcode, in all versions of their tables.</summary>
internal static class LineSeeds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Seed> All()
    {
        for (ushort version = 2; version <= 5; version++)
        {
            yield return Lines($"dwarf{version}", new LineTableSpec { Version = version }, new ElfBuilder(type: ElfType.Executable));
        }

        yield return Lines("dwarf64", new LineTableSpec { Is64 = true, HasChecksums = true }, new ElfBuilder(type: ElfType.Executable));
        yield return Lines("bundles", new LineTableSpec { Operations = 3, InstructionLength = 16 }, new ElfBuilder(type: ElfType.Executable));
        yield return Lines(
            "big-endian", new LineTableSpec { AddressSize = 4, InstructionLength = 4 },
            new ElfBuilder(ElfClass.Elf32, ByteOrder.Big, ElfMachine.Mips, ElfType.Executable));
        // Addresses, and differences that relaxation may change, are relocated.
        yield return Lines("riscv", new LineTableSpec(), new ElfBuilder(machine: ElfMachine.RiscV), relocate: true);
        yield return Lines("object", new LineTableSpec { NameForm = DwForm.String }, new ElfBuilder(), relocate: true);
    }

    private static Seed Lines(string name, LineTableSpec table, ElfBuilder elf, bool relocate = false)
    {
        int width = table.AddressSize;
        UnitSpec unit = new() { Version = table.Version, Is64 = table.Is64, AddressSize = table.AddressSize };
        DwForm form = table.Version >= 4 ? DwForm.SecOffset : DwForm.Data4;
        int address = 0, advance = 0;
        void Program(LineProgramWriter lines)
        {
            address = lines.Bytes.Position + 3;
            lines.Address(0x40, width).AdvanceLine(10).Column(3).Copy().Special(200).BasicBlock().PrologueEnd().Special(32)
                .NegateStmt().Discriminator(2).File(2).Special(100).EpilogueBegin().Isa(1).Copy();
            advance = lines.Bytes.Position + 1;
            lines.FixedAdvancePc(0).AdvanceLine(-3).Copy().ConstAddPc().AdvancePc(9).DefineFile("c.h", 0).Copy().File(3).Copy()
                .Extended(0x80, 1, 2).End();
            lines.Address(0x20, width).Copy().Address(0x18, width).Copy().AdvancePc(16).End();
            lines.Address(0, width).Copy().AdvancePc(4).End();
        }

        const ElfSectionFlags Code = ElfSectionFlags.Allocated | ElfSectionFlags.Executable;
        new DwarfBuilder(elf.Order)
            .LineTable("lines", table with { Files = ["a.c", "b.h"], Program = Program })
            .Unit(unit, Die(DwTag.CompileUnit, StmtList("lines", form), At(DwAttribute.CompDir, DwForm.String, "/build")))
            .AddTo(elf.Section(".text", new byte[0x100], flags: Code).Symbol("f", ".text", 0x10).Symbol("g", ".text", 0x18));
        if (relocate)
        {
            elf.Relocate(".debug_line", (ulong)address, DebugRelocationTypes.Absolute(elf.Machine, width), "f");
            if (elf.Machine == ElfMachine.RiscV)
            {
                elf.Relocate(".debug_line", (ulong)advance, 34, "g").Relocate(".debug_line", (ulong)advance, 38, "f");
            }
        }

        return new Seed($"lines/{name}", elf.Build());
    }
}
