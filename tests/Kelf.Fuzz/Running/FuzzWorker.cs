// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;

using Kelf.Fuzz.Mutators;
using Kelf.Fuzz.Seeds;
using Kelf.Fuzz.Targets;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Running;

/// <summary>
/// Makes mutants and gives them to the targets, on one thread. What it is busy with can be read from others: that is how
/// the watchdog names a mutant that does not end.
/// </summary>
internal sealed class FuzzWorker(
    MutationPlan plan, IReadOnlyList<IFuzzTarget> targets, FailureStore failures, FuzzLimits limits)
{
    private static readonly ByteSource Source = new("mutant");
    private readonly Mutant _mutant = new(plan.Capacity);
    private long _startedAt;
    private IFuzzTarget? _target;

    /// <summary>Mutants done.</summary>
    public long Done { get; private set; }

    /// <summary>Of those, the ones that each target refused, by its index.</summary>
    public long[] Refused { get; } = new long[targets.Count];

    /// <summary>The longest time that a target took for a mutant.</summary>
    public SlowestMutant Slowest { get; private set; }

    /// <summary>Number of the current mutant.</summary>
    public ulong Number { get; private set; }

    /// <summary>When the current target began, as <see cref="Stopwatch.GetTimestamp"/> has it; 0 between targets.</summary>
    public long StartedAt => Volatile.Read(ref _startedAt);

    /// <summary>Time that the current target has taken; zero between targets.</summary>
    public TimeSpan Busy => StartedAt is var startedAt and not 0 ? Stopwatch.GetElapsedTime(startedAt) : TimeSpan.Zero;

    /// <summary>
    /// A failure with the current mutant. It may be asked for by another thread: targets do not change it.
    /// </summary>
    public Failure Describe(FailureKind kind, string what, string details = "") => new(
        kind, Number, _mutant.Seed.Name, Volatile.Read(ref _target)?.Name ?? "", what, details, _mutant.Bytes.ToArray());

    /// <summary>
    /// Makes and runs the mutants <paramref name="first"/>, + <paramref name="step"/>, ... below a number.
    /// </summary>
    public void Run(ulong first, ulong step, ulong end, Func<bool> stop)
    {
        using GuardedImage image = new(plan.Capacity);
        for (ulong number = first; number < end && !stop(); number += step)
        {
            Number = number;
            plan.Make(number, _mutant);
            Region region = image.Place(_mutant.Bytes, Source);
            for (int i = 0; i < targets.Count; i++)
            {
                Run(i, region);
            }

            Done++;
        }
    }

    private void Run(int index, Region image)
    {
        IFuzzTarget target = targets[index];
        Volatile.Write(ref _target, target);
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref _startedAt, Stopwatch.GetTimestamp());
        try
        {
            target.Run(image, _mutant.Seed);
        }
        catch (Exception e) when (target.Refuses(e))
        {
            Refused[index]++;
        }
#pragma warning disable CA1031 // Finding the exceptions that nobody expects is what this program is for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failures.Add(Describe(FailureKind.Exception, $"{e.GetType().Name}: {e.Message}", e.StackTrace ?? ""));
        }
        finally
        {
            TimeSpan time = Stopwatch.GetElapsedTime(_startedAt);
            Slowest = time > Slowest.Time ? new SlowestMutant(time, target.Name, Number) : Slowest;
            Volatile.Write(ref _startedAt, 0);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        if (allocated > limits.AllocatedBytes)
        {
            failures.Add(Describe(FailureKind.Memory, $"allocated {allocated} bytes"));
        }
    }
}
