// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.Cli.Tests.Hostile;

/// <summary>
/// The rows of docs/hostile-input.md: twice the input costs at most about twice the processor time and memory. What a square
/// would cost is four times that.
/// </summary>
public sealed class HostileInputTests : IDisposable
{
    private const double MostTimes = 2.6;
    private const double SecondsFree = 0.05;
    private const double MegabytesFree = 32;

    // Of a busy machine's noise the smallest of several runs has the least.
    private const int MostRuns = 5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-hostile-");

    public static TheoryData<string, string> Rows => [.. HostileRow.All.Select(row => (row.Command, row.Input))];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Twice_the_input_costs_twice_as_much(string command, string input)
    {
        HostileRow row = HostileRow.All.Single(row => row.Command == command && row.Input == input);
        (double once, double twice) = (double.MaxValue, double.MaxValue);
        for (int run = 0; run < MostRuns; run++)
        {
            Measurement small = Measure(row, row.Size);
            Measurement large = Measure(row, row.Size * 2);
            Assert.InRange(large.Megabytes, 0, (small.Megabytes * MostTimes) + MegabytesFree);
            (once, twice) = (Math.Min(once, small.Seconds), Math.Min(twice, large.Seconds));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{command}, {input}: n = {row.Size}: {small.Seconds:0.000} s, {small.Megabytes:0} MB; 2n: {large.Seconds:0.000} s, {large.Megabytes:0} MB");
            if (twice <= (once * MostTimes) + SecondsFree)
            {
                return;
            }
        }

        Assert.Fail($"{command}, {input}: {once:0.000} s for {row.Size}, {twice:0.000} s for twice as many");
    }

    [Fact]
    public void The_document_has_all_rows()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.SourceTree.Root, "docs", "hostile-input.md"));
        Assert.Equal(
            HostileRow.All.Select(row => $"| {row.Command} | {row.Input} | {row.Size:N0} |"),
            HostileRow.All.Select(row => $"| {row.Command} | {row.Input} | {row.Size:N0} |")
                .Where(start => Array.Exists(lines, line => line.StartsWith(start, StringComparison.Ordinal))));
    }

    private Measurement Measure(HostileRow row, int size)
    {
        string folder = _folder.CreateSubdirectory($"{size}").FullName;
        string[] arguments = row.Make(folder, size);
        Measurement measured = Measurement.Of(folder, arguments);
        Assert.True(measured.Exit is 0 or 1 or 3, $"kelf {string.Join(' ', arguments.Take(8))}: status {measured.Exit}");
        return measured;
    }
}
