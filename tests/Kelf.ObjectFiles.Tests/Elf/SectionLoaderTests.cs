// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

public sealed class SectionLoaderTests
{
    [Fact]
    public void A_plain_section_is_the_file_itself()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".debug_str", [1, 2]).BuildInMemory();
        using LoadedSection section = SectionLoader.Load(ElfFile.Parse(buffer.Contents), ".debug_str");
        buffer.Writable(64, 1)[0] = 9;
        Assert.Equal([9, 2], section.Contents.Span().ToArray());
    }

    [Fact]
    public void An_absent_section_is_empty()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".debug_str", [1], ElfSectionType.NoBits).BuildInMemory();
        foreach (string name in (string[])[".debug_info", ".debug_str"])
        {
            using LoadedSection section = SectionLoader.Load(ElfFile.Parse(buffer.Contents), name);
            Assert.True(section.IsAbsent);
            Assert.Equal($"a.o: {name}+0x6: odd", section.Contents.Malformed(6, "odd").Message);
        }
    }

    [Theory]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, SectionPacking.Zlib)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big, SectionPacking.Zlib)]
    [InlineData(ElfClass.Elf32, ByteOrder.Little, SectionPacking.Zlib)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big, SectionPacking.Zstd)]
    [InlineData(ElfClass.Elf64, ByteOrder.Little, SectionPacking.Zstd)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big, SectionPacking.GnuZlib)]
    public void Decompresses(ElfClass elfClass, ByteOrder order, SectionPacking packing)
    {
        string name = packing == SectionPacking.GnuZlib ? ".zdebug_str" : ".debug_str";
        byte[] contents = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        using NativeBuffer buffer = new ElfBuilder(elfClass, order).Section(name, contents, packing: packing)
            .BuildInMemory();
        using LoadedSection section = SectionLoader.Load(ElfFile.Parse(buffer.Contents), name);
        Assert.Equal(contents, section.Contents.Span().ToArray());
        Assert.Equal($"a.o: {name}+0x1: odd", section.Contents.Malformed(1, "odd").Message);
    }

    [Fact]
    public void Relocations_apply_to_what_was_decompressed()
    {
        using NativeBuffer buffer = new ElfBuilder()
            .Section(".debug_info", new byte[100], packing: SectionPacking.Zstd)
            .Symbol("s", 0xfff1u, 7).Relocate(".debug_info", 96, 10, "s", 1).BuildInMemory();
        using LoadedSection section = SectionLoader.Load(ElfFile.Parse(buffer.Contents), ".debug_info");
        Assert.Equal([8, 0, 0, 0], section.Contents.Span(96, 4).ToArray());
    }

    [Fact]
    public void Linked_files_are_not_relocated_again()
    {
        using NativeBuffer buffer = new ElfBuilder(type: ElfType.Executable)
            .Section(".debug_info", new byte[4]).Symbol("s", 0xfff1u, 7).Relocate(".debug_info", 0, 10, "s").BuildInMemory();
        using LoadedSection section = SectionLoader.Load(ElfFile.Parse(buffer.Contents), ".debug_info");
        Assert.Equal(new byte[4], section.Contents.Span().ToArray());
    }

    [Fact]
    public void Sections_of_one_name_are_joined_and_relocated_to_their_places()
    {
        // Two COMDAT sections, each with a reference to its own start and to the other string section's start.
        ElfBuilder builder = new ElfBuilder()
            .Section(".debug_str", "first\0"u8.ToArray()).Section(".debug_info", new byte[8])
            .Relocate(".debug_info", 0, 10, ".debug_info", 1).Relocate(".debug_info", 4, 10, ".debug_str", 2)
            .Section(".debug_info", new byte[8], packing: SectionPacking.Zlib)
            .Relocate(".debug_info", 0, 10, ".debug_info", 1).Relocate(".debug_info", 4, 10, ".debug_str", 3);
        using NativeBuffer buffer = builder.BuildInMemory();
        using LoadedSection section = SectionLoader.Load(ElfFile.Parse(buffer.Contents), ".debug_info");
        Assert.Equal([1, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0], section.Contents.Span().ToArray());
    }

    [Theory]
    [InlineData(SectionPacking.Zlib)]
    [InlineData(SectionPacking.Zstd)]
    public void Sections_of_a_file_share_its_budget(SectionPacking packing)
    {
        byte[] contents = new byte[6000];
        using NativeBuffer buffer = new ElfBuilder().Section(".debug_info", contents, packing: packing)
            .Section(".debug_str", contents, packing: packing).BuildInMemory();
        ElfFile file = ElfFile.Parse(buffer.Contents);
        DecompressionBudget budget = new DecompressionLimit { Bytes = 11_999 }.For(0);
        SectionLoader.Load(file, ".debug_info", budget).Dispose();
        Assert.Equal(5_999, budget.Left);
        Expect.Malformed(
            "a.o: .debug_str+0x18: its 6000 bytes are too many: the compressed parts of the file expand to more than 11999 bytes",
            () => SectionLoader.Load(file, ".debug_str", budget).Dispose());
        SectionLoader.Load(file, ".debug_info").Dispose();
    }

    [Theory]
    [InlineData(SectionPacking.Stored)]
    [InlineData(SectionPacking.Zlib)]
    public void A_relocation_against_a_joined_section_is_to_its_place_there(SectionPacking packing)
    {
        ElfBuilder builder = new ElfBuilder()
            .Section(".debug_str", "first\0"u8.ToArray(), packing: packing)
            .Section(".debug_str", "second\0"u8.ToArray(), packing: packing)
            .Section(".debug_info", new byte[4]).Relocate(".debug_info", 0, 10, ".debug_str", 1);
        using NativeBuffer buffer = builder.BuildInMemory();
        using LoadedSection section = SectionLoader.Load(ElfFile.Parse(buffer.Contents), ".debug_info");
        Assert.Equal([7, 0, 0, 0], section.Contents.Span().ToArray());
    }

    [Fact]
    public void Unknown_relocations_are_remembered()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".debug_info", new byte[16])
            .Relocate(".debug_info", 8, 2, "").Relocate(".debug_info", 0, 2, "").BuildInMemory();
        using LoadedSection section = SectionLoader.Load(ElfFile.Parse(buffer.Contents), ".debug_info");
        Assert.True(section.HasUnknownRelocations);
        Assert.Equal(
            [true, false, true], ((ulong[])[0, 4, 8]).Select(offset => section.HasUnknownRelocation(offset, out _)));
    }

    [Fact]
    public void Refuses_a_machine_that_is_not_known() => Refuses(
        new ElfBuilder(machine: (ElfMachine)9999).Section(".debug_info", new byte[4]).Relocate(".debug_info", 0, 1, ""),
        "a.o: .rela.debug_info: relocations of machine 9999 are not supported");

    [Fact]
    public void Refuses_a_relocation_outside() => Refuses(
        new ElfBuilder().Section(".debug_info", new byte[6]).Relocate(".debug_info", 3, 10, ""),
        "a.o: .rela.debug_info+0x0: relocation offset 0x3 is outside its section (6 bytes)");

    [Fact]
    public void Refuses_a_relocation_far_outside() => Refuses(
        new ElfBuilder().Section(".debug_info", new byte[6])
            .Relocate(".debug_info", 0, 10, "").Relocate(".debug_info", ulong.MaxValue, 10, ""),
        "a.o: .rela.debug_info+0x18: relocation offset 0xffffffffffffffff is outside its section (6 bytes)");

    [Fact]
    public void Refuses_a_symbol_that_does_not_exist() => Refuses(
        new ElfBuilder().Section(".debug_info", new byte[6]).Symbol("s", 0xfff1u).Relocate(".debug_info", 0, 10, "s")
            .With(".symtab", header => header with { Size = 24 }),
        "a.o: .rela.debug_info+0x0: symbol index 1 is not below 1");

    [Fact]
    public void Refuses_symbols_in_no_section() => Refuses(
        new ElfBuilder().Section(".debug_info", new byte[6]).Relocate(".debug_info", 0, 10, "")
            .With(".rela.debug_info", header => header with { Link = 77 }),
        "a.o: sh_link of section 2 (.rela.debug_info) is 77, but there are 6 sections");

    [Theory]
    [InlineData(3u, "a.o: .debug_info+0x0: compression type 3 is neither 1 (zlib) nor 2 (zstd)")]
    [InlineData(0u, "a.o: .debug_info+0x0: compression type 0 is neither 1 (zlib) nor 2 (zstd)")]
    public void Refuses_an_unknown_compression(uint type, string message) => Refuses(
        new ElfBuilder().Section(
            ".debug_info", new ByteAssembler(ByteOrder.Little).U32(type).U32(0).U64(1).U64(1).U8(0).ToArray(),
            flags: ElfSectionFlags.Compressed),
        message);

    [Fact]
    public void Refuses_a_compression_header_that_is_cut_short() => Refuses(
        new ElfBuilder().Section(
            ".debug_info", new ByteAssembler(ByteOrder.Little).U32(1).U32(0).U64(1).ToArray(),
            flags: ElfSectionFlags.Compressed),
        "a.o: .debug_info+0x0: compression header is cut short");

    [Fact]
    public void Refuses_a_compressed_section_of_no_size() => Refuses(
        new ElfBuilder().Section(".debug_info", [], flags: ElfSectionFlags.Compressed),
        "a.o: .debug_info+0x0: 0x4 bytes are wanted and 0 are left");

    [Fact]
    public void Refuses_an_absurd_size() => Refuses(
        new ElfBuilder().Section(
            ".debug_info", new ByteAssembler(ByteOrder.Little).U32(1).U32(0).U64(1 << 20).U64(1).U64(0).ToArray(),
            flags: ElfSectionFlags.Compressed),
        "a.o: .debug_info+0x18: 8 bytes of zlib cannot expand to the stated 1048576 bytes");

    private static void Refuses(ElfBuilder builder, string message)
    {
        using NativeBuffer buffer = builder.BuildInMemory();
        Expect.Malformed(message, () => SectionLoader.Load(ElfFile.Parse(buffer.Contents), ".debug_info").Dispose());
    }
}
