// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Threads;

/// <summary>
/// Parallel work split by index: each worker has its own state and writes its own slots, so the result is the same for
/// any number of threads. When several items fail, the failure of the lowest index is reported.
/// </summary>
public static class Parallelism
{
    /// <summary>Computes one result per index.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="workers">Gives threads beside the calling one, which is the first worker.</param>
    /// <param name="newState">Makes the state of a worker.</param>
    /// <param name="compute">Computes an item.</param>
    public static TResult[] Map<TState, TResult>(
        int count, WorkerSource workers, Func<TState> newState, Func<TState, int, TResult> compute)
    {
        TResult[] results = new TResult[count];
        For(count, workers, newState, (state, i) => results[i] = compute(state, i));
        return results;
    }

    /// <summary>Does something for each index.</summary>
    public static void For<TState>(int count, WorkerSource workers, Func<TState> newState, Action<TState, int> action) =>
        new ParallelLoop<TState>(count, workers, newState, action).Run();
}
