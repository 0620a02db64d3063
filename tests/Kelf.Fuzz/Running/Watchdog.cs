// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers.Text;

namespace Kelf.Fuzz.Running;

/// <summary>
/// Looks after the workers from a thread of its own. A mutant that takes too long or too much memory cannot be stopped from
/// outside, so it is saved, and the run ends: the process is expected to exit.
/// </summary>
internal sealed class Watchdog(IReadOnlyList<FuzzWorker> workers, FailureStore failures, FuzzLimits limits)
{
    // So many times the limit a mutant may take by the clock of the wall when the process computes less than the limit: the
    // machine is busy, or the mutant waits for something that never comes.
    private const int Patience = 60;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    // When each worker began with its current target, and the processor time of the process then.
    private readonly Dictionary<FuzzWorker, (long StartedAt, TimeSpan Cpu)> _begun = [];

    /// <summary>Largest resident memory seen, in bytes.</summary>
    public long PeakResident { get; private set; }

    /// <summary>Watches until <paramref name="finished"/> says so.</summary>
    /// <returns>False when a limit was broken, so that the workers may never end.</returns>
    public bool Watch(WaitHandle finished)
    {
        while (!finished.WaitOne(Period))
        {
            if (!CheckTime() || !CheckMemory())
            {
                return false;
            }
        }

        return true;
    }

    private bool CheckTime()
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        foreach (FuzzWorker worker in workers)
        {
            long startedAt = worker.StartedAt;
            if (!_begun.TryGetValue(worker, out (long StartedAt, TimeSpan Cpu) begun) || begun.StartedAt != startedAt)
            {
                _begun[worker] = begun = (startedAt, cpu);
            }

            TimeSpan busy = worker.Busy;
            if (busy > limits.Time && (cpu - begun.Cpu > limits.Time || busy > Patience * limits.Time))
            {
                failures.Add(worker.Describe(FailureKind.Hang, $"not done after {limits.Time.TotalSeconds} s"));
                return false;
            }
        }

        return true;
    }

    private bool CheckMemory()
    {
        long resident = Resident();
        PeakResident = Math.Max(PeakResident, resident);
        if (resident <= limits.ResidentBytes)
        {
            return true;
        }

        // Garbage that was not collected yet is no one's fault.
        GC.Collect();
        resident = Resident();
        if (resident <= limits.ResidentBytes)
        {
            return true;
        }

        FuzzWorker worker = workers.MaxBy(candidate => candidate.Busy)!;
        failures.Add(worker.Describe(FailureKind.Memory, $"{resident} bytes are resident"));
        return false;
    }

    /// <summary>Resident memory of this process, from the second number of <c>/proc/self/statm</c> (pages).</summary>
    private static long Resident()
    {
        using FileStream file = new("/proc/self/statm", FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        Span<byte> text = stackalloc byte[128];
        text = text[..file.Read(text)];
        text = text[(text.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(text, out long pages, out _) ? pages * Environment.SystemPageSize : 0;
    }
}
