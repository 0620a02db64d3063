// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms;
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Kallsyms;

public sealed class VerifierTests
{
    [Theory]
    [InlineData(KallsymsRelease.Linux73, ElfClass.Elf64, ByteOrder.Little, 13)]
    [InlineData(KallsymsRelease.Linux73, ElfClass.Elf32, ByteOrder.Big, 13)]
    [InlineData(KallsymsRelease.Linux72, ElfClass.Elf64, ByteOrder.Big, 13)]
    [InlineData(KallsymsRelease.Linux72, ElfClass.Elf32, ByteOrder.Little, 13)]
    [InlineData(KallsymsRelease.Linux612, ElfClass.Elf64, ByteOrder.Big, 14)]
    [InlineData(KallsymsRelease.Linux612, ElfClass.Elf32, ByteOrder.Little, 14)]
    [InlineData(KallsymsRelease.Linux61, ElfClass.Elf64, ByteOrder.Little, 6)]
    [InlineData(KallsymsRelease.Linux61, ElfClass.Elf32, ByteOrder.Big, 6)]
    public void Right_tables_are_right(KallsymsRelease release, ElfClass elfClass, ByteOrder order, int entries)
    {
        (DecodedTable table, KallsymsOptions options) = Verify(new KallsymsImage { Release = release, Class = elfClass, Order = order });
        Assert.Equal((entries, (KallsymsLayout)release), (table.Count, options.Layout));
        Assert.True(options.AllSymbols);
        Assert.True(table.TextOf(1).SequenceEqual("T_text"u8));
    }

    [Theory]
    [InlineData(KallsymsRelease.Linux61)]
    [InlineData(KallsymsRelease.Linux612)]
    [InlineData(KallsymsRelease.Linux72)]
    [InlineData(KallsymsRelease.Linux73)]
    public void Tables_show_whose_they_are(KallsymsRelease release)
    {
        foreach (bool isEmpty in (bool[])[false, true])
        {
            using NativeBuffer file = new KallsymsImage { Release = release, IsEmpty = isEmpty }.ToElf().BuildInMemory();
            Assert.Equal((KallsymsLayout)release, ShownLayout.Of(ElfFile.Parse(file.Contents)));
        }
    }

    [Fact]
    public void Without_tables_nothing_shows_whose_they_are()
    {
        using NativeBuffer file = new KernelImage { Functions = [new("f", 0xffff_ffff_8100_0000, 16)] }.ToElf().BuildInMemory();
        Assert.Null(ShownLayout.Of(ElfFile.Parse(file.Contents)));
    }

    [Fact]
    public void What_the_image_has_is_what_kelf_would_write()
    {
        KallsymsImage image = new() { Functions = [.. Enumerable.Range(0, 200).Select(i => ($"name_{i % 150}", (ulong)i + 1))] };
        using NativeBuffer file = image.ToElf().BuildInMemory();
        ElfFile elf = ElfFile.Parse(file.Contents);
        DecodedTable decoded = TableVerifier.Decode(elf);
        SymbolListing listing = ListingReader.Read(elf, SysmapFilter.For(KallsymsLayout.Linux73));
        KallsymsTable made = KallsymsTool.Make(listing, TableVerifier.Compare(elf, decoded).Options);
        Assert.Equal(decoded.Addresses, made.Entries.ToArray().Select(entry => entry.Address));
        Assert.Equal(
            Enumerable.Range(0, decoded.Count).Select(i => System.Text.Encoding.ASCII.GetString(decoded.TextOf(i))),
            Tables.TextsOf(made));
    }

