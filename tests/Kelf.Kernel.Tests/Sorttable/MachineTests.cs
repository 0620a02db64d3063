// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Sorttable;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Sorttable;

/// <summary>The forms of entries, on each machine that has them, against what the image was built from.</summary>
public sealed class MachineTests
{
    private const ulong Base = 0x8010_0000;

    public static TheoryData<ElfMachine, ElfClass, ByteOrder> Machines { get; } = new()
    {
        { ElfMachine.I386, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.X8664, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.AArch64, ElfClass.Elf64, ByteOrder.Big },
        { ElfMachine.RiscV, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.RiscV, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.S390, ElfClass.Elf64, ByteOrder.Big },
        { ElfMachine.LoongArch, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.PowerPc, ElfClass.Elf32, ByteOrder.Big },
        { ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Big },
        { ElfMachine.PowerPc64, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.Arm, ElfClass.Elf32, ByteOrder.Big },
        { ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.Mips, ElfClass.Elf32, ByteOrder.Big },
        { ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Little },
        { ElfMachine.Mips, ElfClass.Elf64, ByteOrder.Big },
        { ElfMachine.ArCompact, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.ArcV2, ElfClass.Elf32, ByteOrder.Little },
        { ElfMachine.MicroBlaze, ElfClass.Elf32, ByteOrder.Big },
        { ElfMachine.Xtensa, ElfClass.Elf32, ByteOrder.Little },
    };

    /// <summary>Sorting the table gives the table of the sorted list, whatever an entry looks like.</summary>
    [Theory]
    [MemberData(nameof(Machines))]
    public void Exceptions_and_tracer_calls(ElfMachine machine, ElfClass elfClass, ByteOrder order)
    {
        Random random = new(7);
        KernelImage image = new()
        {
            Machine = machine,
            Class = elfClass,
            Order = order,
            Base = Base,
            TextSize = 0x1000,
            Functions = [new("f", Base + 0x100, 0xf00)],
            Exceptions = [.. Enumerable.Range(0, 100)
                .Select(i => (Base + 0x100 + (ulong)(i * 4), Base + (ulong)random.Next(0x1000), (uint)random.Next()))
                .OrderBy(_ => random.Next())],
            Mcount = [.. Enumerable.Range(0, 50).Select(i => Base + 0xc0 + (ulong)(i * 8)).OrderBy(_ => random.Next())],
        };
        ulong first = machine is ElfMachine.AArch64 or ElfMachine.RiscV ? 0xf8u : 0x100u;
        KernelImage expected = image with
        {
            Exceptions = [.. image.Exceptions.OrderBy(entry => entry.Instruction)],
            Mcount = [.. image.Mcount!.Select(call => call >= Base + first ? call : 0).Order()],
            SortNeeded = 0,
        };
        SortedImage sorted = SortedImage.Of(image);
        Assert.Equal(expected.ToElf().Build(), sorted.File);
        Assert.Equal(100, sorted.Result.Exceptions.Entries);
        Assert.Null(sorted.Result.Orc);
        Assert.Equal(image.Mcount!.Count(call => call < Base + first), sorted.Result.Mcount!.Zeroed);
    }

    /// <summary>Keys are signed: a table far from its code has both signs.</summary>
    [Fact]
    public void Targets_on_both_sides_of_the_table()
    {
        KernelImage image = new()
        {
            Base = 0xffff_ffff_8100_0000,
            Exceptions = [(0xffff_ffff_8200_0000, 1, 1), (0xffff_ffff_8000_0000, 2, 2), (0xffff_ffff_8100_0000, 3, 3)],
        };
        SortedImage sorted = SortedImage.Of(image);
        KernelImage expected = image with { Exceptions = [image.Exceptions[1], image.Exceptions[2], image.Exceptions[0]], SortNeeded = 0 };
        Assert.Equal(expected.ToElf().Build(), sorted.File);
    }

    /// <summary>Absolute addresses are unsigned.</summary>
    [Theory]
    [InlineData(ElfClass.Elf32, 0x7fff_fff0, 0x8000_0000)]
    [InlineData(ElfClass.Elf64, 0x7fff_ffff_ffff_fff0, 0xffff_ffff_8000_0000)]
    public void Addresses_on_both_sides_of_the_sign(ElfClass elfClass, ulong low, ulong high)
    {
        KernelImage image = new()
        {
            Machine = ElfMachine.Mips, Class = elfClass, Base = high, Exceptions = [(high, 1, 0), (low, 2, 0)],
            Functions = [new("f", low, 4), new("g", high, 4)], Mcount = [high, low],
        };
        KernelImage expected = image with { Exceptions = [(low, 2, 0), (high, 1, 0)], Mcount = [low, high], SortNeeded = 0 };
        Assert.Equal(expected.ToElf().Build(), SortedImage.Of(image).File);
    }

