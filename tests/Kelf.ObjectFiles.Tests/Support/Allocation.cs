// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.ObjectFiles.Tests.Support;

/// <summary>Guards loops over records: they may not allocate.</summary>
internal static class Allocation
{
    // A collection that other tests cause in the middle of a run is charged to it now and then.
    private const int Runs = 3;

    /// <summary>
    /// The action gives what is expected, and in the best of a few runs allocates nothing on the managed heap once
    /// everything lazy is there.
    /// </summary>
    public static void None(long expected, Func<long> action)
    {
        Assert.Equal(expected, action());
        long least = long.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
