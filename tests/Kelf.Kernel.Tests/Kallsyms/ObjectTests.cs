// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>The object for each machine, read back. That linkers agree is shown by tests/Differential/kallsyms-targets.sh.</summary>
public sealed class ObjectTests
{
    private const string Map = "80001000 T _text\n80001000 t f\n80001010 t g\n";

    public static TheoryData<ElfMachine, ElfClass, ByteOrder, bool, uint, uint> Machines { get; } = new()
    {
        { ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little, true, 2, 1 },
        { ElfMachine.I386, ElfClass.Elf32, ByteOrder.Little, false, 2, 1 },
        { ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Big, true, 261, 257 },
        { ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Big, false, 3, 2 },
        { ElfMachine.RiscV, ElfClass.Elf64, ByteOrder.Little, true, 57, 2 },
        { ElfMachine.RiscV, ElfClass.Elf32, ByteOrder.Little, true, 57, 1 },
        { ElfMachine.S390, ElfClass.Elf64, ByteOrder.Big, true, 5, 22 },
        { ElfMachine.PowerPc, ElfClass.Elf32, ByteOrder.Big, true, 26, 1 },
        { ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Little, true, 26, 38 },
        { ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Little, false, 248, 2 },
        { ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Little, true, 248, 18 },
        { ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Big, true, 248, 18 },
        { ElfMachine.LoongArch, ElfClass.Elf64, ByteOrder.Little, true, 99, 2 },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Each_entry_has_a_relocation(
        ElfMachine machine, ElfClass elfClass, ByteOrder order, bool hasAddends, uint distance, uint word)
    {
        ElfObjectKind kind = new(elfClass, order, machine, Flags: 0x1234, OsAbi: 3, AbiVersion: 1);
        using NativeBuffer file = InMemory.File(Tables.ObjectOf(Tables.Of(Map, Tables.Linux73), kind));
        ElfFile elf = ElfFile.Parse(file.Contents);
        Assert.Equal(kind, ElfObjectKind.Of(elf));
        Assert.Equal(ElfType.Relocatable, elf.Type);
        Assert.True(elf.TryFindSection(".rodata", out ElfSection? tables));
        Assert.Equal(machine is ElfMachine.Mips or ElfMachine.S390 ? 0u : 1u, tables.Size % 4);
        Assert.Equal(
            (hasAddends ? ElfSectionType.RelocationsWithAddends : ElfSectionType.Relocations, tables.Index.Value),
            (elf.Sections[5].Type, elf.Sections[5].Info));
        ElfSymbolTable symbols = elf.Symbols(elf.Sections[6]);
        // Assemblers for arm64 mark where data begins.
        int marks = machine == ElfMachine.AArch64 ? 1 : 0;
        Assert.Equal(marks, symbols.NameOf(symbols[1]).SequenceEqual("$d"u8) ? 1 : 0);
        Assert.Equal(1u + (uint)marks, elf.Sections[6].Info);
        ElfSymbol offsets = symbols[6 + marks];
        Assert.True(symbols.NameOf(offsets).SequenceEqual("kallsyms_offsets"u8));
        Assert.True(symbols.NameOf(symbols[7 + marks]).SequenceEqual("_text"u8));
        ElfRelocationTable relocations = elf.Relocations(elf.Sections[5]);
        Assert.Equal(3, relocations.Count);
        for (int i = 0; i < 3; i++)
        {
            long expected = i < 2 ? 0 : 16;
            ulong place = offsets.Value + (4 * (ulong)i);
            Assert.Equal(new ElfRelocation(place, distance, 7u + (uint)marks, hasAddends ? expected : 0), relocations[i]);
            Assert.Equal(hasAddends ? 0 : (uint)expected, elf.Contents(tables).Read(order, place).U32());
        }

        // The base of 6.12 is a word.
        KallsymsTable older = Tables.Of(Map, new() { Layout = KallsymsLayout.Linux612, AllSymbols = true });
        using NativeBuffer olderFile = InMemory.File(Tables.ObjectOf(older, kind));
        ElfFile olderElf = ElfFile.Parse(olderFile.Contents);
        ElfRelocationTable bases = olderElf.Relocations(olderElf.Sections[5]);
        Assert.Equal((1L, word), (bases.Count, bases[0].Type));
    }

    [Fact]
    public void Symbols_and_sizes_are_those_of_the_text()
    {
        using NativeBuffer file = InMemory.File(Tables.ObjectOf(Tables.Of(Map, Tables.Linux73)));
        ElfFile elf = ElfFile.Parse(file.Contents);
        ElfSymbolTable symbols = elf.Symbols(elf.Sections[6]);
        Assert.Equal(
            [
                "kallsyms_num_syms 0 0", "kallsyms_names 4 6", "kallsyms_markers 12 4", "kallsyms_token_table 16 283",
                "kallsyms_token_index 300 0", "kallsyms_offsets 812 12", "_text 0 0", "kallsyms_seqs_of_names 824 0",
            ],
            Enumerable.Range(1, symbols.Count - 1).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $"{System.Text.Encoding.ASCII.GetString(symbols.NameOf(symbols[i]))} {symbols[i].Value} {symbols[i].Size}")));
    }

    [Fact]
    public void Machines_that_are_not_known_are_refused_where_it_matters()
    {
        ElfObjectKind kind = new(ElfClass.Elf64, ByteOrder.Big, ElfMachine.SparcV9);
        Assert.Equal(
            "x.map: machine 43: its relocations are not known here; use --text and an assembler",
            Assert.Throws<RefusedException>(() => Tables.ObjectOf(Tables.Of(Map, Tables.Linux73), kind)).Message);
        Assert.NotEmpty(Tables.ObjectOf(Tables.Of("", Tables.Linux73), kind));
    }
}
