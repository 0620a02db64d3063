// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

public sealed class LookaheadTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(1000, 1)]
    [InlineData(1000, 2)]
    [InlineData(1000, 8)]
    public void Items_come_in_order_each_computed_once(int count, int threads)
    {
        using FixedWorkers workers = new(threads);
        int done = 0;
        Assert.Equal(Enumerable.Range(0, count), Lookahead.Map(count, workers, i => (Interlocked.Increment(ref done) - 1, i)).Select(item =>
        {
            Assert.Equal(item.i, item.Item1);
            return item.i;
        }));
        Assert.Equal(count, done);
        Assert.Equal(threads - 1, Hirable(workers));
    }

    [Fact]
    public void The_next_item_is_computed_while_one_is_used()
    {
        using FixedWorkers workers = new(2);
        using SemaphoreSlim computed = new(0);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        foreach (int i in Lookahead.Map(5, workers, i =>
        {
            computed.Release();
            return i;
        }))
        {
            // The first is computed on this thread, before it is given.
            Assert.True(i > 0 || computed.Wait(0, cancel));
            Assert.True(i == 4 || computed.Wait(TimeSpan.FromHours(1), cancel));
        }
    }

    [Fact]
    public void No_more_than_one_item_is_computed_ahead()
    {
        using FixedWorkers workers = new(8);
        int used = 0;
        foreach (int i in Lookahead.Map(200, workers, i =>
        {
            Assert.True(i <= Volatile.Read(ref used) + 1);
            return i;
        }))
        {
            Thread.Yield();
            Volatile.Write(ref used, i + 1);
        }

        Assert.Equal(200, used);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_failure_comes_in_the_place_of_its_item(int threads)
    {
        using FixedWorkers workers = new(threads);
        List<int> items = [];
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => items.AddRange(
            Lookahead.Map(10, workers, i => i < 3 ? i : throw new InvalidDataException($"{i}")).Select(i => i)));
        Assert.Equal("3", failure.Message);
        Assert.Equal(threads - 1, Hirable(workers));
    }

    [Fact]
    public void Who_stops_early_leaves_no_worker_behind()
    {
        using FixedWorkers workers = new(2);
        int running = 0;
        foreach (int i in Lookahead.Map(10, workers, i =>
        {
            Interlocked.Increment(ref running);
            Thread.Sleep(20);
            Interlocked.Decrement(ref running);
            return i;
        }))
        {
            if (i == 2)
            {
                break;
            }
        }

        Assert.Equal((0, 1), (running, Hirable(workers)));
    }

    private static int Hirable(FixedWorkers workers)
    {
        int count = 0;
        while (workers.TryHire())
        {
            count++;
        }

        return count;
    }
}
