// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

public sealed class ElfRelocationTableTests
{
    [Theory]
    [InlineData(ElfClass.Elf32, ByteOrder.Little, ElfMachine.I386, false)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big, ElfMachine.PowerPc, true)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big, ElfMachine.Mips, false)]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, ElfMachine.X8664, true)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big, ElfMachine.S390, true)]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, ElfMachine.Mips, true)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big, ElfMachine.Mips, true)]
    public void Reads_relocations(ElfClass elfClass, ByteOrder order, ElfMachine machine, bool addends)
    {
        using NativeBuffer buffer = new ElfBuilder(elfClass, order, machine)
            .Section(".text", new byte[16])
            .Symbol("f", null).Symbol("g", null)
            .Relocate(".text", 0x0102_0304, 0x12, "g", -5)
            .Relocate(".text", 8, 1, "")
            .BuildInMemory();
        ElfRelocationTable table = Table(ElfFile.Parse(buffer.Contents), (addends ? ".rela" : ".rel") + ".text");
        Assert.Equal((addends, 2), (table.HasAddends, table.Count));
        Assert.Equal(new ElfRelocation(0x0102_0304, 0x12, 2, addends ? -5 : 0), table[0]);
        Assert.Equal(new ElfRelocation(8, 1, 0, 0), table[1]);

        // Several at once: up to the end of the table, from its middle, and none behind it.
        ElfRelocation[] records = new ElfRelocation[3];
        Assert.Equal(2, table.Read(0, records));
        Assert.Equal([table[0], table[1], default], records);
        uint[] symbols = [9, 9, 9];
        Assert.Equal(2, table.ReadSymbols(0, symbols));
        Assert.Equal([2, 0, 9], symbols);
        Assert.Equal(1, table.ReadSymbols(1, symbols));
        Assert.Equal([0, 0, 9], symbols);
        Assert.Equal(1, table.ReadSymbols(0, symbols.AsSpan(0, 1)));
        Assert.Equal(2u, symbols[0]);
        Assert.Equal(0, table.ReadSymbols(2, symbols));
    }

    [Theory]
    [InlineData(47, 24, "47 bytes in entries of 24 bytes")]
    [InlineData(48, 16, "48 bytes in entries of 16 bytes")]
    public void Refuses_entries_of_another_size(ulong size, ulong entrySize, string message)
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".x", new byte[8]).Relocate(".x", 0, 1, "")
            .Relocate(".x", 1, 1, "")
            .With(".rela.x", header => header with { Size = size, EntrySize = entrySize }).BuildInMemory();
        Expect.Malformed(
            $"a.o: .rela.x+0x0: {message}: relocations have 24 bytes", () => Table(ElfFile.Parse(buffer.Contents), ".rela.x"));
    }

    [Fact]
    public void An_error_names_the_place_of_the_record()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".x", new byte[8]).Relocate(".x", 0, 1, "").BuildInMemory();
        Assert.Equal("a.o: .rela.x+0x18: odd", Table(ElfFile.Parse(buffer.Contents), ".rela.x").Malformed(1, "odd").Message);
    }

    [Fact]
    public void Walking_allocates_nothing()
    {
        ElfBuilder builder = new ElfBuilder().Section(".x", new byte[8]);
        for (int i = 0; i < 10_000; i++)
        {
            builder.Relocate(".x", 0, 1, "", i);
        }

        using NativeBuffer buffer = builder.BuildInMemory();
        ElfRelocationTable table = Table(ElfFile.Parse(buffer.Contents), ".rela.x");
        Allocation.None(49_995_000, () =>
        {
            long sum = 0;
            for (long i = 0; i < table.Count; i++)
            {
                sum += table[i].Addend;
            }

            return sum;
        });
    }

    private static ElfRelocationTable Table(ElfFile elf, string name)
    {
        Assert.True(elf.TryFindSection(name, out ElfSection? section));
        return elf.Relocations(section);
    }
}
