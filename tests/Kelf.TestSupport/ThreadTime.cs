// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.TestSupport;

/// <summary>
/// Processor time of the current thread: what a computation costs, however busy the machine is. The clock of the wall tells
/// something else there.
/// </summary>
public readonly struct ThreadTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID

    private readonly TimeSpan _start;

    private ThreadTime(TimeSpan start)
    {
        _start = start;
    }

    /// <summary>Processor time since the start; to be asked for on the same thread.</summary>
    public TimeSpan Elapsed => Now - _start;

    private static TimeSpan Now
    {
        get
        {
            long[] time = new long[2];
            return ReadClock(ThreadClock, time) == 0
                ? TimeSpan.FromSeconds(time[0]) + TimeSpan.FromMicroseconds(time[1] / 1000.0)
                : throw new InvalidOperationException("the clock of the thread cannot be read");
        }
    }

    /// <summary>Begins to measure.</summary>
    public static ThreadTime Start() => new(Now);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, [Out] long[] secondsAndNanoseconds);
}
