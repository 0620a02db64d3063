// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Elf;

/// <summary>The dynamic section, by its section header and by its segment.</summary>
public sealed class ElfDynamicTests
{
    [Theory]
    [InlineData(ElfClass.Elf64, ByteOrder.Little)]
    [InlineData(ElfClass.Elf64, ByteOrder.Big)]
    [InlineData(ElfClass.Elf32, ByteOrder.Little)]
    [InlineData(ElfClass.Elf32, ByteOrder.Big)]
    public void Entries_end_at_the_mark(ElfClass elfClass, ByteOrder order)
    {
        using NativeBuffer buffer = new ElfBuilder(elfClass, order, ElfMachine.Mips, ElfType.Dynamic)
            .Section(".dynamic", Entries(elfClass, order), ElfSectionType.Dynamic).BuildInMemory();
        ElfDynamicTable table = ElfFile.Parse(buffer.Contents).ReadDynamic();
        Assert.Equal(3, table.Count);
        Assert.Equal(new ElfDynamicEntry(ElfDynamicTag.SharedObjectName, 0x12), table[1]);
        Assert.Equal(7u, table.Find(ElfDynamicTag.Needed));
        Assert.Null(table.Find(ElfDynamicTag.Null));
    }

    [Fact]
    public void Without_section_headers_the_segment_has_them()
    {
        byte[] entries = Entries(ElfClass.Elf64, ByteOrder.Little);
        byte[] image = new byte[64 + 56 + entries.Length];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(image);
        NumberWriter numbers = new(ByteOrder.Little);
        numbers.U16(image.AsSpan(16), (ushort)ElfType.Dynamic);
        numbers.U64(image.AsSpan(32), 64); // e_phoff
        numbers.U16(image.AsSpan(54), 56);
        numbers.U16(image.AsSpan(56), 1);
        numbers.U32(image.AsSpan(64), (uint)ElfSegmentType.Dynamic);
        numbers.U32(image.AsSpan(64 + 4), (uint)(ElfSegmentFlags.Readable | ElfSegmentFlags.Writable));
        numbers.U64(image.AsSpan(64 + 8), 64 + 56);
        numbers.U64(image.AsSpan(64 + 32), (ulong)entries.Length);
        entries.CopyTo(image.AsSpan(64 + 56));
        using NativeBuffer buffer = InMemory.File(image);
        ElfFile elf = ElfFile.Parse(buffer.Contents);
        Assert.Equal(ElfSegmentFlags.Readable | ElfSegmentFlags.Writable, elf.ReadSegments()[0].Flags);
        Assert.Equal(3, elf.ReadDynamic().Count);
    }

    [Fact]
    public void A_file_that_is_not_linked_dynamically_has_none()
    {
        using NativeBuffer buffer = new ElfBuilder().Section(".text", [1]).BuildInMemory();
        ElfDynamicTable table = ElfFile.Parse(buffer.Contents).ReadDynamic();
        Assert.Equal(0, table.Count);
        Assert.Null(table.Find(ElfDynamicTag.Needed));
    }

    // Needed, soname, needed again; the end mark and one that is after it.
    private static byte[] Entries(ElfClass elfClass, ByteOrder order)
    {
        NumberWriter numbers = new(order);
        bool is64 = elfClass == ElfClass.Elf64;
        int word = is64 ? 8 : 4;
        ulong[] words = [1, 7, 14, 0x12, 1, 9, 0, 0, 1, 5];
        byte[] bytes = new byte[words.Length * word];
        for (int i = 0; i < words.Length; i++)
        {
            numbers.Word(bytes.AsSpan(i * word), is64, words[i]);
        }

        return bytes;
    }
}
