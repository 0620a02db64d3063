// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

namespace Kelf.Kernel.Shared.Threads;

/// <summary>
/// Items in order, of which the next is computed while the last is used: for a consumer that takes all of one processor. No more
/// than two of them are held at a time, and the items are the same for any number of threads.
/// </summary>
public static class Lookahead
{
    /// <summary>Computes one item per index.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="workers">
    /// Gives the thread beside the calling one, for no longer than an item takes; without it, an item is computed when it is asked
    /// for.
    /// </param>
    /// <param name="compute">Computes an item. No two are computed at a time, and none before those of lower indices.</param>
    /// <returns>The items; a failure is thrown in the place of the item that failed.</returns>
    public static IEnumerable<T> Map<T>(int count, WorkerSource workers, Func<int, T> compute)
    {
        ArgumentNullException.ThrowIfNull(workers);
        ArgumentNullException.ThrowIfNull(compute);
        Ahead<T>? next = null;
        try
        {
            for (int i = 0; i < count; i++)
            {
                T item = next is null ? compute(i) : next.Result();
                next = i + 1 < count ? Ahead<T>.TryStart(i + 1, workers, compute) : null;
                yield return item;
            }
        }
        finally
        {
            // Whoever stops early leaves no thread behind.
            next?.Join();
        }
    }

    private sealed class Ahead<T>
    {
        private readonly Thread _thread;
        private T? _item;
        private ExceptionDispatchInfo? _failure;

        private Ahead(int index, WorkerSource workers, Func<int, T> compute) => _thread = new Thread(() =>
        {
            try
            {
                _item = compute(index);
            }
            // Any failure of an item is told to whoever asks for the item.
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                workers.Dismiss();
            }
        });

        /// <summary>Starts to compute an item; null if there is no worker for it.</summary>
        public static Ahead<T>? TryStart(int index, WorkerSource workers, Func<int, T> compute)
        {
            if (!workers.TryHire())
            {
                return null;
            }

            Ahead<T> ahead = new(index, workers, compute);
            try
            {
                ahead._thread.Start();
                return ahead;
            }
            // How the runtime says that the system has no more threads.
            catch (OutOfMemoryException)
            {
                workers.Dismiss();
                return null;
            }
        }

        public T Result()
        {
            Join();
            _failure?.Throw();
            return _item!;
        }

        public void Join() => _thread.Join();
    }
}
