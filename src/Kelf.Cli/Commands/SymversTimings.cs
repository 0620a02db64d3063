// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;

using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands;

/// <summary>How long the phases of a run took.</summary>
internal sealed class SymversTimings
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<(string Phase, TimeSpan Time)> _phases = [];

    /// <summary>Time since the run began.</summary>
    public TimeSpan Total => Stopwatch.GetElapsedTime(_start);

    /// <summary>Runs a phase.</summary>
    public T Measure<T>(string phase, Func<T> action)
    {
        long start = Stopwatch.GetTimestamp();
        T result = action();
        _phases.Add((phase, Stopwatch.GetElapsedTime(start)));
        return result;
    }

    /// <summary>Runs a phase that has no result.</summary>
    public void Measure(string phase, Action action) => Measure(phase, () =>
    {
        action();
        return true;
    });

    /// <summary>Prints a line for each phase on standard error.</summary>
    public void Print()
    {
        foreach ((string phase, TimeSpan time) in _phases)
        {
            string milliseconds = time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            StandardError.WriteLine($"{milliseconds,10} ms  {phase}");
        }
    }
}
