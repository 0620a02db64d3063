// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Lines.Collection;

using Xunit;

namespace Kelf.Kernel.Tests.Lines;

public sealed class RangePainterTests
{
    [Fact]
    public void Neighbours_of_one_item_are_joined() => Assert.Equal(
        [new OwnedRange(0, 20, 1), new OwnedRange(30, 40, 1)],
        RangePainter.Divide([new OwnedRange(0, 10, 1), new OwnedRange(10, 20, 1), new OwnedRange(30, 40, 1)]));

    [Fact]
    public void Ranges_may_come_in_any_order() => Assert.Equal(
        [new OwnedRange(0, 10, 2), new OwnedRange(10, 20, 1)],
        RangePainter.Divide([new OwnedRange(10, 20, 1), new OwnedRange(0, 10, 2)]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_first_range_of_an_address_counts(int seed)
    {
        Random random = new(seed);
        List<OwnedRange> ranges = [];
        for (int i = 0; i < 200; i++)
        {
            ulong start = (ulong)random.Next(1_000);
            ranges.Add(new OwnedRange(start, start + (ulong)random.Next(1, 100), random.Next(50)));
        }

        int?[] expected = new int?[1_200];
        for (int address = 0; address < expected.Length; address++)
        {
            int first = ranges.FindIndex(range => range.Start <= (ulong)address && (ulong)address < range.End);
            expected[address] = first < 0 ? null : ranges[first].Item;
        }

        List<OwnedRange> divided = RangePainter.Divide([.. ranges]);
        for (int i = 1; i < divided.Count; i++)
        {
            Assert.True(divided[i].Start > divided[i - 1].End || (divided[i].Start == divided[i - 1].End && divided[i].Item != divided[i - 1].Item));
        }

        for (int address = 0; address < expected.Length; address++)
        {
            OwnedRange? found = divided.Where(range => range.Start <= (ulong)address && (ulong)address < range.End).Select(range => (OwnedRange?)range).SingleOrDefault();
            Assert.Equal(expected[address], found?.Item);
        }
    }
}