    /// <summary>Entries of one instruction keep their order.</summary>
    [Fact]
    public void Equal_keys_keep_their_order()
    {
        KernelImage image = new() { Exceptions = [.. Enumerable.Range(0, 64).Select(i => (5ul - (ulong)(i / 16), 0ul, (uint)i))] };
        KernelImage expected = image with { Exceptions = [.. image.Exceptions.OrderBy(entry => entry.Instruction)], SortNeeded = 0 };
        Assert.Equal(expected.ToElf().Build(), SortedImage.Of(image).File);
    }

    /// <summary>The lowest bit of a Thumb function's address is no part of it.</summary>
    [Fact]
    public void Thumb_functions_begin_at_even_addresses()
    {
        SortedImage sorted = SortedImage.Of(new KernelImage
        {
            Machine = ElfMachine.Arm, Class = ElfClass.Elf32, Base = Base, Functions = [new("f", Base + 1, 4)], Mcount = [Base + 4, Base],
        });
        Assert.Equal([0, Base], sorted.Words(".init.data", 2, 4, ByteOrder.Little));
    }

    [Fact]
    public void Loongarch_orc_entries_have_eight_bytes()
    {
        byte[] call = [8, 0, 0, 0, 0, 0, 0x03, 0x20], undefined = [0, 0, 0, 0, 0, 0, 0, 0x80];
        KernelImage image = new()
        {
            Machine = ElfMachine.LoongArch, Base = Base,
            Orc = [(Base + 8, call), (Base, call), (Base + 8, undefined), (Base + 4, undefined)],
        };
        KernelImage expected = image with
        {
            Orc = [(Base, call), (Base + 4, undefined), (Base + 8, undefined), (Base + 8, call)], SortNeeded = 0,
        };
        Assert.Equal(expected.ToElf().Build(), SortedImage.Of(image).File);
    }

    /// <summary>In Linux 6.1, type 0 is a call; what is undefined has no stack register and does not end the stack.</summary>
    [Fact]
    public void Orc_entries_of_linux_6_1()
    {
        byte[] call = [8, 0, 0, 0, 0x05, 0], end = [0, 0, 0, 0, 0, 4], undefined = new byte[6];
        KernelImage image = new()
        {
            Orc = [(8, call), (8, undefined), (4, end), (4, undefined)],
        };
        KernelImage expected = image with { Orc = [(4, undefined), (4, end), (8, undefined), (8, call)], SortNeeded = 0 };
        Assert.Equal(expected.ToElf().Build(), SortedImage.Of(image).File);
    }

    [Fact]
    public void Orc_of_equal_addresses_keeps_its_order()
    {
        KernelImage image = new()
        {
            Orc = [.. Enumerable.Range(0, 40).Select(i => ((ulong)(40 - (i / 10)), (byte[])[(byte)i, 0, 0, 0, (byte)(i % 2), (byte)((i % 2) * 2)]))],
        };
        KernelImage expected = image with
        {
            Orc = [.. image.Orc!.OrderBy(entry => entry.Address).ThenBy(entry => entry.Entry[5])], SortNeeded = 0,
        };
        Assert.Equal(expected.ToElf().Build(), SortedImage.Of(image).File);
    }

    [Theory]
    [InlineData(ElfMachine.PaRisc, "vmlinux: parisc kernels sort their exception table at boot; nothing is to be done here")]
    [InlineData(ElfMachine.SparcV9, "vmlinux: exception tables of ELF machine 43 are not known")]
    public void Other_machines_are_refused(ElfMachine machine, string message)
    {
        byte[] file = new KernelImage { Machine = machine }.ToElf().Build();
        Assert.Equal(message, Assert.Throws<RefusedException>(() => SortedImage.Plan(file)).Message);
    }

    [Fact]
    public void Orc_of_other_machines_is_refused_when_asked_for_and_else_not_looked_at()
    {
        KernelImage image = new() { Machine = ElfMachine.S390, Order = ByteOrder.Big, Orc = [(2, new byte[6]), (1, new byte[6])] };
        Assert.Null(SortedImage.Of(image).Result.Orc);
        RefusedException refused = Assert.Throws<RefusedException>(
            () => SortedImage.Plan(image.ToElf().Build(), new SorttableOptions { Orc = true }));
        Assert.Equal("vmlinux: ORC tables are known of x86-64 and loongarch64 only, not of ELF machine 22: leave --orc out", refused.Message);
    }
}
