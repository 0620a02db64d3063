// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Loading;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;
using Kelf.TestSupport.Hostile;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>Small files whose cost would be their square: refused before they cost it.</summary>
public sealed class HostileElfTests
{
    [Fact]
    public void Section_names_that_overlap()
    {
        // 3,000 names, each starting one byte later in one string of 200,000 bytes: 1.1 GiB of text in 383 KiB of file.
        ElfBuilder builder = new();
        for (int i = 0; i < 3000; i++)
        {
            builder.Section(".x", []);
        }

        byte[] file = builder.Section(".names", [.. Enumerable.Repeat((byte)'a', 200_000), 0]).Build();
        RenameSections(file, namesIndex: 3001, i => (uint)i);
        using NativeBuffer buffer = InMemory.File(file);
        Expect.Malformed(
            "a.o: +0x51: section names overlap: together they have over 16 times the section's size",
            () => ElfFile.Parse(buffer.Contents));
    }

    [Fact]
    public void Section_names_that_are_equal_or_share_their_ends_are_fine()
    {
        ElfBuilder builder = new();
        for (int i = 0; i < 3000; i++)
        {
            builder.Section(".x", []);
        }

        byte[] file = builder.Section(".names", [.. ".rela"u8, .. Enumerable.Repeat((byte)'a', 20_000), 0]).Build();
        RenameSections(file, namesIndex: 3001, i => i % 2 == 0 ? 1u : 5u);
        using NativeBuffer buffer = InMemory.File(file);
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.Equal(20_000, elf.Sections[1].Name.Length);
        Assert.Equal(20_004, elf.Sections[2].Name.Length);
        Assert.Same(elf.Sections[1].Name, elf.Sections[3].Name);
    }

    [Fact]
    public void Sections_of_one_name_that_overlap()
    {
        // 10 sections of the same 400,000 bytes.
        ElfBuilder builder = new ElfBuilder().Section(".debug_info", new byte[400_000]);
        for (int i = 0; i < 10; i++)
        {
            builder.Section(".debug_info", []);
        }

        byte[] file = builder.Build();
        Span<byte> headers = file.AsSpan((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40)));
        for (int i = 2; i <= 11; i++)
        {
            headers.Slice(64 + 24, 16).CopyTo(headers[((64 * i) + 24)..]); // sh_offset, sh_size
        }

        using NativeBuffer buffer = InMemory.File(file);
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Expect.Malformed(
            "a.o: 11 sections called .debug_info overlap: together they are larger than the file",
            () => SectionLoader.Load(elf, ".debug_info"));
    }

    [Fact]
    public void Sections_that_are_the_same_bytes()
    {
        // 100 symbol tables of the same 48,000 bytes: 16 of them are more than any linker writes.
        byte[] file = HostileKernels.OfEqualTables(2000, ElfType.Relocatable);
        using NativeBuffer buffer = InMemory.File(file);
        MalformedFileException error = Assert.Throws<MalformedFileException>(() => ElfFile.Parse(buffer.Contents));
        Assert.Equal("sections overlap: together they have over 16 times the file's size", error.What);
        ElfFile elf = ElfFile.ParseHeader(buffer.Contents);
        Assert.Throws<MalformedFileException>(() => elf.SectionsOfType(ElfSectionType.SymbolTable).Count());
    }

    [Fact]
    public void Names_of_symbols_have_a_length()
    {
        // Each of 20,000 is the end of one of 20,000 bytes.
        using NativeBuffer buffer = InMemory.File(HostileKernels.OfSharedEnds(20_000, ElfType.Relocatable));
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        ElfSymbolTable symbols = elf.Symbols(elf.Sections[3]);
        Assert.Equal(16 * 1024, symbols.NameOf(symbols[20_000 + 2 - (16 * 1024)]).Length);
        MalformedFileException error = Assert.Throws<MalformedFileException>(() => symbols.NameOf(symbols[20_000 + 1 - (16 * 1024)]));
        Assert.Equal("string is longer than 16384 bytes", error.What);
    }

    private static void RenameSections(byte[] file, ushort namesIndex, Func<int, uint> name)
    {
        Span<byte> headers = file.AsSpan((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40)));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(62), namesIndex);
        for (int i = 1; i < BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(60)); i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(headers[(64 * i)..], name(i));
        }
    }
}
