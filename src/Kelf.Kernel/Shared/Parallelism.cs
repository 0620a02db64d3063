// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

namespace Kelf.Kernel.Shared;

/// <summary>
/// Parallel work split by index: each worker has its own state and writes its own slots, so the result is the same for
/// any number of threads. When several items fail, the failure of the lowest index is reported.
/// </summary>
public static class Parallelism
{
    /// <summary>Computes one result per index.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="threads">Number of threads, at least 1; the calling thread is one of them.</param>
    /// <param name="newState">Makes the state of a worker.</param>
    /// <param name="compute">Computes an item.</param>
    public static TResult[] Map<TState, TResult>(int count, int threads, Func<TState> newState, Func<TState, int, TResult> compute)
    {
        TResult[] results = new TResult[count];
        For(count, threads, newState, (state, i) => results[i] = compute(state, i));
        return results;
    }

    /// <summary>Does something for each index.</summary>
    public static void For<TState>(int count, int threads, Func<TState> newState, Action<TState, int> action)
    {
        int next = -1;
        int failedAt = int.MaxValue;
        ExceptionDispatchInfo? failure = null;
        Lock gate = new();

        void Work()
        {
            TState state = newState();
            int i;
            while ((i = Interlocked.Increment(ref next)) < count && i < Volatile.Read(ref failedAt))
            {
                try
                {
                    action(state, i);
                }
                catch (Exception e)
                {
                    lock (gate)
                    {
                        if (i < failedAt)
                        {
                            failedAt = i;
                            failure = ExceptionDispatchInfo.Capture(e);
                        }
                    }
                }
            }
        }

        Thread[] helpers = new Thread[Math.Clamp(Math.Min(threads, count) - 1, 0, 255)];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(Work);
            helpers[i].Start();
        }

        Work();
        foreach (Thread helper in helpers)
        {
            helper.Join();
        }

        failure?.Throw();
    }
}
