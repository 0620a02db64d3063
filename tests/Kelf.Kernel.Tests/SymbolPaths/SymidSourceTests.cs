// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.Kernel.SymbolPaths;
using Kelf.Kernel.SymbolPaths.Attribution;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

/// <summary>
/// Functions <c>f</c> of <c>a/main.c</c> and <c>b/main.c</c>, equal in all, which the last link wrote in the other order: only
/// <c>.klp.symid</c> tells which is which.
/// </summary>
public sealed class SymidSourceTests
{
    private const ulong Start = 0xffffffff81000000;
    private const int FirstF = 2; // in .symtab of vmlinux.o
    private const int SecondF = 4;

    [Theory]
    [InlineData(ByteOrder.Little)]
    [InlineData(ByteOrder.Big)]
    public void A_number_ties_a_symbol_to_its_final_address(ByteOrder order)
    {
        PathAttribution paths = Attribute(order, [(7, Start), (3, Start + 16)], [(7, FirstF), (3, SecondF)], withSymids: true);
        Assert.Equal(["a/main.c", "b/main.c"], Enumerable.Range(0, 2).Select(paths.PathOf));
        Assert.Equal([PathOrigin.Symid, PathOrigin.Symid], Enumerable.Range(0, 2).Select(paths.OriginOf));
    }

    [Fact]
    public void File_symbols_alone_take_one_for_the_other()
    {
        PathAttribution paths = Attribute(
            ByteOrder.Little, [(7, Start), (3, Start + 16)], [(7, FirstF), (3, SecondF)], withSymids: false);
        Assert.Equal(["b/main.c", "a/main.c"], Enumerable.Range(0, 2).Select(paths.PathOf));
    }

    [Fact]
    public void Two_of_one_name_at_one_address_are_left_to_other_sources()
    {
        PathAttribution paths = Attribute(
            ByteOrder.Little, [(0, Start), (1, Start)], [(0, FirstF), (1, SecondF)], withSymids: true);
        Assert.Equal([PathOrigin.File, PathOrigin.File], Enumerable.Range(0, 2).Select(paths.OriginOf));
    }

    [Fact]
    public void A_number_at_an_address_of_other_symbols_tells_nothing()
    {
        PathAttribution paths = Attribute(ByteOrder.Little, [(0, Start + 8)], [(0, FirstF)], withSymids: true);
        Assert.Equal([PathOrigin.File, PathOrigin.File], Enumerable.Range(0, 2).Select(paths.OriginOf));
    }

    [Fact]
    public void Without_the_section_in_vmlinux_o_there_is_no_source()
    {
        using NativeBuffer image = Image(ByteOrder.Little, Pairs(ByteOrder.Little, [(0, Start)])).BuildInMemory("vmlinux");
        using NativeBuffer linked = Functions(ByteOrder.Little, ElfType.Relocatable, 0, 16).BuildInMemory("vmlinux.o");
        Assert.Null(Read(image, linked));
    }

    [Fact]
    public void A_section_of_another_size_is_refused() => Refuse(
        new byte[24], LinkedWith([(0, FirstF)]), "vmlinux: .klp.symid+0x0: 24 bytes: entries have 16");

    [Fact]
    public void A_number_that_occurs_twice_is_refused() => Refuse(
        Pairs(ByteOrder.Little, [(5, Start), (5, Start + 16)]), LinkedWith([(5, FirstF)]),
        "vmlinux: .klp.symid+0x10: number 5 occurs twice");

    [Fact]
    public void A_relocation_to_no_symbol_is_refused() => Refuse(
        Pairs(ByteOrder.Little, [(0, Start)]), LinkedWith([(0, 99)]),
        "vmlinux.o: .rela.klp.symid+0x0: relocation to symbol 99, but there are 5");

    [Fact]
    public void An_address_without_a_relocation_is_refused()
    {
        ElfBuilder linked = Functions(ByteOrder.Little, ElfType.Relocatable, 0, 16)
            .Section(SymidTable.SectionName, Pairs(ByteOrder.Little, [(6, 0)]));
        Refuse(
            Pairs(ByteOrder.Little, [(6, Start)]), linked,
            "vmlinux.o: .klp.symid+0x8: the address of number 6 has no relocation to a symbol");
    }

    [Fact]
    public void Numbers_of_another_vmlinux_o_are_refused()
    {
        byte[] two = Pairs(ByteOrder.Little, [(0, Start), (1, Start + 16)]);
        Refuse(two, LinkedWith([(0, FirstF)]), "vmlinux.o: the numbers in .klp.symid are not those of vmlinux");
        Refuse(two, LinkedWith([(0, FirstF), (2, SecondF)]), "vmlinux.o: the numbers in .klp.symid are not those of vmlinux");
    }

