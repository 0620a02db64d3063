// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Threads;

/// <summary>
/// Where the threads of parallel work come from. The thread that has the work is its first worker, and asks nobody. Each
/// further one is hired when there is work for it, and dismissed as soon as there is none. A process has one source:
/// parallel work inside of parallel work shares it.
/// </summary>
public abstract class WorkerSource : IDisposable
{
    /// <summary>No machine that compiles kernels gains from more threads, and the system may not have them.</summary>
    protected const int MostThreads = 256;

    /// <summary>No worker but the first.</summary>
    public static WorkerSource None { get; } = new FixedWorkers(1);

    /// <summary>
    /// The workers that a command may have: inside make what its jobserver gives, else what the user says, else one for
    /// each processor. Inside a make whose jobserver is out of reach it is one: the user did set a limit, and others are
    /// at work already.
    /// </summary>
    /// <param name="jobs">Threads at most, also inside make; null if nobody said.</param>
    /// <param name="flags">What make says.</param>
    /// <param name="patience">How long a run has to have taken before it asks make for more workers.</param>
    /// <param name="warn">Told why the jobserver is out of reach, or null.</param>
    public static WorkerSource Find(int? jobs, MakeFlags flags, TimeSpan patience = default, Action<Diagnostic>? warn = null)
    {
        if (flags.Jobserver is not { } address)
        {
            return new FixedWorkers(jobs ?? (flags.IsSequential ? 1 : Environment.ProcessorCount));
        }

        if (JobserverPipe.TryOpen(address, out string whyNot) is { } pipe)
        {
            return new JobserverWorkers(pipe, jobs ?? Environment.ProcessorCount, patience);
        }

        warn?.Invoke(Diagnostic.Warning(
            WarningKind.NoJobserver, $"jobserver unavailable ({whyNot}): using one thread; add '+' to the parent make rule"));
        return None;
    }

    /// <summary>Asks for one more worker. Never waits; any thread may call it.</summary>
    /// <returns>Whether there is one, which then has to be dismissed.</returns>
    public abstract bool TryHire();

    /// <summary>Gives a worker back, on every way out. Any thread may call it.</summary>
    public abstract void Dismiss();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the source holds.</summary>
    /// <param name="disposing">False in a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
