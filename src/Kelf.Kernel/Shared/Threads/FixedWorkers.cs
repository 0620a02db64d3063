// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Threads;

/// <summary>A number of workers that is known beforehand.</summary>
/// <param name="threads">All of them together, at least 1.</param>
public sealed class FixedWorkers(int threads) : WorkerSource
{
    private int _free = Math.Clamp(threads, 1, MostThreads) - 1;

    /// <inheritdoc/>
    public override bool TryHire()
    {
        int free;
        do
        {
            free = Volatile.Read(ref _free);
            if (free == 0)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref _free, free - 1, free) != free);
        return true;
    }

    /// <inheritdoc/>
    public override void Dismiss() => Interlocked.Increment(ref _free);
}