    private static void Refuse(byte[] section, ElfBuilder linkedObject, string message)
    {
        using NativeBuffer image = Image(ByteOrder.Little, section).BuildInMemory("vmlinux");
        using NativeBuffer linked = linkedObject.BuildInMemory("vmlinux.o");
        Assert.Equal(message, Assert.Throws<MalformedFileException>(() => Read(image, linked)).Message);
    }

    private static SymidSource? Read(NativeBuffer image, NativeBuffer linked)
    {
        ElfFile elf = ElfFile.Parse(image.Contents);
        RuntimeSymbols listing = KernelListing.Read(elf);
        return SymidSource.Read(elf, listing, FileGroups.Read(elf, listing.Names), ElfFile.Parse(linked.Contents), []);
    }

    private static PathAttribution Attribute(
        ByteOrder order, (ulong Id, ulong Address)[] addresses, (ulong Id, int Symbol)[] symbols, bool withSymids)
    {
        using NativeBuffer image = Image(order, Pairs(order, addresses)).BuildInMemory("vmlinux");
        using NativeBuffer linked = Linked(order, symbols).BuildInMemory("vmlinux.o");
        ElfFile elf = ElfFile.Parse(image.Contents);
        RuntimeSymbols listing = KernelListing.Read(elf);
        FileGroups groups = FileGroups.Read(elf, listing.Names);
        DefinedSymbol f = new(listing.Names.Find("f"u8), 4, IsWeak: false);
        LinkedObject[] objects = [Object("a/main"), Object("b/main")];
        List<IPathSource> sources = [new FileSource(listing, groups, objects)];
        if (withSymids)
        {
            sources.Add(SymidSource.Read(elf, listing, groups, ElfFile.Parse(linked.Contents), objects)!);
        }

        return new PathAttributor(listing, sources).Run();

        LinkedObject Object(string path) => new()
        {
            ObjectPath = path + ".o",
            Parts =
            [
                new ObjectPart(listing.Names.Find("main.c"u8), HasFileSymbol: true, "main.c", [f])
                {
                    Unit = new SourceUnit(path + ".c", path + ".o"),
                },
            ],
            Globals = [],
        };
    }

    // The group of b/main.c, at the higher address, stands first.
    private static ElfBuilder Image(ByteOrder order, byte[] symids) =>
        Functions(order, ElfType.Executable, Start + 16, Start).Section(SymidTable.SectionName, symids);

    private static ElfBuilder LinkedWith((ulong Id, int Symbol)[] symbols) => Linked(ByteOrder.Little, symbols);

    private static ElfBuilder Linked(ByteOrder order, (ulong Id, int Symbol)[] symbols)
    {
        ulong[] relocations =
        [
            .. symbols.SelectMany((symbol, i) => new ulong[] { (16 * (ulong)i) + 8, ((ulong)symbol.Symbol << 32) | 1, 0 }),
        ];
        // Names cannot tell the builder which f is meant.
        return Functions(order, ElfType.Relocatable, 0, 16)
            .Section(SymidTable.SectionName, Pairs(order, [.. symbols.Select(symbol => (symbol.Id, 0ul))]))
            .Section(".rela" + SymidTable.SectionName, Words(order, relocations), ElfSectionType.RelocationsWithAddends)
            .With(".rela" + SymidTable.SectionName, header => header with { Link = 4, Info = 2, EntrySize = 24 });
    }

    private static ElfBuilder Functions(ByteOrder order, ElfType type, params ulong[] values)
    {
        ElfBuilder elf = new ElfBuilder(order: order, type: type)
            .Section(".text", new byte[32], flags: ElfSectionFlags.Allocated | ElfSectionFlags.Executable);
        foreach (ulong value in values)
        {
            elf.Symbol("main.c", ElfSymbol.AbsoluteSection, binding: ElfSymbolBinding.Local, type: ElfSymbolType.File)
                .Symbol("f", ".text", value, 4, ElfSymbolBinding.Local, ElfSymbolType.Function);
        }

        return elf;
    }

    private static byte[] Pairs(ByteOrder order, (ulong Id, ulong Address)[] pairs) =>
        Words(order, [.. pairs.SelectMany(pair => new[] { pair.Id, pair.Address })]);

    private static byte[] Words(ByteOrder order, ulong[] words)
    {
        byte[] bytes = new byte[8 * words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            Span<byte> word = bytes.AsSpan(8 * i, 8);
            if (order == ByteOrder.Little)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(word, words[i]);
            }
            else
            {
                BinaryPrimitives.WriteUInt64BigEndian(word, words[i]);
            }
        }

        return bytes;
    }
}
