// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;

using Kelf.Fuzz.Mutators;
using Kelf.Fuzz.Seeds;
using Kelf.Fuzz.Targets;

namespace Kelf.Fuzz.Running;

/// <summary>
/// Runs mutants through targets. Which mutants a run of a given count makes depends on its seed and its files, never on the
/// number of workers or on time.
/// </summary>
public sealed class Fuzzer
{
    private readonly IReadOnlyList<Seed> _seeds;
    private readonly IReadOnlyList<IFuzzTarget> _targets;
    private readonly FailureStore _failures;

    /// <summary>Creates a fuzzer.</summary>
    /// <param name="seeds">At least one seed.</param>
    /// <param name="targets">The readers.</param>
    /// <param name="failures">Gets what goes wrong.</param>
    public Fuzzer(IReadOnlyList<Seed> seeds, IReadOnlyList<IFuzzTarget> targets, FailureStore failures) =>
        (_seeds, _targets, _failures) = (seeds, targets, failures);

    /// <summary>What one mutant may cost.</summary>
    public FuzzLimits Limits { get; init; } = new();

    /// <summary>Threads that make and run mutants.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Runs mutants until the count or the time is used up.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="first">Number of the first mutant.</param>
    /// <param name="count">How many.</param>
    /// <param name="time">How long.</param>
    public FuzzSummary Run(ulong seed, ulong first, ulong count, TimeSpan time)
    {
        MutationPlan plan = new(_seeds, seed);
        long start = Stopwatch.GetTimestamp();
        FuzzWorker[] workers = [.. Enumerable.Range(0, Workers)
            .Select(_ => new FuzzWorker(plan, _targets, _failures, Limits))];
        using CountdownEvent running = new(Workers);
        bool abandoned = false;
        ulong end = count > ulong.MaxValue - first ? ulong.MaxValue : first + count;
        for (int i = 0; i < Workers; i++)
        {
            FuzzWorker worker = workers[i];
            ulong offset = (ulong)i;
            Thread thread = new(() =>
            {
                worker.Run(
                    first + offset, (ulong)Workers, end,
                    () => Volatile.Read(ref abandoned) || Stopwatch.GetElapsedTime(start) >= time);
                if (!Volatile.Read(ref abandoned))
                {
                    running.Signal();
                }
            })
            {
                // One that hangs must not keep the process alive.
                IsBackground = true,
            };
            thread.Start();
        }

        Watchdog watchdog = new(workers, _failures, Limits);
        bool complete = watchdog.Watch(running.WaitHandle);
        Volatile.Write(ref abandoned, true);
        return new FuzzSummary(
            seed, _seeds.Count, workers.Sum(worker => worker.Done), Stopwatch.GetElapsedTime(start),
            [.. _targets.Select((target, i) => (target.Name, workers.Sum(worker => worker.Refused[i])))],
            workers.Select(worker => worker.Slowest).MaxBy(slowest => slowest.Time), _failures.Total, _failures.Causes, watchdog.PeakResident, complete);
    }
}
