// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.SymbolPaths.Side;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.SymbolPaths;

public sealed class SideTableTests
{
    private static readonly SideTable s_table = new(
        SideTableFlags.OnlyAmbiguous, 0x123456789abcdef0, ["", "net/core/gro.c", "net/core/dev.c", "main.c", "/abs/x.S"],
        [0, 1, 1, 2, 0, 3, 4, 4, 4, 1]);

    [Theory]
    [InlineData(ByteOrder.Little)]
    [InlineData(ByteOrder.Big)]
    public void What_is_written_is_read(ByteOrder order)
    {
        using NativeBuffer file = InMemory.File(SideTableWriter.Write(s_table, order), "side");
        SideTable read = SideTableReader.Read(file.Contents);
        Assert.Equal((s_table.Flags, s_table.Binding), (read.Flags, read.Binding));
        Assert.Equal(s_table.PathOf.Select(path => s_table.Paths[path]), read.PathOf.Select(path => read.Paths[path]));
    }

    [Fact]
    public void The_header_has_56_bytes_in_the_order_of_the_target()
    {
        byte[] bytes = SideTableWriter.Write(s_table, ByteOrder.Big);
        Assert.Equal("KSYMPTH1"u8.ToArray(), bytes[..8]);
        Assert.Equal([0, 0, 0, 2, 0, 0, 0, 10], bytes[8..16]);
        Assert.Equal(56, bytes[31]);
        Assert.Equal([0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0], bytes[48..56]);
    }

    [Fact]
    public void Runs_beyond_a_checkpoint_are_found()
    {
        int[] pathOf = [.. Enumerable.Range(0, 1000).Select(i => i % 3)];
        using NativeBuffer file = InMemory.File(
            SideTableWriter.Write(new SideTable(SideTableFlags.None, 1, ["", "a.c", "b.c"], pathOf), ByteOrder.Little), "side");
        SideTable read = SideTableReader.Read(file.Contents);
        Assert.Equal(pathOf.Select(path => new[] { "", "a.c", "b.c" }[path]), read.PathOf.Select(path => read.Paths[path]));
    }

    [Theory]
    [InlineData(0, "not a side table")]
    [InlineData(8, "flags")]
    [InlineData(12, "entries")]
    [InlineData(20, "files")]
    [InlineData(32, "")]
    [InlineData(44, "")]
    public void A_changed_header_is_refused(int offset, string why)
    {
        byte[] bytes = SideTableWriter.Write(s_table, ByteOrder.Little);
        bytes[offset] ^= 0x48;
        using NativeBuffer file = InMemory.File(bytes, "side");
        MalformedFileException refused = Assert.Throws<MalformedFileException>(() => SideTableReader.Read(file.Contents));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("side", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_part_may_be_missing()
    {
        byte[] bytes = SideTableWriter.Write(s_table, ByteOrder.Little);
        for (int length = 0; length < bytes.Length; length++)
        {
            using NativeBuffer file = InMemory.File(bytes.AsSpan(0, length).ToArray(), "side");
            Assert.Throws<MalformedFileException>(() => SideTableReader.Read(file.Contents));
        }
    }
}
