// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Dwarf;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Dwarf;

/// <summary>What the builder was told is what the reader sees, however it is encoded.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void The_encoding_of_a_file_does_not_show_in_what_is_read()
    {
        Property.Holds<int>(
            seed =>
            {
                string expected = Dump(seed, new UnitSpec(), ByteOrder.Little, ElfType.Executable, SectionPacking.Stored);
                return expected == Dump(seed, new UnitSpec(), ByteOrder.Big, ElfType.Executable, SectionPacking.Stored)
                    && expected == Dump(seed, new UnitSpec { Is64 = true }, ByteOrder.Big, ElfType.Relocatable,
                        SectionPacking.Zlib)
                    && expected == Dump(seed, new UnitSpec(), ByteOrder.Little, ElfType.Relocatable, SectionPacking.Zstd);
            },
            count: 100);
    }

    [Fact]
    public void Passing_over_entries_gives_the_same_entries()
    {
        Property.Holds<int>(
            seed =>
            {
                using OpenDwarf dwarf = Open(seed, new UnitSpec(), ByteOrder.Little, ElfType.Executable,
                    SectionPacking.Stored);
                foreach (DwarfUnit unit in dwarf.File.Units)
                {
                    DieReader reading = unit.Entries();
                    DieReader passing = unit.Entries();
                    bool more;
                    do
                    {
                        while (reading.NextAttribute(out _, out _))
                        {
                        }

                        more = reading.Next();
                        if (passing.Next() != more || passing.Offset != reading.Offset || passing.Tag != reading.Tag)
                        {
                            return false;
                        }
                    }
                    while (more);
                }

                return true;
            },
            count: 100);
    }

    private static string Dump(int seed, UnitSpec spec, ByteOrder order, ElfType type, SectionPacking packing)
    {
        using OpenDwarf dwarf = Open(seed, spec, order, type, packing);
        return dwarf.Dump();
    }

    private static OpenDwarf Open(int seed, UnitSpec spec, ByteOrder order, ElfType type, SectionPacking packing)
    {
        RandomDwarf units = new(new Random(seed), spec);
        DwarfBuilder dwarf = new DwarfBuilder(order).Unit(spec, units.Unit("a", 12, 4)).Unit(spec, units.Unit("b", 5, 3));
        ElfMachine machine = order == ByteOrder.Big ? ElfMachine.S390 : ElfMachine.X8664;
        return OpenDwarf.Of(dwarf.AddTo(new ElfBuilder(ElfClass.Elf64, order, machine, type), packing));
    }
}
