// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Jobserver;

/// <summary>A run that is ended while it holds a token.</summary>
public sealed class JobserverSignalTests : IDisposable
{
    private const int Kill = 9;

    private readonly JobserverDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)] // SIGHUP
    [InlineData(2)] // SIGINT
    [InlineData(3)] // SIGQUIT
    [InlineData(15)] // SIGTERM
    public async Task Tokens_are_back_after_a_signal(int signal)
    {
        using TokenPipe make = TokenPipe.Fifo(_folder.Root, "abc");
        Assert.Equal(128 + signal, await EndWhileItHoldsATokenBy(signal, make));
        Assert.Equal("abc", make.Drain());
    }

    // Nobody can do anything about it: the limit that the documentation names.
    [Fact]
    public async Task A_kill_loses_the_tokens_of_that_moment_and_no_more()
    {
        using TokenPipe make = TokenPipe.Fifo(_folder.Root, "abc");
        Assert.Equal(128 + Kill, await EndWhileItHoldsATokenBy(Kill, make));
        Assert.InRange(make.Drain().Length, 3 - (Environment.ProcessorCount - 1), 3);
    }

    [Fact]
    public async Task Tokens_are_back_when_nobody_reads_the_result()
    {
        using TokenPipe make = TokenPipe.Fifo(_folder.Root, "abc");
        string command = "\"$0\" \"$@\" 2> errors | true";
        ProgramResult result = await _folder.StartInside(make, "/bin/sh", "-c", command, ProgramRun.Kelf);
        Assert.Equal(0, result.Exit);
        Assert.Equal("abc", make.Drain());
    }

    [Fact]
    public async Task Tokens_are_back_after_errors()
    {
        using TokenPipe make = TokenPipe.Fifo(_folder.Root, "abc");
        ProgramResult result = await _folder.StartInside(make, "/bin/sh", "-c", "exec \"$0\" \"$@\" missing", ProgramRun.Kelf);
        Assert.Equal(1, result.Exit);
        Assert.Contains("missing", result.Errors, StringComparison.Ordinal);
        Assert.Equal("abc", make.Drain());
    }

    private async Task<int> EndWhileItHoldsATokenBy(int signal, TokenPipe make)
    {
        Assert.SkipUnless(Environment.ProcessorCount > 1, "one processor: no token is ever taken");
        // The tests may have been started where interrupts are ignored, which children inherit.
        Task<ProgramResult> run = _folder.StartInside(
            make, "/bin/sh", "-c", "echo $$ > pid; exec env --default-signal=INT,QUIT \"$0\" \"$@\"", ProgramRun.Kelf);
        Stopwatch patience = Stopwatch.StartNew();
        while (make.Available == 3)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromHours(1) && !run.IsCompleted, "it never took a token");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, Send(int.Parse(File.ReadAllText(_folder.At("pid")), CultureInfo.InvariantCulture), signal));
        return (await run).Exit;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);
}
