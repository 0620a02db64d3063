// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Sorttable;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Sorttable;

/// <summary>An image small enough to be sorted by hand.</summary>
public sealed class WorkedExampleTests
{
    private const ulong Base = 0xffff_ffff_8100_0000;

    private static readonly KernelImage X8664 = new()
    {
        Functions = [new("f1", Base, 16), new("f2", Base + 0x20, 16), new("f3", Base + 0x30, 16), new("gone", Base + 0x10, 0)],
        Exceptions = [(Base + 0x34, Base, 0x103), (Base + 2, Base + 0x20, 0x205)],
        Orc =
        [
            (Base + 0x20, [8, 0, 0, 0, 0, 2]),
            (Base, [0x10, 0, 0, 0, 0x13, 0xa]),
            (Base + 0x20, new byte[6]),
        ],
        Mcount = [Base + 0x30, Base + 0x10, Base + 4, Base + 0x24],
    };

    [Fact]
    public void The_table_before_is_that_of_the_example()
    {
        byte[] file = (X8664 with { Mcount = null }).ToElf().Build();
        Assert.Contains("F4FFFFFFBCFFFFFF03010000B6FFFFFFD0FFFFFF05020000", Convert.ToHexString(file), StringComparison.Ordinal);
        Assert.Contains("C8FFFFFFA4FFFFFFC0FFFFFF", Convert.ToHexString(file), StringComparison.Ordinal);
    }

    [Fact]
    public void X86_64()
    {
        SortedImage sorted = SortedImage.Of(X8664);
        Assert.Equal("c2ffffff dcffffff 05020000 e8ffffff b0ffffff 03010000", sorted.Hex("__ex_table", 4));
        Assert.Equal("a8ffffff c4ffffff c0ffffff", sorted.Hex(".orc_unwind_ip", 4));
        Assert.Equal("10000000130a 000000000000 080000000002", sorted.Hex(".orc_unwind", 6));
        Assert.Equal(
            "0000000000000000 04000081ffffffff 24000081ffffffff 30000081ffffffff 00000000", sorted.Hex(".init.data", 8));
        Assert.Equal(new TableCount(2, 2), sorted.Result.Exceptions);
        Assert.Equal(new TableCount(3, 3), sorted.Result.Orc);
        Assert.Equal(new McountCount(4, 1, null), sorted.Result.Mcount);
    }

    [Fact]
    public void Only_what_is_asked_for()
    {
        byte[] file = X8664.ToElf().Build();
        SortedImage orc = SortedImage.Of(file, new SorttableOptions { Orc = true, Mcount = false });
        Assert.NotNull(orc.Result.Orc);
        Assert.Null(orc.Result.Mcount);
        Assert.StartsWith("3000", orc.Hex(".init.data", 8), StringComparison.Ordinal);
        SortedImage mcount = SortedImage.Of(file, new SorttableOptions { Orc = false, Mcount = true });
        Assert.Null(mcount.Result.Orc);
        Assert.NotNull(mcount.Result.Mcount);
        Assert.StartsWith("c8ffffff", mcount.Hex(".orc_unwind_ip", 4), StringComparison.Ordinal);
    }

    [Fact]
    public void Dropped_functions_may_keep_their_calls()
    {
        SortedImage sorted = SortedImage.Of(X8664, new SorttableOptions { KeepsDropped = true });
        Assert.Equal(
            [Base + 4, Base + 0x10, Base + 0x24, Base + 0x30], sorted.Words(".init.data", 4, 8, ByteOrder.Little));
        Assert.Equal(new McountCount(4, 0, null), sorted.Result.Mcount);
    }

    /// <summary>Addresses are addends; a function's call stands up to eight bytes before it.</summary>
    [Theory]
    [InlineData(ByteOrder.Little)]
    [InlineData(ByteOrder.Big)]
    public void Arm64(ByteOrder order)
    {
        KernelImage image = new()
        {
            Machine = ElfMachine.AArch64,
            Type = ElfType.Dynamic,
            Order = order,
            Base = 0x80000,
            TextSize = 0xe4,
            Functions = [new("f1", 0x80008, 8), new("f2", 0x80028, 8), new("gone", 0x80018, 0)],
            Exceptions = [(0x80028, 0x80008, 7)],
            Mcount = [0x80020, 0x80010, 0x80000],
            McountByRelocation = true,
        };
        byte[] file = image.ToElf()
            // Outside the range: before and after.
            .Relocate(".init.data", 0x800e8, 0x403, "", 0x80ffe).Relocate(".init.data", 0x80108, 0x101, "f1", 0x7777).Build();
        SortedImage sorted = SortedImage.Of(file);
        ulong[] records = sorted.Words(".rela.init.data", 15, 8, order);
        Assert.Equal([0x800f0, 0x800f8, 0x80100, 0x800e8, 0x80108], records.Chunk(3).Select(record => record[0]));
        Assert.Equal([0x403, 0x403, 0x403, 0x403], records.Chunk(3).Take(4).Select(record => record[1]));
        Assert.Equal([0, 0x80000, 0x80020, 0x80ffe, 0x7777], records.Chunk(3).Select(record => record[2]));
        Assert.Equal([0, 0, 0], sorted.Words(".init.data", 3, 8, order));
        Assert.Equal(new McountCount(3, 1, null), sorted.Result.Mcount);
    }

    /// <summary>A linker may pack such relocations (RELR); the addresses then stand in their places.</summary>
    [Fact]
    public void Arm64_without_records_has_words()
    {
        SortedImage sorted = SortedImage.Of(new KernelImage
        {
            Machine = ElfMachine.AArch64,
            Base = 0x80000,
            Functions = [new("f1", 0x80008, 8), new("f2", 0x80028, 8)],
            Mcount = [0x80020, 0x80018, 0x80000],
        });
        Assert.Equal([0, 0x80000, 0x80020], sorted.Words(".init.data", 3, 8, ByteOrder.Little));
    }
}
