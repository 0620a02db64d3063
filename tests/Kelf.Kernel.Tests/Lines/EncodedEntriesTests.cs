// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Lines;

public sealed class EncodedEntriesTests
{
    // a.c:5 at 0x10, nothing from 0x20 on, a.c:7 at 0x30: the bytes that the reader of the proposal was tried with.
    [Fact]
    public void A_block_has_differences()
    {
        EncodedEntries encoded = EncodedEntries.Of([new LineEntry(0x10, 0, 5), new LineEntry(0x20, 1, 0), new LineEntry(0x30, 0, 7)]);
        Assert.Equal([0x10u], encoded.Addresses);
        Assert.Equal([0u], encoded.Offsets);
        Assert.Equal([0x00, 0x05, 0x10, 0x01, 0x7b, 0x10, 0x7f, 0x07], encoded.Data.ToArray());
    }

    [Fact]
    public void Each_64th_entry_begins_a_block()
    {
        LineEntry[] entries = [.. Enumerable.Range(0, 130).Select(i => new LineEntry((uint)i * 300, i % 7, (uint)i * 1000))];
        EncodedEntries encoded = EncodedEntries.Of(entries);
        Assert.Equal([0u, 64 * 300, 128 * 300], encoded.Addresses);
        Assert.Equal(entries, Read(entries, ByteOrder.Big).Single().Entries);
    }

    [Theory]
    [InlineData(ByteOrder.Little)]
    [InlineData(ByteOrder.Big)]
    public void What_is_written_is_read(ByteOrder order)
    {
        Random random = new(7);
        List<LineEntry> entries = [];
        uint offset = 0;
        for (int i = 0; i < 5_000; i++)
        {
            entries.Add(new LineEntry(offset += (uint)random.Next(1, 1 << random.Next(1, 20)), random.Next(4), (uint)random.Next(int.MaxValue)));
        }

        StoredTable table = Read(entries, order).Single();
        Assert.Equal(entries, table.Entries);
        Assert.Equal(["a.c", "include/b.h", "c\"d\\.c"], table.Files);
        Assert.Null(table.FileOf(new LineEntry(0, 3, 1)));
    }

    [Fact]
    public void Each_changed_byte_of_a_table_is_refused_or_read()
    {
        LineEntry[] entries = [.. Enumerable.Range(0, 70).Select(i => new LineEntry((uint)i * 3, i % 3, (uint)i))];
        byte[] bytes = Object(entries, ByteOrder.Little);
        for (int at = 0; at < bytes.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bytes[at] ^= (byte)(1 << bit);
                using NativeBuffer file = InMemory.File((byte[])bytes.Clone(), "tables");
                try
                {
                    foreach (StoredTable table in StoredTable.Read(ElfFile.Parse(file.Contents)))
                    {
                        _ = table.Entries.Sum(entry => (table.FileOf(entry) ?? "").Length);
                    }
                }
                catch (KelfException refused)
                {
                    Assert.StartsWith("tables", refused.Message, StringComparison.Ordinal);
                }

                bytes[at] ^= (byte)(1 << bit);
            }
        }
    }

    private static IReadOnlyList<StoredTable> Read(IReadOnlyList<LineEntry> entries, ByteOrder order)
    {
        using NativeBuffer file = InMemory.File(Object(entries, order), "tables");
        return StoredTable.Read(ElfFile.Parse(file.Contents));
    }

    private static byte[] Object(IReadOnlyList<LineEntry> entries, ByteOrder order)
    {
        LineTable table = new(["a.c"u8.ToArray(), "include/b.h"u8.ToArray(), "c\"d\\.c"u8.ToArray()], [new LineArea("", 0, entries)]);
        ByteBuilder bytes = new();
        TableObjects.WriteKernel(
            table, new ElfObjectKind(ElfClass.Elf64, order, order == ByteOrder.Little ? ElfMachine.X8664 : ElfMachine.S390), bytes);
        return bytes.Bytes.ToArray();
    }
}
