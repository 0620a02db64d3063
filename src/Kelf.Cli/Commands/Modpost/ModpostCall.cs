// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Modpost;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Settings;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Cli.Commands.Modpost;

/// <summary>A run of modpost, under whichever name.</summary>
internal static class ModpostCall
{
    /// <summary>Does what was asked for.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="jobs">Threads, or null for as many as there are.</param>
    /// <param name="report">Prints what was asked for beside.</param>
    /// <returns>The exit status: 0 or 1, as the original's.</returns>
    public static int Run(ModpostOptions options, int? jobs, Action<IReadOnlyList<ModpostModule>, NameTable>? report = null)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        using WorkerSource workers = CommandWorkers.FindQuietly(TimeSpan.Zero, jobs);
        try
        {
            return ModpostTool.Run(options, workers, line => StandardError.WriteDump(Latin1.Bytes(line)), report)
                ? ExitStatus.Done
                : ExitStatus.Failed;
        }
        catch (UnwritableFileException failure)
        {
            // The system's words alone, as the original prints them.
            StandardError.WriteLine(failure.Message);
            return ExitStatus.Failed;
        }
    }
}
