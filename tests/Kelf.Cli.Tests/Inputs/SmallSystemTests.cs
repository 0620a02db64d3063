// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Tests.Relocs;

using Xunit;

namespace Kelf.Cli.Tests.Inputs;

/// <summary>Runs that lack what every program takes for granted: standard streams, room for memory.</summary>
public sealed class SmallSystemTests : IDisposable
{
    private readonly WorkDirectory _work = new WorkDirectory().Put(
        "demo.o", File.ReadAllBytes(Path.Combine(Repository.SourceTree.Root, "tests", "Fixtures", "demo", "demo.o")));

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("symvers --symbols - demo.o", "<&-", "standard input: Bad file descriptor")]
    [InlineData("decode demo.o", "<&-", "standard input: Bad file descriptor")]
    [InlineData("symvers demo.o", ">&-", "standard output: Bad file descriptor")]
    [InlineData("symvers demo.o", "<&- >&-", "standard output: Bad file descriptor")]
    public void The_number_of_a_closed_stream_is_given_to_no_file(string command, string closed, string message)
    {
        ProgramResult result = Shell($"exec \"$0\" {command} {closed}");
        Assert.Equal((1, 0, $"kelf: error: {message}\n"), (result.Exit, result.Output.Length, result.Errors));
    }

    [Fact]
    public void A_message_that_nobody_can_read_is_written_nowhere()
    {
        byte[] before = _work.Get("demo.o");
        ProgramResult result = Shell("exec \"$0\" symvers demo.o -o out 2>&-");
        Assert.Equal(0, result.Exit);
        Assert.Equal(before, _work.Get("demo.o"));
        Assert.DoesNotContain("kelf:", _work.Text("out"), StringComparison.Ordinal);
    }

    // With less than the first the system itself cannot load the program.
    [Fact]
    public void Without_room_for_memory_there_is_a_line()
    {
        foreach (int limit in Limits())
        {
            ProgramResult result = Shell($"ulimit -v {limit}; exec \"$0\" symvers demo.o");
            Assert.True(
                result.Exit == 0 || (result.Exit == 1 && result.Errors.StartsWith("kelf: error: out of memory", StringComparison.Ordinal)),
                $"{limit}: status {result.Exit}, {result.Errors}");
            Assert.True(limit < 400_000 || result.Exit == 0, $"{limit} is enough");
            Assert.True(limit > 200_000 || result.Exit == 1, $"{limit} is too little");
        }
    }

    // In KiB. Of the last, one start in fifty ended in silence: two threads of the runtime want the same room.
    private static IEnumerable<int> Limits()
    {
        for (int limit = 40_000; limit <= 480_000; limit += 10_000)
        {
            yield return limit;
        }

        for (int limit = 281_000; limit < 284_000; limit += 15)
        {
            yield return limit;
        }
    }

    private ProgramResult Shell(string script) => ProgramRun.Run("/bin/bash", _work.Root, ["-c", script, ProgramRun.Kelf], [], []);
}
