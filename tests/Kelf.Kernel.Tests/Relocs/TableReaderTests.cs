// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Binary;

using Kelf.Kernel.Relocs;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Relocs;

public sealed class TableReaderTests
{
    [Theory]
    [InlineData("kernel/table", "Add64:4 Add32:2")]
    [InlineData("kernel/table-6.12", "Add64:4 Subtract32:0 Add32:2")]
    [InlineData("percpu/table-6.12", "Add64:1 Subtract32:2 Add32:1")]
    [InlineData("i386/table", "Add32:4")]
    public void What_the_original_wrote_is_read_back(string file, string lists)
    {
        byte[] bytes = TestImage.Bytes(file);
        RelocationTable table = Read(bytes);
        Assert.Equal(lists, string.Join(' ', table.Lists.Select(list => $"{list.Kind}:{list.Places.Count}")));
        Assert.Equal(bytes, table.ToBytes());
    }

    [Fact]
    public void Empty_lists_and_a_place_twice()
    {
        Assert.Equal(0, Read(Words(0)).Count);
        Assert.Equal(0, Read(Words(0, 0)).Count);
        Assert.Equal([7u, 7u], Read(Words(0, 7, 7, 0)).Lists[0].Places);
        Assert.Equal([0x7fffffffu, 0x80000000u], Read(Words(0, 0x7fffffff, 0x80000000)).Lists[0].Places);
    }

    [Theory]
    [InlineData("vmlinux.relocs: +0x0: 0 bytes are no table of 32-bit words", new byte[0])]
    [InlineData("vmlinux.relocs: +0x0: 5 bytes are no table of 32-bit words", new byte[] { 0, 0, 0, 0, 1 })]
    public void A_size_that_no_table_has(string message, byte[] bytes) => Refused(message, bytes);

    [Fact]
    public void Words_that_are_no_table()
    {
        Refused("vmlinux.relocs: +0x0: 0x00000005 stands where the 0 before the first list belongs", Words(5, 0));
        Refused("vmlinux.relocs: +0x8: 0x00000004 stands after 0x00000005: the list is not sorted", Words(0, 5, 4));
        Refused("vmlinux.relocs: +0x0: 4 lists: a table of x86 has 1, 2 or 3", Words(0, 0, 0, 0));
    }

    private static void Refused(string message, byte[] bytes) =>
        Assert.Equal(message, Assert.Throws<MalformedFileException>(() => Read(bytes)).Message);

    private static RelocationTable Read(byte[] bytes)
    {
        using NativeBuffer buffer = InMemory.File(bytes, "vmlinux.relocs");
        return TableReader.Read(buffer.Contents);
    }

    private static byte[] Words(params uint[] words)
    {
        byte[] bytes = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), words[i]);
        }

        return bytes;
    }
}
