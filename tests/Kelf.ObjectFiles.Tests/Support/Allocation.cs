// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.ObjectFiles.Tests.Support;

/// <summary>Guards loops over records: they may not allocate.</summary>
internal static class Allocation
{
    /// <summary>
    /// The action gives what is expected, and allocates nothing on the managed heap once everything lazy is there.
    /// </summary>
    public static void None(long expected, Func<long> action)
    {
        Assert.Equal(expected, action());
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(0, after - before);
    }
}
