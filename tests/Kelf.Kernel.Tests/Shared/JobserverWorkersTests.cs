// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;

using Kelf.Kernel.Shared.Threads;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Shared;

/// <summary>The client of the jobserver, with a make that the test plays.</summary>
public sealed class JobserverWorkersTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-jobserver-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tokens_are_taken_while_there_are_some_and_go_back_as_they_were(bool isFifo)
    {
        using TokenPipe make = Make(isFifo, "+az");
        using (JobserverWorkers workers = Workers(make, 8))
        {
            Assert.True(workers.TryHire());
            Assert.True(workers.TryHire());
            Assert.Equal(1, make.Available);
            workers.Dismiss();
            Assert.Equal(2, make.Available);
            Assert.True(workers.TryHire());
            Assert.True(workers.TryHire());
            // Empty: no, and no waiting.
            Assert.False(workers.TryHire());
            make.Give((byte)'b');
            Assert.True(workers.TryHire());
        }

        // Four were out when it ended.
        Assert.Equal("+abz", make.Drain());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parallel_work_returns_all_tokens_with_and_without_failure(bool isFifo)
    {
        using TokenPipe make = Make(isFifo, "\u0001\u0002\u00ff");
        using JobserverWorkers workers = Workers(make, 4);
        int most = 0;
        Parallelism.For(200, workers, () => 0, (_, _) =>
        {
            most = Math.Max(most, 3 - make.Available);
            Thread.Sleep(1);
        });
        Assert.Equal(3, most);
        Assert.Equal(3, make.Available);
        Assert.Throws<InvalidOperationException>(() =>
            Parallelism.For(200, workers, () => 0, (_, i) => throw new InvalidOperationException($"{i}")));
        Assert.Equal("\u0001\u0002\u00ff", make.Drain());
    }

    // Of the signals that end a process these two mean nothing to what runs the tests; Kelf.Cli.Tests sends all of them.
    [Theory]
    [InlineData(PosixSignal.SIGHUP, 1)]
    [InlineData(PosixSignal.SIGTERM, 15)]
    public void At_a_signal_all_tokens_go_back_once_and_none_is_taken_after(PosixSignal signal, int number)
    {
        // The runtime tells who registered last first: when this one is told, the tokens are back.
        using ManualResetEventSlim isOver = new();
        using PosixSignalRegistration earlier = PosixSignalRegistration.Create(signal, _ => isOver.Set());
        using TokenPipe make = Make(isFifo: true, "xyz");
        using JobserverWorkers workers = Workers(make, 4);
        Assert.True(workers.TryHire());
        Assert.True(workers.TryHire());
        Assert.True(workers.TryHire());
        Assert.Equal(0, make.Available);

        // This process is to go on.
        using PosixSignalRegistration later = PosixSignalRegistration.Create(signal, context => context.Cancel = true);
        Assert.Equal(0, Send(Environment.ProcessId, number));
        isOver.Wait(TestContext.Current.CancellationToken);
        Assert.Equal(3, make.Available);
        Assert.False(workers.TryHire());
        Assert.Equal(3, make.Available);

        // The workers end as if nothing had happened.
        workers.Dismiss();
        workers.Dismiss();
        workers.Dismiss();
        Assert.Equal("xyz", make.Drain());
    }

    [Fact]
    public void Not_more_are_taken_than_threads_are_wanted()
    {
        using TokenPipe make = Make(isFifo: true, "abc");
        using JobserverWorkers workers = Workers(make, 2);
        Assert.True(workers.TryHire());
        Assert.False(workers.TryHire());
        Assert.Equal(2, make.Available);
    }

    [Fact]
    public void A_patient_source_asks_later()
    {
        using TokenPipe make = Make(isFifo: true, "abc");
        using JobserverWorkers workers = new(JobserverPipe.TryOpen(make.Address, out _)!, 4, TimeSpan.FromHours(1));
        Assert.False(workers.TryHire());
        Assert.Equal(3, make.Available);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Processes_that_compete_for_a_token_do_not_wait_for_it(bool isFifo)
    {
        using TokenPipe make = Make(isFifo, "x");
        JobserverPipe[] pipes = [.. Enumerable.Range(0, 4).Select(_ => JobserverPipe.TryOpen(make.Address, out string _)!)];
        int taken = 0;
        Thread[] competitors = Array.ConvertAll(pipes, pipe => new Thread(() =>
        {
            for (int i = 0; i < 20000; i++)
            {
                if (pipe.HasToken() && pipe.TryTake() is { } token)
                {
                    Interlocked.Increment(ref taken);
                    pipe.Give(token);
                }
            }
        }));
        Array.ForEach(competitors, thread => thread.Start());
        Assert.All(competitors, thread => Assert.True(thread.Join(TimeSpan.FromHours(1))));
        Assert.True(taken > 0);
        Assert.Equal("x", make.Drain());
        Array.ForEach(pipes, pipe => pipe.Dispose());
    }

    [Fact]
    public void A_descriptor_that_this_process_opened_itself_is_not_make_s()
    {
        using TokenPipe make = Make(isFifo: true, "x");
        using FileStream own = new(make.Address["fifo:".Length..], FileMode.Open, FileAccess.ReadWrite);
        nint number = own.SafeFileHandle.DangerousGetHandle();
        Assert.Null(JobserverPipe.TryOpen(string.Create(CultureInfo.InvariantCulture, $"{number},{number}"), out string why));
        Assert.Equal($"descriptors {number} and {number} are not make's pipe", why);
    }

    [Fact]
    public void Descriptors_the_wrong_way_round_are_not_taken()
    {
        using TokenPipe make = Make(isFifo: false, "x");
        string[] ends = make.Address.Split(',');
        Assert.Null(JobserverPipe.TryOpen($"{ends[1]},{ends[0]}", out _));
    }

    [Theory]
    [InlineData("", "'' is neither fifo:PATH nor two descriptors")]
    [InlineData("3", "'3' is neither fifo:PATH nor two descriptors")]
    [InlineData("3,4,5", "'3,4,5' is neither fifo:PATH nor two descriptors")]
    [InlineData("3,x", "'3,x' is neither fifo:PATH nor two descriptors")]
    [InlineData("99999999999,4", "'99999999999,4' is neither fifo:PATH nor two descriptors")]
    [InlineData("-2,-2", "make keeps it to itself")]
    [InlineData("1000000,1000001", "descriptors 1000000 and 1000001 are not make's pipe")]
    [InlineData("fifo:", "'': No such file or directory")]
    [InlineData("fifo:/nowhere/at/all", "'/nowhere/at/all': No such file or directory")]
    [InlineData("fifo:/dev/null", "'/dev/null' is no fifo")]
    [InlineData("fifo:/proc", "'/proc': Is a directory")]
    public void What_is_no_jobserver_is_named(string address, string why)
    {
        Assert.Null(JobserverPipe.TryOpen(address, out string whyNot));
        Assert.Equal(why, whyNot);
    }

    [Fact]
    public void The_source_is_make_then_the_command_line_then_the_processors()
    {
        using TokenPipe make = Make(isFifo: true, "abc");
        string flags = $" -j4 --jobserver-auth={make.Address}";
        Assert.Equal(Environment.ProcessorCount, Threads(null, null));
        Assert.Equal(Environment.ProcessorCount, Threads(null, " -j"));
        Assert.Equal(1, Threads(null, " -j1"));
        Assert.Equal(3, Threads(3, " -j1"));
        Assert.Equal(1, Threads(null, " -j4 --jobserver-auth=-2,-2"));
        Assert.Equal(1, Threads(4, " -j4 --jobserver-auth=-2,-2"));
        Assert.Equal(4, Threads(7, flags));
        Assert.Equal(2, Threads(2, flags));
        Assert.Equal(1, Threads(1, flags));
        Assert.Equal(3, make.Available);
        Assert.Equal(Math.Min(4, Environment.ProcessorCount), Threads(null, flags));
        Assert.Equal(3, make.Available);
    }

    [Fact]
    public void A_jobserver_out_of_reach_is_told_once()
    {
        List<Diagnostic> warnings = [];
        WorkerSource.Find(null, MakeFlags.Parse(" -j2 --jobserver-auth=-2,-2"), warn: warnings.Add).Dispose();
        WorkerSource.Find(null, MakeFlags.Parse(" -j2"), warn: warnings.Add).Dispose();
        Assert.Equal(
            ["jobserver unavailable (make keeps it to itself): using one thread; add '+' to the parent make rule"],
            warnings.Select(warning => warning.ToString()));
    }

    private static int Threads(int? jobs, string? makeFlags)
    {
        using WorkerSource workers = WorkerSource.Find(jobs, MakeFlags.Parse(makeFlags));
        int hired = 0;
        while (workers.TryHire())
        {
            hired++;
        }

        for (int i = 0; i < hired; i++)
        {
            workers.Dismiss();
        }

        return 1 + hired;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);

    private TokenPipe Make(bool isFifo, string tokens) =>
        isFifo ? TokenPipe.Fifo(_folder.FullName, tokens) : TokenPipe.Pipe(tokens);

    private static JobserverWorkers Workers(TokenPipe make, int threads) =>
        new(JobserverPipe.TryOpen(make.Address, out _)!, threads, TimeSpan.Zero);
}