    /// <summary>One byte is wrong: which table, its offset, its value; and what is said.</summary>
    [Theory]
    [InlineData("kallsyms_num_syms", 0, 12, "kallsyms_names+0x93: 25 bytes are left after the last of 12 entries")]
    [InlineData("kallsyms_num_syms", 0, 14, "kallsyms_names+0xab: entry 13 has no name")]
    [InlineData("kallsyms_num_syms", 3, 9, "kallsyms_num_syms+0x0: 150994957 entries cannot be: the names have 172 bytes")]
    [InlineData("kallsyms_names", 0, 250, "kallsyms_names+0x2: 0x2a7a bytes are wanted and 170 are left")]
    [InlineData("kallsyms_names", 0, 0, "kallsyms_names+0x0: entry 0 has no name")]
    [InlineData("kallsyms_names", 1, 0xff, "kallsyms_names+0x0: entry 0 has code 0xff, which stands for nothing")]
    [InlineData("kallsyms_names", 3, (byte)'t', "kallsyms_seqs_of_names+0x6: place 2 is entry 1: names do not ascend from entry 0")]
    [InlineData("kallsyms_markers", 0, 1, "kallsyms_markers+0x0: entry 0 is said to be at 0x1 of the names, and is at 0x0")]
    [InlineData("kallsyms_token_index", 8, 9, "kallsyms_token_index+0x8: token 4 is said to begin at 9, and begins at 4")]
    [InlineData("kallsyms_token_table", 0, 65, "kallsyms_token_index+0x2: token 1 is said to begin at 1, and begins at 2")]
    [InlineData("kallsyms_offsets", 8, 0xff, "kallsyms_offsets+0xc: entry 3 is at 0xffffffff81000020, before that in front of it at 0xffffffff8100")]
    [InlineData("kallsyms_offsets", 6, 0xfe, "kallsyms_offsets+0x4: entry 1 is _text at 0xffffffff80ff0000, but its symbol is at 0xffffffff81000000")]
    [InlineData("kallsyms_seqs_of_names", 2, 13, "kallsyms_seqs_of_names+0x0: place 0 is entry 13: there are 13 entries")]
    [InlineData("kallsyms_seqs_of_names", 5, 5, "kallsyms_seqs_of_names+0x3: place 1 is entry 5: this entry is there already")]
    public void The_first_wrong_position_is_named(string part, int offset, byte value, string expected)
    {
        string message = Refused(new KallsymsImage
        {
            Damage = (table, bytes) =>
            {
                if (table == part)
                {
                    Assert.NotEqual(value, bytes[offset]);
                    bytes[offset] = value;
                }
            },
        });
        Assert.True(message.StartsWith($"a.o: {expected}", StringComparison.Ordinal), message);
    }

    [Fact]
    public void Entries_are_compared_with_the_symbols()
    {
        KallsymsImage image = new();
        Assert.Equal(
            "a.o: kallsyms_offsets+0x8: entry 2 is ffffffff81000010 t f, where the image has ffffffff81000008 t new",
            Refused(image.ToElf().Symbol("new", ".text", image.Base + 8, binding: ElfSymbolBinding.Local)));
        Assert.Equal(
            "a.o: kallsyms_offsets+0x34: the entries end after 13, where the image has fffffffff1000000 R late",
            Refused(image.ToElf().Symbol("late", ".rodata", 0xfffffffff1000000)));
        Assert.Equal(
            "a.o: kallsyms_offsets+0x0: there are no entries: this is the first of the links of a kernel",
            Refused(image with { IsEmpty = true }));
    }

    [Fact]
    public void Images_without_tables_are_refused()
    {
        Assert.Equal(
            "a.o: an object, whose addresses are not known yet: give a linked image",
            Refused(new ElfBuilder().Section(".text", [])));
        Assert.Equal(
            "a.o: no symbol kallsyms_num_syms: not linked with tables (CONFIG_KALLSYMS), or stripped",
            Refused(new ElfBuilder(type: ElfType.Executable).Section(".text", []).Symbol("x", ".text")));
        Assert.Contains(
            "is at 0x5, outside of its section",
            Refused(new ElfBuilder(type: ElfType.Executable).Section(".rodata", new byte[4]).Symbol("kallsyms_names", ".rodata", 5)),
            StringComparison.Ordinal);
    }

    private static (DecodedTable Table, KallsymsOptions Options) Verify(KallsymsImage image) => Verify(image.ToElf());

    private static (DecodedTable Table, KallsymsOptions Options) Verify(ElfBuilder image)
    {
        using NativeBuffer file = image.BuildInMemory();
        ElfFile elf = ElfFile.Parse(file.Contents);
        DecodedTable table = TableVerifier.Decode(elf);
        return (table, TableVerifier.Compare(elf, table).Options);
    }

    private static string Refused(KallsymsImage image) => Refused(image.ToElf());

    private static string Refused(ElfBuilder image) => Assert.Throws<MalformedFileException>(() => Verify(image)).Message;
}
