// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

using Xunit;

namespace Kelf.ObjectFiles.Tests.Bytes;

public sealed class DecompressionBudgetTests
{
    private const long Base = 64 << 20;

    [Theory]
    [InlineData(0, Base)]
    [InlineData(1, Base + 100)]
    [InlineData(1_490, Base + 149_000)]
    [InlineData(1L << 40, Base + (100L << 40))]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void A_file_may_expand_to_64_MiB_and_100_times_its_size(long size, long allowed)
    {
        DecompressionBudget budget = DecompressionLimit.Standard.For(size);
        Assert.Equal((allowed, allowed), (budget.Allowed, budget.Left));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1L << 40)]
    public void What_the_user_says_counts_instead(long bytes) =>
        Assert.Equal(bytes, new DecompressionLimit { Bytes = bytes }.For(1_000_000).Allowed);

    [Fact]
    public void The_message_says_how_to_allow_more()
    {
        Assert.Equal(
            "the compressed parts of the file expand to more than 5 bytes; --more allows more",
            new DecompressionLimit { Bytes = 5, Remedy = "--more allows more" }.For(1).Exceeded);
        Assert.Equal(
            "the compressed parts of the file expand to more than 5 bytes", new DecompressionLimit { Bytes = 5 }.For(1).Exceeded);
    }

    [Fact]
    public void Members_share_what_their_archive_may_give()
    {
        const long Archive = 1_000_000;
        long all = DecompressionLimit.Standard.For(Archive).Allowed;
        Assert.Equal(all / 4, DecompressionLimit.Standard.OfPart(Archive, Archive / 4).For(0).Allowed);
        Assert.Equal(all, DecompressionLimit.Standard.OfPart(Archive, Archive).For(0).Allowed);
        Assert.Equal(long.MaxValue, DecompressionLimit.Standard.OfPart(long.MaxValue, long.MaxValue).For(0).Allowed);
        Assert.Throws<ArgumentOutOfRangeException>(() => DecompressionLimit.Standard.OfPart(10, 11));
    }

    [Fact]
    public void What_is_put_aside_is_gone_for_the_others()
    {
        DecompressionBudget budget = new DecompressionLimit { Bytes = 10 }.For(0);
        DecompressionBudget reserved = budget.Reserve(6);
        Assert.Equal((6, 10, 4), (reserved.Left, reserved.Allowed, budget.Left));
        Assert.False(budget.TrySpend(5));
        Assert.True(budget.TrySpend(4));
        Assert.Equal(0, budget.Reserve(ulong.MaxValue).Left);
        reserved.Spend(7);
        Assert.Equal(0, reserved.Left);
        Assert.False(reserved.TrySpend(ulong.MaxValue));
    }

    [Fact]
    public void Buffers_spend_one_budget_together()
    {
        DecompressionBudget budget = new DecompressionLimit { Bytes = 100 }.For(0);
        using GrowingBuffer one = new(new ByteSource("one"), 80, budget);
        using GrowingBuffer other = new(new ByteSource("other"), 80, budget);
        Assert.True(one.TryWrite(new byte[60]));
        Assert.Equal((20, 40), (one.Left, other.Left));
        Assert.Equal(40, other.Room().Length);
        other.Advance(10);
        Assert.True(one.TryRepeat(1, 20));
        Assert.Equal((0, 10), (one.Left, other.Left));
        Assert.False(other.TryWrite(new byte[11]));
        Assert.Equal((20, 0, 0), (other.Length, other.Left, budget.Left));
        Assert.True(other.Room().IsEmpty);
    }
}
