// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kheaders.Archives;

using Xunit;

namespace Kelf.Kernel.Tests.Kheaders;

public sealed class TarBlockCutterTests
{
    private const int Members = 4000;

    [Fact]
    public void Blocks_are_all_bytes_and_of_bounded_size()
    {
        IReadOnlyList<TarBlock> blocks = Cut(_ => 8192);
        Assert.True(blocks.Count > 5);
        Assert.Equal(0, blocks[0].Start);
        for (int i = 1; i < blocks.Count; i++)
        {
            Assert.Equal(blocks[i].Start, blocks[i - 1].Start + blocks[i - 1].Length);
            Assert.InRange(blocks[i - 1].Length, 2 << 20, (4 << 20) + 8192);
        }
    }

    // The aim of cutting by names: all other blocks can be used again.
    [Theory]
    [InlineData(10, 8704)]
    [InlineData(2000, 512)]
    [InlineData(3999, 100_352)]
    public void A_member_that_grows_changes_few_blocks(int member, int size)
    {
        HashSet<string> before = [.. Cut(_ => 8192).Select(block => Convert.ToHexString(block.Hash))];
        IReadOnlyList<TarBlock> after = Cut(i => i == member ? size : 8192);
        Assert.InRange(after.Count(block => !before.Contains(Convert.ToHexString(block.Hash))), 1, 2);
    }

    private static IReadOnlyList<TarBlock> Cut(Func<int, int> size)
    {
        TarBlockCutter cutter = new();
        int offset = 0;
        for (int i = 0; i < Members; i++)
        {
            byte[] name = System.Text.Encoding.UTF8.GetBytes($"./include/linux/header{i}.h");
            cutter.Add(offset, name, [.. name, .. BitConverter.GetBytes(size(i))], default);
            offset += size(i);
        }

        return cutter.Finish(offset + 1024);
    }
}
