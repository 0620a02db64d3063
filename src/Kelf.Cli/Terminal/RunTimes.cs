// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Terminal;

/// <summary>The phases of this run, for <c>--timings</c> and for the line of progress. A process is one run.</summary>
internal static class RunTimes
{
    /// <summary>The phases so far.</summary>
    public static PhaseTimes Current { get; } = new();
}
