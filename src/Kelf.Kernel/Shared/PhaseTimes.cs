// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;

namespace Kelf.Kernel.Shared;

/// <summary>
/// How long the phases of a run took. Phases of one name are added up, over objects and over threads: with several
/// objects at a time the sum exceeds the time that passed.
/// </summary>
public sealed class PhaseTimes
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly List<string> _order = [];
    private readonly Dictionary<string, TimeSpan> _times = new(StringComparer.Ordinal);
    private volatile string? _current;

    /// <summary>Time since the run began.</summary>
    public TimeSpan Total => Stopwatch.GetElapsedTime(_start);

    /// <summary>The phase that the run is in, the innermost that began last; null between phases. Any thread may ask.</summary>
    public string? Current => _current;

    /// <summary>The phases in the order in which they first ended.</summary>
    public IReadOnlyList<(string Phase, TimeSpan Time)> Phases
    {
        get
        {
            lock (_lock)
            {
                return [.. _order.Select(phase => (phase, _times[phase]))];
            }
        }
    }

    /// <summary>Runs a phase.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="action">What is measured.</param>
    public T Measure<T>(string phase, Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        string? outer = _current;
        _current = phase;
        long start = Stopwatch.GetTimestamp();
        T result = action();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        _current = outer;
        lock (_lock)
        {
            if (_times.TryAdd(phase, time))
            {
                _order.Add(phase);
            }
            else
            {
                _times[phase] += time;
            }
        }

        return result;
    }

    /// <summary>Runs a phase that has no result.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="action">What is measured.</param>
    public void Measure(string phase, Action action) => Measure(phase, () =>
    {
        action();
        return true;
    });
}
