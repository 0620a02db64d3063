// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Kelf.Kernel.Shared.Threads;

/// <summary>
/// One run of <see cref="Parallelism.For"/>. Every worker looks for a further one before each item, so threads start while
/// the work goes on, whenever the source has some, and only as long as there are items for them.
/// </summary>
internal sealed class ParallelLoop<TState>(
    int count, WorkerSource workers, Func<TState> newState, Action<TState, int> action)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<Thread> _helpers = [];
    private int _last = -1; // the index that was given out last
    private int _arriving; // helpers that have not got an index yet
    private int _failedAt = int.MaxValue;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Does all items, or, when one fails, at least those before it.</summary>
    public void Run()
    {
        Work(arrived: static () => { });

        // A helper that is not in the queue yet was hired by one that is: it puts it there before it ends.
        while (_helpers.TryDequeue(out Thread? helper))
        {
            helper.Join();
        }

        _failure?.Throw();
    }

    private void Help()
    {
        try
        {
            Work(arrived: () => Interlocked.Decrement(ref _arriving));
        }
        finally
        {
            workers.Dismiss();
        }
    }

    private void Work(Action arrived)
    {
        // Before the first item that may fail: a state that cannot be made is reported first.
        int i = -1;
        try
        {
            TState state = newState();
            i = Interlocked.Increment(ref _last);
            arrived();
            for (; i < End(); i = Interlocked.Increment(ref _last))
            {
                Hire();
                action(state, i);
            }
        }
        // Any failure of an item is the loop's; this worker has nothing more to do, and the others only earlier items.
        catch (Exception exception)
        {
            Fail(i, exception);
        }
    }

    private int End() => Math.Min(count, Volatile.Read(ref _failedAt));

    private void Hire()
    {
        while (End() - 1 - Volatile.Read(ref _last) > Volatile.Read(ref _arriving) && workers.TryHire())
        {
            Interlocked.Increment(ref _arriving);
            Thread helper = new(Help);
            try
            {
                helper.Start();
            }
            // How the runtime says that the system has no more threads: those that run do the work too.
            catch (OutOfMemoryException)
            {
                // The count stays: nobody else is to be hired.
                Interlocked.Add(ref _arriving, count);
                workers.Dismiss();
                return;
            }

            _helpers.Enqueue(helper);
        }
    }

    private void Fail(int index, Exception exception)
    {
        lock (_gate)
        {
            if (index < _failedAt)
            {
                _failedAt = index;
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
