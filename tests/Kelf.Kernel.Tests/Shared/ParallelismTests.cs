// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Threads;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

public sealed class ParallelismTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 8)]
    [InlineData(3, 2)]
    [InlineData(1000, 1)]
    [InlineData(1000, 8)]
    public void Each_item_is_done_once(int count, int threads)
    {
        int[] done = new int[count];
        using WorkerSource workers = new FixedWorkers(threads);
        int[] results = Parallelism.Map(count, workers, () => 0, (_, i) => Interlocked.Increment(ref done[i]) + i);
        Assert.All(done, times => Assert.Equal(1, times));
        Assert.Equal(Enumerable.Range(1, count), results);
    }

    [Fact]
    public void Workers_that_come_late_take_part()
    {
        using LateWorkers workers = new();
        HashSet<int> threads = [];
        using Barrier meeting = new(2);
        Parallelism.For(4, workers, () => 0, (_, i) =>
        {
            lock (threads)
            {
                threads.Add(Environment.CurrentManagedThreadId);
            }

            // The first item is done by one worker. From the second on there is another: both have to come here.
            if (i == 0)
            {
                workers.Free = 1;
            }
            else if (i < 3)
            {
                Assert.True(meeting.SignalAndWait(TimeSpan.FromHours(1)));
            }
        });
        Assert.Equal(2, threads.Count);
        Assert.Equal((1, 1), (workers.Free, workers.Hired));
    }

    [Fact]
    public void Nobody_is_asked_for_a_worker_when_one_item_is_left()
    {
        using LateWorkers workers = new() { Free = 5 };
        Parallelism.For(1, workers, () => 0, (_, _) => { });
        Assert.Equal((5, 0), (workers.Free, workers.Hired));
    }

    [Fact]
    public void Not_more_are_hired_than_there_are_items_for()
    {
        using LateWorkers workers = new() { Free = 100 };
        using CountdownEvent all = new(4);
        Parallelism.For(4, workers, () => 0, (_, _) =>
        {
            all.Signal();
            all.Wait(TimeSpan.FromHours(1));
        });
        Assert.Equal((100, 3), (workers.Free, workers.Hired));
    }

    [Fact]
    public void The_failure_of_the_lowest_index_is_reported_and_all_workers_are_back()
    {
        for (int round = 0; round < 50; round++)
        {
            using LateWorkers workers = new() { Free = 3 };
            InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() =>
                Parallelism.For(100, workers, () => 0, (_, i) =>
                {
                    if (i >= 7)
                    {
                        throw new InvalidOperationException($"item {i}");
                    }
                }));
            Assert.Equal("item 7", failure.Message);
            Assert.Equal(3, workers.Free);
        }
    }

    [Fact]
    public void A_failure_of_a_lower_index_that_comes_later_is_reported()
    {
        using LateWorkers workers = new() { Free = 1 };
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() =>
            Parallelism.For(2, workers, () => 0, (_, i) =>
            {
                // The first item is the calling thread's; a helper has failed with the second one before it fails.
                if (i == 0)
                {
                    workers.AwaitFree(1);
                }

                throw new InvalidOperationException($"item {i}");
            }));
        Assert.Equal("item 0", failure.Message);
    }

    [Fact]
    public void A_failure_of_a_higher_index_that_comes_later_is_not_reported()
    {
        using LateWorkers workers = new() { Free = 2 };
        using ManualResetEventSlim isThirdAtWork = new();
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() =>
            Parallelism.For(3, workers, () => 0, (_, i) =>
            {
                // The helper with the third item fails after the one with the second; the calling thread waits for both.
                switch (i)
                {
                    case 0:
                        workers.AwaitFree(2);
                        return;
                    case 1:
                        isThirdAtWork.Wait(TestContext.Current.CancellationToken);
                        break;
                    default:
                        isThirdAtWork.Set();
                        workers.AwaitFree(1);
                        break;
                }

                throw new InvalidOperationException($"item {i}");
            }));
        Assert.Equal("item 1", failure.Message);
    }

    [Fact]
    public void A_state_that_cannot_be_made_is_reported_and_all_workers_are_back()
    {
        using LateWorkers workers = new() { Free = 2 };
        int states = 0;
        Assert.Throws<NotSupportedException>(() => Parallelism.For(
            1000,
            workers,
            () => Interlocked.Increment(ref states) == 1 ? 0 : throw new NotSupportedException(),
            (_, _) => Thread.Sleep(1)));
        Assert.Equal(2, workers.Free);
    }

    [Fact]
    public void Work_inside_of_work_shares_the_workers()
    {
        using LateWorkers workers = new() { Free = 3 };
        int running = 0;
        int most = 0;
        Parallelism.For(8, workers, () => 0, (_, _) => Parallelism.For(8, workers, () => 0, (_, _) =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMaximum(ref most, now);
            Thread.Sleep(1);
            Interlocked.Decrement(ref running);
        }));
        Assert.InRange(most, 1, 4);
        Assert.Equal(3, workers.Free);
    }

    private static void InterlockedMaximum(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (seen < value && Interlocked.CompareExchange(ref most, value, seen) is var other && other != seen)
        {
            seen = other;
        }
    }

    private sealed class LateWorkers : WorkerSource
    {
        private readonly Lock _gate = new();

        public int Free { get; set; }

        public int Hired { get; private set; }

        public void AwaitFree(int count) => SpinWait.SpinUntil(() =>
        {
            lock (_gate)
            {
                return Free >= count;
            }
        });

        public override bool TryHire()
        {
            lock (_gate)
            {
                if (Free == 0)
                {
                    return false;
                }

                Free--;
                Hired++;
                return true;
            }
        }

        public override void Dismiss()
        {
            lock (_gate)
            {
                Free++;
            }
        }
    }
}
