// SPDX-License-Identifier: GPL-2.0-only
using System.Text.RegularExpressions;

using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Jobserver;

/// <summary>
/// Ten kelf processes, two jobs at a time: as threads or as processes, no more than two work at once. A make that does not
/// find all of its tokens at the end says so itself, on standard error ("INTERNAL: Exiting with ...").
/// </summary>
public sealed partial class JobserverMakeTests : IDisposable
{
    private const string TenMarked = "all: 0 1 2 3 4 5 6 7 8 9\n%:\n\t+@$(RUN) -q > out.$@\n";

    private readonly JobserverDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ten_processes_under_make_with_a_pipe()
    {
        KelfThreads threads = new(_folder.Root);
        string[] style = MakeKnowsFifos() ? ["--jobserver-style=pipe"] : [];
        CheckTen(_folder.Make(TenMarked, threads, ["-j2", .. style]), threads);
    }

    [Fact]
    public void Ten_processes_under_make_with_a_fifo()
    {
        Assert.SkipUnless(MakeKnowsFifos(), "make before 4.4 knows no fifos");
        KelfThreads threads = new(_folder.Root);
        // Marked or not: a fifo is open to all.
        string makefile = TenMarked.Replace("+@", "@", StringComparison.Ordinal);
        CheckTen(_folder.Make(makefile, threads, "-j2", "--jobserver-style=fifo"), threads);
    }

    [Fact]
    public async Task Ten_processes_under_a_make_that_the_test_plays()
    {
        using TokenPipe make = TokenPipe.Fifo(_folder.Root, "x");
        KelfThreads threads = new(_folder.Root);
        List<(Task<ProgramResult> Run, byte? Token)> running = [];
        for (int left = 10; left > 0 || running.Count > 0; await Task.Delay(5, TestContext.Current.CancellationToken))
        {
            // As make does: its own slot first, then one for each token.
            bool isOwnFree = running.TrueForAll(job => job.Token is not null);
            byte? token = null;
            if (left > 0 && (isOwnFree || (token = make.Take()) is not null))
            {
                running.Add((_folder.StartInside(make, ProgramRun.Kelf), token));
                left--;
            }

            threads.Look();
            foreach ((Task<ProgramResult> Run, byte? Token) job in running.FindAll(job => job.Run.IsCompleted))
            {
                running.Remove(job);
                ProgramResult result = await job.Run;
                Assert.Equal((0, ""), (result.Exit, result.Errors));
                if (job.Token is { } used)
                {
                    make.Give(used);
                }
            }
        }

        Assert.InRange(threads.MostInAll, 1, 2);
        Assert.Equal("x", make.Drain());
    }

    [Fact]
    public void A_single_process_uses_the_idle_slots()
    {
        Assert.SkipUnless(Environment.ProcessorCount > 1, "one processor");
        KelfThreads threads = new(_folder.Root);
        ProgramResult result = _folder.Make("all:\n\t+@$(RUN) -q > out\n", threads, "-j2");
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.Equal(2, threads.MostInOne);
    }

    [Fact]
    public void A_rule_that_is_not_marked_has_one_thread_and_is_told()
    {
        KelfThreads threads = new(_folder.Root);
        string[] style = MakeKnowsFifos() ? ["--jobserver-style=pipe"] : [];
        ProgramResult result = _folder.Make("all:\n\t@$(RUN) > out\n", threads, ["-j8", .. style]);
        Assert.Equal(0, result.Exit);
        Assert.Matches(
            @"\Akelf: warning: jobserver unavailable \(.*\): using one thread; add '\+' to the parent make rule\n"
            + @"kelf: objects 4000, .*\n\z",
            result.Errors);
        Assert.Equal(1, threads.MostInOne);
    }

    [Theory]
    [InlineData("--jobserver-auth=")]
    [InlineData("--jobserver-auth=fifo:")]
    [InlineData("--jobserver-auth=fifo:/nowhere")]
    [InlineData("--jobserver-auth=fifo:o")]
    [InlineData("--jobserver-auth=0,1")]
    [InlineData("--jobserver-auth=3,4")]
    [InlineData("--jobserver-auth=4,3")]
    [InlineData("--jobserver-auth=-1,4")]
    [InlineData("--jobserver-auth=999999999999,1")]
    [InlineData("--jobserver-fds=\u00e9,\u0001")]
    public void A_broken_jobserver_changes_no_result(string flags)
    {
        ProgramResult result = ProgramRun.Run(
            ProgramRun.Kelf, _folder.Root, ["symvers", "o", "o", "o"], [], [KeyValuePair.Create("MAKEFLAGS", flags)]);
        // Standard input and output of this run are pipes themselves, and inherited: nothing tells them from make's.
        if (flags != "--jobserver-auth=0,1")
        {
            Assert.StartsWith("kelf: warning: jobserver unavailable (", result.Errors, StringComparison.Ordinal);
        }

        ProgramResult wanted = ProgramRun.RunKelf(_folder.Root, "symvers", "-q", "o", "o", "o");
        Assert.Equal(0, result.Exit);
        Assert.Equal(wanted.Output, result.Output);
    }

    [Fact]
    public void A_drop_in_does_not_wait_for_a_token()
    {
        using TokenPipe make = TokenPipe.Fifo(_folder.Root, "");
        using SymversProgram program = new();
        ProgramResult result = program.RunDropIn(
            _folder.Root, ["o"], "ring_push\n"u8.ToArray(),
            KeyValuePair.Create("MAKEFLAGS", $" -j2 --jobserver-auth={make.Address}"));
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.Equal("#SYMVER ring_push 0xa0acb1cc\n"u8, result.Output);
    }

    private void CheckTen(ProgramResult result, KelfThreads threads)
    {
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        Assert.InRange(threads.MostInAll, 1, 2);
        string first = File.ReadAllText(_folder.At("out.0"));
        Assert.NotEmpty(first);
        Assert.All(Enumerable.Range(1, 9), i => Assert.Equal(first, File.ReadAllText(_folder.At($"out.{i}"))));
    }

    private bool MakeKnowsFifos()
    {
        string version = System.Text.Encoding.UTF8.GetString(ProgramRun.Run("make", _folder.Root, ["--version"], [], []).Output);
        return MakeVersion().Match(version) is { Success: true } match && Version.Parse(match.Groups[1].Value) >= new Version(4, 4);
    }

    [GeneratedRegex(@"^GNU Make (\d+\.\d+)")]
    private static partial Regex MakeVersion();
}
