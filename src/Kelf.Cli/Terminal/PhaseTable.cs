// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;

using Kelf.Kernel.Shared;

namespace Kelf.Cli.Terminal;

/// <summary>How long the phases of a run took, for <c>--timings</c>.</summary>
internal static class PhaseTable
{
    /// <summary>Prints the phases, the time of the whole run and of all its threads, and the most memory that the process had.</summary>
    public static void Print(PhaseTimes times)
    {
        using Process process = Process.GetCurrentProcess();
        foreach ((string phase, TimeSpan time) in times.Phases.Append(("in all", times.Total)).Append(("processor", process.TotalProcessorTime)))
        {
            string milliseconds = time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            StandardError.WriteLine($"{milliseconds,10} ms  {phase}");
        }

        string megabytes = (process.PeakWorkingSet64 / 1e6).ToString("0", CultureInfo.InvariantCulture);
        StandardError.WriteLine($"{megabytes,10} MB  most memory");
    }
}
