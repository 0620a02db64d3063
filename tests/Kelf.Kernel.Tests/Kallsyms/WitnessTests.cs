// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

/// <summary>How the addresses of tables are stored: any entry that is a symbol of the image tells.</summary>
public sealed class WitnessTests
{
    [Theory]
    [InlineData(KallsymsRelease.Linux61, ElfClass.Elf64, false)]
    [InlineData(KallsymsRelease.Linux612, ElfClass.Elf32, false)]
    [InlineData(KallsymsRelease.Linux72, ElfClass.Elf64, false)]
    [InlineData(KallsymsRelease.Linux72, ElfClass.Elf32, true)]
    [InlineData(KallsymsRelease.Linux73, ElfClass.Elf32, true)]
    [InlineData(KallsymsRelease.Linux73, ElfClass.Elf32, false)]
    public void Without_an_entry_of_the_first_byte_others_tell(KallsymsRelease release, ElfClass elfClass, bool hasNumbers)
    {
        KallsymsImage image = new() { Release = release, Class = elfClass, HasNumbers = hasNumbers, HasNoText = true };
        DecodedTable table = Decode(image);
        Assert.Equal(image.Base, table.Addresses[0]);
        Assert.Equal(image.Base + 0x10, table.Addresses[1]);
        Assert.Equal(release >= KallsymsRelease.Linux72 && !hasNumbers, table.Options.PcRelative);
    }

    [Fact]
    public void Without_any_symbol_nothing_is_told()
    {
        KallsymsImage image = new() { NamesOf = name => ["not_" + name] };
        Assert.Equal(
            "a.o: no entry of its tables is a symbol of the image, so nothing tells how their addresses are stored",
            Assert.Throws<RefusedException>(() => Decode(image)).Message);
    }

    [Fact]
    public void A_symbol_elsewhere_is_a_contradiction()
    {
        KallsymsImage image = new()
        {
            Release = KallsymsRelease.Linux72,
            HasNoText = true,
            Damage = (part, bytes) => bytes[0] += (byte)(part == "kallsyms_offsets" ? 4 : 0),
        };
        Assert.Equal(
            "a.o: kallsyms_offsets+0x0: entry 0 is _stext at 0xffffffff81000004, but its symbol is at 0xffffffff81000000",
            Assert.Throws<MalformedFileException>(() => Decode(image)).Message);
    }

    [Theory]
    [InlineData(ElfMachine.S390, 22u, false)] // R_390_64
    [InlineData(ElfMachine.S390, 12u, true)] // R_390_RELATIVE
    [InlineData(ElfMachine.AArch64, 1027u, true)]
    [InlineData(ElfMachine.AArch64, 257u, false)]
    [InlineData(ElfMachine.RiscV, 3u, true)]
    [InlineData(ElfMachine.LoongArch, 3u, true)]
    [InlineData(ElfMachine.PowerPc64, 22u, true)]
    [InlineData(ElfMachine.X8664, 8u, true)]
    public void A_base_that_is_made_when_the_kernel_is_loaded_is_found(ElfMachine machine, uint type, bool isRelative)
    {
        foreach (KallsymsRelease release in (KallsymsRelease[])[KallsymsRelease.Linux61, KallsymsRelease.Linux612])
        {
            KallsymsImage image = new()
            {
                Release = release,
                Order = machine == ElfMachine.S390 ? ByteOrder.Big : ByteOrder.Little,
                BaseRelocation = (machine, type, isRelative),
            };
            Assert.Equal(image.Base + 0x20, Decode(image).Addresses[3]);
        }
    }

    [Fact]
    public void The_number_of_entries_tells_whether_all_symbols_are_in()
    {
        using NativeBuffer file = new KallsymsImage().ToElf().BuildInMemory();
        ElfFile image = ElfFile.Parse(file.Contents);
        SymbolListing listing = ListingReader.Read(image, SysmapFilter.For(KallsymsLayout.Linux73));
        Assert.True(TableVerifier.HasAllSymbols(image, listing, new KallsymsOptions { PcRelative = true }));
        // The same tables, of an image that has much data besides.
        ElfBuilder elf = new KallsymsImage { Release = KallsymsRelease.Linux61 }.ToElf()
            .Section(".data", new byte[80], flags: ElfSectionFlags.Allocated)
            .With(".data", header => header with { Address = 0xffffffff81008000 });
        for (int i = 0; i < 40; i++)
        {
            elf.Symbol($"data{i}", ".data", 0xffffffff81008000 + (ulong)i);
        }

        using NativeBuffer more = elf.BuildInMemory();
        image = ElfFile.Parse(more.Contents);
        KallsymsOptions oldest = new() { Layout = KallsymsLayout.Linux61, BaseRelative = true };
        listing = ListingReader.Read(image, SysmapFilter.For(KallsymsLayout.Linux61));
        Assert.False(TableVerifier.HasAllSymbols(image, listing, oldest));
        using NativeBuffer empty = new KallsymsImage { IsEmpty = true }.ToElf().BuildInMemory();
        image = ElfFile.Parse(empty.Contents);
        Assert.Null(TableVerifier.HasAllSymbols(image, listing, new KallsymsOptions()));
    }

    [Theory]
    [InlineData(KallsymsRelease.Linux72, true, false)]
    [InlineData(KallsymsRelease.Linux73, false, true)]
    [InlineData(KallsymsRelease.Linux612, false, null)]
    public void How_addresses_are_stored_shows_in_the_tables(KallsymsRelease release, bool hasNumbers, bool? isRelative)
    {
        KallsymsImage kernel = new() { Release = release, Class = ElfClass.Elf32, HasNumbers = hasNumbers };
        using NativeBuffer file = kernel.ToElf().BuildInMemory();
        Assert.Equal(isRelative, TableVerifier.IsPcRelative(ElfFile.Parse(file.Contents)));
        using NativeBuffer empty = (kernel with { IsEmpty = true }).ToElf().BuildInMemory();
        Assert.Null(TableVerifier.IsPcRelative(ElfFile.Parse(empty.Contents)));
    }

    // Compared with all symbols of the image, too.
    private static DecodedTable Decode(KallsymsImage image)
    {
        using NativeBuffer file = image.ToElf().BuildInMemory();
        ElfFile elf = ElfFile.Parse(file.Contents);
        DecodedTable table = TableVerifier.Decode(elf);
        if (!image.HasNoText)
        {
            _ = TableVerifier.Compare(elf, table);
        }

        return table;
    }
}
