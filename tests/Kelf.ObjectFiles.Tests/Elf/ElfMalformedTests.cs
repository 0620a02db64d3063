// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>Files that are not ELF, and headers that lie (spec of symbol versions, section 9).</summary>
public sealed class ElfMalformedTests
{
    [Theory]
    [InlineData("", "a.o: not an ELF object: the file is empty")]
    [InlineData("hello", "a.o: not an ELF object")]
    [InlineData("!<arch>\n", "a.o: not an ELF object but an archive: name one of its members")]
    [InlineData("!<thin>\n", "a.o: not an ELF object but an archive: name one of its members")]
    [InlineData(
        "BC\u00c0\u00de",
        "a.o: not an ELF object but LLVM bitcode (Clang LTO)")]
    [InlineData(
        "\u00de\u00c0\u0017\u000b",
        "a.o: not an ELF object but LLVM bitcode (Clang LTO)")]
    [InlineData("\u007fELF", "a.o: +0x4: ELF header is cut short")]
    public void Foreign_formats_are_named(string contents, string message)
    {
        using NativeBuffer buffer = InMemory.File(System.Text.Encoding.Latin1.GetBytes(contents));
        Expect.Malformed(message, () => ElfFile.Parse(buffer.Contents));
    }

    [Theory]
    [InlineData(4, 0, "a.o: +0x4: ELF class 0 is neither 1 (32 bits) nor 2 (64 bits)")]
    [InlineData(4, 3, "a.o: +0x4: ELF class 3 is neither 1 (32 bits) nor 2 (64 bits)")]
    [InlineData(5, 0, "a.o: +0x5: ELF byte order 0 is neither 1 (little) nor 2 (big)")]
    [InlineData(58, 63, "a.o: +0x3a: section header size 63 is not 64")]
    [InlineData(62, 9, "a.o: +0x3e: section name table index 9 is not below 5")]
    [InlineData(60, 6, "a.o: +0x28: 6 section headers at 0x88 reach outside the file (456 bytes)")]
    [InlineData(44, 1, "a.o: +0x28: section header table at 0x100000088 reaches outside the file (456 bytes)")]
    [InlineData(47, 255, "a.o: +0x28: section header table at 0xff00000000000088 reaches outside the file (456 bytes)")]
    public void ELF_header_of_64_bits(int offset, byte value, string message) =>
        Refuses(new ElfBuilder(), offset, value, message);

    [Theory]
    [InlineData(46, 64, "a.o: +0x2e: section header size 64 is not 40")]
    [InlineData(50, 9, "a.o: +0x32: section name table index 9 is not below 5")]
    [InlineData(48, 6, "a.o: +0x20: 6 section headers at 0x78 reach outside the file (320 bytes)")]
    [InlineData(35, 255, "a.o: +0x20: section header table at 0xff000078 reaches outside the file (320 bytes)")]
    public void ELF_header_of_32_bits(int offset, byte value, string message) =>
        Refuses(new ElfBuilder(ElfClass.Elf32, machine: ElfMachine.I386), offset, value, message);

    [Theory]
    [InlineData(63, "a.o: +0x3f: ELF header of 64 bytes is cut short")]
    [InlineData(60, "a.o: +0x3c: ELF header of 64 bytes is cut short")]
    [InlineData(64, "a.o: +0x28: section header table at 0x88 reaches outside the file (64 bytes)")]
    public void File_is_cut(int length, string message)
    {
        using NativeBuffer buffer = InMemory.File(new ElfBuilder().Section(".x", [1]).Build().AsSpan(0, length));
        Expect.Malformed(message, () => ElfFile.Parse(buffer.Contents));
    }

    [Fact]
    public void Section_name_is_outside() => Refuses(
        new ElfBuilder().Section(".x", [1]).With(".x", header => header with { Name = 99 }),
        elf => elf.Sections[1].Name,
        "a.o: +0x68: name offset 0x63 of section 1 is outside the section name table (30 bytes)");

    [Fact]
    public void Section_name_table_is_outside() => Refuses(
        new ElfBuilder().With(".shstrtab", header => header with { Size = 1 << 20 }),
        elf => elf.Sections[1].Name,
        "a.o: +0x60: section name table of 0x100000 bytes reaches outside the file (384 bytes)");

    [Theory]
    [InlineData(64, 1 << 20, "a.o: +0x40: section 1 (.x) of 0x100000 bytes reaches outside the file (456 bytes)")]
    [InlineData(457, 0, "a.o: +0x1c9: section 1 (.x) of 0x0 bytes reaches outside the file (456 bytes)")]
    [InlineData(
        ulong.MaxValue, 2, "a.o: +0xffffffffffffffff: section 1 (.x) of 0x2 bytes reaches outside the file (456 bytes)")]
    public void Section_is_outside(ulong offset, ulong size, string message) => Refuses(
        new ElfBuilder().Section(".x", [1]).With(".x", header => header with { Offset = offset, Size = size }),
        elf => elf.Contents(elf.Sections[1]).Length,
        message);

    [Fact]
    public void Section_number_is_outside() => Refuses(
        new ElfBuilder(), elf => elf.SectionAt(5, "sh_link of section 1"),
        "a.o: sh_link of section 1 is 5, but there are 4 sections");

    private static void Refuses(ElfBuilder builder, int offset, byte value, string message)
    {
        byte[] bytes = builder.Section(".x", [1]).Build();
        bytes[offset] = value;
        using NativeBuffer buffer = InMemory.File(bytes);
        Expect.Malformed(message, () => ElfFile.Parse(buffer.Contents));
    }

    private static void Refuses<T>(ElfBuilder builder, Func<ElfFile, T> read, string message)
    {
        using NativeBuffer buffer = builder.BuildInMemory();
        Expect.Malformed(message, () => read(ElfFile.Parse(buffer.Contents)));
    }
}
