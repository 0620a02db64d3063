// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Commands;

/// <summary>The threads that a command may use: what it was told, else what the make around it gives.</summary>
internal static class CommandWorkers
{
    private static string? MakeFlags => Environment.GetEnvironmentVariable("MAKEFLAGS");

    /// <summary>For a command that lets the user say how many.</summary>
    /// <param name="jobs">What was said, or null.</param>
    /// <param name="warn">Told why make gives nothing, or null.</param>
    public static WorkerSource Find(int? jobs, Action<string>? warn) => WorkerSource.Find(jobs, MakeFlags, warn: warn);

    /// <summary>
    /// For a command that a build calls in rules that do not pass the jobserver on: there is nothing to warn of.
    /// </summary>
    /// <param name="patience">How long a run has to have taken before it asks make for more workers.</param>
    public static WorkerSource FindQuietly(TimeSpan patience) => WorkerSource.Find(null, MakeFlags, patience);
}
