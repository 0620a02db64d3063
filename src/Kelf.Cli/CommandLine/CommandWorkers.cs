// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Cli.CommandLine;

/// <summary>What the make around a command wants of it, and the threads that it may use.</summary>
internal static class CommandWorkers
{
    /// <summary>
    /// Whether make is only to print what it would do, and runs this command because its rule asks for the jobserver.
    /// </summary>
    public static bool IsDryRun => Flags.IsDryRun;

    private static MakeFlags Flags => MakeFlags.Parse(Environment.GetEnvironmentVariable("MAKEFLAGS"));

    /// <summary>How many threads the kernel's <c>scripts/jobserver-exec</c> says that its command may have.</summary>
    private static int? Given => JobsOption.TryParse(Environment.GetEnvironmentVariable("PARALLELISM"));

    /// <summary>For a command that lets the user say how many.</summary>
    /// <param name="jobs">What was said, or null.</param>
    /// <param name="warns">Whether it is a warning that make gives nothing.</param>
    public static WorkerSource Find(int? jobs, bool warns = true)
    {
        MakeFlags flags = Flags;
        return WorkerSource.Find(
            jobs ?? (flags is { Jobserver: null, IsSequential: false } ? Given : null), flags,
            warn: warns ? WarningList.Current.Add : null);
    }

    /// <summary>
    /// For a command that a build calls in rules that do not pass the jobserver on: there is nothing to warn of.
    /// </summary>
    /// <param name="patience">How long a run has to have taken before it asks make for more workers.</param>
    /// <param name="jobs">What the user said, or null.</param>
    public static WorkerSource FindQuietly(TimeSpan patience, int? jobs = null) => WorkerSource.Find(jobs, Flags, patience);
}
