// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.ObjectFiles.Tests.Support;

/// <summary>Guards loops over records: they may not allocate.</summary>
internal static class Allocation
{
    /// <summary>The action allocates nothing on the managed heap, once it ran and everything lazy is there.</summary>
    public static void None(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
