// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Tests.Support;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>Notes, as linkers and compilers pad them.</summary>
public sealed class ElfNoteTests
{
    [Fact]
    public void Notes_are_read_in_order_and_the_last_needs_no_padding()
    {
        byte[] notes = [.. Note(3, "GNU\0", [1, 2, 3, 4, 5], padding: 3), .. Note(0x101, "Linux\0", [7], padding: 0)];
        Assert.Equal(["3 GNU 0102030405", "257 Linux 07"], Read(notes, alignment: 4));
    }

    [Fact]
    public void Properties_of_64_bit_files_are_padded_to_eight_bytes()
    {
        // 12 + 4 bytes, then 4 of contents and 4 of padding.
        byte[] notes = [.. Note(5, "GNU\0", [1, 2, 3, 4], padding: 4), .. Note(5, "GNU\0", [9, 9, 9, 9], padding: 4)];
        Assert.Equal(["5 GNU 01020304", "5 GNU 09090909"], Read(notes, alignment: 8));
    }

    [Theory]
    [InlineData(100, 4)]
    [InlineData(4, 100)]
    [InlineData(-1, 4)]
    [InlineData(4, -1)]
    public void Sizes_that_lead_outside_are_malformed(int ownerSize, int size)
    {
        byte[] notes = Note(1, "GNU\0", [1, 2, 3, 4], padding: 0);
        BitConverter.TryWriteBytes(notes, ownerSize);
        BitConverter.TryWriteBytes(notes.AsSpan(4), size);
        MalformedFileException error = Assert.Throws<MalformedFileException>(() => Read(notes, alignment: 4));
        Assert.Equal("a.o: .note+0x0: note reaches outside its section", error.Message);
    }

    [Fact]
    public void A_second_symbol_table_is_malformed()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".text", [1]).Symbol("f", ".text")
            .Section(".other", [], ElfSectionType.SymbolTable).BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        MalformedFileException error = Assert.Throws<MalformedFileException>(() => elf.SymbolTable);
        Assert.Equal("a.o: sections 2 and 3 are both symbol tables", error.Message);
    }

    [Fact]
    public void A_stripped_file_has_no_symbols()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".text", [1])
            .With(".symtab", header => header with { Type = (uint)ElfSectionType.ProgramBits }).BuildInMemory();
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.Null(elf.SymbolSection);
        Assert.Equal(0, elf.SymbolTable.Count);
        Assert.False(elf.SymbolTable.MayName("f"u8));
        Assert.Equal(0, elf.DynamicSymbolTable.Count);
    }

    private static string[] Read(byte[] notes, ulong alignment)
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".note", notes, ElfSectionType.Note)
            .With(".note", header => header with { Alignment = alignment }).BuildInMemory();
        return [.. ElfFile.Parse(buffer.Contents).ReadNotes().Select(note =>
            $"{note.Type} {System.Text.Encoding.ASCII.GetString(note.Owner.Span()).TrimEnd('\0')} {Convert.ToHexString(note.Description.Span())}")];
    }

    private static byte[] Note(uint type, string owner, byte[] description, int padding)
    {
        byte[] name = System.Text.Encoding.ASCII.GetBytes(owner);
        return
        [
            .. BitConverter.GetBytes(name.Length), .. BitConverter.GetBytes(description.Length), .. BitConverter.GetBytes(type),
            .. name, .. new byte[-name.Length & 3], .. description, .. new byte[padding],
        ];
    }
}
