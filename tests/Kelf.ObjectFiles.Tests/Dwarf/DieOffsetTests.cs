// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Dwarf;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Dwarf;

public sealed class DieOffsetTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(ulong.MaxValue, 1)]
    public void Offsets_compare_as_their_numbers(ulong left, ulong right)
    {
        (DieOffset a, DieOffset b) = (new(left), new(right));
        Assert.Equal(left < right, a < b);
        Assert.Equal(left > right, a > b);
        Assert.Equal(left <= right, a <= b);
        Assert.Equal(left >= right, a >= b);
        Assert.Equal(left.CompareTo(right), a.CompareTo(b));
    }
}
