// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Shared;

namespace Kelf.Cli.Terminal;

/// <summary>
/// A line of progress on stderr, for runs that take more than a second and are watched: without a terminal nothing is
/// printed, and of a short run nothing is seen. The next message takes its place.
/// </summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim _isDone = new();
    private readonly long _started = Environment.TickCount64;
    private readonly Thread? _display;
    private readonly string _what;
    private readonly int _total;
    private readonly PhaseTimes? _times;
    private int _finished;

    /// <summary>Starts to wait for the run to take long.</summary>
    /// <param name="what">What is counted: "objects".</param>
    /// <param name="total">How many there are; of a single one only the time that it takes is shown.</param>
    /// <param name="isWanted">False with <c>--quiet</c>.</param>
    /// <param name="times">Knows the phase of a run, or null.</param>
    public Progress(string what, int total, bool isWanted, PhaseTimes? times = null)
    {
        (_what, _total, _times) = (what, total, times);
        if (isWanted && StandardError.IsTerminal)
        {
            _display = new Thread(ShowWhenItTakesLong) { IsBackground = true, Name = "progress" };
            _display.Start();
        }
    }

    /// <summary>One more is finished. May be called by any thread.</summary>
    public void Advance() => Interlocked.Increment(ref _finished);

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        _isDone.Set();
        _display?.Join();
        _isDone.Dispose();
    }

    private void ShowWhenItTakesLong()
    {
        if (_isDone.Wait(s_patience))
        {
            return;
        }

        do
        {
            StandardError.Show(Line());
        }
        while (!_isDone.Wait(s_pace));

        StandardError.Show("");
    }

    private string Phase() => _times?.Current is { } phase ? $"{phase}, " : "";

    private string Line()
    {
        int finished = Volatile.Read(ref _finished);
        long seconds = (Environment.TickCount64 - _started) / 1000;
        return _total > 1
            ? string.Create(
                CultureInfo.InvariantCulture, $"{_what}: {finished} of {_total}, {100L * finished / _total} %, {seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{_what}: {Phase()}{seconds} s");
    }
}
