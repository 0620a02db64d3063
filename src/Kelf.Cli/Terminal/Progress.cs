// SPDX-License-Identifier: GPL-2.0-only
using Spectre.Console;

namespace Kelf.Cli.Terminal;

/// <summary>
/// A progress bar on stderr, for runs that take more than a second and are watched: without a terminal nothing is
/// printed, and of a short run nothing is seen. Dispose of it before other messages are written.
/// </summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _isDone = new();
    private readonly Thread? _display;
    private readonly string _what;
    private readonly int _total;
    private int _finished;

    /// <summary>Starts to wait for the run to take long.</summary>
    /// <param name="what">What is counted: "objects".</param>
    /// <param name="total">How many there are.</param>
    /// <param name="isWanted">False with <c>--quiet</c>.</param>
    public Progress(string what, int total, bool isWanted)
    {
        (_what, _total) = (what, total);
        if (isWanted && total > 1 && StandardError.IsTerminal)
        {
            _display = new Thread(ShowWhenItTakesLong) { IsBackground = true, Name = "progress" };
            _display.Start();
        }
    }

    /// <summary>One more is finished. May be called by any thread.</summary>
    public void Advance() => Interlocked.Increment(ref _finished);

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        _isDone.Set();
        _display?.Join();
        _isDone.Dispose();
    }

    private void ShowWhenItTakesLong()
    {
        if (!_isDone.Wait(s_patience))
        {
            // The library looks at NO_COLOR and at the kind of terminal itself.
            AnsiConsoleSettings settings = new() { Out = new AnsiConsoleOutput(Console.Error) };
            AnsiConsole.Create(settings).Progress()
                .AutoClear(true)
                .Columns(
                    new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .Start(Show);
        }
    }

    private void Show(ProgressContext context)
    {
        ProgressTask task = context.AddTask(_what, maxValue: _total);
        do
        {
            task.Value = Volatile.Read(ref _finished);
        }
        while (!_isDone.Wait(TimeSpan.FromMilliseconds(100)));
    }
}
